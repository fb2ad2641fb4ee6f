"""What becomes of the reports of one flight: values, conflicts, status, confidence."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.events import Fused, resolve
from pipeline.records import Linkable
from pipeline.standing import TRUST, confidence, event_status
from tests.link.reports import WORLD, hard_cases, pyongyang, told, told_in


def fuse(*reports: Linkable) -> Fused:
    fused = resolve("evt_1", reports, WORLD)
    assert fused is not None
    return fused


def conflicts(*reports: Linkable) -> dict[str, set[tuple[str, int, int]]]:
    found: dict[str, set[tuple[str, int, int]]] = {}
    for one in fuse(*reports).conflicts:
        found.setdefault(one.field, set()).add((one.value, one.reports, one.outlets))
    return found


def test_values_that_agree_are_no_conflict_and_the_most_precise_is_kept() -> None:
    fused = fuse(
        pyongyang("a", type_variant="Il-62M", arrived="2023-09-25/2023-10-01", callsign="7203"),
        pyongyang("b", destination=None, operator="224th Flight Unit", callsign="RFF7203"),
        pyongyang("c", destination_icao="ZKPY", type_family="Ilyushin"),
    )

    assert fused.conflicts == ()
    event = fused.event
    assert (event.type_family, event.type_variant) == ("Il-62", "Il-62M")
    assert (event.destination, event.destination_icao) == ("Pyongyang", "ZKPY")
    assert (event.operator, event.callsign) == ("224th Flight Unit", "RFF7203")
    assert (event.arrived_earliest, event.arrived_latest) == (date(2023, 9, 26),) * 2


def test_of_values_that_disagree_the_one_with_more_sources_holds_and_all_are_counted() -> None:
    reports = [
        pyongyang("a", root="Bloomberg", outlet="One"),
        pyongyang("b", root="TASS", outlet="Two"),
        pyongyang("c", root="Daily", outlet="Three", type_family="Il-76", type_variant="Il-76TD"),
    ]

    assert fuse(*reports).event.type_family == "Il-62"
    assert conflicts(*reports) == {"type_family": {("Il-62", 2, 2), ("Il-76TD", 1, 1)}}
    assert fuse(*reports).event.conflicts == 1


def test_copies_of_one_source_do_not_outvote_two_others() -> None:
    copies = [pyongyang(f"c{n}", root="TASS", arrived="2023-09-27") for n in range(5)]
    others = [pyongyang("a", root="Bloomberg"), pyongyang("b", root="NK News")]

    assert fuse(*copies, *others).event.arrived_earliest == date(2023, 9, 26)


def test_a_primary_report_outranks_any_number_of_looks_back() -> None:
    backs = [pyongyang(f"b{n}", role="background", origin="Vladivostok") for n in range(3)]

    assert fuse(pyongyang("a"), *backs).event.origin == "Moscow"


def test_of_equally_supported_values_the_first_published_holds() -> None:
    late, early = pyongyang("a", origin="Vladivostok"), pyongyang("b", published="2023-09-26")

    assert fuse(late, early).event.origin == "Moscow"


def test_what_happened_outranks_the_plan_which_only_fills_gaps() -> None:
    plan = pyongyang("a", status="planned", arrived="2023-09-24", callsign="RFF7203")
    fused = fuse(plan, pyongyang("b"))

    assert fused.event.arrived_earliest == date(2023, 9, 26)
    assert fused.event.callsign == "RFF7203"
    assert fused.conflicts == ()


def test_of_two_outcomes_the_graver_holds_and_they_are_in_conflict() -> None:
    reports = [pyongyang("a", outcome="crashed"), pyongyang("b", outcome="shot_down")]

    assert fuse(*reports).event.outcome == "shot_down"
    assert set(conflicts(*reports)) == {"outcome"}


def test_no_record_mixes_two_aircraft() -> None:
    event = fuse(
        pyongyang("a", registration="RA-86559", icao24="15521F", root="A"),
        pyongyang("b", registration="RA-86559", root="B"),
        pyongyang("c", registration="RA-8655S", registration_fuzzy=True, icao24="150001"),
    ).event

    assert (event.registration, event.icao24) == ("RA-86559", "15521F")


def test_unknown_stays_unknown() -> None:
    event = fuse(told("a", published=None)).event
    values = (event.type_family, event.registration, event.origin, event.departed_earliest)

    assert values == (None,) * 4
    assert (event.outcome, event.first_reported_at, event.languages) == (None, None, ("en",))


def test_reports_articles_outlets_and_sources_are_counted_apart() -> None:
    event = fuse(
        pyongyang("a", article="x", outlet="Ukrinform", root="Bloomberg", lang="uk",
                  said_by=["Bloomberg"], trackers=["Flightradar24"], published="2023-09-29"),
        pyongyang("b", article="y", outlet="Bukvy", root="Bloomberg", lang="uk",
                  said_by=["Bloomberg", "NK News"], published="2023-09-30"),
        pyongyang("c", article="z", outlet="Bukvy", root="Bukvy", lang="en"),
    ).event  # fmt: skip

    assert (event.reports, event.articles, event.outlets) == (3, 3, 2)
    assert event.independent_sources == 2
    assert event.languages == ("en", "uk")
    assert event.said_by == ("Bloomberg", "NK News")
    assert event.trackers == ("Flightradar24",)
    assert event.first_reported_at == datetime(2023, 9, 29, tzinfo=UTC)
    assert event.last_reported_at == datetime(2023, 9, 30, tzinfo=UTC)


def test_an_older_revision_decides_nothing_and_is_not_counted() -> None:
    old = pyongyang("a", rank=1, type_family="Il-76", root="Else")
    fused = fuse(old, pyongyang("b"))

    assert (fused.event.type_family, fused.event.reports, fused.conflicts) == ("Il-62", 1, ())
    assert resolve("evt_1", [old], WORLD) is None


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        ([{"root": "A"}], "reported_single"),
        ([{"root": "A"}, {"root": "A"}], "reported_single"),
        ([{"root": "A"}, {"root": "B"}], "reported_multi"),
        ([{"status": "planned"}, {"status": "hypothetical"}], "planned"),
        ([{"status": "planned"}, {"root": "B"}], "reported_single"),
        ([{"status": "denied"}], "denied"),
        ([{"root": "A"}, {"root": "B", "status": "denied"}], "disputed"),
        ([{"root": "A", "status": "planned"}, {"root": "B", "status": "denied"}], "disputed"),
        (
            [
                {"root": "A", "published": "2023-09-27"},
                {"root": "A", "published": "2023-09-28", "status": "denied"},
            ],
            "denied",
        ),
        ([{"artifact": True}], "tracking_artifact"),
        ([{"artifact": True, "root": "A"}, {"root": "B"}], "reported_single"),
    ],
)
def test_the_status_follows_from_who_says_what(reports: list[dict[str, Any]], status: str) -> None:
    told_so = [pyongyang(f"r{number}", **said) for number, said in enumerate(reports)]

    assert event_status(told_so) == status


def test_confidence_grows_with_independent_sources_and_falls_with_contradiction() -> None:
    one, again = pyongyang("a", root="A"), pyongyang("b", root="A")
    other, denial = pyongyang("c", root="B"), pyongyang("d", root="B", status="denied")

    assert confidence([one], 0) == confidence([one, again], 0) == 0.8
    assert confidence([one, other], 0) > confidence([one], 0) > confidence([one], 2)
    assert confidence([one, denial], 0) < confidence([one, other], 0)
    assert confidence([pyongyang("a", confidence=1.0)], 0) == TRUST


EVERY_REPORT = [told_in(row) for case in hard_cases() for row in case["reports"]]


@given(st.lists(st.sampled_from(EVERY_REPORT), min_size=1, max_size=6, unique=True), st.data())
def test_the_order_of_reports_changes_no_value(
    reports: list[Linkable], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(reports))

    assert resolve("evt_1", reports, WORLD) == resolve("evt_1", shuffled, WORLD)


@given(st.lists(st.sampled_from(EVERY_REPORT), min_size=1, max_size=6, unique=True))
def test_every_value_of_an_event_is_stated_by_one_of_its_reports(reports: list[Linkable]) -> None:
    fused = resolve("evt_1", reports, WORLD)
    if fused is None:
        return
    for name in ("type_family", "registration", "operator", "origin", "destination", "callsign"):
        value = getattr(fused.event, name)
        assert value is None or value in {getattr(item.report, name) for item in reports}
