"""Whatever comes in which batch, the remembered clusters are those of one run over everything."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import combinations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.synthetic import reports as synthetic
from pipeline.link.block import COLUMNS, TABLE
from pipeline.link.group import group_reports
from pipeline.link.memory import NOW, remembered_clusters
from pipeline.link.regroup import KEPT, Seen, regroup
from pipeline.link.weights import load_weights
from pipeline.records import Judgement, Linkable
from tests.link.reports import WORLD, hard_cases, judged, pyongyang, told_in
from tests.link.test_table import REPORTS

NAMED = {row["id"]: told_in(row) for case in hard_cases() for row in case["reports"]}
HARD = [NAMED[name] for name in sorted(NAMED)]
MIGRATIONS = files("pipeline").joinpath("sql", "migrations")
TABLES = [
    MIGRATIONS.joinpath(name).read_text("utf-8")
    for name in ("0004_linking.sql", "0007_link_pairs.sql")
]


@pytest.fixture(scope="module")
def kept() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for script in TABLES:
            connection.execute(script)
        yield connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What there is at one time."""

    reports: Sequence[Linkable]
    judgements: Sequence[Judgement]


def seen(reports: Sequence[Linkable], judgements: Sequence[Judgement] = ()) -> Now:
    return Now(reports=reports, judgements=judgements)


def renew(connection: duckdb.DuckDBPyConnection, now: Now) -> frozenset[str]:
    by_id = {item.report.report_id: item for item in now.reports}
    connection.execute(NOW.format(kind="TABLE", query="SELECT '', '', 0, 0::UBIGINT WHERE false"))
    connection.execute(
        "INSERT INTO link_now SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), "
        "unnest(?::INTEGER[]), hash(unnest(?::VARCHAR[]))",
        [
            list(by_id),
            [item.url for item in now.reports],
            [item.revision_rank for item in now.reports],
            [repr(item) for item in now.reports],
        ],
    )
    told = Seen(load=lambda ids: [by_id[one] for one in ids], judgements=now.judgements)
    return regroup(connection, told, weights=load_weights(), context=WORLD)


def assert_as_in_one_run(connection: duckdb.DuckDBPyConnection, now: Now) -> None:
    renew(connection, now)
    whole = group_reports(now.reports, now.judgements, weights=load_weights(), context=WORLD)
    assert remembered_clusters(connection, now.reports) == whole.clusters


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    for table in KEPT:
        connection.execute(f"delete from {table}")


def test_the_migration_has_the_columns_that_blocking_fills(
    kept: duckdb.DuckDBPyConnection,
) -> None:
    kept.execute(TABLE.format(temporary="TEMP", name="as_written"))
    columns = [
        kept.execute(f"select column_name, column_type from (describe {table})").fetchall()
        for table in ("as_written", "link_report")
    ]

    assert columns[0] == columns[1]
    assert set(COLUMNS) < {name for name, _ in columns[1]}


@pytest.mark.parametrize("seed", range(3))
def test_hard_cases_in_any_order_and_batches_are_grouped_as_in_one_run(
    kept: duckdb.DuckDBPyConnection, seed: int
) -> None:
    forget(kept)
    chance = random.Random(seed)
    order = chance.sample(HARD, len(HARD))
    cuts = sorted(chance.sample(range(1, len(order)), 3))
    for cut in (*cuts, len(order)):
        assert_as_in_one_run(kept, seen(order[:cut]))


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_reports_that_come_change_and_go_are_grouped_as_in_one_run(
    kept: duckdb.DuckDBPyConnection, data: st.DataObject
) -> None:
    forget(kept)
    everything = data.draw(st.lists(REPORTS, min_size=2, max_size=14))
    names = [item.report.report_id for item in everything]
    for _ in range(3):
        some = data.draw(st.lists(st.sampled_from(everything), unique_by=id))
        ranks = data.draw(st.lists(st.booleans(), min_size=len(some), max_size=len(some)))
        current = [
            replace(item, url="https://synthetic.example/rewritten", revision_rank=1)
            if older
            else item
            for item, older in zip(some, ranks, strict=True)
        ]
        pairs = data.draw(st.lists(st.sampled_from(list(combinations(names, 2))), max_size=3))
        words = [
            judged(left, right, data.draw(st.sampled_from(["same", "different"])))
            for left, right in pairs
        ]
        assert_as_in_one_run(kept, seen(current, words))


def test_a_growing_archive_is_grouped_as_in_one_run(kept: duckdb.DuckDBPyConnection) -> None:
    forget(kept)
    items = [told.item for told in synthetic(800)]
    for size in (600, 630, 799, 800):
        assert_as_in_one_run(kept, seen(items[:size]))


def test_a_new_report_touches_its_component_alone(kept: duckdb.DuckDBPyConnection) -> None:
    forget(kept)
    reports = [pyongyang("a"), pyongyang("b"), pyongyang("far", arrived="2021-05-05")]
    renew(kept, seen(reports))

    assert renew(kept, seen(reports)) == frozenset()
    assert renew(kept, seen([*reports, pyongyang("c")])) == {"a", "b", "c"}
