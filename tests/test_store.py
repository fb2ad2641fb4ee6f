"""The store: records come back equal, a transaction is all or nothing, readers never block."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError, DataError, LockedError, RefusedError, UsageError
from pipeline.lock import writer_lock
from pipeline.queries import ask, rows_of
from pipeline.records import ArchiveRef, Article, DateSpan, Page, Report, stable_id
from pipeline.rows import columns_of, from_row, to_row
from pipeline.store import open_published, open_store

NOW = datetime(2023, 9, 29, 12, 0, tzinfo=UTC)


def article(**changes):
    values = {
        "article_id": "art_1", "page_id": "pag_1", "url": "http://wire.example/1", "outlet": "Wire",
        "lang": "en", "title": "A title", "text": "A text.", "published_at": NOW,
        "published_precision": "instant", "published_basis": "feed", "fetched_at": NOW,
        "gate": "in: x",
    }  # fmt: skip
    return Article(**{**values, **changes})


def report(**changes):
    values = {
        "report_id": "rep_1",
        "article_id": "art_1",
        "seq": 0,
        "role": "primary",
        "status": "happened",
    }
    return Report(**{**values, **changes})


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "flightdesk.duckdb") as opened:
        yield opened


def test_records_come_back_equal(store):
    page = Page(
        page_id="pag_1", kind="html", url="http://wire.example/1", final_url="http://wire.example/1",
        outlet="Wire", lang=None, fetched_at=NOW, status=200, content_type="text/html",
        body_hash="h",
        etag=None, last_modified=None, entry_id=None,
        archive=ArchiveRef(file="a.warc.gz", offset=7, payload_sha256="s"),
    )  # fmt: skip
    arrived = DateSpan(
        earliest=date(2023, 9, 26), latest=date(2023, 9, 26), text="on Tuesday", basis="weekday"
    )
    full = report(arrived=arrived, said_by=("Bloomberg",), trackers=(), confidence=0.5)
    store.insert("page", [page])
    store.insert("article", [article(), article(article_id="art_2", text=None, published_at=None)])
    store.insert("report", [full])
    assert store.select(Page, "page", order="page_id") == [page]
    assert store.select(Article, "article", order="article_id")[1].text is None
    assert store.select(Report, "report", order="report_id") == [full]


@given(
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_rows_round_trip(title, at):
    record = article(title=title, published_at=at)
    assert from_row(Article, dict(zip(columns_of(Article), to_row(record), strict=True))) == record


def test_a_failed_transaction_leaves_nothing(store):
    store.insert("article", [article()])
    twice = [article(article_id="art_2"), article(article_id="art_1")]
    with pytest.raises(RefusedError, match="art_1"), store.transaction():
        store.insert("article", twice)
    assert store.select(Article, "article", order="article_id") == [article()]


def test_pending_finds_what_is_new_stale_or_worth_another_try(store):
    store.insert("article", [article(article_id=f"art_{number}") for number in range(4)])
    pending = {"table": "article", "key": "article_id", "where": "true", "order": "item.article_id"}
    store.mark("art_0", "annotate", "1", now=NOW)
    store.mark("art_1", "annotate", "0", now=NOW)
    store.mark("art_2", "annotate", "1", status="failed", error="x", now=NOW)
    assert store.pending("annotate", "1", **pending) == ["art_1", "art_2", "art_3"]
    for _ in range(2):
        store.mark("art_2", "annotate", "1", status="failed", error="x", now=NOW)
    assert store.pending("annotate", "1", **pending) == ["art_1", "art_3"]
    store.mark("art_3", "annotate", "1", status="quarantined", error="x", now=NOW)
    assert store.pending("annotate", "1", **pending) == ["art_1"]
    assert store.pending("annotate", "2", **pending) == [f"art_{number}" for number in range(4)]


def test_the_published_copy_replaces_the_old_one_under_an_open_reader(tmp_path, store):
    published = tmp_path / "published" / "flightdesk.duckdb"
    store.insert("article", [article()])
    store.publish(published)
    with open_published(published) as reader:
        store.insert("article", [article(article_id="art_2")])
        store.publish(published)
        assert rows_of(reader, "select count(*) as n from articles") == [{"n": 1}]
    with open_published(published) as reader:
        assert rows_of(reader, "select count(*) as n from articles") == [{"n": 2}]
    assert [path.name for path in published.parent.iterdir()] == [published.name]


@pytest.mark.parametrize(
    "query",
    [
        "insert into article (article_id) values ('x')",
        "delete from report",
        "create table t (a integer)",
        "drop view events",
        "copy articles to 'out.csv'",
        "attach 'other.duckdb'",
        "install httpfs",
        "select * from read_text('/etc/hostname')",
        "set enable_external_access = true",
        "create temp table t (a integer)",
        "checkpoint",
        "select 1; select 2",
        "selekt 1",
    ],
)
def test_sql_that_writes_or_reaches_out_is_refused(tmp_path, store, query):
    published = tmp_path / "published.duckdb"
    store.publish(published)
    with open_published(published) as reader, pytest.raises(UsageError):
        ask(reader, query)


@pytest.mark.parametrize(
    "query",
    ["select 1 as n", "with t as (select 1) select * from t", "describe events", "show tables",
     "explain select 1", "summarize articles", "from runs"],
)  # fmt: skip
def test_sql_that_reads_is_answered(tmp_path, store, query):
    published = tmp_path / "published.duckdb"
    store.publish(published)
    with open_published(published) as reader:
        assert isinstance(ask(reader, query), list)


def test_a_newer_schema_is_refused(tmp_path):
    path = tmp_path / "flightdesk.duckdb"
    with open_store(path) as store:
        store.connection.execute(
            "insert into migration values (9999, 'later.sql', now()::timestamp)"
        )
    with pytest.raises(ConfigError, match="schema 9999, newer than"), open_store(path):
        pass


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 1000])
def test_a_damaged_database_is_named_and_left_alone(tmp_path, content):
    path = tmp_path / "flightdesk.duckdb"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"flightdesk\.duckdb"), open_store(path):
        pass
    assert path.read_bytes() == content


def test_a_second_writer_is_told_who_is_first(tmp_path):
    lock = tmp_path / "state" / "lock"
    script = (
        "import sys, time; from pathlib import Path; from pipeline.lock import writer_lock\n"
        f"with writer_lock(Path({str(lock)!r})): print('held', flush=True); time.sleep(30)"
    )
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(LockedError, match=f"process {holder.pid} has been writing"),
            writer_lock(lock),
        ):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with writer_lock(lock):
        pass


def test_stable_ids_tell_parts_apart():
    assert stable_id("art", "a", "b") != stable_id("art", "ab")
    assert stable_id("art", "") != stable_id("art", None)
    assert stable_id("art", "x").startswith("art_")


def test_ids_do_not_depend_on_the_process():
    code = "from pipeline.records import stable_id; print(stable_id('rep', 'Іл-62М', 3))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert told == {stable_id("rep", "Іл-62М", 3) + "\n"}
