"""Predictions are what stands in a published copy: the newest revision, its reports, its event."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from pipeline.evaluate.predicted import predictions_from
from pipeline.records import Article, DateSpan, Event, Membership, Mention, Report
from pipeline.store import open_published, open_store

NOW = datetime(2023, 9, 29, 12, 0, tzinfo=UTC)
DAY = date(2023, 9, 26)
URL = "https://synthetic.example/1"


def article(article_id: str, url: str, *, hour: int = 0, gate: str = "in: Il-62") -> Article:
    return Article(
        article_id=article_id, page_id=f"pag_{article_id}", url=url, outlet="Synthetic Wire",
        lang="en", title="T", text=None if gate.startswith("out:") else "An Il-62 landed.",
        published_at=NOW, published_precision="instant", published_basis="feed",
        fetched_at=NOW.replace(hour=hour), gate=gate,
    )  # fmt: skip


def report(report_id: str, article_id: str) -> Report:
    landed = DateSpan(earliest=DAY, latest=DAY, text="on Tuesday", basis="weekday")
    return Report(report_id=report_id, article_id=article_id, seq=0, role="primary",
                  status="happened", type_family="Il-62", destination="Pyongyang",
                  arrived=landed, said_by=("NK News",))  # fmt: skip


def event() -> Event:
    return Event(
        event_id="evt_1", trip_id="trp_1", reference="2023-09-26-RU-IL62-MOW-FNJ",
        status="reported_single", outcome=None, type_family="Il-62", type_variant=None,
        type_icao=None, type_text=None, registration=None, icao24=None, callsign=None,
        operator=None, operator_country=None, origin=None, origin_country=None, origin_icao=None,
        destination="Pyongyang", destination_country="KP", destination_icao=None,
        departed_earliest=None, departed_latest=None, arrived_earliest=DAY, arrived_latest=DAY,
        reports=1, articles=1, outlets=1, independent_sources=3, languages=("en",), said_by=(),
        trackers=(), first_reported_at=NOW, last_reported_at=NOW, confidence=0.5, conflicts=0,
    )  # fmt: skip


@pytest.fixture
def published(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    mention = Mention(mention_id="men_1", article_id="new", kind="type", part="text", char_start=3,
                      char_end=8, text="Il-62", value="Il-62", finder="types")  # fmt: skip
    membership = Membership(event_id="evt_1", report_id="rep_1", weight=None, decided_by="auto")
    with open_store(tmp_path / "flightdesk.duckdb") as store:
        store.insert("article", [
            article("old", URL, hour=1), article("new", URL, hour=2),
            article("away", "https://synthetic.example/2", gate="out: no aircraft"),
            article("waits", "https://synthetic.example/3"),
        ])  # fmt: skip
        store.insert("report", [report("rep_0", "old"), report("rep_1", "new")])
        store.insert("mention", [mention])
        store.insert("event", [event()])
        store.insert("event_report", [membership])
        for item in ("old", "new"):
            store.mark(item, "annotate", "1", now=NOW)
        store.publish(tmp_path / "published.duckdb")
    connection = open_published(tmp_path / "published.duckdb")
    yield connection
    connection.close()


def test_the_newest_revision_stands_for_its_address(published: duckdb.DuckDBPyConnection):
    found = predictions_from(published)
    (row,) = found[URL].reports
    assert (row.report_id, row.event_id, row.trip_id) == ("rep_1", "evt_1", "trp_1")
    assert row.facts.arrived == (DAY, DAY)
    assert row.facts.departed is None
    assert (row.said_by, row.independent_sources) == (("NK News",), 3)
    assert found[URL].mentions == frozenset({("type", "Il-62")})


def test_gated_unread_and_read_articles_differ(published: duckdb.DuckDBPyConnection):
    found = {url[-1]: (p.relevant, p.gated) for url, p in predictions_from(published).items()}
    assert found == {"1": (True, False), "2": (False, True), "3": (None, False)}
