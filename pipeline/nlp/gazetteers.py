"""Owns the reading of the gazetteer tables into typed rows. Must not match anything in a text.

Tables lie in `pipeline/gazetteers/*.csv`; `SOURCES.md` beside them says where their facts come
from. A cell with several values separates them with `;`.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.nlp.tables import (
    LANGUAGES,
    CallsignRow,
    CountryRow,
    CreditRow,
    GateWord,
    Inflection,
    MarkRow,
    NameForm,
    OperatorRow,
    PlaceRow,
    SerialRow,
    TypeRow,
    TypeWord,
)
from pipeline.nlp.towns import Towns, load_towns

__all__ = [
    "LANGUAGES",
    "CallsignRow",
    "CountryRow",
    "CreditRow",
    "GateWord",
    "Gazetteers",
    "Inflection",
    "MarkRow",
    "NameForm",
    "OperatorRow",
    "PlaceRow",
    "SerialRow",
    "TypeRow",
    "TypeWord",
    "load_gazetteers",
    "load_inflections",
    "read_table",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gazetteers:
    """All tables. `content_hash` changes with any byte of any of them."""

    types: tuple[TypeRow, ...]
    type_words: tuple[TypeWord, ...]
    marks: tuple[MarkRow, ...]
    serials: tuple[SerialRow, ...]
    callsigns: tuple[CallsignRow, ...]
    operators: tuple[OperatorRow, ...]
    places: tuple[PlaceRow, ...]
    towns: Towns
    countries: tuple[CountryRow, ...]
    outlets: tuple[CreditRow, ...]
    trackers: tuple[CreditRow, ...]
    inflections: tuple[Inflection, ...]
    denied: tuple[tuple[str, str], ...]
    gate_words: tuple[GateWord, ...]
    content_hash: str

    def name_forms(self) -> tuple[NameForm, ...]:
        """Return every written form of every place, operator, country, outlet and tracker, but not
        of towns."""
        return _name_forms(self)

    def _each_form(self) -> Iterator[NameForm]:
        for place in self.places:
            name = NameForm("place", place.place_id, place.city or place.name, risk=place.risk)
            for lang, text in place.forms:
                yield name.written(text, lang, flag="adjective" if text[:1].islower() else "")
        for operator in self.operators:
            name = NameForm("operator", operator.op_id, operator.name)
            for lang, text in operator.forms:
                yield name.written(text, lang, risk="quoted" if text.startswith('"') else "")
        for country in self.countries:
            name = NameForm("nationality", country.iso2, country.iso2)
            for lang, text in country.nouns:
                yield name.written(text, lang, flag="country")
            for lang, text in country.adjectives:
                yield name.written(text, lang, flag="adjective")
        for row in self.outlets:
            name = NameForm("outlet", row.name, row.name, risk=row.risk)
            for lang, text in row.forms:
                yield name.written(text, lang)
        for row in self.trackers:
            name = NameForm("tracker", row.name, row.name)
            for lang, text in row.forms:
                yield name.written(text, lang)

    def place(self, place_id: str) -> PlaceRow:
        """Return the place or town of a key; KeyError if there is none."""
        return _by_key(self).places.get(place_id) or self.towns.place(place_id)

    def operator(self, op_id: str) -> OperatorRow:
        """Return the operator of a key; KeyError if there is none."""
        return _by_key(self).operators[op_id]

    def user_of(self, prefix: str) -> CallsignRow | None:
        """Return who has a prefix of callsigns; None for one that no table has."""
        return _by_key(self).callsigns.get(prefix)

    def type(self, type_id: str) -> TypeRow:
        """Return the type of a key; KeyError if there is none."""
        return _by_key(self).types[type_id]

    def operator_lineage(self, op_id: str) -> tuple[str, ...]:
        """Return the key and the keys of all it belongs to, nearest first."""
        lineage: list[str] = []
        while op_id and op_id not in lineage:
            lineage.append(op_id)
            op_id = self.operator(op_id).parent
        return tuple(lineage)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keys:
    types: dict[str, TypeRow]
    operators: dict[str, OperatorRow]
    places: dict[str, PlaceRow]
    callsigns: dict[str, CallsignRow]


@cache
def _name_forms(gazetteers: Gazetteers) -> tuple[NameForm, ...]:
    return tuple(gazetteers._each_form())


@cache
def _by_key(gazetteers: Gazetteers) -> _Keys:
    return _Keys(
        types={row.type_id: row for row in gazetteers.types},
        operators={row.op_id: row for row in gazetteers.operators},
        places={row.place_id: row for row in gazetteers.places},
        callsigns={row.prefix: row for row in gazetteers.callsigns},
    )


@cache
def load_gazetteers() -> Gazetteers:
    """Return all tables, read once per process. ValueError names a malformed cell."""
    return Gazetteers(
        types=tuple(map(_type, read_table("types"))),
        type_words=tuple(map(_type_word, read_table("type_words"))),
        marks=tuple(map(_mark, read_table("nationality_marks"))),
        serials=tuple(map(_serial, read_table("serials"))),
        callsigns=tuple(map(_callsign, read_table("callsigns"))),
        operators=tuple(map(_operator, read_table("operators"))),
        places=tuple(map(_place, read_table("places"))),
        towns=load_towns(),
        countries=tuple(map(_country, read_table("countries"))),
        outlets=tuple(map(_credit, read_table("outlets"))),
        trackers=tuple(map(_credit, read_table("trackers"))),
        inflections=load_inflections(),
        denied=tuple((row["kind"], row["pattern"]) for row in read_table("denied")),
        gate_words=tuple(map(_gate_word, read_table("gate_words"))),
        content_hash=_content_hash(),
    )


@cache
def load_inflections() -> tuple[Inflection, ...]:
    """Return how words decline: the first row that fits a word counts."""
    return tuple(map(_inflection, read_table("inflections")))


def _content_hash() -> str:
    digest = hashlib.sha256()
    tables = [item for item in files("pipeline.gazetteers").iterdir() if item.name.endswith(".csv")]
    for item in sorted(tables, key=lambda item: item.name):
        digest.update(item.name.encode() + b"\0" + item.read_bytes() + b"\0")
    return digest.hexdigest()


def read_table(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one table as the CSV has them, by column name."""
    text = (files("pipeline.gazetteers") / f"{table}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip()) if cell else ()


def _forms(row: dict[str, str], prefix: str) -> tuple[tuple[str, str], ...]:
    return tuple((lang, text) for lang in LANGUAGES for text in _many(row[f"{prefix}_{lang}"]))


def _type(row: dict[str, str]) -> TypeRow:
    variants = (pair.partition("=") for pair in _many(row["icao_variants"]))
    return TypeRow(
        type_id=row["type_id"],
        family=row["family"],
        base=row["base"],
        manufacturer=row["manufacturer"],
        group=row["group"],
        icao=row["icao"],
        icao_variants=tuple((suffix, icao) for suffix, _, icao in variants),
        category=row["category"],
        role=row["role"],
        forms=_many(row["forms"]),
        weak=_many(row["weak"]),
        hyphen=row["hyphen"] == "required",
        cruise_kmh=int(row["cruise_kmh"]) if row["cruise_kmh"] else None,
        range_km=int(row["range_km"]) if row["range_km"] else None,
        ambiguity=row["ambiguity"],
        source=row["source"],
    )


def _type_word(row: dict[str, str]) -> TypeWord:
    return TypeWord(
        token=row["token"],
        kind=row["kind"],
        maker=row["maker"],
        space=row["space"] == "yes",
        lower=row["lower"] == "yes",
        forms=_forms(row, "forms"),
        source=row["source"],
    )


def _mark(row: dict[str, str]) -> MarkRow:
    return MarkRow(
        country=row["iso2"],
        mark=row["mark"],
        strict=row["strict_regex"],
        loose=row["loose_regex"],
        hyphen=row["hyphen"] == "yes",
        risk=row["collision_risk"] == "high",
        icao24_ranges=_many(row["icao24_ranges"]),
        source=row["source"],
    )


def _serial(row: dict[str, str]) -> SerialRow:
    return SerialRow(
        country=row["country"], pattern=row["pattern"], cue=row["cue"], source=row["source"]
    )


def _callsign(row: dict[str, str]) -> CallsignRow:
    return CallsignRow(
        prefix=row["prefix"],
        kind=row["kind"],
        country=row["country"],
        user=row["user"],
        watched=row["watched"] == "yes",
        source=row["source"],
    )


def _operator(row: dict[str, str]) -> OperatorRow:
    return OperatorRow(
        op_id=row["op_id"],
        name=row["name"],
        country=row["country"],
        parent=row["parent"],
        kind=row["kind"],
        role=row["role"],
        icao=row["icao"],
        forms=_forms(row, "forms"),
        bases=_many(row["bases"]),
        source=row["source"],
    )


def _place(row: dict[str, str]) -> PlaceRow:
    return PlaceRow(
        place_id=row["place_id"],
        name=row["name"],
        kind=row["kind"],
        city=row["city"],
        country=row["country"],
        airports=_many(row["airports_icao"]),
        tz=row["tz"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        risk=row["risk"],
        forms=_forms(row, "forms"),
        source=row["source"],
    )


def _country(row: dict[str, str]) -> CountryRow:
    return CountryRow(
        iso2=row["iso2"],
        name=row["name"],
        nouns=_forms(row, "nouns"),
        adjectives=_forms(row, "adjectives"),
        source=row["source"],
    )


def _credit(row: dict[str, str]) -> CreditRow:
    return CreditRow(
        name=row["name"],
        publisher=row["publisher"],
        kind=row["kind"],
        risk=row["risk"],
        forms=_forms(row, "forms"),
        source=row["source"],
    )


def _gate_word(row: dict[str, str]) -> GateWord:
    return GateWord(kind=row["kind"], stem=row["stem"], whole=row["whole"] == "yes")


def _inflection(row: dict[str, str]) -> Inflection:
    endings = frozenset("" if ending == "0" else ending for ending in _many(row["endings"]))
    return Inflection(
        lang=row["lang"], nominative=row["nominative"], drop=int(row["drop"]), endings=endings
    )
