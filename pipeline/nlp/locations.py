"""Owns the places a leg can begin or end at: cities, airports, countries and capitals named.

Must not decide which role a place plays: `roles.py` does.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.lexicon import load_lexicon
from pipeline.nlp.reading import Reading

_NEXT_WORDS = 34
_BEFORE_WORDS = 30
_SEATED = ("in", "at", "у", "в", "во")
_GENITIVE = re.compile(r"\w+(?:и|ы|і|ї|я|а|ей|ів|ов)")
_APPOSITION = (",", ", ", " in ", " (", ", in ", " у ", " в ", " во ", "'s ", "’s ", " of ", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in joined offsets. `city` None: only the country is known. `region` marks areas,
    which are flown over or crashed in, but are no main call. `tz` is its IANA zone, None where a
    country has several."""

    start: int
    end: int
    city: str | None
    country: str | None
    icao: str | None
    region: bool
    finder: str
    tz: str | None = None

    def same_as(self, other: "Location") -> bool:
        """Return whether both may name one place: equal cities, or one is the other's country."""
        if self.city and other.city:
            return self.city == other.city
        return self.country is not None and self.country == other.country


@cache
def _capitals() -> dict[str, str]:
    text = (files("pipeline") / "gazetteers" / "capitals.csv").read_text(encoding="utf-8")
    return {row["iso2"]: row["city"] for row in csv.DictReader(text.splitlines())}


def is_capital(place: Location) -> bool:
    return place.city is not None and _capitals().get(place.country or "") == place.city


@cache
def zones_of_countries(gazetteers: Gazetteers) -> dict[str, str]:
    """Return the zone of each country all of whose places share one."""
    zones: dict[str, set[str]] = {}
    for row in gazetteers.places:
        if row.tz:
            zones.setdefault(row.country, set()).add(row.tz)
    return {country: next(iter(known)) for country, known in zones.items() if len(known) == 1}


def find_locations(
    reading: Reading, places: Sequence[Found], nations: Sequence[Found], gazetteers: Gazetteers
) -> tuple[Location, ...]:
    """Return the locations of a text in order; a city and its country side by side are one."""
    found = [
        *_from_places(reading, places, gazetteers),
        *_from_nations(reading, nations, gazetteers),
    ]
    found.sort(key=lambda location: (location.start, -location.end))
    merged: list[Location] = []
    for location in found:
        last = merged[-1] if merged else None
        if last is not None and location.start < last.end:
            continue
        if _of_institution(reading, location):
            continue
        joined = _joined(reading, last, location) if last is not None else None
        if joined is None:
            merged.append(location)
        else:
            merged[-1] = joined
    return tuple(merged)


def _from_places(
    reading: Reading, places: Iterable[Found], gazetteers: Gazetteers
) -> Iterable[Location]:
    for found in places:
        row = gazetteers.place(found.ref)
        if "adjective" in found.flags and not _word_follows(reading, found.end, "airfield"):
            continue
        region = row.kind == "region"
        city = row.city or (None if region else row.name)
        if region and _word_follows(reading, found.end, "capital"):
            region, city = False, _capitals().get(row.country)
        yield Location(
            start=found.start,
            end=found.end,
            city=city,
            country=row.country or None,
            icao=row.airports[0] if row.kind == "airport" and len(row.airports) == 1 else None,
            region=region,
            finder=found.finder,
            tz=row.tz or zones_of_countries(gazetteers).get(row.country),
        )


def _from_nations(
    reading: Reading, nations: Iterable[Found], gazetteers: Gazetteers
) -> Iterable[Location]:
    zones = zones_of_countries(gazetteers)
    for found in nations:
        near = _capital_near(reading, found)
        if near is not None and found.value in _capitals():
            start, end = near
            city: str | None = _capitals()[found.value]
        elif "country" in found.flags and not _owns_what_follows(reading, found):
            start, end, city = found.start, found.end, None
        else:
            continue
        yield Location(
            start=start, end=end, city=city, country=found.value, icao=None, region=False,
            finder="capitals" if city else found.finder, tz=zones.get(found.value),
        )  # fmt: skip


def _owns_what_follows(reading: Reading, found: Found) -> bool:
    return reading.joined[found.end : found.end + 2] in ("'s", "’s")


def _capital_near(reading: Reading, found: Found) -> tuple[int, int] | None:
    """Return the span of "the Turkish capital", "столицу Армении", "the capital of Chad"."""
    words = load_lexicon(reading.lang).places
    after = reading.joined[found.end : found.end + _NEXT_WORDS]
    for hit in words.find(after):
        if hit.label == "capital" and after[: hit.start].strip() in ("", "'s", "’s", "-"):
            return found.start, found.end + hit.end
    start = max(0, found.start - 20)
    before = reading.joined[start : found.start]
    for hit in words.find(before):
        gap = before[hit.end :].strip()
        if hit.label == "capital" and gap in ("", "of"):
            return start + hit.start, found.end
    return None


def _of_institution(reading: Reading, location: Location) -> bool:
    """Return whether a place only says where an office sits: "the ministry in Moscow"."""
    start = max(0, location.start - _BEFORE_WORDS)
    before = reading.joined[start : location.start]
    for hit in load_lexicon(reading.lang).places.find(before):
        if hit.label == "institution" and _seated(reading.lang, before[hit.end :]):
            return True
    return False


def _seated(lang: str, gap: str) -> bool:
    """Return whether "in" follows the word for an office, at most one noun between: «в
    министерстве обороны в Берлине»."""
    words = gap.lower().split()
    if not words or words[-1] not in _SEATED:
        return False
    return len(words) == 1 or (
        lang != "en" and len(words) == 2 and bool(_GENITIVE.fullmatch(words[0]))
    )


def _word_follows(reading: Reading, end: int, label: str) -> bool:
    text = reading.joined[end : end + _NEXT_WORDS]
    hits = load_lexicon(reading.lang).places.find(text)
    return any(hit.label == label and text[: hit.start].count(" ") <= 2 for hit in hits)


def _joined(reading: Reading, first: Location, second: Location) -> Location | None:
    """Join "Harlingen, Texas" or "Tokyo's Haneda" into the nearer of the two."""
    gap = reading.joined[first.end : second.start]
    if gap not in _APPOSITION or first.country != second.country or first.country is None:
        return None
    if second.city is None and (first.city is not None or first.region):
        return replace(first, end=second.end if len(gap) <= 2 else first.end)
    if first.city is None or first.city == second.city:
        return replace(second, start=first.start)
    return None
