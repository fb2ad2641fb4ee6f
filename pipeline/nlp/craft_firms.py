"""Owns which operator or nation stands directly beside a mention of an aircraft.

Must not decide whose the aircraft is: `owners.py` does. Here they only tell aircraft apart.
"""

import re
from collections.abc import Sequence

from pipeline.nlp.companies import row_of
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.owner_words import starts_anew
from pipeline.nlp.reading import Reading

_REACH = 28
_WORDS = 3
_WORD_REACH = 14
_BREAKS = frozenset(",.;:()—\n")
_FIRM_BEHIND = re.compile(
    r"\s(?:(?:operated by|flown by|belonging to|of|що належить|принадлежащ\w+)\s(?:the\s)?)?"
    r"(?:\w*(?:компани|компані|перевозчик|перевізник)\w*\s)?[«\"“„]?",
    re.IGNORECASE,
)


def country_before(
    reading: Reading, start: int, owners: Sequence[Found], gazetteers: Gazetteers
) -> str | None:
    """Return the country of the operator or nation that stands last before a mention, and
    directly: not of where it is, as in «у Лівії сів Ан-124»."""
    near: Found | None = None
    for found in owners:
        if found.end > start or start - found.end > _REACH or _is_where(found, reading):
            continue
        between = reading.joined[found.end : start]
        if _directly(between) and not (found.kind != "operator" and starts_anew(between)):
            near = found if near is None or found.end > near.end else near
    if near is not None and near.kind == "operator":
        return row_of(near, gazetteers).country or None
    return None if near is None else near.value


def firm_beside(reading: Reading, start: int, end: int, owners: Sequence[Found]) -> Found | None:
    """Return the operator named directly before a mention, else right behind it: «самолёт Air
    Astana»."""
    firms = [found for found in owners if found.kind == "operator"]
    for found in firms:
        between = reading.joined[found.end : start]
        if found.end <= start and len(between) <= _REACH and not set(between) & _BREAKS:
            if between.count(" ") <= _WORDS:
                return found
            break
    for found in firms:
        near = 0 < found.start - end <= _REACH
        if near and _FIRM_BEHIND.fullmatch(reading.joined, end, found.start):
            return found
    return None


def leader_beside(reading: Reading, start: int, end: int, leaders: Sequence[Hit]) -> str | None:
    """Return the country of a leader whose the aircraft is: «борт Зеленського», "Putin's plane"."""
    for leader in leaders:
        if reading.joined[end : leader.start] == " " and reading.lang != "en":
            return leader.label
        if leader.end <= start and reading.joined[leader.end : start] in ("'s ", "’s "):
            return leader.label
    return None


def _directly(between: str) -> bool:
    return between.count(" ") <= _WORDS and not set(between) & _BREAKS


def _is_where(found: Found, reading: Reading) -> bool:
    """Return whether a country stands behind a preposition."""
    if "country" not in found.flags:
        return False
    words = reading.joined[max(0, found.start - _WORD_REACH) : found.start].split()
    return bool(words) and words[-1].lower() in load_lexicon(reading.lang).prepositions
