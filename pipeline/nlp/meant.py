"""Owns which place a description means: "the Saudi city", "the capital", "the same airport".

Must not give places their roles: `roles.py` does.
"""

import re
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.found import Found
from pipeline.nlp.hints import hint_of
from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.locations import Location, is_capital
from pipeline.nlp.reading import Reading

# A description speaks of a place told a paragraph ago at most.
MEANT_WITHIN = 4
LAST_NEAR = 8
LAST_TOLD = 60  # places: an article names fewer; it bounds what a longer text costs
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
    found: list[Location] = []
    countries = {item.start: item.value for item in nations}
    ahead = deque(sorted((*filed, *known), key=lambda one: one.start))
    before: deque[Location] = deque(maxlen=LAST_TOLD)
    for hit in load_lexicon(reading.lang).places.find(reading.joined):
        while ahead and ahead[0].start < hit.end:
            before.append(ahead.popleft())
        if hit.label not in _KINDS or (before and hit.start < before[-1].end):
            continue
        told = _DEFINITE.search(reading.joined, max(0, hit.start - _REACH), hit.start)
        if told is None or _is_part_of_name(reading, hit):
            continue
        country = countries.get(told.start("nation")) if told["nation"] else None
        cities = [one for one in before if one.city]
        meant = _meant(reading, hit, told, cities, country, filed)
        if meant is not None:
            start = told.start()
            found.append(replace(meant, start=start, end=hit.end, icao=None, finder="described"))
    return tuple(sorted((*known, *found), key=lambda one: one.start))


def _meant(
    reading: Reading,
    hit: Hit,
    told: re.Match[str],
    before: Sequence[Location],
    country: str | None,
    filed: Sequence[Location],
) -> Location | None:
    """Return the place that a description means of those told before it, None if it is open."""
    if told["nation"] is not None:
        places = _most_told([one for one in before if one.country == country])
    elif hit.label == "capital":
        places = _only_capital(filed) or _only_capital(before)
    elif hit.label == "settlement" or told["same"]:
        places = [one for one in before[-LAST_NEAR:] if _near(reading, one, hit)]
    else:
        places = []
    return places[-1] if places else None


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


def _only_capital(places: Sequence[Location]) -> list[Location]:
    """Return the capitals among places if all are one."""
    capitals = [one for one in places if is_capital(one)]
    return capitals if len({one.city for one in capitals}) == 1 else []
