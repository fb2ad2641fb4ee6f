"""Sentences end where readers end them, in every language alike."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.sentences import split_sentences

CASES = [
    ("en", "It landed at 4.55 p.m. on Friday. Mr. Smith left.", 2),
    ("en", "One line\nAnother line", 2),
    ("uk", "Літак сів о 5 год. ранку. Потім злетів.", 2),
    ("ru", "Борт сел в 10:40. Речь об А. Иванове. «Да», — сказал он.", 3),
]


@pytest.mark.parametrize(("lang", "text", "count"), CASES)
def test_a_text_splits_at_full_stops_but_not_at_abbreviations(lang, text, count):
    assert len(split_sentences(text, lang)) == count


@given(st.text(alphabet="Aб. !?…\n\t«»\"'(-1", max_size=80))
def test_sentences_lie_in_order_and_lose_only_space(text):
    spans = split_sentences(text, "ru")
    end = 0
    for start, stop in spans:
        assert end <= start < stop
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()


@pytest.mark.parametrize("unit", [". ", "... A", "\n \t", "«", "A. B. "])
def test_time_grows_with_the_text_and_not_faster(unit):
    start = time.process_time()
    split_sentences(unit * 20_000, "en")
    assert time.process_time() - start < 5
