"""Word tables find whole phrases, the longest first, in time that grows with the text."""

import time

import pytest

from pipeline.nlp.lexicon import load_lexicon


def labels(lang: str, text: str) -> list[tuple[str, str]]:
    return [(hit.label, text[hit.start : hit.end]) for hit in load_lexicon(lang).motion.find(text)]


def test_the_longest_phrase_at_a_word_wins():
    assert labels("en", "it took off at noon") == [("depart", "took off")]
    assert labels("en", "prices fell on Monday") == [("none", "fell on")]


def test_a_gap_in_a_phrase_takes_a_few_words():
    assert labels("en", "jets forced the grey transport to land") == [
        ("forced_down", "forced the grey transport to land")
    ]


def test_words_inside_other_words_are_none():
    assert labels("en", "the outflew and landedness") == []
    assert labels("uk", "Літак вилетів із Києва") == [("depart", "вилетів")]
    assert labels("ru", "Ребёнок, пересел") == []


def test_an_unknown_language_has_empty_tables():
    assert list(load_lexicon("xx").motion.find("landed")) == []


@pytest.mark.parametrize("unit", ["forced a ", "took ", "made a b c d ", "-'-", "вилетів "])
@pytest.mark.parametrize("lang", ["en", "uk"])
def test_time_grows_with_the_text_and_not_faster(unit, lang):
    start = time.perf_counter()
    for _ in load_lexicon(lang).motion.find(unit * 5_000):
        pass
    assert time.perf_counter() - start < 5
