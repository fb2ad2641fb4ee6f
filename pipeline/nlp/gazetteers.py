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
from typing import Literal

LANGUAGES = ("en", "uk", "ru")
NameKind = Literal["place", "operator", "nationality", "outlet", "tracker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """One aircraft type: `family` is the canonical name, `base` what a variant suffix is put to.

    `icao` is the Doc 8643 designator ("" if none), `icao_variants` what suffixes make of it.
    `weak` names stand for the type only beside a cue. `hyphen` asks for the hyphen in text.
    """

    type_id: str
    family: str
    base: str
    manufacturer: str
    group: str
    icao: str
    icao_variants: tuple[tuple[str, str], ...]
    category: str
    role: str
    forms: tuple[str, ...]
    weak: tuple[str, ...]
    hyphen: bool
    cruise_kmh: int | None
    range_km: int | None
    ambiguity: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWord:
    """A word of type names: its token in `TypeRow.forms` and its spellings. `kind` is `maker`,
    `series` (letters before a number) or `name`; `space` allows a space before the number."""

    token: str
    kind: str
    maker: str
    space: bool
    lower: bool
    forms: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """One nationality mark with the regular expressions of whole registrations: `strict` as
    printed, `loose` with the hyphen optional. A `risk` mark needs a cue in text."""

    country: str
    mark: str
    strict: str
    loose: str
    hyphen: bool
    risk: bool
    icao24_ranges: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialRow:
    """One shape of military serials; `cue` is `number` (called a number right before) or
    `aircraft` (a word of flying near)."""

    country: str
    pattern: str
    cue: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsignRow:
    """A callsign prefix: `kind` is `icao`, `iata` or `tactical`; `watched` needs no cue."""

    prefix: str
    kind: str
    country: str
    user: str
    watched: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRow:
    """One operator; `parent` is the key of what it belongs to, "" at the top. `country` "" where
    it has none. `icao` is the three-letter code or ""."""

    op_id: str
    name: str
    country: str
    parent: str
    kind: str
    role: str
    icao: str
    forms: tuple[tuple[str, str], ...]
    bases: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One place. `name` is what it is called, `city` the canonical main call it stands for ("" for
    a region). `airports` are ICAO codes, `tz` an IANA zone or "". `risk` `cue`: the name is also
    a word or a person's name and needs a preposition before it."""

    place_id: str
    name: str
    kind: str
    city: str
    country: str
    airports: tuple[str, ...]
    tz: str
    lat: float | None
    lon: float | None
    risk: str
    forms: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRow:
    """One country: nouns and adjectives in all languages, keyed by ISO 3166 alpha-2."""

    iso2: str
    name: str
    nouns: tuple[tuple[str, str], ...]
    adjectives: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRow:
    """An outlet, agency, channel or analyst that is credited, or a tracking service."""

    name: str
    publisher: str
    kind: str
    risk: str
    forms: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflection:
    """How a word ending in `nominative` declines: cut `drop` letters, put any of `endings`."""

    lang: str
    nominative: str
    drop: int
    endings: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWord:
    """A stem the gate looks for, lower case: `kind` is `aircraft` or `motion`; `whole` asks for a
    word's end after it."""

    kind: str
    stem: str
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """One written form of a name and the row it belongs to; `ref` is the key of that row."""

    text: str
    lang: str
    kind: NameKind
    ref: str
    value: str
    flag: str = ""
    risk: str = ""


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
    countries: tuple[CountryRow, ...]
    outlets: tuple[CreditRow, ...]
    trackers: tuple[CreditRow, ...]
    inflections: tuple[Inflection, ...]
    denied: tuple[str, ...]
    gate_words: tuple[GateWord, ...]
    content_hash: str

    def name_forms(self) -> Iterator[NameForm]:
        """Yield every written form of every place, operator, country, outlet and tracker."""
        for place in self.places:
            for lang, text in place.forms:
                flag = "adjective" if text[:1].islower() else ""
                yield NameForm(
                    text=text, lang=lang, kind="place", ref=place.place_id,
                    value=place.city or place.name, flag=flag, risk=place.risk,
                )  # fmt: skip
        for operator in self.operators:
            for lang, text in operator.forms:
                yield NameForm(
                    text=text, lang=lang, kind="operator", ref=operator.op_id, value=operator.name
                )
        for country in self.countries:
            for flag, forms in (("country", country.nouns), ("adjective", country.adjectives)):
                for lang, text in forms:
                    yield NameForm(
                        text=text, lang=lang, kind="nationality", ref=country.iso2,
                        value=country.iso2, flag=flag,
                    )  # fmt: skip
        for row in self.outlets:
            for lang, text in row.forms:
                yield NameForm(
                    text=text, lang=lang, kind="outlet", ref=row.name, value=row.name, risk=row.risk
                )
        for row in self.trackers:
            for lang, text in row.forms:
                yield NameForm(text=text, lang=lang, kind="tracker", ref=row.name, value=row.name)

    def place(self, place_id: str) -> PlaceRow:
        """Return the place of a key; KeyError if there is none."""
        return _by_key(self).places[place_id]

    def operator(self, op_id: str) -> OperatorRow:
        """Return the operator of a key; KeyError if there is none."""
        return _by_key(self).operators[op_id]

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


@cache
def _by_key(gazetteers: Gazetteers) -> _Keys:
    return _Keys(
        types={row.type_id: row for row in gazetteers.types},
        operators={row.op_id: row for row in gazetteers.operators},
        places={row.place_id: row for row in gazetteers.places},
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
        countries=tuple(map(_country, read_table("countries"))),
        outlets=tuple(map(_credit, read_table("outlets"))),
        trackers=tuple(map(_credit, read_table("trackers"))),
        inflections=tuple(map(_inflection, read_table("inflections"))),
        denied=tuple(row["pattern"] for row in read_table("denied")),
        gate_words=tuple(map(_gate_word, read_table("gate_words"))),
        content_hash=_content_hash(),
    )


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
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _forms(row: dict[str, str], prefix: str) -> tuple[tuple[str, str], ...]:
    return tuple((lang, text) for lang in LANGUAGES for text in _many(row[f"{prefix}_{lang}"]))


def _type(row: dict[str, str]) -> TypeRow:
    variants = (pair.partition("=") for pair in _many(row["icao_variants"]))
    return TypeRow(
        type_id=row["type_id"], family=row["family"], base=row["base"],
        manufacturer=row["manufacturer"], group=row["group"], icao=row["icao"],
        icao_variants=tuple((suffix, icao) for suffix, _, icao in variants),
        category=row["category"], role=row["role"], forms=_many(row["forms"]),
        weak=_many(row["weak"]), hyphen=row["hyphen"] == "required",
        cruise_kmh=int(row["cruise_kmh"]) if row["cruise_kmh"] else None,
        range_km=int(row["range_km"]) if row["range_km"] else None,
        ambiguity=row["ambiguity"], source=row["source"],
    )  # fmt: skip


def _type_word(row: dict[str, str]) -> TypeWord:
    return TypeWord(
        token=row["token"], kind=row["kind"], maker=row["maker"], space=row["space"] == "yes",
        lower=row["lower"] == "yes", forms=_forms(row, "forms"), source=row["source"],
    )  # fmt: skip


def _mark(row: dict[str, str]) -> MarkRow:
    return MarkRow(
        country=row["iso2"], mark=row["mark"], strict=row["strict_regex"], loose=row["loose_regex"],
        hyphen=row["hyphen"] == "yes", risk=row["collision_risk"] == "high",
        icao24_ranges=_many(row["icao24_ranges"]), source=row["source"],
    )  # fmt: skip


def _serial(row: dict[str, str]) -> SerialRow:
    return SerialRow(
        country=row["country"], pattern=row["pattern"], cue=row["cue"], source=row["source"]
    )


def _callsign(row: dict[str, str]) -> CallsignRow:
    return CallsignRow(
        prefix=row["prefix"], kind=row["kind"], country=row["country"], user=row["user"],
        watched=row["watched"] == "yes", source=row["source"],
    )  # fmt: skip


def _operator(row: dict[str, str]) -> OperatorRow:
    return OperatorRow(
        op_id=row["op_id"], name=row["name"], country=row["country"], parent=row["parent"],
        kind=row["kind"], role=row["role"], icao=row["icao"], forms=_forms(row, "forms"),
        bases=_many(row["bases"]), source=row["source"],
    )  # fmt: skip


def _place(row: dict[str, str]) -> PlaceRow:
    return PlaceRow(
        place_id=row["place_id"], name=row["name"], kind=row["kind"], city=row["city"],
        country=row["country"], airports=_many(row["airports_icao"]), tz=row["tz"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        risk=row["risk"], forms=_forms(row, "forms"), source=row["source"],
    )  # fmt: skip


def _country(row: dict[str, str]) -> CountryRow:
    return CountryRow(
        iso2=row["iso2"], name=row["name"], nouns=_forms(row, "nouns"),
        adjectives=_forms(row, "adjectives"), source=row["source"],
    )  # fmt: skip


def _credit(row: dict[str, str]) -> CreditRow:
    return CreditRow(
        name=row["name"], publisher=row["publisher"], kind=row["kind"], risk=row["risk"],
        forms=_forms(row, "forms"), source=row["source"],
    )  # fmt: skip


def _gate_word(row: dict[str, str]) -> GateWord:
    return GateWord(kind=row["kind"], stem=row["stem"], whole=row["whole"] == "yes")


def _inflection(row: dict[str, str]) -> Inflection:
    endings = frozenset("" if ending == "0" else ending for ending in _many(row["endings"]))
    return Inflection(
        lang=row["lang"], nominative=row["nominative"], drop=int(row["drop"]), endings=endings
    )
