"""Writes pipeline/gazetteers/places.csv: our own places, then cities of `airportsdata` (MIT).

Our own rows (`scripts/places_own.csv`) come first and keep their names in all languages; codes,
position and zone are filled from airportsdata. Further cities are those with an airport of an
IATA code whose city name belongs to one country only, is no part of ours, and is longer than three
letters, and is no country's name; single words of the United States are left out. They are
written with risk `cue`, since many of them are also words or persons.
"""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import airportsdata

HERE = Path(__file__).parent
TARGET = HERE.parent / "pipeline" / "gazetteers" / "places.csv"
FIELDS = (
    "place_id", "name", "kind", "city", "country", "airports_icao", "tz", "lat", "lon", "risk",
    "forms_en", "forms_uk", "forms_ru", "source",
)  # fmt: skip


def main() -> None:
    """Join both parts, ours first."""
    by_iata: dict[str, Any] = dict(airportsdata.load("IATA"))
    with (HERE / "places_own.csv").open(encoding="utf-8", newline="") as handle:
        own = [_own(row, by_iata) for row in csv.DictReader(handle)]
    taken = {form.casefold() for row in own for form in row["forms_en"].split(";")}
    with (TARGET.parent / "countries.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            taken |= {form.casefold() for form in row["nouns_en"].split(";")}
    keys = {row["place_id"] for row in own}
    rows = own + [row for row in _others(by_iata, taken) if row["place_id"] not in keys]
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _own(row: dict[str, str], by_iata: dict[str, Any]) -> dict[str, str]:
    airports = [by_iata[code] for code in row["airports_iata"].split(";") if code in by_iata]
    first = airports[0] if airports else None
    return {
        **{key: row[key] for key in FIELDS if key in row},
        "airports_icao": ";".join(airport["icao"] for airport in airports if airport["icao"]),
        "tz": first["tz"] if first else row["tz"],
        "lat": f"{first['lat']:.4f}" if first else "",
        "lon": f"{first['lon']:.4f}" if first else "",
        "source": "names: own compilation; codes, position, zone: airportsdata (MIT)",
    }


def _others(by_iata: dict[str, Any], taken: set[str]) -> list[dict[str, str]]:
    cities = defaultdict(list)
    for airport in by_iata.values():
        cities[airport["city"].strip()].append(airport)
    rows = []
    for city, airports in sorted(cities.items()):
        countries = {airport["country"] for airport in airports}
        plain = city.replace(" ", "").replace("-", "").replace("'", "")
        named = len(city) > 3 and plain.isalpha() and city[:1].isupper()
        word_of_us = countries == {"US"} and " " not in city
        if not named or word_of_us or len(countries) > 1 or city.casefold() in taken:
            continue
        taken.add(city.casefold())
        codes = [airport["icao"] for airport in airports if airport["icao"]]
        if not codes:
            continue
        rows.append(
            {
                "place_id": f"{airports[0]['country']}-{'-'.join(city.lower().split())}",
                "name": city, "kind": "city", "city": city, "country": airports[0]["country"],
                "airports_icao": ";".join(codes), "tz": airports[0]["tz"],
                "lat": f"{airports[0]['lat']:.4f}", "lon": f"{airports[0]['lon']:.4f}",
                "risk": "cue", "forms_en": city, "forms_uk": "", "forms_ru": "",
                "source": "airportsdata (MIT)",
            }
        )  # fmt: skip
    return rows


if __name__ == "__main__":
    main()
