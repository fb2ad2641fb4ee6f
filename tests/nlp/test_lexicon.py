"""Word tables find whole phrases, the longest first, in time that grows with the text."""

import json
import time
from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.nlp.lexicon import Lexicon, WordTable, load_lexicon

ROOT = Path(__file__).parents[2]


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
    start = time.process_time()
    for _ in load_lexicon(lang).motion.find(unit * 5_000):
        pass
    assert time.process_time() - start < 5


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_every_table_finds_in_an_article_what_it_finds_in_its_lines(lang):
    lines = [
        line
        for article in (ROOT / "corpora" / "gold" / f"{lang}.jsonl")
        .read_text("utf-8")
        .splitlines()[:8]
        for line in json.loads(article)["text"].splitlines()
    ]
    lexicon = load_lexicon(lang)
    for table in (each.name for each in fields(Lexicon)):
        words = getattr(lexicon, table)
        if not isinstance(words, WordTable):
            continue
        apart = [
            (hit.label, line[hit.start : hit.end]) for line in lines for hit in words.find(line)
        ]
        text = "\n".join(lines)
        assert [(hit.label, text[hit.start : hit.end]) for hit in words.find(text)] == apart
