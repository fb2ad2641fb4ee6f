"""What two reports are compared on, and what forbids that they are one flight."""

import csv
import math
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.compare import compare
from pipeline.link.forbid import cannot_link
from pipeline.link.frequency import Frequency, frequency_of
from pipeline.link.table import Table
from pipeline.link.weights import load_weights
from pipeline.records import Comparison, Linkable
from tests.link.reports import WORLD, hard_cases, pyongyang, told, told_in, weigh

EVERY_REPORT = [told_in(row) for case in hard_cases() for row in case["reports"]]


def levels(found: Comparison) -> dict[str, str]:
    return {feature.field: feature.level for feature in found.features}


def test_the_weight_is_the_prior_and_the_sum_of_its_reasons() -> None:
    found = weigh(pyongyang("a"), pyongyang("b", origin=None, registration="RA-86559"))

    assert math.isclose(found.weight, sum(feature.weight for feature in found.features))
    assert found.features[0].field == "prior"
    assert found.features[0].weight < 0


def test_what_one_report_leaves_open_is_no_evidence() -> None:
    found = weigh(pyongyang("a"), told("b", published=None))

    assert set(levels(found)) == {"prior", "source"}


@given(st.sampled_from(EVERY_REPORT), st.sampled_from(EVERY_REPORT))
def test_comparison_does_not_depend_on_which_report_comes_first(
    left: Linkable, right: Linkable
) -> None:
    assert weigh(left, right) == weigh(right, left)
    assert cannot_link(left, right, WORLD) == cannot_link(right, left, WORLD)


@pytest.mark.parametrize(
    ("field", "left", "right", "level"),
    [
        ("type", {"type_variant": "Il-62M"}, {"type_variant": "Il-62M"}, "variant"),
        ("type", {"type_variant": "Il-62M"}, {}, "family"),
        ("type", {"type_family": "Il-78"}, {"type_family": "Il-76"}, "group"),
        ("type", {"type_family": "Ilyushin"}, {"type_family": "Il-76"}, "maker"),
        ("type", {"type_family": "Boeing"}, {"type_family": "Boeing 747"}, "maker"),
        ("type", {"type_family": "Il-96"}, {"type_family": "Il-76"}, "different"),
        ("operator", {"operator": "224th Flight Unit"}, {}, "part"),
        ("operator", {"operator": "Aeroflot"}, {}, "different_same_country"),
        ("destination", {"destination": None}, {}, "country"),
        ("destination", {"destination": "Wonsan"}, {}, "different_same_country"),
        ("origin", {"origin": "Minsk", "origin_country": "BY"}, {}, "different"),
        ("callsign", {"callsign": "RFF7203"}, {"callsign": "RFF7203"}, "same"),
        ("callsign", {"callsign": "J28243"}, {"callsign": "8243"}, "number"),
        ("callsign", {"callsign": "RSD79"}, {"callsign": "RSD78"}, "different"),
        ("dates", {"arrived": "2023-09-25/2023-09-28"}, {}, "few_days"),
        ("dates", {"arrived": "2023-09-25/2023-10-01"}, {}, "week"),
        ("dates", {"arrived": "2023-09-01/2023-09-30"}, {}, "month"),
        ("dates", {"arrived": "2023-01-01/2023-12-31"}, {}, "wide"),
        ("dates", {"arrived": "2023-09-27", "status": "planned"}, {}, "day_off"),
        ("dates", {"arrived": "2023-09-28", "status": "planned"}, {}, "postponed"),
        ("dates", {"arrived": None, "departed": "2023-09-25"}, {}, "same_day"),
        ("outcome", {"outcome": "crashed"}, {"outcome": "shot_down"}, "same_loss"),
        ("outcome", {"outcome": "diverted"}, {"outcome": "turned_back"}, "same_trouble"),
        ("outcome", {"outcome": "crashed"}, {"outcome": "diverted"}, "different"),
        ("published", {"arrived": None}, {}, "near"),
    ],
)
def test_a_field_reaches_its_level(
    field: str, left: dict[str, str], right: dict[str, str], level: str
) -> None:
    assert levels(weigh(pyongyang("a", **left), pyongyang("b", **right)))[field] == level


@pytest.mark.parametrize(
    ("left", "right", "rule"),
    [
        ({"article": "x"}, {"article": "x"}, "one_article"),
        ({"registration": "RA-86559"}, {"registration": "RA-86572"}, "registrations_differ"),
        ({"icao24": "15521F"}, {"icao24": "15522F"}, "addresses_differ"),
        ({"arrived": "2023-09-26"}, {"arrived": "2023-09-30"}, "dates_apart"),
        (
            {"arrived": None, "published": "2023-09-20"},
            {"arrived": "2023-09-26"},
            "told_before_flown",
        ),
        (
            {},
            {
                "origin": "Pyongyang",
                "origin_country": "KP",
                "destination": None,
                "destination_country": None,
            },
            "reversed",
        ),
        (
            {},
            {
                "origin": None,
                "origin_country": "KP",
                "destination": None,
                "destination_country": "RU",
            },
            "reversed",
        ),
        ({"type_family": "Il-76"}, {"type_family": "An-124"}, "types_differ"),
        (
            {},
            {
                "origin": "Minsk",
                "origin_country": "BY",
                "destination": "Caracas",
                "destination_country": "VE",
            },
            "both_ends_differ",
        ),
        (
            {"departed": "2023-09-26", "arrived": None},
            {"departed": None, "arrived": "2023-09-24"},
            "too_fast",
        ),
    ],
)
def test_a_rule_forbids_one_flight(left: dict[str, str], right: dict[str, str], rule: str) -> None:
    assert weigh(pyongyang("a", **left), pyongyang("b", **right)).cannot_link == rule


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"registration": "RA-86559"}, {"registration": "RA-8655", "registration_fuzzy": True}),
        ({"icao24": "1F521F"}, {"icao24": "15521F"}),
        ({"type_family": "Il-76", "registration": "RA-1"}, {"registration": "RA-1"}),
        ({"arrived": "2023-09-26"}, {"arrived": "2023-09-29"}),
        ({"origin": "Vladivostok"}, {}),
        ({"origin": "Moscow", "destination": "Moscow"}, {"destination": None}),
    ],
)
def test_what_can_be_a_slip_is_not_forbidden(left: dict[str, str], right: dict[str, str]) -> None:
    assert weigh(pyongyang("a", **left), pyongyang("b", **right)).cannot_link is None


def test_a_day_between_two_short_flights_needs_a_reason() -> None:
    minsk = {"destination": "Minsk", "destination_country": "BY"}
    unnamed = weigh(pyongyang("a", **minsk), pyongyang("b", **minsk, arrived="2023-09-27"))
    tail = {"registration": "RA-86559"}
    named = weigh(
        pyongyang("a", **minsk, **tail), pyongyang("b", **minsk, **tail, arrived="2023-09-27")
    )

    assert levels(unnamed)["dates"] == "adjacent"
    assert levels(named)["dates"] == "day_off"


def test_a_route_that_everybody_flies_says_less_than_a_rare_one() -> None:
    crowd = [pyongyang(f"r{n}") for n in range(900)]
    frequency = frequency_of(Table(crowd, WORLD))
    common = compare(crowd[0], crowd[1], weights=load_weights(), frequency=frequency, context=WORLD)

    assert common.weight < weigh(crowd[0], crowd[1]).weight


def test_many_reports_a_day_lower_every_pair() -> None:
    assert Frequency(reports=9, per_day=4).density() == 0
    assert Frequency(reports=9, per_day=50).density() < 0


def test_every_weight_has_its_source_and_its_two_frequencies() -> None:
    table = resources.files("pipeline") / "gazetteers" / "link_weights.csv"
    with table.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))

    assert all(row["source"] for row in rows)
    assert len({(row["field"], row["level"]) for row in rows}) == len(rows)
    assert all(0 < float(row["m"]) <= 1 for row in rows)
