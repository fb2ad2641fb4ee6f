"""Trips, relations and readable names."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.events import resolve
from pipeline.records import Event, Linkable, RelationKind, ReportRelation, Trip, stable_id
from pipeline.reference import event_reference
from pipeline.relations import relations_of
from pipeline.trips import trips_of, with_trips
from tests.link.reports import WORLD, pyongyang, told

NOW = datetime(2024, 1, 1, tzinfo=UTC)
HOME = {"origin": "Pyongyang", "origin_country": "KP", "destination": None,
        "destination_country": "RU", "arrived": None, "departed": "2023-09-28"}  # fmt: skip


def follows(report: str, before: str, relation: RelationKind = "next_leg_of") -> ReportRelation:
    return ReportRelation(report_id=report, related_report_id=before, relation=relation)


def fuse(reports: list[Linkable]) -> list[Event]:
    """One event a report, called as the report."""
    found = [resolve(item.report.report_id, [item], WORLD) for item in reports]
    return [one.event for one in found if one]


def trips(
    *reports: Linkable, stated: tuple[ReportRelation, ...] = (), oldest: str | None = None
) -> tuple[Trip, ...]:
    events = fuse(list(reports))
    minted = {event.event_id: NOW + timedelta(days=event.event_id != oldest) for event in events}
    return trips_of(
        events,
        members={item.report.report_id: [item] for item in reports},
        stated=stated,
        minted_at=minted,
        context=WORLD,
    )


def routes(*reports: Linkable, stated: tuple[ReportRelation, ...] = ()) -> list[tuple[str, ...]]:
    return sorted(trip.event_ids for trip in trips(*reports, stated=stated))


def test_out_and_back_in_one_article_are_one_trip() -> None:
    (trip,) = trips(pyongyang("out", article="x"), pyongyang("back", article="x", seq=1, **HOME))

    assert trip.event_ids == ("out", "back")
    assert trip.route == "Moscow → Pyongyang → RU"
    assert (trip.legs, trip.operator, trip.type_family) == (2, "Russian Air Force", "Il-62")
    assert trip.reference == "2023-09-26-RU-IL62-MOW-FNJ-RU"
    assert (str(trip.started), str(trip.ended)) == ("2023-09-26", "2023-09-28")


def test_out_and_back_told_by_two_articles_are_one_trip_where_all_agrees() -> None:
    assert routes(pyongyang("out"), pyongyang("back", **HOME)) == [("out", "back")]


def test_another_flight_of_the_airframe_weeks_later_is_another_trip() -> None:
    tail = {"registration": "RA-86559"}
    later = {**HOME, "departed": "2023-10-28"}

    assert len(trips(pyongyang("out", **tail), pyongyang("back", **tail, **later))) == 2


def test_a_trip_ends_at_home() -> None:
    tail = {"registration": "RA-86559", "article": "x"}
    again = {"arrived": "2023-09-29"}

    assert routes(
        pyongyang("out", **tail),
        pyongyang("back", seq=1, **tail, **HOME),
        pyongyang("out_again", seq=2, **tail, **again),
    ) == [("out", "back"), ("out_again",)]


def test_two_planes_of_one_article_fly_two_trips() -> None:
    found = routes(
        pyongyang("a_out", article="x", registration="RA-1"),
        pyongyang("b_out", article="x", seq=1, registration="RA-2"),
        pyongyang("a_back", article="x", seq=2, registration="RA-1", **HOME),
        pyongyang("b_back", article="x", seq=3, registration="RA-2", **HOME),
    )

    assert found == [("a_out", "a_back"), ("b_out", "b_back")]


def test_a_flight_forced_down_goes_on() -> None:
    minsk = {"origin": "Minsk", "origin_country": "BY"}

    assert routes(
        pyongyang("first", article="x", outcome="forced_down"),
        pyongyang("second", article="x", seq=1, **minsk),
    ) == [("first", "second")]


def test_a_crashed_aircraft_flies_no_further() -> None:
    assert len(trips(pyongyang("a", article="x", outcome="crashed"),
                     pyongyang("b", article="x", seq=1, **HOME))) == 2  # fmt: skip


def test_what_an_article_says_outranks_what_we_conclude() -> None:
    onward = {"origin": "Minsk", "origin_country": "BY", "destination": "Caracas",
              "destination_country": "VE", "arrived": "2023-10-20"}  # fmt: skip

    assert routes(
        pyongyang("out", article="x"),
        pyongyang("onward", article="x", seq=1, **onward),
        stated=(follows("onward", "out"),),
    ) == [("out", "onward")]


def test_legs_that_articles_put_in_a_circle_still_begin_somewhere() -> None:
    reports = [pyongyang("a", article="x"), pyongyang("b", article="x", seq=1, **HOME)]

    assert routes(*reports, stated=(follows("b", "a"), follows("a", "b"))) == [("a", "b")]


def test_a_leg_found_later_does_not_change_the_id_of_the_trip() -> None:
    back = pyongyang("back", **HOME)
    (before,) = trips(back, oldest="back")
    (after,) = trips(pyongyang("out"), back, oldest="back")

    assert after.trip_id == before.trip_id == stable_id("trp", "back")
    assert after.event_ids == ("out", "back")


LEGS = [
    pyongyang("a", article="x", registration="RA-86559"),
    pyongyang("b", article="x", seq=1, registration="RA-86559", **HOME),
    pyongyang("c", article="y", arrived="2023-09-27"),
    pyongyang("d", article="y", seq=1, **HOME),
    told("e", article="y", seq=2),
    told("f", origin="Moscow", origin_country="RU", departed="2023-09-29"),
]


@given(st.lists(st.sampled_from(LEGS), min_size=1, unique=True), st.data())
def test_every_event_is_in_one_trip_in_whatever_order_events_come(
    reports: list[Linkable], data: st.DataObject
) -> None:
    found = trips(*reports)

    members = [event_id for trip in found for event_id in trip.event_ids]
    assert sorted(members) == sorted(item.report.report_id for item in reports)
    assert trips(*data.draw(st.permutations(reports))) == found


def test_events_learn_their_trip_and_their_name() -> None:
    reports = [pyongyang("out"), pyongyang("back", **HOME)]
    found = trips(*reports)
    out, back = with_trips(fuse(reports), found, WORLD)

    assert out.trip_id == back.trip_id == found[0].trip_id
    assert out.reference == "2023-09-26-RU-IL62-MOW-FNJ"
    assert back.reference == "2023-09-28-RU-IL62-FNJ-RU"


def test_a_name_leaves_out_what_is_unknown() -> None:
    (event,) = fuse([told("a", destination="Port Sudan", destination_country="SD")])

    assert event_reference(event, WORLD) == "PORTSUDAN"


def test_relations_are_stated_by_articles_or_follow_from_the_records() -> None:
    tail = {"registration": "RA-86559"}
    reports = [
        pyongyang("aug", role="background", arrived="2023-08-01", article="x", seq=2, **tail),
        pyongyang("out", article="x", **tail),
        pyongyang("back", article="x", seq=1, **tail, **HOME),
    ]
    stated = [follows("out", "aug", "same_airframe_as"), follows("aug", "out", "background_of")]
    events = fuse(reports)
    event_of = {event.event_id: event.event_id for event in events}
    found = relations_of(events, trips(*reports), stated, event_of)

    said = {(one.event_id, one.relation, one.related_event_id): one.report_id for one in found}
    assert said == {
        ("out", "same_airframe_as", "aug"): "out",
        ("aug", "background_of", "out"): "aug",
        ("back", "next_leg_of", "out"): None,
        ("back", "same_airframe_as", "out"): None,
    }


def test_a_relation_within_one_event_or_to_no_event_is_none() -> None:
    events = fuse([pyongyang("a")])
    stated = [follows("a", "b"), follows("b", "a"), follows("c", "a")]

    assert relations_of(events, [], stated, {"a": "a", "b": "a"}) == ()


def test_what_the_records_know_by_two_registrations_is_not_called_one_airframe() -> None:
    reports = [
        pyongyang("a", registration="RA-86559"),
        pyongyang("b", registration="RA-86496", arrived="2023-11-22"),
        pyongyang("c", arrived="2023-12-22"),
    ]
    events = fuse(reports)
    stated = [follows("b", other, "same_airframe_as") for other in ("a", "c")]
    found = relations_of(events, [], stated, {"a": "a", "b": "b", "c": "c"})

    assert [(one.event_id, one.related_event_id) for one in found] == [("b", "c")]
