"""Owns how gold's own reports are linked, as if every article had been read without a fault: what
linking alone is worth. Scores nothing; that is `evaluate`'s."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from pipeline.evaluate.facts import Days
from pipeline.evaluate.gold import GoldArticle, GoldReport
from pipeline.evaluate.matching import Match
from pipeline.evaluate.perfect import PerfectLinks
from pipeline.evaluate.predicted import PredictedReport
from pipeline.events import resolve
from pipeline.link.block import candidate_pairs
from pipeline.link.context import Context
from pipeline.link.group import group_reports
from pipeline.link.ledger import assign
from pipeline.link.sources import source_root
from pipeline.link.table import Table
from pipeline.link.weights import Weights, load_weights
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import DateSpan, Linkable, Report
from pipeline.trips import trips_of
from pipeline.world import context_of, publishers_of

_COPIED = (
    "role", "status", "outcome", "type_family", "type_variant", "registration", "callsign",
    "operator", "operator_country", "origin", "origin_country", "destination",
    "destination_country",
)  # fmt: skip
_MINTED = datetime(2000, 1, 1, tzinfo=UTC)


def gold_reports(gold: Sequence[GoldArticle]) -> list[Linkable]:
    """Return every gold report as linking takes it; its id is the article's URL and its number."""
    publishers = publishers_of(load_gazetteers())
    return [
        Linkable(
            report=_report(article, number, said),
            url=article.url,
            outlet=article.outlet,
            lang=article.lang,
            published_at=article.published_at,
            fetched_at=article.published_at or _MINTED,
            source_root=source_root(article.outlet, _basis(article, said), publishers),
        )
        for article in gold
        for number, said in enumerate(article.reports)
    ]


def _basis(article: GoldArticle, said: GoldReport) -> tuple[str, ...]:
    """Return the outlet credited first; of chains the gold says nothing."""
    return (said.said_by or article.said_by)[:1]


def perfect_links(gold: Sequence[GoldArticle], weights: Weights | None = None) -> PerfectLinks:
    """Link the gold's own reports by the rules and, if no others are given, the weights that the
    pipeline ships."""
    reports, context = gold_reports(gold), context_of(load_gazetteers())
    left, right = candidate_pairs(Table(reports, context))
    grouping = group_reports(reports, [], weights=weights or load_weights(), context=context)
    events = assign(grouping.clusters, [], [], now=_MINTED).events
    trip_of = _trips(reports, events, context)
    event_of = {report: event for event, told in events.items() for report in told}
    return PerfectLinks(
        matches={a.url: list(_matches(a, event_of, trip_of)) for a in gold},
        candidates=frozenset(
            tuple(sorted((reports[one].report.report_id, reports[other].report.report_id)))
            for one, other in zip(left, right, strict=True)
        ),
    )


def _trips(
    reports: Sequence[Linkable], events: Mapping[str, Sequence[str]], context: Context
) -> dict[str, str]:
    by_id = {item.report.report_id: item for item in reports}
    members = {event: [by_id[one] for one in told] for event, told in events.items()}
    fused = [resolve(event, items, context) for event, items in sorted(members.items())]
    trips = trips_of(
        [one.event for one in fused if one],
        members=members,
        stated=[],
        minted_at=dict.fromkeys(events, _MINTED),
        context=context,
    )
    return {event: trip.trip_id for trip in trips for event in trip.event_ids}


def _matches(
    article: GoldArticle, event_of: Mapping[str, str], trip_of: Mapping[str, str]
) -> Iterator[Match]:
    for number, said in enumerate(article.reports):
        report_id = _report_id(article, number)
        event_id = event_of.get(report_id)
        predicted = PredictedReport(
            report_id=report_id,
            event_id=event_id,
            trip_id=trip_of.get(event_id) if event_id else None,
            facts=said.facts,
        )
        yield Match(url=article.url, lang=article.lang, gold=said, predicted=predicted)


def _report(article: GoldArticle, number: int, said: GoldReport) -> Report:
    return Report(
        report_id=_report_id(article, number),
        article_id=article.url,
        seq=number,
        said_by=said.said_by or article.said_by,
        trackers=article.trackers,
        departed=_span(said.facts.departed),
        arrived=_span(said.facts.arrived),
        **{name: getattr(said.facts, name) for name in _COPIED},
    )


def _report_id(article: GoldArticle, number: int) -> str:
    return f"{article.url}#{number}"


def _span(days: Days | None) -> DateSpan | None:
    if days is None:
        return None
    return DateSpan(earliest=days[0], latest=days[1], text="", basis="gold")
