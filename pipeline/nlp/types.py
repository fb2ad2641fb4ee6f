"""Owns the finding of aircraft types in a text. Must not guess a type from a role or an operator.

A type name is a row of tokens: letters and digits apart, Cyrillic words read through
`type_words.csv`, look-alikes folded. `types.csv` says which rows of tokens are which type. After
the name may follow a variant («Ил-96-300ПУ», `737 MAX 8`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from pipeline.nlp.fold import HOMOGLYPHS_TO_CYRILLIC, HOMOGLYPHS_TO_LATIN, fold
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers, TypeRow, TypeWord
from pipeline.nlp.names import find_names, inflect
from pipeline.nlp.variants import icao_of, variant_after

_RUN = re.compile(r"[^\W\d_]+|\d+")
_SHORT = re.compile(r'[\s\-"]{0,3}')
_CUE_BEFORE = 40
_CUE_AFTER = 30
_OPEN, _CLOSE = frozenset('«"“„'), frozenset('»"”“')
_DETERMINER = re.compile(
    r"(?:\b(?:an?|the|this|that|one|its|her|his|their|old)|\w['’]s)\s"
    r"(?:(?:(?-i:[A-Z][\w\-]+)|government|presidential|chartered|cargo|passenger|ageing|aging|second|"
    r"other|same|new|leased|white|gr[ea]y|ex-\w+|old|empty|sister|bigger|smaller)\s){0,3}$",
    re.IGNORECASE,
)
_JETLINER = re.compile(r"7\d7")
_COUNTED = re.compile(
    r"[\-\s](?:strong|people|passengers|million|billion|thousand|dollars?|euros?|km|kilomet|miles|"
    r"men|women|seats?|days|deaths?|victims|metres|meters|feet|area|numbers?)",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"(?:[«\"“„]|\b(?i:an?|the|this|that|one|two|no|its|her|his|their|\w+['’]s)\s(?:[a-z\-]+\s){0,2})$"
)
_AIRCRAFT_CUE = re.compile(
    r"\b(?:fl(?:y|ies|ew|own|ying|ights?)|landed|took off|aircraft|(?:air)?planes?|jets?|"
    r"airliners?|freighters?|transports?|tankers?|cargo|helicopters?|літак\w*|борт\w{0,3}|лайнер\w*|"
    r"callsign|government|presidential|позивн\w+|позывн\w+|урядов\w+|правительственн\w+|"
    r"президентс\w+|tail|registered|registration|номер\w*|регистрац\w*|реєстрац\w*|прилет\w+|перелет\w+|"
    r"вылет\w+|вилет\w+|призем\w+|сел|сів|полет\w+|пол[её]т\w*|політ\w*|взлет\w+|злет\w+|зліт|"
    r"посад\w+|ВПС|ВВС|ВКС|ПКС|Air Force|air force|"
    r"транспортник\w*|вантажн\w+|транспортн\w+|гелікоптер\w*|самол[её]т\w*|джет\w*|грузов\w+|"
    r"вертол[её]т\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    text: str
    tokens: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Form:
    tokens: tuple[str, ...]
    gaps: tuple[str, ...]
    row: TypeRow
    weak: bool


@dataclass(slots=True)
class _Lexicon:
    forms: dict[str, list[_Form]] = field(default_factory=dict)
    exact: dict[str, set[str]] = field(default_factory=dict)
    stems: dict[str, list[tuple[frozenset[str], str]]] = field(default_factory=dict)
    words: dict[str, TypeWord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hit:
    first: int
    last: int
    form: _Form


def find_types(text: str, *, gazetteers: Gazetteers) -> list[Found]:
    """Return aircraft types, in order, without overlap.

    `value` is the canonical family, `variant` the variant as stated, `ref` the key of the type row.
    Flags: `manufacturer` (a maker or a maker's line alone, value is its name, no ref), `nickname`
    (a name that needed a cue), `mixed_script`, `uav`.
    """
    return list(_find(text, gazetteers))


@lru_cache(maxsize=16)
def _find(text: str, gazetteers: Gazetteers) -> tuple[Found, ...]:
    lexicon = _lexicon(gazetteers)
    folded = fold(text)
    runs = [_run(m, lexicon) for m in _RUN.finditer(folded.text)]
    hits = list(_hits(folded.text, runs, lexicon))
    families = {hit.form.row.family for hit in hits if not hit.form.weak}
    sure = [runs[hit.first].start for hit in hits if not hit.form.weak]
    kept = [
        hit
        for hit in hits
        if not hit.form.weak
        or hit.form.row.family in families
        or _with_maker(folded.text, runs, hit, lexicon) < hit.first
        or _cued(folded.text, runs[hit.first], runs[hit.last], hit.form.row)
        or _beside_one(runs[hit.first], runs[hit.last], sure)
    ]
    found: list[Found] = []
    taken: set[int] = set()
    for hit in kept:
        first = _with_maker(folded.text, runs, hit, lexicon)
        variant, end = variant_after(folded.text, runs[hit.last].end, hit.form.row)
        taken.update(i for i, run in enumerate(runs) if runs[first].start <= run.start < end)
        flags = ("nickname",) * hit.form.weak + ("uav",) * (hit.form.row.category == "uav")
        mixed = _mixed(folded.text[runs[first].start : end])
        found.append(
            folded.found(
                "type",
                runs[first].start,
                end,
                hit.form.row.family,
                ref=hit.form.row.type_id,
                finder="types",
                variant=variant,
                flags=flags + ("mixed_script",) * mixed,
            )
        )
    found.extend(_makers(text, runs, taken, lexicon, gazetteers))
    return tuple(sorted(found, key=lambda item: item.start))


def type_icao(found: Found, gazetteers: Gazetteers) -> str | None:
    """Return the Doc 8643 designator that follows from a type found, its variant included."""
    if not found.ref:
        return None
    return icao_of(gazetteers.type(found.ref), found.variant)


def _run(match: re.Match[str], lexicon: _Lexicon) -> _Run:
    return _Run(match.start(), match.end(), match[0], frozenset(_tokens(match[0], lexicon)))


def _tokens(run: str, lexicon: _Lexicon) -> Iterator[str]:
    lower = run.lower().replace("ё", "е")
    if run.isdigit():
        yield run
        return
    if run.isascii():
        yield run.upper()
        yield from lexicon.exact.get(lower, ())
        return
    for reading in {lower, lower.translate(HOMOGLYPHS_TO_CYRILLIC)}:
        yield from lexicon.exact.get(reading, ())
        for cut in range(min(4, len(reading) - 1) + 1):
            stem, ending = reading[: len(reading) - cut], reading[len(reading) - cut :]
            yield from (token for ends, token in lexicon.stems.get(stem, ()) if ending in ends)
    latin = run.upper().translate(HOMOGLYPHS_TO_LATIN)
    if latin.isascii():
        yield latin


def _hits(text: str, runs: list[_Run], lexicon: _Lexicon) -> Iterator[_Hit]:
    at = 0
    while at < len(runs):
        best: _Hit | None = None
        for token in runs[at].tokens:
            for form in lexicon.forms.get(token, ()):
                last = at + len(form.tokens) - 1
                if (best is None or last > best.last) and _fits(text, runs, at, form, lexicon):
                    best = _Hit(at, last, form)
        if best is not None:
            yield best
            at = best.last + 1
        else:
            at += 1


def _fits(text: str, runs: list[_Run], at: int, form: _Form, lexicon: _Lexicon) -> bool:
    last = at + len(form.tokens) - 1
    if last >= len(runs) or not all(
        token in run.tokens for token, run in zip(form.tokens, runs[at : last + 1], strict=True)
    ):
        return False
    gaps = [text[runs[i].end : runs[i + 1].start] for i in range(at, last)]
    if not all(_gap_fits(gap, wanted) for gap, wanted in zip(gaps, form.gaps, strict=True)):
        return False
    before = text[max(0, runs[at].start - 2) : runs[at].start]
    if before[-1:].isalnum() or before[-1:] == "_" or (before[-1:] == "-" and before[:1].isalnum()):
        return runs[at].text.isdigit() is False and before[-1:] == "-" and len(form.tokens[0]) > 2
    return _cased(runs[at], gaps, lexicon, form) and _ends(text, runs[last])


def _gap_fits(gap: str, wanted: str) -> bool:
    if wanted == "!":
        return gap == "-"
    if wanted == "-":
        return gap in ("", "-", '"', '-"', '"-')
    return _SHORT.fullmatch(gap) is not None


def _cased(run: _Run, gaps: list[str], lexicon: _Lexicon, form: _Form) -> bool:
    if run.text.isdigit() or not run.text[:1].islower():
        return True
    word = lexicon.words.get(form.tokens[0])
    return bool(word and word.lower) or (gaps[:1] == ["-"] and form.tokens[1:2] != ())


def _ends(text: str, last: _Run) -> bool:
    if last.text.isdigit():
        return not re.match(r"[.,]\d", text[last.end : last.end + 2])
    return True


def _cued(text: str, first: _Run, last: _Run, row: TypeRow) -> bool:
    start, end = first.start, last.end
    if first.text.isdigit():
        if variant_after(text, end, row)[0]:
            return True
        if not _DETERMINER.search(text[max(0, start - _CUE_BEFORE) : start]):
            return False
        if _JETLINER.fullmatch(first.text) and first is last:
            return _COUNTED.match(text, end) is None
    around = text[max(0, start - _CUE_BEFORE) : start] + " " + text[end : end + _CUE_AFTER]
    return _AIRCRAFT_CUE.search(around) is not None


def _beside_one(first: _Run, last: _Run, sure: Sequence[int]) -> bool:
    """Return whether a type that needs no cue stands right behind a nickname: "a Dutch Hercules and
    an Australian C-17"."""
    return first.text.isalpha() and any(0 < start - last.end <= _CUE_AFTER for start in sure)


def _with_maker(text: str, runs: list[_Run], hit: _Hit, lexicon: _Lexicon) -> int:
    """Take a maker that stands right before the name into its span."""
    first = hit.first
    while first > 0 and _SHORT.fullmatch(text, runs[first - 1].end, runs[first].start):
        words = [lexicon.words.get(token) for token in runs[first - 1].tokens]
        if not any(word and word.kind in ("maker", "surname") for word in words):
            break
        first -= 1
    return first


def _mixed(words: str) -> bool:
    bare = re.sub(r"[^\w]", "", words)
    return bool(re.search(r"[A-Za-z]", bare) and re.search(r"[А-Яа-яІіЇїЄє]", bare))


def _makers(
    text: str, runs: list[_Run], taken: set[int], lexicon: _Lexicon, gazetteers: Gazetteers
) -> Iterator[Found]:
    folded, names = find_names(text, gazetteers)
    owned = [(n.start, n.end) for n in names if any(form.kind == "operator" for form in n.forms)]
    for index, run in enumerate(runs):
        words = [lexicon.words[t] for t in run.tokens if t in lexicon.words]
        word = next((w for w in words if _stands_for_maker(text, run, w)), None)
        if word is None or index in taken or (run.text[:1].islower() and not word.lower):
            continue
        if word.kind == "surname" and not _no_person(text, run):
            continue
        capitals = any(form.isupper() for lang, form in word.forms if lang == "en")
        if (capitals and not run.text.isupper()) or any(a <= run.start < b for a, b in owned):
            continue
        yield folded.found(
            "type", run.start, run.end, word.maker, ref="", finder="types", flags=("manufacturer",)
        )


def _stands_for_maker(text: str, run: _Run, word: TypeWord) -> bool:
    """Return whether a word names a maker's aircraft, as the letters of its types do in quotation
    marks: «Ил» сел."""
    if word.kind == "series":
        return text[run.start - 1 : run.start] in _OPEN and text[run.end : run.end + 1] in _CLOSE
    return word.kind in ("maker", "line", "surname")


def _no_person(text: str, run: _Run) -> bool:
    """Return whether the name of a maker that is also a person's or a common word's ("Bell",
    «Сухой») stands for an aircraft: behind an article or a quotation mark, or beside one."""
    before = text[max(0, run.start - _CUE_BEFORE) : run.start]
    around = before + " " + text[run.end : run.end + _CUE_AFTER]
    return bool(_ONE_OF_THEM.search(before) or _AIRCRAFT_CUE.search(around))


@cache
def _lexicon(gazetteers: Gazetteers) -> _Lexicon:
    lexicon = _Lexicon()
    for word in gazetteers.type_words:
        lexicon.words[word.token] = word
        for lang, form in word.forms:
            lower = form.lower().replace("ё", "е")
            if lang == "en" or word.kind == "series":
                lexicon.exact.setdefault(lower, set()).add(word.token)
                if lang == "en" and word.kind != "series":
                    lexicon.exact.setdefault(lower + "s", set()).add(word.token)
            else:
                stem, endings = inflect(lower, lang, gazetteers.inflections)
                lexicon.stems.setdefault(stem, []).append((endings, word.token))
    for row in gazetteers.types:
        for weak, forms in ((False, row.forms), (True, row.weak)):
            for text in forms:
                name = _form(text, row, weak, lexicon)
                lexicon.forms.setdefault(name.tokens[0], []).append(name)
    return lexicon


def _form(text: str, row: TypeRow, weak: bool, lexicon: _Lexicon) -> _Form:
    runs = list(_RUN.finditer(text))
    tokens = tuple(run[0].upper() for run in runs)
    gaps = []
    for left, right in pairwise(runs):
        between = text[left.end() : right.start()]
        if between == "-" and row.hyphen and len(left[0]) <= 2:
            gaps.append("!")
        elif between == " " or (between == "-" and _spaced(left[0].upper(), lexicon)):
            gaps.append(" ")
        else:
            gaps.append("-")
    return _Form(tokens, tuple(gaps), row, weak)


def _spaced(token: str, lexicon: _Lexicon) -> bool:
    word = lexicon.words.get(token)
    return bool(word and (word.space or word.kind != "series"))
