"""The story the project started from comes out of the whole pipeline exactly as expected."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.model]

ROOT = Path(__file__).parents[1]
RETOLD = ROOT / "corpora" / "seed" / "il62m-2023-09.jsonl"
ORIGINAL = ROOT.parent / "shared" / "seed" / "ukrinform-2023-09-il62m.jsonl"
LEGS = {"out": 0, "back": 1, "august": 2}


@pytest.fixture(scope="module", params=[RETOLD, ORIGINAL], ids=["retold", "original"])
def story(request, tmp_path_factory):
    """Give the expected file and a connection to the published copy of one ingested story."""
    if not request.param.exists():
        pytest.skip("the original story is not part of the repository")
    database = tmp_path_factory.mktemp("seed") / "s.duckdb"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "ingest", request.param, "--database", database],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    expected = json.loads(
        request.param.with_name(request.param.stem + ".expected.json").read_text()
    )
    with duckdb.connect(
        str(database.with_name("s.published.duckdb")), read_only=True
    ) as connection:
        yield expected, connection


def rows(connection, sql):
    connection.execute(sql)
    names = [column[0] for column in connection.description]
    return [dict(zip(names, row, strict=True)) for row in connection.fetchall()]


def reports(connection):
    """Return the reports by leg: `out` goes to Pyongyang, `back` to Russia, `august` is past."""
    found = rows(connection, "select * from reports")
    legs = {
        "august"
        if row["role"] == "background"
        else "back"
        if row["origin_country"] == "KP"
        else "out": row
        for row in found
    }
    assert len(found) == len(legs) == 3
    return legs


def test_there_are_three_reports_and_the_article_is_relevant(story):
    _, connection = story
    assert set(reports(connection)) == set(LEGS)
    assert rows(connection, "select relevant from articles") == [{"relevant": True}]


@pytest.mark.parametrize("leg", sorted(LEGS))
def test_each_report_says_what_is_expected(story, leg):
    expected, connection = story
    wanted = dict(next(each for each in expected["reports"] if each["leg"] == leg))
    found = reports(connection)[leg]
    wanted.pop("leg")
    for field in ("arrived", "departed_or_arrived", "within"):
        span = wanted.pop(field, None)
        if span is None:
            continue
        earliest, latest = map(date.fromisoformat, span)
        spans = [
            (found[f"{end}_earliest"], found[f"{end}_latest"])
            for end in ("departed", "arrived")
            if found[f"{end}_earliest"] and field in (end, "departed_or_arrived", "within")
        ]
        assert spans
        if field == "within":
            assert all(earliest <= low <= high <= latest for low, high in spans)
        else:
            assert set(spans) == {(earliest, latest)}
    assert {field: found[field] for field in wanted} == wanted


def test_out_and_back_are_one_trip_and_august_is_another_event(story):
    _, connection = story
    found = reports(connection)
    trips = dict(connection.execute("select event_id, trip_id from events").fetchall())
    out, back, august = (found[leg]["event_id"] for leg in ("out", "back", "august"))
    assert trips[out] == trips[back] != trips[august]
    assert len({out, back, august}) == 3
    related = rows(connection, "select * from relations where relation = 'same_airframe_as'")
    assert any({row["event_id"], row["related_event_id"]} == {out, august} for row in related)


def test_credit_goes_to_the_outlet_and_the_tracker_that_are_named(story):
    expected, connection = story
    for row in reports(connection).values():
        assert row["said_by"] == expected["said_by"]
        assert [name.casefold() for name in row["trackers"]] == [
            n.casefold() for n in expected["trackers"]
        ]
    for event in rows(connection, "select independent_sources from events"):
        assert event["independent_sources"] == expected["independent_sources"]


def test_nothing_comes_from_outside_the_story(story):
    _, connection = story
    told = rows(connection, "select title, text from articles")[0]
    for outside in ("Read also", "All rights reserved", "xtended search", "Photo:", "RA-82035"):
        assert outside not in told["text"]
    assert told["text"].count(told["title"]) == 0
    assert rows(connection, "select * from claims where field in ('registration', 'icao24')") == []
    for claim in rows(connection, "select * from claims"):
        part = told[claim["part"]]
        assert part[claim["char_start"] : claim["char_end"]] == claim["original"]
