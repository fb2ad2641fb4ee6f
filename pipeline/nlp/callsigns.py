"""Owns the finding of callsigns and flight numbers in a text. Must not tell whose flight it is.

A prefix of `callsigns.csv` that is no word needs no cue; any other needs a word such as "flight"
or «позивний» beside it, the name of an operator before it, or a sibling in the same text.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from pipeline.nlp.companies import find_companies
from pipeline.nlp.cues import has_flight_cue_before, near_aircraft
from pipeline.nlp.fold import HOMOGLYPHS_TO_LATIN, fold
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import CallsignRow, Gazetteers
from pipeline.nlp.names import find_names
from pipeline.nlp.registrations import denied_pattern, find_registrations
from pipeline.nlp.types import find_types

_TOKEN = re.compile(
    r"(?<![\w\-])(?P<prefix>[A-ZАВЕКМНОРСТУХ]{2,8}|[A-ZА-Я]\d|\d[A-ZА-Я])(?P<sep>[ -]?)"
    r"(?P<number>\d{1,4}[A-Z]{0,2})(?!\w)(?!-\w)"
)
_BARE = re.compile(
    r"(?:\bflight|\bрейс\w{0,3})\W{1,2}(?:№\W?)?(?P<number>\d{3,4})(?![\w\-])", re.IGNORECASE
)
_CUE_AFTER = re.compile(
    r"\W{1,3}(?:\w+\W+){0,3}(?:flights?|service|callsign|рейс\w*|позывн\w+|позивн\w+)\b",
    re.IGNORECASE,
)
_AS = re.compile(r"\bas (?:flight )?$")
_AFTER = 40
_GLUED = re.compile(r"(?:[A-Z]{2}\d{3,4}|[A-Z]{3,8}\d{2,4})[A-Z]{0,2}")
_NAME_GAP = re.compile(r"(?:'s|’s)?[\s\"']{1,3}(?:flight\s)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    prefix: str
    value: str
    cued: bool


def find_callsigns(text: str, *, gazetteers: Gazetteers) -> list[Found]:
    """Return callsigns and flight numbers, in order, without overlap; `value` has no spaces and
    no hyphen, `ref` is the prefix where the table knows it. Flag `bare`: a number alone."""
    folded = fold(text)
    blocked = [
        (found.start, found.end)
        for found in [
            *find_types(text, gazetteers=gazetteers),
            *find_registrations(text, gazetteers=gazetteers),
        ]
    ]
    prefixes = _prefixes(gazetteers)
    candidates = [
        candidate
        for candidate in _candidates(folded.text, gazetteers, text)
        if not any(
            start < folded.span(candidate.start, candidate.end)[1]
            and folded.span(candidate.start, candidate.end)[0] < end
            for start, end in blocked
        )
    ]
    known = {c.prefix for c in candidates if c.cued}
    known |= {prefix for prefix, row in prefixes.items() if row.watched}
    found = [
        folded.found(
            "callsign",
            item.start,
            item.end,
            item.value,
            ref=item.prefix if item.prefix in prefixes else "",
            finder="callsigns",
            flags=("bare",) if not item.prefix else (),
        )
        for item in candidates
        if item.prefix in known or item.cued
    ]
    return sorted(found, key=lambda item: item.start)


def _candidates(text: str, gazetteers: Gazetteers, source: str) -> list[_Candidate]:
    operator_ends = _operator_ends(source, gazetteers)
    denied = denied_pattern(gazetteers, "callsign")
    candidates = []
    for match in _TOKEN.finditer(text):
        prefix = match["prefix"].translate(HOMOGLYPHS_TO_LATIN)
        called = has_flight_cue_before(text, match.start())
        if (len(prefix) > 3 and match["sep"] and not called) or denied.fullmatch(match[0]):
            continue
        owner = any(
            _NAME_GAP.fullmatch(text, end, match.start())
            for end in operator_ends
            if 0 < match.start() - end <= 12
        )
        cued = (
            owner
            or called
            or (
                prefix in _prefixes(gazetteers)
                and _AS.search(text[max(0, match.start() - 12) : match.start()]) is not None
            )
            or _stands_out(match[0], prefix, text, match.start(), match.end(), gazetteers)
            or (
                len(prefix) <= 3
                and _CUE_AFTER.match(text, match.end(), match.end() + _AFTER) is not None
            )
        )
        candidates.append(
            _Candidate(match.start(), match.end(), prefix, prefix + match["number"], cued)
        )
    candidates.extend(
        _Candidate(match.start("number"), match.end("number"), "", match["number"], True)
        for match in _BARE.finditer(text)
    )
    return candidates


def _operator_ends(source: str, gazetteers: Gazetteers) -> set[int]:
    """Return where names of operators and carriers end in the folded text."""
    folded, names = find_names(source, gazetteers)
    companies = find_companies(source, lang=None, gazetteers=gazetteers)
    ends = {name.end for name in names if any(form.kind == "operator" for form in name.forms)}
    return ends | {bisect_left(folded.offsets, item.end) for item in companies}


def _stands_out(
    written: str, prefix: str, text: str, start: int, end: int, gazetteers: Gazetteers
) -> bool:
    """A glued callsign near words of flying; a two-letter prefix must be a known airline's."""
    if _GLUED.fullmatch(written) is None or not near_aircraft(text, start, end):
        return False
    return len(prefix) > 2 or prefix in _prefixes(gazetteers)


@cache
def _prefixes(gazetteers: Gazetteers) -> dict[str, CallsignRow]:
    return {row.prefix: row for row in gazetteers.callsigns}
