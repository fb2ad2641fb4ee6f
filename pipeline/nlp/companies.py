"""Owns the finding of carriers that no table lists, where the language marks them as such.

"Nomad Air Freight" is told by its last words, «киргизской компании Ala-Too» by the noun before
it, "chartered from Skyline" by the cue. Must not bind a carrier to an aircraft.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline.nlp.brands import brand_row
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers, OperatorRow
from pipeline.nlp.lexicon import load_lexicon, read_forms
from pipeline.nlp.names import NameMatch, find_names
from pipeline.nlp.places import best_form
from pipeline.nlp.transliterate import latin_name
from pipeline.nlp.types import find_types

_LATIN = r"[A-Z][A-Za-z0-9&\-]*(?:'[A-Z][a-z]+)?"
_RUN = re.compile(rf"(?<![\w\-']){_LATIN}(?: (?:{_LATIN}|&(?= [A-Z])))*(?!\w)")
_QUOTED = re.compile(r' ?"(?P<name>[^"\n]{2,40})"')
_LATIN_NEXT = re.compile(rf" (?P<name>{_LATIN}(?: (?:{_LATIN}|&(?= [A-Z])))*)(?!\w)")
_CYRILLIC_NEXT = re.compile(r" (?P<name>[А-ЯІЇЄҐ][\w'\-]+(?: [А-ЯІЇЄҐ][\w'\-]+){0,2})(?!\w)")
_WORD_BEFORE = re.compile(r"([\w\-]+) $")
_CONNECTED = re.compile(r"'?s? ?(?:[\w\-]+ ){0,3}\"?")
_IN_BRACKETS = re.compile(r"\"? ?(?:\(|, an? )$")
_NUMBER = re.compile(r"\d")
_COMPOUND = re.compile(r"-[a-z]+$")
_BEFORE, _AFTER = 45, 30
_MOST_WORDS = 5
_ONE_WORD = 12
_SHORTEST = 3
_KINDS = ("head", "weak_head", "not_after_air", "never_first", "never_last", "no_carrier")
_NAMED = frozenset({"operator", "outlet", "tracker"})
_TITLE_CASE = 0.7
_TITLE_WORDS = 4
MINISTRY = "ministry"  # the kind of operators that do not fly themselves


@dataclass(frozen=True, slots=True)
class _Words:
    heads: frozenset[str]
    weak: frozenset[str]
    not_after_air: frozenset[str]
    never_first: frozenset[str]
    never_last: frozenset[str]
    no_carrier: frozenset[str]


def flown_by(row: OperatorRow, gazetteers: Gazetteers) -> OperatorRow:
    """Return who flies for an operator: for a ministry its forces (annotation guide)."""
    return gazetteers.operator(row.parent) if row.kind == MINISTRY else row


def row_of(found: Found, gazetteers: Gazetteers) -> OperatorRow:
    """Return the row of an operator found; one made of its words where no table has it."""
    if found.ref:
        return gazetteers.operator(found.ref)
    return OperatorRow(
        op_id=found.value, name=found.value, country=found.country, parent="", kind="airline",
        role="", icao="", forms=(), bases=(), source="the article itself",
    )  # fmt: skip


def lineage_of(found: Found, gazetteers: Gazetteers) -> tuple[str, ...]:
    """Return the keys of an operator and of all it belongs to, nearest first."""
    return gazetteers.operator_lineage(found.ref) if found.ref else (found.value,)


def find_companies(text: str, *, lang: str | None, gazetteers: Gazetteers) -> list[Found]:
    """Return carriers named that no table knows, in order, without overlap.

    `value` is the name in Latin letters, `ref` is "" (or the key of the one airline whose name
    begins so), `country` the nation that a word beside it
    tells ("the Kyrgyz firm ...", "... (Malta)"). It may hold names the tables know.
    """
    return list(_find(text, lang if lang in ("uk", "ru") else "en", gazetteers))


@lru_cache(maxsize=16)
def _find(text: str, lang: str, gazetteers: Gazetteers) -> tuple[Found, ...]:
    folded, names = find_names(text, gazetteers)
    credited = [name for name in names if any(form.kind in _NAMED for form in name.forms)]
    types = [(item.start, item.end) for item in find_types(text, gazetteers=gazetteers)]
    found: list[Found] = []
    for start, end in _spans(folded.text, lang, names):
        first, _ = folded.span(start, end)
        if any(a <= first < b for a, b in types) or any(
            _says_it_better(name, start, end) for name in credited
        ):
            continue
        value = latin_name(folded.text[start:end])
        row = brand_row(value, gazetteers)
        value, ref = (row.name, row.op_id) if row is not None else (value, "")
        item = folded.found("operator", start, end, value, ref=ref, finder="companies")
        if not found or found[-1].end <= item.start:
            found.append(replace(item, country=_country(folded.text, start, end, names, lang)))
    return _agreed(found)


def _says_it_better(name: NameMatch, start: int, end: int) -> bool:
    """Return whether a name of the tables is the span, or the end or two words of it."""
    around = name.start <= start and end <= name.end
    inside = start <= name.start and name.end <= end
    return around or (inside and (name.end == end or name.end - name.start > _ONE_WORD))


def _agreed(found: Sequence[Found]) -> tuple[Found, ...]:
    """Give every mention of a carrier the country that one of them tells."""
    countries = {item.value: item.country for item in reversed(found) if item.country}
    return tuple(replace(item, country=countries.get(item.value, "")) for item in found)


def _spans(text: str, lang: str, names: Sequence[NameMatch]) -> list[tuple[int, int]]:
    spans = {*_named_by_noun(text, lang), *_headed(text, lang, names)}
    if lang != "en":
        spans |= set(_called_foreign(text, lang, names))
    known = [(n.start, n.end) for n in names if _is_no_company(n)]
    known += [(a, b) for a, b in spans if text[a:b] in _words().no_carrier or b - a < _SHORTEST]
    return sorted(spans - set(known))


def _is_no_company(name: NameMatch) -> bool:
    return any(form.kind in ("place", "nationality") for form in name.forms)


def _named_by_noun(text: str, lang: str) -> Iterator[tuple[int, int]]:
    """Yield the name after «компании», "carrier", "chartered from"."""
    lexicon = load_lexicon(lang)
    leaders = [hit.start for hit in lexicon.leaders.find(text)]
    for hit in lexicon.companies.find(text):
        if hit.label not in ("noun", "from"):
            continue
        if lang == "en" and text[hit.start].isupper() and hit.label == "noun":
            continue
        before = _WORD_BEFORE.search(text[max(0, hit.start - _BEFORE) : hit.start])
        trade = next(lexicon.companies.find(before[1]), None) if before else None
        if trade is not None and trade.label == "other_trade":
            continue
        match = _QUOTED.match(text, hit.end) or _LATIN_NEXT.match(text, hit.end)
        if match is None and text[hit.start : hit.end].lower().startswith(("авиак", "авіак")):
            match = _CYRILLIC_NEXT.match(text, hit.end)
        if match is None or match["name"].count(" ") >= _MOST_WORDS:
            continue
        start, end = match.span("name")
        start, end = _trimmed(text, start, end, _words())
        if start < end and not any(start <= place < end for place in leaders):
            yield start, end


def _called_foreign(text: str, lang: str, names: Sequence[NameMatch]) -> Iterator[tuple[int, int]]:
    """Yield two or more Latin words after an adjective of a country: «норвежской Fjord Vest»."""
    for name in names:
        form = best_form(name, "nationality", lang)
        match = _LATIN_NEXT.match(text, name.end)
        if form is None or form.flag != "adjective" or match is None:
            continue
        start, end = _trimmed(text, *match.span("name"), _words())
        several = 1 <= text[start:end].count(" ") < _MOST_WORDS
        if several and start == match.start("name") and not _credited(text, end, lang):
            yield start, end


def _headed(text: str, lang: str, names: Sequence[NameMatch]) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised Latin words with a word that carriers' names have."""
    words = _words()
    for match in _RUN.finditer(text):
        if not words.heads & set(match[0].split()) and not words.weak & set(match[0].split()):
            continue
        start, end = _trimmed(text, match.start(), match.end(), words)
        start = _after_nation(start, end, names, text)
        parts = text[start:end].split()
        if not 2 <= len(parts) <= _MOST_WORDS or not _is_name(parts, text[end : end + 9], words):
            continue
        if parts[-1] in words.weak and not words.heads & set(parts):
            stop = text.find("\n", end)
            line = text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)]
            if _credited(text, end, lang) or (lang == "en" and _title_case(line)):
                continue
        yield start, end


def _trimmed(text: str, start: int, end: int, words: _Words) -> tuple[int, int]:
    """Cut words that begin no name ("The", "Minsk-based") and numbers of aircraft off its ends."""
    while start < end:
        first = text[start:end].split()[0]
        if not (_NUMBER.search(first) or first in words.never_first or _COMPOUND.search(first)):
            break
        start += len(first)
        start += len(text[start:end]) - len(text[start:end].lstrip())
    name = text[start:end]
    while name and (_NUMBER.search(name.split()[-1]) or name.split()[-1] in words.never_last):
        name = name[: -len(name.split()[-1])].rstrip()
    return start, start + len(name.rstrip("-"))


def _after_nation(start: int, end: int, names: Sequence[NameMatch], text: str) -> int:
    """Return where the name begins after an adjective of a country, if two words follow."""
    for name in names:
        if name.start != start or name.end >= end:
            continue
        adjective = any(f.kind == "nationality" and f.flag == "adjective" for f in name.forms)
        if adjective and len(text[name.end : end].split()) >= 2:
            return name.end + 1
    return start


def _is_name(parts: Sequence[str], after: str, words: _Words) -> bool:
    for here, then in zip(parts, [*parts[1:], after.strip().split(" ")[0]], strict=True):
        if here == "Air" and then.capitalize() in words.not_after_air:
            return False
    strong = words.heads & {parts[0], *parts[1:]}
    return bool(strong and (parts[-1] in words.heads | words.weak or parts[0] in ("Air", "Aero")
                            or "Air" in parts)) or parts[-1] in words.weak  # fmt: skip


def _credited(text: str, end: int, lang: str) -> bool:
    """Return whether a word of saying follows: "Daily Express reported"."""
    hit = next(load_lexicon(lang).credits.find(text[end : end + 14]), None)
    return hit is not None and hit.start <= 2


def _title_case(line: str) -> bool:
    long: list[str] = re.findall(r"[A-Za-z]{4,}", line)
    return len(long) >= _TITLE_WORDS and sum(
        word[0].isupper() for word in long
    ) >= _TITLE_CASE * len(long)


def _country(text: str, start: int, end: int, names: Sequence[NameMatch], lang: str) -> str:
    for name in names:
        if start - name.end > _BEFORE or name.start - end > _AFTER:
            continue
        form = best_form(name, "nationality", lang)
        if form is None:
            continue
        owning = form.flag == "adjective" or text[name.end : name.end + 2] == "'s"
        near = 0 < start - name.end <= _BEFORE and _CONNECTED.fullmatch(text, name.end, start)
        if owning and near:
            return form.value
        if 0 < name.start - end <= _AFTER and _IN_BRACKETS.fullmatch(text[end : name.start]):
            return form.value
    return ""


@cache
def _words() -> _Words:
    kinds = read_forms("company_words", "en", "kind")
    return _Words(*(kinds[k] for k in _KINDS))
