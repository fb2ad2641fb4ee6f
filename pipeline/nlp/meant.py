"""Owns which place a description means: "the Saudi city", "the capital", "the same airport".

Must not give places their roles: `roles.py` does.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.found import Found
from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.locations import Location, is_capital
from pipeline.nlp.reading import Reading
from pipeline.nlp.roles import hint_of

# A description speaks of a place told a paragraph ago at most.
MEANT_WITHIN = 4
_REACH = 44
_DEFINITE = re.compile(
    r"\b(?:[Tt]he|[Tt]hat)\s(?:(?:very\s)?(?P<same>same)\s)?(?P<nation>(?:[A-Z][\w’'-]+\s){1,2})?$"
)
_NAMED = re.compile(r"\s(?:of|called|named)\b")
_PASSED = frozenset({"near", "over", "via"})
_KINDS = frozenset({"capital", "settlement", "airfield"})


def with_described(
    reading: Reading,
    known: Sequence[Location],
    nations: Sequence[Found],
    filed: Sequence[Location],
) -> tuple[Location, ...]:
    """Return the locations of a text with those it only describes, in order. `filed` are places
    of the dateline, which are no end of a flight but may be what "the capital" means."""
    out = list(known)
    for hit in load_lexicon(reading.lang).places.find(reading.joined):
        if hit.label not in _KINDS or any(one.start < hit.end <= one.end for one in out):
            continue
        told = _DEFINITE.search(reading.joined, max(0, hit.start - _REACH), hit.start)
        if told is None or _is_part_of_name(reading, hit):
            continue
        before = [one for one in (*filed, *out) if one.end <= told.start() and one.city]
        before.sort(key=lambda one: one.start)
        if told["nation"] is not None:
            country = _country(nations, told.start("nation"), hit.start)
            meant = _most_told([one for one in before if one.country == country])
        elif hit.label == "capital":
            meant = _only_capital(filed) or _only_capital(before)
        else:
            near = [one for one in before if _near(reading, one, hit)]
            meant = near if hit.label == "settlement" or told["same"] else []
        if meant:
            start, end = told.start(), hit.end
            out.append(replace(meant[-1], start=start, end=end, icao=None, finder="described"))
    return tuple(sorted(out, key=lambda one: one.start))


def _is_part_of_name(reading: Reading, hit: Hit) -> bool:
    """Return whether a word only qualifies ("the city council") or is named behind ("the town of
    Myeik")."""
    index = reading.word_at(hit.start)
    compound = index is not None and reading.words[index].dep in ("compound", "nmod", "amod")
    return compound or _NAMED.match(reading.joined, hit.end) is not None


def _most_told(places: Sequence[Location]) -> list[Location]:
    """Return the places of the city told most often, of two told alike of the last one."""
    times = Counter(one.city for one in places)
    return [one for one in places if times[one.city] == max(times.values())]


def _near(reading: Reading, place: Location, hit: Hit) -> bool:
    """Return whether a place was told shortly before, as somewhere to be and not to be near to."""
    if hint_of(reading, reading.sentence_at(place.start), place, ())[0] in _PASSED:
        return False
    since = reading.sentence_at(hit.start).index - reading.sentence_at(place.start).index
    return since <= MEANT_WITHIN


def _country(nations: Sequence[Found], start: int, end: int) -> str | None:
    return next((found.value for found in nations if start <= found.start < end), None)


def _only_capital(places: Sequence[Location]) -> list[Location]:
    """Return the capitals among places if all are one."""
    capitals = [one for one in places if is_capital(one)]
    return capitals if len({one.city for one in capitals}) == 1 else []
