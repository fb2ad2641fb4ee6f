"""Owns which articles are translations of which: the same names and numbers, sentence by sentence.

Two newsrooms that tell one flight name the same aircraft and places, but in sentences of their own.
Names and numbers decide: those of one text's sentences stand in the other's, in the same order.
Sentence vectors only confirm, and are asked for nothing else. The answer depends on the set of
articles alone, not on their order.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from typing import Any

from pipeline.nlp.sentences import split_sentences
from pipeline.read.copies import Alike
from pipeline.records import Article

LATEST = timedelta(days=4)
"""A newsroom translates what is news to it; later, the same story is told again in other words."""

NAMES = ("type", "registration", "callsign", "operator", "place", "outlet", "tracker")
"""Kinds of mentions that tell: dates and nationalities are in every story about a flight."""

_NUMBER = re.compile(r"\d+")
# With fewer names and numbers, or fewer sentences, any two reports of one flight agree by chance.
_FEWEST_SIGNS = 6
_FEWEST_SENTENCES = 3
# Of the names of the text with fewer, before sentences are looked at: a cheap first sieve.
_SHARED_NAMES = 0.6
# Of 18 translations in `corpora/translations.jsonl` each has 0.88 of the signs and a likeness of
# 0.45 or more. Of 191 other pairs in two languages that tell one flight, nine reach 0.8 of them,
# none of them a likeness above 0.33; one has 0.75 and 0.47.
SIGNS_SHARED = 0.8
LIKENESS = 0.4

Embed = Callable[[Sequence[str]], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An article as it is compared: the names in its text, each with its first character."""

    article: Article
    names: tuple[tuple[int, str], ...]

    @property
    def named(self) -> frozenset[str]:
        """All names, wherever they stand."""
        return frozenset(name for _, name in self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The words of a sentence, and its signs: the names and numbers in it."""

    text: str
    signs: frozenset[str]


def sentences_of(telling: Telling) -> tuple[Sentence, ...]:
    """Return the sentences of a text with what stands in them."""
    text = telling.article.text or ""
    spans = split_sentences(text, telling.article.lang or "en")
    ends = [end for _, end in spans]
    signs: list[set[str]] = [set(_NUMBER.findall(text[start:end])) for start, end in spans]
    for start, name in telling.names:
        if (at := bisect_right(ends, start)) < len(signs):
            signs[at].add(name)
    return tuple(
        Sentence(text=text[start:end], signs=frozenset(each))
        for (start, end), each in zip(spans, signs, strict=True)
    )


def translated_pairs(
    tellings: Sequence[Telling], *, new: Container[str], embed: Embed
) -> list[Alike]:
    """Return the pairs of articles of which one may be a translation of the other, with the signs
    they share; only pairs with an article that is `new`.

    The original was published first, by another outlet. `embed` returns a row of length 1 for each
    sentence and is called only for articles whose names and numbers agree. Articles of unknown time
    are left out: who was first is not known.
    """
    read = cache(sentences_of)
    return [
        Alike(
            later=later.article.article_id,
            earlier=earlier.article.article_id,
            overlap=round(shared, 4),
        )
        for later, earlier in _similar(tellings, new)
        if (shared := shared_signs(read(later), read(earlier))) >= SIGNS_SHARED
        and likeness(read(later), read(earlier), embed) >= LIKENESS
    ]


def _similar(tellings: Sequence[Telling], new: Container[str]) -> Iterator[tuple[Telling, Telling]]:
    """Yield pairs, the later first, that are a few days apart and share most names.

    Of the names of the text with fewer, at most 4 in 10 may be missing from the other: one of its
    rarest, if they are more than that, is in both. Only those are looked up, being in few articles.
    """
    dated = sorted(
        (at, each.article.article_id, each)
        for each in tellings
        if (at := each.article.published_at)
    )
    named = [each.named for _, _, each in dated]
    count = Counter(name for names in named for name in names)
    recent, recent_rare = _Recent(), _Recent()
    for position, (at, _, later) in enumerate(dated):
        names = sorted(named[position], key=lambda name: (count[name], name))
        rare = names[: len(names) - ceil(_SHARED_NAMES * len(names)) + 1]
        near = recent.with_any(rare, at) | recent_rare.with_any(names, at)
        recent.add(names, at, position)
        recent_rare.add(rare, at, position)
        for place in sorted(near):
            earlier = dated[place][2]
            if (
                (later.article.article_id in new or earlier.article.article_id in new)
                and _may_be(earlier.article, later.article)
                and len(named[place] & named[position])
                >= _SHARED_NAMES * min(len(named[place]), len(named[position]))
            ):
                yield later, earlier


class _Recent:
    """Which articles of the last days have a name."""

    def __init__(self) -> None:
        self._places: dict[str, deque[tuple[datetime, int]]] = defaultdict(deque)

    def with_any(self, names: Sequence[str], at: datetime) -> set[int]:
        """Return the places of the articles that have one of the names; older ones are dropped."""
        found: set[int] = set()
        for name in names:
            places = self._places[name]
            while places and places[0][0] < at - LATEST:
                places.popleft()
            found.update(place for _, place in places)
        return found

    def add(self, names: Sequence[str], at: datetime, place: int) -> None:
        for name in names:
            self._places[name].append((at, place))


def _may_be(one: Article, other: Article) -> bool:
    return one.lang != other.lang and one.outlet != other.outlet and one.url != other.url


def shared_signs(one: Sequence[Sentence], other: Sequence[Sentence]) -> float:
    """Return the share of names and numbers, of the text with fewer, that stand in sentences of the
    same order in both; 0 where there are too few to tell."""
    fewer = min(sum(len(s.signs) for s in each) for each in (one, other))
    if fewer < _FEWEST_SIGNS or min(len(one), len(other)) < _FEWEST_SENTENCES:
        return 0.0
    return _aligned([[len(s.signs & t.signs) for t in other] for s in one]) / fewer


def likeness(one: Sequence[Sentence], other: Sequence[Sentence], embed: Embed) -> float:
    """Return the mean cosine of sentences in the same order, over those of the shorter text."""
    vectors = embed([sentence.text for sentence in (*one, *other)])
    cosines = vectors[: len(one)] @ vectors[len(one) :].T
    return float(_aligned(cosines.clip(0, 1).tolist()) / min(len(one), len(other)))


def _aligned(worth: Sequence[Sequence[float]]) -> float:
    """Return the most that pairs of rows and columns are worth together, both kept in order."""
    best = [0.0] * (len(worth[0]) + 1)
    for row in worth:
        above = list(best)
        for column, value in enumerate(row, 1):
            best[column] = max(above[column], best[column - 1], above[column - 1] + value)
    return best[-1]
