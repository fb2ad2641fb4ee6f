"""Writes pipeline/gazetteers/towns.csv: towns that `places.csv` does not list, of GeoNames
(CC BY 4.0) and of `airportsdata` (MIT); and adds Cyrillic names to the towns that it does list.

Run by hand after `build_places.py`, which calls it. Which town a name means: the one of
`places.csv`; else one four times as populous as any other of that name; names of several
countries and names that are words or persons get risk `state`, all others `town`. A Cyrillic name
of several towns without such a first one is left out, as is one that is a word.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import airportsdata
from cyrillic import spellings
from geonames import NEAR, Town, is_large, plain, towns, without_districts
from words import is_cyrillic_word, is_english_word

from pipeline.nlp.gazetteers import load_inflections
from pipeline.nlp.tables import LANGUAGES
from pipeline.nlp.towns import letters_dropped, town_key

TABLES = Path(__file__).parents[1] / "pipeline" / "gazetteers"
FIELDS = (
    "keys", "place_id", "name", "city", "country", "tz", "lat", "lon", "risk",
    "forms_en", "forms_uk", "forms_ru", "source",
)  # fmt: skip
FIRST = 4  # times as populous
BESIDE = 0.4  # degrees
_AIRPORT = re.compile(
    r" (?:(?:South|North|East|West|International|Regional) )*(?:Airport|Airfield)$"
)
UNCOUNTED = 400  # people of a town known by its airport alone
Row = dict[str, str]


def write_towns(listed: list[Row]) -> None:
    """Write the table of the towns that the rows of `places.csv` do not list."""
    taken = _taken(listed)
    known = {(plain(name), row["country"]) for row in listed
             for name in (row["name"], row["city"], *row["forms_en"].split(";"))}  # fmt: skip
    found = [one for one in _candidates() if (plain(one.english()), one.country) not in known]
    names = {one.key: one.english() for one in found}
    first = _first_by_name(found, names)
    kept = [one for one in found if first[one.key]]
    served = _served(kept, names, listed)
    cyrillic = {lang: _cyrillic(kept, names, lang, taken) for lang in ("uk", "ru")}
    rows = [
        {
            "place_id": one.key, "name": names[one.key], "city": served.get(one.key, ""),
            "country": one.country, "tz": one.tz,
            "lat": f"{one.lat:.3f}", "lon": f"{one.lon:.3f}", "risk": first[one.key],
            "forms_en": "" if names[one.key].casefold() in taken else names[one.key],
            "forms_uk": ";".join(cyrillic["uk"][one.key]),
            "forms_ru": ";".join(cyrillic["ru"][one.key]),
            "source": "GeoNames" if one.key.startswith("gn") else "airportsdata",
        }
        for one in kept
    ]  # fmt: skip
    rows = [{"keys": _keys(row), **row} for row in rows if _keys(row)]
    with (TABLES / "towns.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["country"], row["name"])))


def _keys(row: Row) -> str:
    """Return the keys of the names of a row, by which reading finds its line."""
    drops = letters_dropped(load_inflections())
    keys = {
        town_key(form, lang, drops)
        for lang in LANGUAGES for form in row[f"forms_{lang}"].split(";") if form
    }  # fmt: skip
    return ";".join(sorted(keys))


def add_names(listed: list[Row]) -> None:
    """Add to listed cities the Cyrillic names that GeoNames has and the table has not, and let
    single names of one town that are no words stand without their state."""
    by_name: dict[tuple[str, str], Town] = {}
    people: dict[str, dict[str, int]] = defaultdict(dict)
    for town in towns():  # the most populous first
        name = plain(town.english() if town.people >= UNCOUNTED else town.name)
        by_name.setdefault((name, town.country), town)
        people[name].setdefault(town.country, town.people)
    taken = Counter(
        form.casefold() for row in listed for lang in ("uk", "ru")
        for form in set(row[f"forms_{lang}"].split(";"))
    )  # fmt: skip
    others = _other_names()
    for row in listed:
        if row["kind"] != "city":
            continue
        town = by_name.get((plain(row["name"]), row["country"]))
        if row["risk"] == "state" and _is_first(row, people[plain(row["name"])]):
            row["risk"] = "cue"
        for lang in ("uk", "ru"):
            column = f"forms_{lang}"
            have = [form for form in row[column].split(";") if form]
            if town is None or (have and row["country"] in NEAR):
                continue
            new = [
                form for form in town.forms(lang)
                if form not in have and form.casefold() not in others
                and not is_cyrillic_word(form) and not taken[form.casefold()]
            ]  # fmt: skip
            row[column] = ";".join([*have, *new])
            if new and "GeoNames" not in row["source"]:
                row["source"] += "; some uk, ru: GeoNames (CC BY 4.0)"


def _is_first(row: Row, people: dict[str, int]) -> bool:
    rest = [count for country, count in people.items() if country != row["country"]]
    mine = people.get(row["country"], UNCOUNTED)
    return mine >= FIRST * max(rest, default=0) and not is_english_word(plain(row["name"]))


def _candidates() -> list[Town]:
    """Return towns of GeoNames that are large or have an airport, then those of airports alone."""
    airports = {
        (plain(one["city"]), one["country"]): one
        for one in airportsdata.load("ICAO").values()
        if len(one["city"]) > 3 and one["city"].replace(" ", "").isalpha()
        and one["city"][0].isupper() and one["country"] != "US"
    }  # fmt: skip
    found = [one for one in without_districts(towns()) if is_large(one, airports.keys())]
    named = {(plain(name), one.country) for one in towns() for name in (one.name, *one.others)}
    alone = [
        Town(
            key=f"ap{one['icao']}", name=one["city"], country=one["country"], people=UNCOUNTED,
            tz=one["tz"], lat=one["lat"], lon=one["lon"], others=(),
        )
        for key, one in airports.items() if key not in named
    ]  # fmt: skip
    return [*found, *alone]


def _first_by_name(found: list[Town], names: dict[str, str]) -> dict[str, str]:
    """Return the risk of each town by its key; "" for one that a larger one of its name and
    country, or one much larger elsewhere, stands for."""
    groups: dict[str, dict[str, Town]] = defaultdict(dict)
    for one in found:  # the most populous first
        groups[plain(names[one.key])].setdefault(one.country, one)
    risk = dict.fromkeys(names, "")
    for group in groups.values():
        best, *rest = group.values()
        alone = all(best.people >= FIRST * other.people for other in rest)
        word = is_english_word(plain(names[best.key]))
        risk[best.key] = "state" if word or not alone else "town"
        for other in rest:
            risk[other.key] = "state"
    return risk


def _served(kept: list[Town], names: dict[str, str], listed: list[Row]) -> dict[str, str]:
    """Return the city, one of our own rows, of each town that gives its name to the airport of
    that city."""
    cities = {(plain(row["name"]), row["country"]): row["city"] for row in listed
              if row["kind"] == "city" and row["source"].startswith("names: own")}  # fmt: skip
    airports = {}
    for one in airportsdata.load("IATA").values():
        city = cities.get((plain(one["city"]), one["country"]))
        name = plain(_AIRPORT.sub("", one["name"]))
        if city and name != plain(city):
            airports[name, one["country"]] = one["lat"], one["lon"], city
    found = {}
    for town in kept:
        lat, lon, city = airports.get((plain(names[town.key]), town.country), (0.0, 0.0, ""))
        if city and abs(lat - town.lat) < BESIDE and abs(lon - town.lon) < BESIDE:
            found[town.key] = city
    return found


def _cyrillic(
    kept: list[Town], names: dict[str, str], lang: str, taken: frozenset[str]
) -> dict[str, list[str]]:
    """Return the Cyrillic names of towns by their keys, each for one town alone."""
    claims: dict[str, list[Town]] = defaultdict(list)
    for one in kept:
        forms = one.forms(lang)
        if not forms and (one.key.startswith("ap") or one.people >= 100_000):
            forms = list(spellings(names[one.key], one.country, lang))
        for form in forms:
            if form.casefold() not in taken and not is_cyrillic_word(form):
                claims[form].append(one)
    meant: dict[str, list[str]] = {one.key: [] for one in kept}
    for form, several in claims.items():
        best, *rest = sorted(several, key=lambda one: -one.people)
        if all(best.people >= FIRST * other.people for other in rest):
            meant[best.key].append(form)
    return meant


def _taken(listed: Iterable[Row]) -> frozenset[str]:
    """Return the names that mean something else, without their capitals."""
    columns = ("forms_en", "forms_uk", "forms_ru")
    own = {form for row in listed for column in columns for form in row[column].split(";")
           if row["risk"] != "state"}  # fmt: skip
    return frozenset(form.casefold() for form in own) | _other_names()


def _other_names() -> frozenset[str]:
    """Return the names of operators, outlets, trackers and countries."""
    found = set()
    for table in ("operators", "outlets", "trackers", "countries"):
        with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                cells = [cell for key, cell in row.items() if key.startswith(("forms", "nouns"))]
                found |= {form.strip('"').casefold() for cell in cells for form in cell.split(";")}
    return frozenset(found)
