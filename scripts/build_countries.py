"""Writes pipeline/gazetteers/countries.csv: territory names of CLDR (by babel), our adjectives.

Run by hand when babel or `scripts/country_words.csv` changes; the pipeline reads only the result.
"""

import csv
from pathlib import Path
from typing import Any

from babel import Locale
from babel import __version__ as babel_version

HERE = Path(__file__).parent
TARGET = HERE.parent / "pipeline" / "gazetteers" / "countries.csv"
LANGUAGES = ("en", "uk", "ru")
NAMES_THAT_ARE_NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "001"}


def main() -> None:
    """Join CLDR names with our own words, one row a territory, sorted by code."""
    with (HERE / "country_words.csv").open(encoding="utf-8", newline="") as handle:
        words = {row["iso2"]: row for row in csv.DictReader(handle)}
    territories: dict[str, Any] = {lang: Locale(lang).territories for lang in LANGUAGES}
    codes = {code for code in territories["en"] if len(code) == 2 and code.isalpha()}
    codes = {code for code in codes if all(code in territories[lang] for lang in LANGUAGES)}
    rows = []
    for code in sorted(codes - NAMES_THAT_ARE_NO_COUNTRY):
        own = words.get(code, {})
        row = {"iso2": code, "name": territories["en"][code]}
        for lang in LANGUAGES:
            extra = [part for part in own.get(f"nouns_{lang}", "").split(";") if part]
            replace = own.get("replace", "") == "yes"
            names = extra if replace and extra else [territories[lang][code], *extra]
            row[f"nouns_{lang}"] = ";".join(dict.fromkeys(names))
        for lang in LANGUAGES:
            row[f"adjectives_{lang}"] = own.get(f"adjectives_{lang}", "")
        row["source"] = f"territory names: CLDR by babel {babel_version}; the rest own compilation"
        rows.append(row)
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
