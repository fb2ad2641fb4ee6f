"""Linking of perfectly read reports: the development gold's fields in, its legs and trips out."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.events import resolve
from pipeline.link.group import group_reports
from pipeline.link.ledger import assign
from pipeline.link.sources import source_root
from pipeline.link.weights import load_weights
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Linkable
from pipeline.trips import trips_of
from pipeline.world import context_of, publishers_of
from tests.link.reports import told

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"
COPIED = (
    "role", "status", "outcome", "callsign", "registration", "operator", "operator_country",
    "origin", "origin_country", "destination", "destination_country",
)  # fmt: skip


def read(name: str) -> Iterator[tuple[Linkable, Mapping[str, Any]]]:
    families = publishers_of(load_gazetteers())
    for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        published = datetime.fromisoformat(article["published"])
        said_by = article["gold"]["said_by"]
        for number, said in enumerate(article["gold"]["reports"]):
            report = told(
                f"{article['id']}/{number}",
                article=article["id"],
                seq=number,
                outlet=article["outlet"],
                lang=article["lang"],
                root=source_root(article["outlet"], said_by, families),
                published=(published.astimezone(UTC) if published.tzinfo else published)
                .replace(tzinfo=None)
                .isoformat(),
                type_family=said["family"],
                type_variant=said["variant"],
                said_by=said_by,
                departed="/".join(said["departed"]) if said["departed"] else None,
                arrived="/".join(said["arrived"]) if said["arrived"] else None,
                **{field: said[field] for field in COPIED},
            )
            yield report, said


def b_cubed(found: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> float:
    """F1 of B-cubed precision and recall."""

    def share(one: Mapping[str, Hashable], other: Mapping[str, Hashable]) -> float:
        groups: dict[Hashable, list[str]] = defaultdict(list)
        for name, label in one.items():
            groups[label].append(name)
        agree = [
            sum(other[name] == other[mate] for mate in groups[label]) / len(groups[label])
            for name, label in one.items()
        ]
        return sum(agree) / len(agree)

    precision, recall = share(found, truth), share(truth, found)
    return 2 * precision * recall / (precision + recall)


def labels(groups: Mapping[str, Iterable[str]], names: Iterable[str]) -> dict[str, Hashable]:
    """Report -> its group; a report in none is alone."""
    of = {name: label for label, members in groups.items() for name in members}
    return {name: of.get(name, ("alone", name)) for name in names}


@pytest.mark.parametrize(
    ("name", "legs_floor", "trips_floor"),
    [("dev.jsonl", 0.98, 0.965), ("train.jsonl", 0.96, 0.955)],
)
def test_legs_and_trips_of_the_gold_are_found_again(
    name: str, legs_floor: float, trips_floor: float
) -> None:
    if not GOLD.exists():
        pytest.skip("the shared gold is not on this machine")
    told_so = list(read(name))
    reports = {item.report.report_id: item for item, _ in told_so}
    context = context_of(load_gazetteers())
    with duckdb.connect() as connection:
        grouping = group_reports(
            connection, list(reports.values()), [], weights=load_weights(), context=context
        )
    update = assign(grouping.clusters, [], [], now=datetime(2026, 1, 1, tzinfo=UTC))
    members = {one: [reports[each] for each in names] for one, names in update.events.items()}
    fused = [resolve(event_id, items, context) for event_id, items in members.items()]
    trips = trips_of(
        [one.event for one in fused if one],
        members=members,
        stated=[],
        minted_at=update.minted_at,
        context=context,
    )
    travelled = {
        trip.trip_id: [name for one in trip.event_ids for name in update.events[one]]
        for trip in trips
    }

    legs = {item.report.report_id: said["leg_id"] for item, said in told_so}
    missions = {item.report.report_id: said["trip_id"] for item, said in told_so}
    leg_score = b_cubed(labels(update.events, legs), legs)
    trip_score = b_cubed(labels(travelled, missions), missions)
    assert leg_score >= legs_floor, leg_score
    assert trip_score >= trips_floor, trip_score


def test_registrations_of_one_event_never_differ() -> None:
    if not GOLD.exists():
        pytest.skip("the shared gold is not on this machine")
    reports = {item.report.report_id: item for item, _ in read("train.jsonl")}
    with duckdb.connect() as connection:
        grouping = group_reports(
            connection,
            list(reports.values()),
            [],
            weights=load_weights(),
            context=context_of(load_gazetteers()),
        )
    for cluster in grouping.clusters:
        stated = {reports[member.report_id].report.registration for member in cluster} - {None}
        assert len(stated) <= 1
