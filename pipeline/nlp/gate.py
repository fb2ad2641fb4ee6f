"""Owns the cheap test whether an article is read at all. Must not lose a relevant article.

One automaton looks for all stems of all languages at once; two thin regexes know designators and
registrations. An article passes where words of aircraft and of movement stand close together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from pipeline.nlp.fold import fold
from pipeline.nlp.gazetteers import Gazetteers

_NEAR = 260
_MANY = 2
_SHORTEST_STEM = 5
_DESIGNATOR = re.compile(
    r"(?<![\w-])(?:(?:il|tu|an|yak|mi|mig|ssj|ка|ил|іл|ту|ан|як|ми|мі|миг|міг)-?\d{1,3}"
    r"|[cс]-?(?:17|27|32|37|40|130|295)|[rkwe]?c-?1[34]\d|[aа]-?3[1-8]\d|[aа]-?400m?|[aа]-50|[epре]-[38]"
    r"|g[4567][05]0|[rу]c-?135|y-20|su-?\d\d|cl-?60\d|(?:md|dc)-?(?:1\d|8\d))"
    r"(?![0-9])"
)
_MAKERS = ("boeing", "боинг", "боїнг")
_MAKER = re.compile(rf"(?<![\w-])(?:{'|'.join(_MAKERS)})(?![0-9])")
_DIGITS = re.compile(r"\d+")
# What of a designator or registration can stand before its digits and after them.
_BEFORE, _AFTER = 12, 4
# Letters, hyphen, number: Y-9, H-6, F-15. Also what is no aircraft (G-20), so it counts as a word.
_LIKE_A_DESIGNATOR = re.compile(r"(?<![\w-])[a-zа-яіїє]{1,3}-\d{1,3}[a-zа-я]{0,2}(?![\w-])")
_MARKS = ("ra", "rf", "ра", "рф", "ur", "ew", "ex", "ep", "up")
_APART = frozenset(f"{mark} " for mark in _MARKS)
_REGISTRATION = re.compile(
    rf"(?<![\w-])(?:(?:{'|'.join(_MARKS)})[- ]?\d{{3,5}}|[a-z0-9]{{1,2}}-\d{{3,5}}[a-z]{{1,2}}"
    r"|n[1-9]\d{1,3}[a-z]{1,2})(?![\w-])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDecision:
    """Whether an article is read, and why: `in: <words>` or `out: <what is missing>`."""

    passed: bool
    reason: str


class Gate:
    """The test, built once from the gazetteers; safe to share between threads."""

    def __init__(self, gazetteers: Gazetteers) -> None:
        stems = {(word.kind, word.stem): word.whole for word in gazetteers.gate_words}
        stems |= {("strong", stem): False for stem in _strong_stems(gazetteers)}
        stems |= {("aircraft", stem): False for stem in _airline_stems(gazetteers)}
        self._kinds = [kind for kind, _ in stems]
        self._whole = list(stems.values())
        self._automaton = AhoCorasick([stem for _, stem in stems])

    def decide(self, text: str) -> GateDecision:
        """Return the decision on a title and text, or any part of a page.

        An article passes with a type, registration or tracking service and any other word of
        aircraft or movement, with a movement near a word of aircraft, or with three of them.
        """
        folded = fold(text).text.lower().replace("ё", "е")
        spans = self._spans(folded)
        near = list(_near_digits(folded))
        strong = spans["strong"] + list(_spans_of(_DESIGNATOR, folded, near))
        strong += _spans_of(_REGISTRATION, folded, near)
        if any(maker in folded for maker in _MAKERS):
            strong += [match.span() for match in _MAKER.finditer(folded)]
        named = spans["aircraft"] + list(_spans_of(_LIKE_A_DESIGNATOR, folded, near))
        aircraft, motion = sorted(named), sorted(spans["motion"])
        if not strong and not aircraft:
            return GateDecision(passed=False, reason="out: no word of aircraft")
        if strong and (aircraft or motion):
            other = (aircraft or motion)[0]
            return _passed(folded, strong[0], other)
        for pair in _pairs(aircraft, motion):
            return _passed(folded, *pair)
        if len({folded[slice(*span)] for span in aircraft}) >= _MANY:
            return _passed(folded, aircraft[0], aircraft[-1])
        return GateDecision(passed=False, reason="out: no movement near an aircraft")

    def _spans(self, folded: str) -> dict[str, list[tuple[int, int]]]:
        spans: dict[str, list[tuple[int, int]]] = {"strong": [], "aircraft": [], "motion": []}
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        for pattern, start, end in found:
            if folded[start - 1 : start].isalpha():
                continue
            if self._whole[pattern] and folded[end : end + 1].isalpha():
                continue
            spans[self._kinds[pattern]].append((start, end))
        return spans


def _near_digits(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text in which a designator or registration can stand: around digits
    with a letter or a hyphen before. Three patterns over a whole text were half of the work.
    """
    start = end = -1
    for match in _DIGITS.finditer(folded):
        at = match.start()
        before = folded[at - 1] if at else " "
        if not (before.isalpha() or before == "-" or folded[at - 3 : at] in _APART):
            continue
        if at - _BEFORE > end:
            if end >= 0:
                yield start, end
            start = max(0, at - _BEFORE)
        end = match.end() + _AFTER
    if end >= 0:
        yield start, end


def _spans_of(
    pattern: re.Pattern[str], folded: str, stretches: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    for start, end in stretches:
        yield from (match.span() for match in pattern.finditer(folded, start, end))


def _passed(folded: str, left: tuple[int, int], right: tuple[int, int]) -> GateDecision:
    return GateDecision(passed=True, reason=f"in: {folded[slice(*left)]} … {folded[slice(*right)]}")


def _strong_stems(gazetteers: Gazetteers) -> Iterator[str]:
    """Makers and tracking services, Cyrillic names without their last vowel."""
    forms = [
        form
        for word in gazetteers.type_words
        if word.kind in ("maker", "line", "surname")
        for form in word.forms
    ] + [form for row in gazetteers.trackers for form in row.forms]
    for lang, text in forms:
        stem = fold(text).text.lower().replace("ё", "е")
        if len(stem) >= _SHORTEST_STEM:
            yield stem if lang == "en" else stem.rstrip("аяоеийіь")


def _airline_stems(gazetteers: Gazetteers) -> Iterator[str]:
    for row in gazetteers.operators:
        if row.kind == "airline":
            for _, text in row.forms:
                if len(text) >= _SHORTEST_STEM:
                    yield fold(text).text.lower().replace("ё", "е")


def _pairs(
    aircraft: list[tuple[int, int]], motion: list[tuple[int, int]]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the pairs of an aircraft and the next movement that stand near each other."""
    pairs = []
    at = 0
    for start, end in aircraft:
        while at < len(motion) and motion[at][1] < start - _NEAR:
            at += 1
        for word in motion[at : at + 3]:
            if word[0] <= end + _NEAR and (word[1] <= start or word[0] >= end):
                pairs.append(((start, end), word))
                break
    return pairs
