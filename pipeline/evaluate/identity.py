"""Owns which names are names of one operator, outlet or tracker: those of one row of our tables.

People who annotate, and outlets, call the same by different names: Associated Press and AP,
Nordwind and Nordwind Airlines. Which of them a record shows is a matter of style, and no fault of
the reading. So two names count as one where a table of the program lists both for one row, as its
`name` or among its `forms_en`, and for no other row: a name that two rows have stands for itself,
and a name that no row has is compared letter by letter. So is one that another row may be called
by: Rossiya is a squadron, and short for Rossiya Airlines. What two rows of a table hold stays two,
however near they are: the services of Radio Free Europe, the air force of a state and its army.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

Row = tuple[str, ...]
"""The names of one row of a table."""

_LAST_WORD = re.compile(r" (?:Airlines?|Airways|Air Lines|Air|Aviation|Cargo)$")


def fold(name: str) -> str:
    """Return a name without case, accents, punctuation and spaces: `Flight Radar 24` is
    `FlightRadar24`, `São Paulo` is `Sao Paulo`."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in letters if char.isalnum())


def fold_title(name: str) -> str:
    """Fold the name of who or what is spoken of, without its article: "The Guardian"."""
    return fold(name).removeprefix("the")


def identities(rows: Sequence[Row]) -> dict[str, str]:
    """Return for each folded name that one row alone has what stands for that row, the same for all
    its names, and never what another name folds to."""
    first = {fold_title(names[0]) for names in rows}
    written = {fold_title(name) for names in rows for name in names} - {""}
    of: dict[str, set[str]] = {}
    for number, names in enumerate(rows):
        row = f"{fold_title(names[0])}#{number}"
        for name in names:
            short = fold_title(_LAST_WORD.sub("", name))
            for folded in {fold_title(name), *({short} - first)}:
                of.setdefault(folded, set()).add(row)
    return {name: next(iter(of[name])) for name in written if len(of[name]) == 1}


def identity(name: str, known: Mapping[str, str]) -> str:
    """Return what is equal for two names of the same: that of the one row that has the name, else
    the folded name."""
    folded = fold_title(name)
    return known.get(folded, folded)


@cache
def known_in(table: str) -> Mapping[str, str]:
    """Return the identities of one table of the program, read once per process."""
    text = (files("pipeline.gazetteers") / f"{table}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return identities([(row["name"], *filter(None, row["forms_en"].split(";"))) for row in rows])
