"""Owns the turning of legs into reports and of every field value into a claim on its words.

A value without words has no place here: each `Stated` carries the span it was read from.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.nlp.aircraft import icao24_of
from pipeline.nlp.attribution import basis_of
from pipeline.nlp.companies import flown_by, row_of
from pipeline.nlp.craft import Craft
from pipeline.nlp.found import Found
from pipeline.nlp.frames import Frame
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.leg import Flier, Leg
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading
from pipeline.nlp.types import type_icao
from pipeline.nlp.whens import When
from pipeline.records import Claim, DateSpan, Report, ReportRole, stable_id

CARRIED_SHARE = 0.5
STATED_FIELDS = (
    "type_family", "type_variant", "type_icao", "registration", "icao24", "callsign", "operator",
    "operator_country", "origin", "origin_country", "origin_icao", "destination",
    "destination_country", "destination_icao",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A field's value and the words of the joined text that say it."""

    field: str
    value: str
    start: int
    end: int
    finder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the reports of one article share. `credits` are all mentions that credit an outlet,
    `said_by` the first of each."""

    article_id: str
    outlet: str
    reading: Reading
    gazetteers: Gazetteers
    credits: tuple[Found, ...]
    said_by: tuple[Found, ...]
    trackers: tuple[Found, ...]


def tell(
    source: Source, leg: Leg, craft: Craft, *, seq: int, role: ReportRole, copy: int
) -> tuple[Report, list[Claim]]:
    """Return the report of a leg and its claims. `copy` counts reports sharing the anchor word."""
    anchor = anchor_of(leg)
    part, start, _ = source.reading.locate(anchor.start, anchor.end)
    report_id = stable_id("rep", source.article_id, part, start, copy)
    stated = [
        *_told(leg, anchor), *_of_craft(craft, leg, source), *_of_places(leg), *_of_days(leg),
        *_of_credits(source),
    ]  # fmt: skip
    values = {item.field: item.value for item in reversed(stated)}
    fields = {name: values.get(name) for name in STATED_FIELDS}
    report = Report(
        report_id=report_id,
        article_id=source.article_id,
        seq=seq,
        role=role,
        status=leg.status,
        outcome=leg.outcome,
        type_text=craft.type.text if craft.type is not None else None,
        registration_fuzzy=craft.registration is not None and "fuzzy" in craft.registration.flags,
        **fields,
        departed=_span(leg.departed),
        arrived=_span(leg.arrived),
        said_by=tuple(found.value for found in source.said_by),
        trackers=tuple(found.value for found in source.trackers),
        basis=basis_of(leg, role, source.credits, source.reading, outlet=source.outlet),
        artifact=leg.artifact,
        confidence=confidence(leg, stated, source.reading),
    )
    return report, [_claim(source, report, item) for item in _once(stated)]


def _once(stated: Sequence[Stated]) -> list[Stated]:
    """Return what is stated, the same value of the same words once: "Emirates" names who flies and,
    as a nation, the country of the same."""
    first = {(item.field, item.value, item.start, item.end): item for item in reversed(stated)}
    return [item for item in stated if first[item.field, item.value, item.start, item.end] is item]


def anchor_of(leg: Leg) -> Frame:
    """Return the frame whose word tells of the leg first, in the text rather than the title."""
    return next((frame for frame in leg.frames if not frame.is_title), leg.frames[0])


def confidence(leg: Leg, stated: Sequence[Stated], reading: Reading) -> float:
    """Return the share of fields stated in a sentence that tells of the leg, others at a half.

    Fields carried over from elsewhere in the article are right less often; a leg told only with a
    carried-over aircraft loses a quarter on top.
    """
    sentences = {frame.sentence for frame in leg.frames}
    weights = [
        1.0 if reading.sentence_at(item.start).index in sentences else CARRIED_SHARE
        for item in stated
        if item.field not in ("status", "said_by", "trackers")
    ]
    share = sum(weights) / len(weights) if weights else CARRIED_SHARE
    explicit = any(frame.explicit for frame in leg.frames)
    return round(share * (1.0 if explicit else 0.75), 3)


def _told(leg: Leg, anchor: Frame) -> list[Stated]:
    said = leg.status_frame or anchor
    told = [
        Stated(field="status", value=leg.status, start=said.start, end=said.end,
               finder=leg.status_finder)
    ]  # fmt: skip
    if leg.outcome is not None and leg.outcome_frame is not None:
        frame = leg.outcome_frame
        told.append(
            Stated(field="outcome", value=leg.outcome, start=frame.start, end=frame.end,
                   finder=leg.outcome_finder)
        )  # fmt: skip
    return told


def _of_found(field: str, found: Found, value: str | None = None, finder: str = "") -> Stated:
    return Stated(
        field=field,
        value=value if value is not None else found.value,
        start=found.start,
        end=found.end,
        finder=finder or found.finder,
    )


def _of_craft(craft: Craft, leg: Leg, source: Source) -> list[Stated]:
    told: list[Stated] = []
    if craft.type is not None:
        told.append(_of_found("type_family", craft.type))
        if craft.type.variant:
            told.append(_of_found("type_variant", craft.type, craft.type.variant))
        icao = type_icao(craft.type, source.gazetteers)
        if icao:
            told.append(_of_found("type_icao", craft.type, icao))
    if craft.registration is not None:
        told.append(_of_found("registration", craft.registration))
        icao24 = icao24_of(craft.registration.value)
        if icao24:
            told.append(_of_found("icao24", craft.registration, icao24, "derived"))
    if leg.callsign is not None:
        told.append(_of_found("callsign", leg.callsign))
    flier = leg.flier or Flier(operator=craft.operator, nation=craft.nation)
    return [*told, *_of_flier(flier, source)]


def _of_flier(flier: Flier, source: Source) -> list[Stated]:
    told: list[Stated] = []
    if flier.operator is not None:
        row = row_of(flier.operator, source.gazetteers)
        flies = flown_by(row, source.gazetteers)
        told.append(_of_found("operator", flier.operator, flies.name))
        country = row.country
        if country:
            told.append(_of_found("operator_country", flier.operator, country))
    if flier.nation is not None:
        told.append(_of_found("operator_country", flier.nation))
    return told


def _of_places(leg: Leg) -> list[Stated]:
    told: list[Stated] = []
    for end, location in (("origin", leg.origin), ("destination", leg.destination)):
        if location is None:
            continue
        for field, value in (
            (end, location.city),
            (f"{end}_country", location.country),
            (f"{end}_icao", location.icao),
        ):
            if value:
                told.append(_at(field, value, location))
    return told


def _at(field: str, value: str, location: Location) -> Stated:
    return Stated(
        field=field, value=value, start=location.start, end=location.end, finder=location.finder
    )


def _of_days(leg: Leg) -> list[Stated]:
    return [
        Stated(
            field=field,
            value=f"{when.span.earliest.isoformat()}/{when.span.latest.isoformat()}",
            start=when.expression.start,
            end=when.expression.end,
            finder=when.finder,
        )
        for field, when in (("departed", leg.departed), ("arrived", leg.arrived))
        if when is not None
    ]


def _of_credits(source: Source) -> list[Stated]:
    return [_of_found("said_by", found) for found in source.said_by] + [
        _of_found("trackers", found) for found in source.trackers
    ]


def _span(when: When | None) -> DateSpan | None:
    return when.span if when is not None else None


def _claim(source: Source, report: Report, item: Stated) -> Claim:
    part, start, end = source.reading.locate(item.start, item.end)
    return Claim(
        claim_id=stable_id("clm", report.report_id, item.field, item.value, part, start, end),
        report_id=report.report_id,
        article_id=source.article_id,
        field=item.field,
        value=item.value,
        original=source.reading.joined[item.start : item.end],
        part=part,
        char_start=start,
        char_end=end,
        status=report.status,
        said_by=source.said_by[0].value if source.said_by else None,
        finder=item.finder,
    )
