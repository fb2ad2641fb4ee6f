"""Candidate pairs: complete enough, in order, and never all pairs."""

import random
from datetime import date, timedelta

from pipeline.link.block import candidate_pairs
from pipeline.link.table import Table
from pipeline.records import Linkable
from tests.link.reports import WORLD, pyongyang


def pairs(reports: list[Linkable]) -> list[tuple[str, str]]:
    found = candidate_pairs(Table(reports, WORLD))
    names = [item.report.report_id for item in reports]
    return sorted((names[one], names[other]) for one, other in zip(*found, strict=True))


def test_every_pair_comes_once_the_earlier_row_left() -> None:
    assert pairs([pyongyang("a"), pyongyang("b"), pyongyang("c")]) == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]


def test_the_same_route_in_another_month_is_no_candidate() -> None:
    assert pairs([pyongyang("a"), pyongyang("b", arrived="2023-12-26")]) == []


def test_three_days_apart_is_a_candidate_across_the_turn_of_the_week() -> None:
    for day in range(14):
        first = date(2023, 9, 20) + timedelta(days=day)
        last = first + timedelta(days=3)
        reports = [
            pyongyang("a", arrived=first.isoformat()),
            pyongyang("b", arrived=last.isoformat()),
        ]
        assert pairs(reports) == [("a", "b")]


def test_what_is_two_flights_for_certain_is_no_candidate() -> None:
    one_article = [pyongyang("a", article="x"), pyongyang("b", article="x")]
    tails = [pyongyang("a", registration="RA-86559"), pyongyang("b", registration="RA-86572")]
    unsure = [tails[0], pyongyang("b", registration="RA-86572", registration_fuzzy=True)]

    assert pairs(one_article) == pairs(tails) == []
    assert pairs(unsure) == [("a", "b")]


def test_pairs_grow_with_the_archive_and_not_with_its_square() -> None:
    def archive(size: int) -> list[Linkable]:
        chance = random.Random(1)
        return [
            pyongyang(
                f"r{number}",
                arrived=(date(2020, 1, 1) + timedelta(days=number // 4)).isoformat(),
                destination=chance.choice(["Pyongyang", "Minsk", "Caracas"]),
            )
            for number in range(size)
        ]

    few, many = len(pairs(archive(400))), len(pairs(archive(1600)))

    assert many < 6 * few
