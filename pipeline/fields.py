"""Owns the fields of a flight-event record: how each is read from a report and when two values can
both be right. Chooses nothing; that is `fusion`'s.
"""

from dataclasses import dataclass

from pipeline.fusion import Field
from pipeline.link.context import Context, tail
from pipeline.link.days import gap
from pipeline.records import DateSpan, Outcome, Report

GRAVITY: dict[Outcome, int] = {
    "shot_down": 6,
    "crashed": 5,
    "forced_down": 4,
    "turned_back": 3,
    "diverted": 2,
    "intercepted": 1,
}
"""Of two outcomes with equal support the graver holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One end of a leg: a city or base, or only its country."""

    city: str | None = None
    country: str | None = None
    icao: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AircraftType:
    """What is said of the type, kept together so that family and variant never part."""

    family: str | None = None
    variant: str | None = None
    icao: str | None = None
    text: str | None = None


def _same(left: object, right: object) -> bool:
    return left == right


def _one_tail(left: str, right: str) -> bool:
    return tail(left) == tail(right)


def _flat(_: object) -> float:
    return 0.0


def _numbers_agree(left: str, right: str) -> bool:
    """A flight number without its prefix (8243) agrees with the full one (J28243)."""
    short, long = sorted((left, right), key=len)
    return short == long or (short.isdigit() and long.endswith(short))


def _spans_agree(left: DateSpan, right: DateSpan) -> bool:
    return gap(left, right) == 0


def _exactness(span: DateSpan) -> float:
    return -float((span.latest - span.earliest).days)


def _interval(span: DateSpan) -> str:
    return f"{span.earliest}/{span.latest}"


REGISTRATION: Field[str] = Field(
    name="registration", get=lambda r: r.registration, agree=_one_tail, precision=len
)
ICAO24: Field[str] = Field(name="icao24", get=lambda r: r.icao24, agree=_same, precision=_flat)
CALLSIGN: Field[str] = Field(
    name="callsign", get=lambda r: r.callsign, agree=_numbers_agree, precision=len
)
COUNTRY: Field[str] = Field(
    name="operator_country", get=lambda r: r.operator_country, agree=_same, precision=_flat
)
OUTCOME: Field[Outcome] = Field(
    name="outcome",
    get=lambda r: r.outcome,
    agree=_same,
    precision=lambda outcome: GRAVITY[outcome],
)
DEPARTED: Field[DateSpan] = Field(
    name="departed",
    get=lambda r: r.departed,
    agree=_spans_agree,
    precision=_exactness,
    write=_interval,
)
ARRIVED: Field[DateSpan] = Field(
    name="arrived",
    get=lambda r: r.arrived,
    agree=_spans_agree,
    precision=_exactness,
    write=_interval,
)


def operator_field(context: Context) -> Field[str]:
    """Return the operator: a unit is more precise than the service it belongs to."""
    return Field(
        name="operator",
        get=lambda report: report.operator,
        agree=context.operators_agree,
        precision=lambda operator: len(list(context.operator_line(operator))),
    )


def type_field(context: Context) -> Field[AircraftType]:
    """Return the type: variant before family before a mere maker's name."""

    def get(report: Report) -> AircraftType | None:
        if report.type_family is None:
            return None
        return AircraftType(
            family=report.type_family,
            variant=report.type_variant,
            icao=report.type_icao,
            text=report.type_text,
        )

    def agree(left: AircraftType, right: AircraftType) -> bool:
        one, other = left.family or "", right.family or ""
        if one != other:
            return context.is_maker_of(one, other) or context.is_maker_of(other, one)
        if left.variant is None or right.variant is None:
            return True
        short, long = sorted((left.variant, right.variant), key=len)
        return long.startswith(short)

    makers = set(context.type_makers.values())

    def precision(kind: AircraftType) -> float:
        # One word without a digit is a maker or a line of types: Boeing, Falcon, Gulfstream.
        is_maker = kind.family in makers or (kind.family or "").isalpha()
        return (not is_maker) + (kind.variant is not None) + len(kind.variant or "") / 100

    return Field(
        name="type_family",
        get=get,
        agree=agree,
        precision=precision,
        write=lambda kind: kind.variant or kind.family or "",
    )


def place_field(end: str) -> Field[Place]:
    """Return the `origin` or `destination`: airport before city before country."""

    def get(report: Report) -> Place | None:
        place = Place(
            city=getattr(report, end),
            country=getattr(report, f"{end}_country"),
            icao=getattr(report, f"{end}_icao"),
        )
        return None if place == Place() else place

    def agree(left: Place, right: Place) -> bool:
        if left.city is not None and right.city is not None:
            return left.city == right.city
        return left.country == right.country

    return Field(
        name=end,
        get=get,
        agree=agree,
        precision=lambda place: 2.0 * (place.city is not None) + (place.icao is not None),
        write=lambda place: place.city or place.country or "",
    )
