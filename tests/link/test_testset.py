"""The linking test set of the design study: 47 coded reports, where it is at hand."""

import csv
from itertools import combinations
from pathlib import Path

import pytest

from pipeline.records import Linkable
from tests.link.reports import group, told

TABLE = Path(__file__).parents[2] / ".." / "shared" / "reference" / "linking-testset.csv"
COUNTRY = {
    "MOW": "RU", "FNJ": "KP", "VVO": "RU", "WAS": "US", "OVB": "RU", "OMS": "RU", "KJA": "RU",
    "MSQ": "BY",
}  # fmt: skip


def read(rows: list[dict[str, str]], *, listed: bool) -> list[Linkable]:
    return [
        told(
            row["report_id"],
            article=(row["listing_group"] if listed else "") or row["report_id"],
            root=row["source_chain"] or row["report_id"],
            published=row["published"] or None,
            registration=row["registration"] or None,
            type_family=row["type_family"] or None,
            operator=row["operator"] or None,
            operator_country=row["operator_country"] or None,
            origin=row["origin"] or None,
            origin_country=COUNTRY.get(row["origin"]),
            destination=row["destination"] or None,
            destination_country=COUNTRY.get(row["destination"]),
            arrived=f"{row['date_earliest']}/{row['date_latest']}",
        )
        for row in rows
    ]


@pytest.mark.parametrize(
    ("chosen", "listed", "most_false", "least_true"),
    [("base", True, 0, 23), ("hard", True, 1, 36), ("hard", False, 1, 36)],
)
def test_pairs_of_the_test_set_are_linked_as_coded(
    chosen: str, listed: bool, most_false: int, least_true: int
) -> None:
    if not TABLE.exists():
        pytest.skip("the shared reference tables are not on this machine")
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if chosen == "hard" or row["set"] == "base"]
    truth = {row["report_id"]: row["event_id"] for row in rows}
    linked = {
        pair
        for members in group(read(rows, listed=listed)).clusters
        for pair in combinations(sorted(member.report_id for member in members), 2)
    }
    right = {(left, other) for left, other in linked if truth[left] == truth[other]}

    assert len(linked - right) <= most_false
    assert len(right) >= least_true
