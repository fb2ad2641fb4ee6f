"""Owns the row types of the gazetteer tables. Must not read a table or match a text."""

from dataclasses import dataclass
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
    """One shape of military serials; `cue` is `none`, `aircraft` (a word of flying near), `number`
    (called a number right before, or beside an aircraft or type), `beside` (called a number, or
    between commas beside an aircraft) or `tail` (called a number, and followed by a comma)."""

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
    a word or a person's name and needs a preposition before it or a word such as "airport" beside
    it; `town`: as `cue`, and any other place of that name comes before it; `state`: it is a name
    of several cities or a word and needs its state or country behind it."""

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


@dataclass(frozen=True, slots=True)
class NameForm:
    """One written form of a name and the row it belongs to; `ref` is the key of that row."""

    kind: NameKind
    ref: str
    value: str
    text: str = ""
    lang: str = ""
    flag: str = ""
    risk: str = ""

    def written(self, text: str, lang: str, *, flag: str = "", risk: str = "") -> "NameForm":
        """Return the same name in one written form."""
        risk = risk or self.risk
        return NameForm(self.kind, self.ref, self.value, text, lang, flag, risk)
