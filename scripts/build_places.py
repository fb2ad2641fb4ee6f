"""Writes pipeline/gazetteers/places.csv: our own places, then cities of `airportsdata` (MIT).

Our own rows (`scripts/places_own.csv`) come first and keep their names in all languages; codes,
position and zone are filled from airportsdata. Further cities are those with an airport of an
IATA code whose city name belongs to one country only, is no part of ours, and is longer than three
letters, and is no country's name. They are written with risk `cue`, since many of them are also
words or persons. Single words of the United States and names of several countries get risk
`state`: they count before the name of their state or country.

Ukrainian and Russian forms of them are spelt by sound (`cyrillic.py`), where that is no word or
person's name of OpenCorpora (by `pymorphy3`) and no other form of the table. Our own cities get
their adjectives so.
"""

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import airportsdata
import pymorphy3
from build_towns import add_names, write_towns
from cyrillic import adjective, spellings

HERE = Path(__file__).parent
SHORTEST = 5
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
    _spell(rows, len(own))
    add_names(rows)
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    write_towns(rows)


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
    for city, found in sorted(cities.items()):
        countries = sorted({airport["country"] for airport in found})
        plain = city.replace(" ", "").replace("-", "").replace("'", "")
        named = len(city) > 3 and plain.isalpha() and city[:1].isupper()
        if not named or city.casefold() in taken:
            continue
        taken.add(city.casefold())
        ambiguous = len(countries) > 1 or (countries == ["US"] and " " not in city)
        for country in countries:
            airports = [airport for airport in found if airport["country"] == country]
            codes = [airport["icao"] for airport in airports if airport["icao"]]
            if codes:
                risk = "state" if ambiguous else "cue"
                rows.append(_other(city, country, risk, codes, airports[0]))
    return rows


def _other(city: str, country: str, risk: str, codes: list[str], airport: Any) -> dict[str, str]:
    return {
        "place_id": f"{country}-{'-'.join(city.lower().split())}",
        "name": city, "kind": "city", "city": city, "country": country,
        "airports_icao": ";".join(codes), "tz": airport["tz"],
        "lat": f"{airport['lat']:.4f}", "lon": f"{airport['lon']:.4f}",
        "risk": risk, "forms_en": city, "forms_uk": "", "forms_ru": "",
        "source": "airportsdata (MIT)",
    }  # fmt: skip


def _spell(rows: list[dict[str, str]], own: int) -> None:
    """Add Ukrainian and Russian forms: adjectives of our own cities, spellings of the others."""
    words = pymorphy3.MorphAnalyzer()
    for lang in ("uk", "ru"):
        column = f"forms_{lang}"
        taken = Counter(form.casefold() for row in rows for form in row[column].split(";"))
        for row in rows[:own]:
            forms = [form for form in row[column].split(";") if form]
            if row["kind"] == "city" and forms and not any(form[0].islower() for form in forms):
                made = adjective(forms[0], lang)
                if " " not in forms[0] and not taken[made]:
                    row[column] = ";".join([*forms, made])
        spelt = {
            id(row): [
                form for form in spellings(row["name"], row["country"], lang)
                if not taken[form.casefold()] and not _is_word(form, words)
            ]
            for row in rows[own:]
        }  # fmt: skip
        several = Counter(form for forms in spelt.values() for form in set(forms))
        for row in rows[own:]:
            row[column] = ";".join(
                form
                for form in dict.fromkeys(spelt[id(row)])
                if several[form] == 1 or row["risk"] == "state"
            )
            if row[column]:
                row["source"] = "airportsdata (MIT); uk, ru: spelt by scripts/cyrillic.py"


def _is_word(form: str, words: pymorphy3.MorphAnalyzer) -> bool:
    """Return whether a name, as it would be in Russian, is a word or a person's name too."""
    if " " in form or "-" in form:
        return False
    russian = form.translate(str.maketrans("іїєґ", "ииег"))
    if len(russian) < SHORTEST:
        return True
    return words.word_is_known(russian) and not all(
        "Geox" in reading.tag for reading in words.parse(russian)
    )


if __name__ == "__main__":
    main()
