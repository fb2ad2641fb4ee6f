"""Owns the long table of towns, a row of which is read when a text first has a word that one of
its names may begin with. Must not match anything in a text.

`city` is filled for a village that gives its name to the airport of a city. The first column holds
the keys of the names, made by `town_key`. No cell needs quotes, so that a row is its line: tens of
thousands of rows cost a short run no more than the splitting of lines.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from pipeline.nlp.fold import fold
from pipeline.nlp.tables import LANGUAGES, Inflection, NameForm, PlaceRow

KEY = 3  # letters
_FIRST_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")
_TABLE = "towns.csv"
_FORMS = ("forms_en", "forms_uk", "forms_ru")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Towns:
    """The lines of `towns.csv` under its header. `rows` are those read so far, by their keys."""

    columns: tuple[str, ...]
    lines: tuple[str, ...]
    rows: dict[str, PlaceRow] = field(default_factory=dict)

    def by_key(self) -> dict[str, list[int]]:
        """Return the numbers of the lines by the keys of their forms."""
        waiting: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            for key in line[: line.index(",")].split(";"):
                waiting.setdefault(key, []).append(number)
        return waiting

    def forms(self, number: int) -> Iterator[NameForm]:
        """Yield the names of the town of a line."""
        row = self._row(self.lines[number])
        name = NameForm("place", row.place_id, row.city, risk=row.risk)
        for lang, text in row.forms:
            yield name.written(text, lang)

    def place(self, place_id: str) -> PlaceRow:
        """Return the town of a key; KeyError if there is none."""
        if place_id not in self.rows:
            cell = f",{place_id},"
            self._row(next((line for line in self.lines if cell in line), ""))
        return self.rows[place_id]

    def _row(self, line: str) -> PlaceRow:
        cells = dict(zip(self.columns, line.split(","), strict=False))
        key = cells.get("place_id", "")
        if line and key not in self.rows:
            self.rows[key] = _town(cells)
        return self.rows[key]


def load_towns() -> Towns:
    """Return the table, no row of it read yet."""
    text = (files("pipeline.gazetteers") / _TABLE).read_text(encoding="utf-8")
    header, *lines = text.splitlines()
    return Towns(columns=tuple(header.split(",")), lines=tuple(lines))


def town_key(text: str, lang: str, drops: Mapping[tuple[str, str], int]) -> str:
    """Return the letters that the first word of a town's name begins with in every case; `drops`
    are those of `letters_dropped`."""
    first = _FIRST_WORD.match(text if text.isascii() else fold(text).text)
    word = first[0].lower().replace("ё", "е") if first else ""
    drop = 0 if lang == "en" else drops.get((lang, word[-1:]), 0)
    return word[: max(1, min(KEY, len(word) - drop))]


def letters_dropped(inflections: Iterable[Inflection]) -> dict[tuple[str, str], int]:
    """Return how many letters a word may lose at most, by language and its last letter."""
    most: dict[tuple[str, str], int] = {}
    for row in inflections:
        key = row.lang, row.nominative[-1:]
        most[key] = max(row.drop, most.get(key, 0))
    return most


def _town(cells: dict[str, str]) -> PlaceRow:
    forms = (
        (lang, form)
        for lang, column in zip(LANGUAGES, _FORMS, strict=True)
        for form in cells[column].split(";")
        if form
    )
    return PlaceRow(
        place_id=cells["place_id"],
        name=cells["name"],
        kind="airport" if cells["city"] else "city",
        city=cells["city"] or cells["name"],
        country=cells["country"],
        airports=(),
        tz=cells["tz"],
        lat=float(cells["lat"]),
        lon=float(cells["lon"]),
        risk=cells["risk"],
        forms=tuple(forms),
        source=cells["source"],
    )
