"""What a batch makes of the outcomes of a stage: what the database refuses costs one item."""

from datetime import UTC, datetime

import pytest

from pipeline.batch import Batch, Done, Options, Tally, settle
from pipeline.config import default_config
from pipeline.errors import StorageError
from pipeline.progress import Silent
from pipeline.records import Report
from pipeline.store import open_store

NOW = datetime(2024, 3, 7, 9, tzinfo=UTC)


@pytest.fixture
def batch(tmp_path):
    config = default_config(database=tmp_path / "flightdesk.duckdb")
    with open_store(config.database) as store:
        yield Batch(
            config=config, store=store, clock=lambda: NOW, report=Silent(), run_id="run_1",
            options=Options(), tally=Tally(),
        )  # fmt: skip


def done(item: str, *report_ids: str) -> Done:
    reports = [
        Report(report_id=one, article_id=item, seq=seq, role="primary", status="happened")
        for seq, one in enumerate(report_ids)
    ]
    return Done(item=item, write=lambda store: store.insert("report", reports))


def test_what_the_database_refuses_costs_one_item(batch):
    outcomes = [done("art_1", "rep_1"), done("art_2", "rep_2", "rep_2"), done("art_3", "rep_3")]
    settle(batch, "annotate", "1", outcomes, total=3)
    assert [r.report_id for r in batch.store.select(Report, "report", order="report_id")] == [
        "rep_1",
        "rep_3",
    ]
    marks = batch.store.query("select item, status, error from stage_run order by item")
    assert [(mark["item"], mark["status"]) for mark in marks] == [
        ("art_1", "ok"),
        ("art_2", "failed"),
        ("art_3", "ok"),
    ]
    assert "rep_2" in marks[1]["error"]
    assert batch.tally.exit_code(strict=False) == 70


def test_a_disk_that_refuses_ends_the_batch(batch):
    def fail(store):
        raise StorageError(f"cannot write {store.path}: disk full")

    outcomes = [
        Done(item="art_1", write=fail),
        done("art_2", "rep_2"),
    ]
    with pytest.raises(StorageError, match="disk full"):
        settle(batch, "annotate", "1", outcomes, total=2)
    assert batch.store.select(Report, "report", order="report_id") == []
