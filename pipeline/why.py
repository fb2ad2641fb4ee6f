"""Owns the argument why two reports are, or are not, one flight: what each field adds, what people
said, and where the event that holds one of them stands in the way. Decides and prints nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import duckdb

from pipeline.errors import UsageError
from pipeline.link.compare import compare
from pipeline.link.days import flight_days
from pipeline.link.frequency import frequency_of
from pipeline.link.table import Table
from pipeline.link.vague import is_vague
from pipeline.link.weights import Weights, load_weights
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.queries import Row, rows_of
from pipeline.records import Comparison, Linkable
from pipeline.reports import stored_reports
from pipeline.world import context_of

MANY = 60
"""Of an event with more reports the first so many are searched for a way or an obstacle."""

RULES = {
    "one_article": "one article tells of both, as of two flights",
    "registrations_differ": "they state different registrations",
    "addresses_differ": "they state different transponder addresses",
    "dates_apart": "they date it more than three days apart",
    "told_before_flown": "one tells as past what the other dates after it was told",
    "reversed": "one flies out where the other flies back",
    "types_differ": "they name different types, and no registration or flight number in common",
    "both_ends_differ": "both ends of the route differ",
    "too_fast": "no aircraft is that fast",
}
"""What each rule of `link.forbid` says."""

Judge = Callable[[Linkable, Linkable], Comparison]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One field: what it shows in words, what each report says, the log2 odds it adds, and the sum
    so far."""

    field: str
    level: str
    means: str
    left: str
    right: str
    weight: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two reports: where it stands and what it says in a line."""

    report_id: str
    event_id: str | None
    outlet: str
    lang: str | None
    published_at: datetime | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """The whole case. `cannot_link` names the rule between the two, None where there is none;
    `reasons` are the conclusion in sentences, the decisive one first."""

    left_report_id: str
    right_report_id: str
    left: Side
    right: Side
    features: tuple[Step, ...]
    weight: float
    needed: float
    cannot_link: str | None
    same_event: bool
    judgements: tuple[Row, ...]
    reasons: tuple[str, ...]


def argue(connection: duckdb.DuckDBPyConnection, left: str, right: str) -> Argument:
    """Return the argument about two reports. Raises UsageError for an id that no report has."""
    reports = {item.report.report_id: item for item in stored_reports(connection)}
    for report_id in (left, right):
        if report_id not in reports:
            raise UsageError(f"no report {report_id!r}; `flightdesk show EVENT` lists them")
    weights, judge = load_weights(), _judge(list(reports.values()))
    event_of = {
        row["report_id"]: row["event_id"]
        for row in rows_of(connection, "select event_id, report_id from event_report")
    }
    pair = reports[left], reports[right]
    found = judge(*pair)
    words = _words(connection, left, right)
    events = event_of.get(left), event_of.get(right)
    together = left == right or (events[0] is not None and events[0] == events[1])
    members = [
        [reports[name] for name, event in sorted(event_of.items()) if event and event == own]
        for own in events
    ]
    reasons = [_of_person(word) for word in words]
    if together:
        reasons += _why_together(pair, found, members[0], weights, judge)
    else:
        reasons += _why_apart(pair, found, members, weights, judge)
    return Argument(
        left_report_id=left,
        right_report_id=right,
        left=_side(pair[0], events[0]),
        right=_side(pair[1], events[1]),
        features=_steps(pair, found, weights),
        weight=found.weight,
        needed=weights.link_at,
        cannot_link=found.cannot_link,
        same_event=together,
        judgements=tuple(words),
        reasons=tuple(reasons),
    )


def _judge(reports: Sequence[Linkable]) -> Judge:
    """Return how two of the reports compare, as linking them all would compare them."""
    context = context_of(load_gazetteers())
    newest = [item for item in reports if item.revision_rank == 0]
    frequency = frequency_of(Table(newest, context))
    return partial(compare, weights=load_weights(), frequency=frequency, context=context)


def _words(connection: duckdb.DuckDBPyConnection, left: str, right: str) -> list[Row]:
    return rows_of(
        connection,
        "select * from judgements where left_report_id = ? and right_report_id = ? "
        "order by judged_at, judged_by",
        sorted((left, right)),
    )


def _of_person(word: Mapping[str, object]) -> str:
    note = f": {word['note']}" if word["note"] else ""
    against = f" (but {word['contradicted_by']} said different)" if word["contradicted_by"] else ""
    held = "" if word["holds"] or against else " (and took it back)"
    return f"{word['judged_by']} judged them {word['verdict']}{note}{against}{held}."


def _side(item: Linkable, event_id: str | None) -> Side:
    return Side(
        report_id=item.report.report_id, event_id=event_id, outlet=item.outlet, lang=item.lang,
        published_at=item.published_at.replace(tzinfo=None) if item.published_at else None,
        url=item.url,
    )  # fmt: skip


def _steps(
    pair: tuple[Linkable, Linkable], found: Comparison, weights: Weights
) -> tuple[Step, ...]:
    steps: list[Step] = []
    total = 0.0
    for feature in found.features:
        total = round(total + feature.weight, 3)
        left, right = (_says(item, feature.field) for item in pair)
        step = Step(
            field=feature.field, level=feature.level,
            means=weights.level(feature.field, feature.level).means,
            left=left, right=right, weight=feature.weight, total=total,
        )  # fmt: skip
        steps.append(step)
    return tuple(steps)


def _says(item: Linkable, field: str) -> str:
    """Return what a report says on a compared field, empty where it says nothing."""
    report = item.report
    if field == "dates":
        days = flight_days(report)
        span = (days.earliest, days.latest) if days else ()
        return " … ".join(dict.fromkeys(map(str, span)))
    if field == "published":
        return str(item.published_at.date()) if item.published_at else ""
    values: dict[str, str | None] = {
        "type": report.type_variant or report.type_family,
        "country": report.operator_country,
        "origin": report.origin or report.origin_country,
        "destination": report.destination or report.destination_country,
        "source": item.source_root,
        "prior": None,
    }
    value = values[field] if field in values else getattr(report, field)
    return value or ""


def _rule(name: str) -> str:
    return RULES.get(name, name.replace("_", " "))


def _why_together(
    pair: tuple[Linkable, Linkable],
    found: Comparison,
    members: Sequence[Linkable],
    weights: Weights,
    judge: Judge,
) -> list[str]:
    if found.cannot_link is None and found.weight >= weights.link_at:
        return ["They are one event: what they agree on outweighs what speaks against it."]
    way = _way(pair, members, judge)
    if len(way) < 3:
        return ["They are one event."]
    named = " – ".join(f"{item.outlet} ({item.report.report_id})" for item in way[1:-1])
    return [f"They are one event through what others report: {named}."]


def _way(
    pair: tuple[Linkable, Linkable], members: Sequence[Linkable], judge: Judge
) -> list[Linkable]:
    """Return the reports from one to the other whose weakest step is as strong as can be."""
    start, end = pair
    others = [item for item in members[:MANY] if item not in pair]
    reached = {start.report.report_id: (float("inf"), [start])}
    waiting = [start, *others, end]
    done: set[str] = set()
    while open_ := [i for i in waiting if i.report.report_id in reached.keys() - done]:
        here = max(open_, key=lambda item: reached[item.report.report_id][0])
        done.add(here.report.report_id)
        strength, way = reached[here.report.report_id]
        for item in waiting:
            name = item.report.report_id
            if name in done:
                continue
            step = judge(here, item)
            weakest = min(strength, step.weight) if step.cannot_link is None else float("-inf")
            if weakest > reached.get(name, (float("-inf"), []))[0]:
                reached[name] = (weakest, [*way, item])
    return reached.get(end.report.report_id, (0.0, []))[1]


def _why_apart(
    pair: tuple[Linkable, Linkable],
    found: Comparison,
    members: Sequence[Sequence[Linkable]],
    weights: Weights,
    judge: Judge,
) -> list[str]:
    if found.cannot_link is not None:
        return [f"They cannot be one flight: {_rule(found.cannot_link)}."]
    vague = [item.report.report_id for item in pair if is_vague(item)]
    if found.weight < weights.link_at and not vague:
        return ["They are two events: what they agree on is not enough."]
    first, second = ([own, *group[:MANY]] for own, group in zip(pair, members, strict=True))
    for one in first:
        for other in second:
            rule = judge(one, other).cannot_link
            if rule is not None:
                return [
                    f"The two alone could be one flight, but {one.outlet} "
                    f"({one.report.report_id}) of the one event and {other.outlet} "
                    f"({other.report.report_id}) of the other cannot: {_rule(rule)}."
                ]
    if vague:
        return [f"{vague[0]} says too little to found or join an event unless it fits just one."]
    return ["The two alone could be one flight, but each fits its own event better."]
