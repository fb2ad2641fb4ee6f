"""Owns what else than a flight an article with aircraft may be about: sport, games, museums.

It knows words of such topics (`gazetteers/topics.csv`), counted over the whole article. Must not
judge single legs: `relevance.py` does.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from pipeline.nlp.lexicon import load_lexicon
from pipeline.nlp.reading import Reading

# How many different words of a topic make it the article's; measured on the training gold, where
# no relevant article reaches the number.
ENOUGH = {
    "simulator": 2, "sport": 3, "exhibition": 2, "history": 2, "commemoration": 2, "purchase": 3,
}  # fmt: skip
_YEAR = re.compile(r"\b(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Topics an article is about, sentences that tell of habits, and the years it names."""

    about: frozenset[str]
    habits: frozenset[int]
    years: tuple[int, ...]


def topics_of(reading: Reading) -> Topics:
    """Return what the words of an article say it is about; a word in the title counts twice."""
    words: dict[str, set[str]] = defaultdict(set)
    titled: set[str] = set()
    habits: set[int] = set()
    text = reading.joined
    for hit in load_lexicon(reading.lang).topics.find(text):
        if hit.label == "habit":
            habits.add(reading.sentence_at(hit.start).index)
            continue
        words[hit.label].add(text[hit.start : hit.end].lower())
        if hit.end <= len(reading.title):
            titled.add(hit.label)
    about = (
        label for label, said in words.items() if len(said) + (label in titled) >= ENOUGH[label]
    )
    return Topics(
        about=frozenset(about),
        habits=frozenset(habits),
        years=tuple(int(year) for year in _YEAR.findall(text)),
    )
