"""Owns the services of a state that an article names without the state: "an Air Force C-130".

Whose they are the article tells elsewhere: each word is read as the service of every state it may
be of. Must not decide which: the models of who flies an aircraft do.
"""

from collections.abc import Sequence
from functools import cache

from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers, OperatorRow
from pipeline.nlp.lexicon import Hit, WordTable, word_tables
from pipeline.nlp.reading import Reading

SERVICES, LEADERS = "services", "leaders"  # the finders of what is read so
GOVERNMENT = "government"
_TABLE = "service_words"
_BY_RULE = "own compilation: name of the state's service"
ROLES = (
    "air force", "navy", "army", "armed forces", "coast guard", "border", "guard", "rescue",
    GOVERNMENT,
)  # fmt: skip


def service_words(reading: Reading, operators: Sequence[Found]) -> list[Hit]:
    """Return the words for a service of a state that stand outside the operators named."""
    spans = [(found.start, found.end) for found in operators]
    (table,) = _table(reading.lang)
    hits = table.find(reading.joined)
    return [hit for hit in hits if not any(a <= hit.start < b for a, b in spans)]


def service_of(reading: Reading, hit: Hit, country: str, gazetteers: Gazetteers) -> Found | None:
    """Return a word for a service as that of one state, None where the tables have none."""
    row = _rows(gazetteers).get((hit.label, country))
    if row is None:
        return None
    return _found(reading, row, hit.start, hit.end, SERVICES)


def government_of(reading: Reading, leader: Found, gazetteers: Gazetteers) -> Found | None:
    """Return the name of a leader as that of the government, None where the tables have none."""
    row = _rows(gazetteers).get((GOVERNMENT, leader.value))
    return None if row is None else _found(reading, row, leader.start, leader.end, LEADERS)


def _found(reading: Reading, row: OperatorRow, start: int, end: int, finder: str) -> Found:
    return Found(
        kind="operator", start=start, end=end, text=reading.joined[start:end], value=row.name,
        ref=row.op_id, finder=finder,
    )  # fmt: skip


@cache
def _table(lang: str) -> tuple[WordTable, ...]:
    return word_tables(_TABLE, lang, ROLES)


@cache
def _rows(gazetteers: Gazetteers) -> dict[tuple[str, str], OperatorRow]:
    """Return the service of each role and state: one that has a name of its own before one that a
    rule named."""
    rows: dict[tuple[str, str], OperatorRow] = {}
    for row in sorted(gazetteers.operators, key=lambda row: row.source.startswith(_BY_RULE)):
        rows.setdefault((row.role, row.country), row)
    return rows
