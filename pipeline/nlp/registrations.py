"""Owns the finding of registrations and military serials in a text. Must not infer one.

Civil marks follow `nationality_marks.csv`, serials `serials.csv`, what only looks like one
`denied.csv`. Cyrillic prefixes are transliterated (РА is RA), then look-alikes folded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.nlp.cues import beside_aircraft, has_flight_cue_before, near_aircraft, near_number_cue
from pipeline.nlp.fold import HOMOGLYPHS_TO_LATIN, Folded, fold
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers, MarkRow, SerialRow
from pipeline.nlp.types import find_types

_TOKEN = re.compile(r"(?<![\w\-])[A-ZА-ЯІЇЄ0-9]{1,8}(?:[-+][A-ZА-ЯІЇЄ0-9]{1,6})?(?!\w)")
_LOWER_TOKEN = re.compile(r"(?<![\w\-])[a-z]{1,2}-\d{3,5}(?![\w\-])")
_SPACED = re.compile(r"(?<![\w\-])[A-ZА-ЯІЇЄ0-9]{1,3} (?:\d{3,5}[A-Z]{0,2}|[A-Z]{3})(?![\w\-])")
_FLIGHT_NUMBER = re.compile(r"[A-Z0-9]{2,3}\d{1,4}[A-Z]?")
_SHORTEST = 4
_BESIDE = 3
_TYPE_REACH = 60
_DASHES_OF_SENTENCES = "\u2014\u2015"
_CYRILLIC = re.compile("[А-ЯІЇЄ]")
_PREFIXES = {
    "РА": "RA", "РФ": "RF", "УР": "UR", "ЮР": "UR", "ЕВ": "EW", "ЕР": "EP", "ЕХ": "EX", "УП": "UP",
    "УК": "UK", "ТЗ": "TZ", "Н": "N", "П": "P", "Р": "P",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Marks:
    strict: dict[str, list[tuple[re.Pattern[str], MarkRow]]]
    loose: dict[str, list[tuple[re.Pattern[str], MarkRow]]]
    serials: tuple[tuple[re.Pattern[str], SerialRow], ...]
    denied: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    written: str
    latin: str
    flags: tuple[str, ...]


def find_registrations(text: str, *, gazetteers: Gazetteers) -> list[Found]:
    """Return registrations stated, in order, without overlap; `value` is Latin with its hyphen.

    `ref` is the country of the mark or serial. Flags: `mixed_script`, `no_hyphen`, `serial`,
    `bare` (a number alone, called the aircraft's number: no civil registration).
    """
    folded = fold(text)
    marks = _marks(gazetteers)
    blocked = [
        (found.start, found.end)
        for found in find_types(text, gazetteers=gazetteers)
        if "manufacturer" not in found.flags
    ]
    type_ends = [stop for _, stop in blocked]
    found: list[Found] = []
    for token in _candidates(folded):
        start, end = folded.span(token.start, token.end)
        if any(start < stop and begin < end for begin, stop in blocked):
            continue
        after_type = any(0 < start - stop <= _BESIDE for stop in type_ends)
        typed = any(0 < start - stop <= _TYPE_REACH for stop in type_ends)
        verdict = _civil(folded.text, token, marks, typed) or _serial(
            folded.text, token, marks, after_type
        )
        if verdict is None:
            continue
        value, country, flags = verdict
        blocked.append((start, end))
        found.append(
            folded.found(
                "registration",
                token.start,
                token.end,
                value,
                ref=country,
                finder="registrations",
                flags=token.flags + flags,
            )
        )
    return sorted(found, key=lambda item: item.start)


def _candidates(folded: Folded) -> Iterator[_Token]:
    for pattern in (_TOKEN, _SPACED, _LOWER_TOKEN):
        for match in pattern.finditer(folded.text):
            after = folded.text[match.end() : match.end() + 2]
            joined = after[:1] == "-" and after[1:].isalnum()
            if joined and folded.source[folded.offsets[match.end()]] not in _DASHES_OF_SENTENCES:
                continue
            if re.match(r"\.\d", after):
                continue
            written = match[0].upper()
            yield _Token(match.start(), match.end(), written, *_latin(written))


def _latin(written: str) -> tuple[str, tuple[str, ...]]:
    if not _CYRILLIC.search(written):
        return written, ()
    head = re.match(r"[А-ЯІЇЄ]+", written)
    flags = ("mixed_script",) if re.search("[A-Z]", written) else ("cyrillic",)
    if head and head[0] in _PREFIXES and not re.match("[A-Z]", written[head.end() :]):
        written = _PREFIXES[head[0]] + written[head.end() :]
    return written.translate(HOMOGLYPHS_TO_LATIN), flags


def _civil(
    text: str, token: _Token, marks: _Marks, typed: bool
) -> tuple[str, str, tuple[str, ...]] | None:
    if len(token.latin) < _SHORTEST or token.latin.isdigit() or marks.denied.fullmatch(token.latin):
        return None
    for pattern, row in marks.strict.get(token.latin[0], ()):
        if pattern.fullmatch(token.latin):
            lower = text[token.start : token.end].islower()
            needs = lower or (not _distinctive(token.latin) and (row.risk or not row.hyphen))
            if needs and not typed and not near_aircraft(text, token.start, token.end):
                return None
            if not row.hyphen and has_flight_cue_before(text, token.start):
                return None
            return (token.latin if row.hyphen else token.latin.replace("-", "")), row.country, ()
    compact = token.latin.replace(" ", "")
    for pattern, row in marks.loose.get(token.latin[0], ()):
        if pattern.fullmatch(compact) and _loosely_cued(text, token, compact, row):
            return _hyphenated(compact, row), row.country, ("no_hyphen",)
    return None


def _loosely_cued(text: str, token: _Token, compact: str, row: MarkRow) -> bool:
    """EW301PJ and RA86559 are no flight numbers and need no cue where the mark is no word."""
    spaced = " " in token.latin
    if compact.isalpha() and not near_number_cue(text, token.start):
        return False
    distinctive = len(compact) >= 7 and not _FLIGHT_NUMBER.fullmatch(compact)
    if distinctive and not row.risk and (not spaced or compact[-5:].isdigit()):
        return True
    if has_flight_cue_before(text, token.start) or not near_aircraft(text, token.start, token.end):
        return False
    tight = row.risk or (spaced and not compact[-5:].isdigit())
    return not tight or near_number_cue(text, token.start)


def _distinctive(latin: str) -> bool:
    """N471WR and EX-47004 are nothing else; B-2472 and P-914 may be."""
    digits = sum(char.isdigit() for char in latin)
    if re.fullmatch(r"N\d{2,4}[A-Z]{1,2}", latin):
        return len(latin) >= 5
    return digits >= 4 and len(latin) >= 7


def _hyphenated(compact: str, row: MarkRow) -> str:
    if not row.hyphen:
        return compact
    strict = re.compile(row.strict)
    for cut in range(1, 5):
        value = f"{compact[:cut]}-{compact[cut:]}"
        if strict.fullmatch(value):
            return value
    return compact


def _serial(
    text: str, token: _Token, marks: _Marks, after_type: bool
) -> tuple[str, str, tuple[str, ...]] | None:
    for pattern, row in marks.serials:
        if not pattern.fullmatch(token.latin) or marks.denied.fullmatch(token.latin):
            continue
        near = near_aircraft(text, token.start, token.end)
        numbered = near_number_cue(text, token.start)
        apart = text[token.end : token.end + 1] in (",", ")")
        beside = beside_aircraft(text, token.start, token.end)
        named = {
            "none": True,
            "aircraft": near,
            "number": near and (numbered or (after_type and apart) or beside),
            "beside": near and (numbered or beside),
            "tail": near and numbered and apart,
        }
        cued = named[row.cue]
        if cued and not has_flight_cue_before(text, token.start):
            flags = ("serial", "bare") if token.latin.isdigit() else ("serial",)
            return token.latin.replace(" ", ""), row.country, flags
    return None


def denied_pattern(gazetteers: Gazetteers, kind: str) -> re.Pattern[str]:
    """Return one expression of everything that looks like a `kind` and is none."""
    return re.compile("|".join(f"(?:{rx})" for name, rx in gazetteers.denied if name == kind))


@cache
def _marks(gazetteers: Gazetteers) -> _Marks:
    strict: dict[str, list[tuple[re.Pattern[str], MarkRow]]] = {}
    loose: dict[str, list[tuple[re.Pattern[str], MarkRow]]] = {}
    for row in gazetteers.marks:
        strict.setdefault(row.mark[0], []).append((re.compile(row.strict), row))
        loose.setdefault(row.mark[0], []).append((re.compile(row.loose), row))
    return _Marks(
        strict=strict,
        loose=loose,
        serials=tuple((re.compile(row.pattern), row) for row in gazetteers.serials),
        denied=denied_pattern(gazetteers, "registration"),
    )
