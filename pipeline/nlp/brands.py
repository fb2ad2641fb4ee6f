"""Owns the finding of airlines by the first words of their names: «турецкого лоукостера Pegasus».

"Pegasus" alone may be anything, so the words beside it must call it a carrier. Must not bind a
carrier to an aircraft.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.nlp.fold import Folded
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers, OperatorRow
from pipeline.nlp.lexicon import read_forms
from pipeline.nlp.names import NameMatch, find_names
from pipeline.nlp.places import best_form

_LAST_WORDS = re.compile(
    r" (?:International )?(?:Airlines|Airways|Air Lines|Airline|Air|Aviation|Air Cargo|Cargo)$"
)
_BEFORE = 40
_AFTER = 24
_AIRCRAFT_BEFORE = re.compile(
    r"\b(?:рейс\w{0,3}|літак\w{0,3}|самол[её]т\w{0,3}|лайнер\w{0,3}|борт\w{0,3}|Boeing|Airbus|"
    r"Бо[иії]нг\w{0,3}|[AА]-?3\d\d\S{0,4}|7\d7\S{0,5}|flight|jet|plane) ?\"? ?(?:of |від |от )?$"
)
_AIRCRAFT_AFTER = re.compile(
    r"(?:'s|s')? (?:[a-z\-]+ )?(?:flights?|jets?|planes?|aircraft|airliners?|freighters?|service|"
    r"Boeing|Airbus|Embraer|ATR|A3\d\d|7[0-8]7|captain|pilots?|crew|passengers)\b"
)
_OF_NATION = re.compile(r" (?:[\w\-]+ ){0,2}\"?$")


def brand_row(name: str, gazetteers: Gazetteers) -> OperatorRow | None:
    """Return the one airline whose name begins so and goes on with "Airlines" and the like."""
    return _brands(gazetteers).get(name)


def find_brands(text: str, *, lang: str | None, gazetteers: Gazetteers) -> list[Found]:
    """Return airlines called by the first words of their names beside an aircraft, a flight or the
    nation they are of. `value` and `ref` are those of the table."""
    folded, names = find_names(text, gazetteers)
    return list(_find(folded, names, lang, gazetteers))


def _find(
    folded: Folded, names: tuple[NameMatch, ...], lang: str | None, gazetteers: Gazetteers
) -> Iterator[Found]:
    taken = [(name.start, name.end) for name in names]
    for match in _pattern(gazetteers).finditer(folded.text):
        start, end = match.span()
        row = _brands(gazetteers)[match[0]]
        if any(a < end and start < b and not _within(a, b, start, end) for a, b in taken):
            continue
        before = folded.text[max(0, start - _BEFORE) : start]
        beside = _AIRCRAFT_BEFORE.search(before) or (
            _AIRCRAFT_AFTER.match(folded.text, end, end + _AFTER)
        )
        if beside or _of_its_nation(folded.text, start, row, names, lang):
            yield folded.found("operator", start, end, row.name, ref=row.op_id, finder="brands")


def _within(start: int, end: int, first: int, last: int) -> bool:
    """Return whether a name is but a part of a brand: the nation in "Fly Jamaica"."""
    return first <= start and end <= last and end - start < last - first


def _of_its_nation(
    text: str, start: int, row: OperatorRow, names: tuple[NameMatch, ...], lang: str | None
) -> bool:
    for name in names:
        if not 0 < start - name.end <= _BEFORE:
            continue
        form = best_form(name, "nationality", lang)
        if form is None or form.flag != "adjective" or form.value != row.country:
            continue
        if _OF_NATION.fullmatch(text, name.end, start):
            return True
    return False


@cache
def _brands(gazetteers: Gazetteers) -> dict[str, OperatorRow]:
    """Return the airlines by the first words of their names, or by names too common to stand in
    the forms ("Condor"), where these are one airline's alone and no word, place or nation."""
    others = {form.text.casefold() for form in gazetteers.name_forms()}
    words = read_forms("company_words", "en", "kind")["no_brand"]
    rows: dict[str, set[str]] = {}
    for row in gazetteers.operators:
        if row.kind in ("airline", "operator"):
            forms = [form for lang, form in row.forms if lang == "en"]
            names = {name for form in forms if (name := _LAST_WORDS.sub("", form)) != form}
            for name in names | ({row.name} - set(forms)):
                if name.casefold() not in others:
                    rows.setdefault(name, set()).add(row.op_id)
    return {
        name: gazetteers.operator(next(iter(keys)))
        for name, keys in sorted(rows.items())
        if len(keys) == 1 and len(name) > 2 and name not in words
    }


@cache
def _pattern(gazetteers: Gazetteers) -> re.Pattern[str]:
    names = sorted(_brands(gazetteers), key=len, reverse=True)
    return re.compile(rf"(?<![\w\-])(?:{'|'.join(map(re.escape, names))})(?![\w\-])")
