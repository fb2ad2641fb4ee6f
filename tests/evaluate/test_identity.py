"""Two names of one are one only where one row of a table holds both, and no other holds either."""

from dataclasses import replace

import pytest

from pipeline.evaluate.facts import operator_of, outlet_of, same_operator, tracker_of
from pipeline.evaluate.identity import identities, identity
from pipeline.evaluate.score import score
from tests.evaluate.builders import OUT, gold_article, gold_report, right_about

ROWS = [
    ("Polar Airlines", "Polar", "The Polar Line"),
    ("Polar Express", "PX", "Northern"),
    ("Northern Rail", "Northern", "Heron"),
    ("Heron Airlines",),
    ("Tern",),
    ("Tern Cargo",),
]


def same(left: str, right: str) -> bool:
    known = identities(ROWS)
    return identity(left, known) == identity(right, known)


def test_all_names_of_one_row_are_one():
    assert same("Polar", "Polar Airlines")
    assert same("polar line", "POLAR AIRLINES")
    assert same("PX", "Polar Express")


def test_a_name_of_two_rows_is_only_itself():
    assert not same("Northern", "Polar Express")
    assert not same("Northern", "Northern Rail")
    assert same("Northern", "northern")


def test_a_name_that_is_short_for_another_row_is_only_itself():
    assert not same("Heron", "Northern Rail")
    assert not same("Heron", "Heron Airlines")
    assert not same("Tern", "Tern Cargo")


def test_what_no_row_has_is_compared_by_its_letters():
    assert same("Gull Air", "gull-air")
    assert not same("Gull Air", "Gull Airlines")
    assert not same("", "Polar")


def test_two_rows_with_one_name_stay_two():
    known = identities([("Kite", "K1"), ("Kite", "K2")])
    assert identity("K1", known) != identity("K2", known)
    assert identity("K1", known) != identity("Kite", known)


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ("Nordwind", "Nordwind Airlines", True),
        ("Russia's aerospace forces", "Russian military", True),
        ("US Air Force", "USAF", True),
        ("SAS", "Scandinavian Airlines", True),
        ("US Air Force", "US Navy", False),
        ("Rossiya", "Special Flight Squadron Rossiya", False),
        ("Russian Air Force", "Russian Naval Aviation", False),
    ],
)
def test_operators_are_one_by_the_table(left: str, right: str, one: bool):
    assert same_operator(left, right) is one
    assert (operator_of(left) == operator_of(right)) is one


def test_credits_are_one_by_their_tables():
    assert outlet_of("Associated Press") == outlet_of("AP")
    assert outlet_of("Belaruski Hajun") == outlet_of("Belarusian Hajun")
    assert outlet_of("Radio Farda") != outlet_of("RFE/RL")
    assert outlet_of("Radio Svoboda") != outlet_of("Current Time")
    assert tracker_of("FR24") == tracker_of("Flightradar24")
    assert outlet_of("FR24") != outlet_of("Flightradar24")


def test_the_scorer_counts_another_name_of_the_same_as_right():
    article = gold_article("a", gold_report("nk/1", replace(OUT, operator="USAF")),
                           said_by=("Associated Press",), trackers=("FR24",))  # fmt: skip
    right = right_about(article)
    said = replace(right.reports[0], facts=replace(OUT, operator="US Air Force"),
                   said_by=("AP",), trackers=("Flightradar24",))  # fmt: skip
    figures = score([article], {article.url: replace(right, reports=(said,))}).groups["all"]
    found = {figure.name: figure.value for figure in figures}
    assert found["operator.f1"] == found["said_by.f1"] == found["trackers.f1"] == 1.0
