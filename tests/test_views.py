"""The views are a contract: analysts' SQL depends on these names, columns and types."""

import pytest

from pipeline.store import open_store

LEG = (
    "type_family type_variant type_icao type_text registration icao24 callsign operator "
    "operator_country origin origin_country origin_icao destination destination_country "
    "destination_icao departed_earliest departed_latest arrived_earliest arrived_latest"
)
VIEWS = {
    "articles": "article_id url outlet lang title text published_at published_precision "
    "published_basis fetched_at revision copy_of relevant",
    "reports": "report_id article_id event_id url outlet lang published_at role status outcome "
    + LEG
    + " said_by trackers source_root confidence",
    "claims": "claim_id report_id field value original part char_start char_end status said_by "
    "finder",
    "events": "event_id trip_id reference status outcome "
    + LEG
    + " reports articles outlets independent_sources languages said_by trackers first_reported_at "
    "last_reported_at confidence conflicts version",
    "trips": "trip_id reference route legs registration type_family operator started ended "
    "event_ids",
    "event_reports": "event_id report_id article_id url outlet source_root weight decided_by",
    "conflicts": "event_id field value reports outlets",
    "judgements": "left_report_id right_report_id verdict judged_by judged_at note holds "
    "contradicted_by",
    "relations": "event_id related_event_id relation report_id",
    "lineage": "report_id event_id article_id outlet step relation source source_article_id "
    "overlap",
    "airframes": "registration icao24 type_family operators events first_seen last_seen",
    "feeds": "outlet feed_url last_success_at last_status consecutive_failures next_due_at "
    "articles",
    "runs": "run_id started_at ended_at exit_code counts",
}
LISTS = {"said_by", "trackers", "languages", "event_ids", "operators"}
COUNTS = {"reports", "articles", "outlets", "independent_sources", "conflicts", "legs", "version"}


@pytest.fixture(scope="module")
def columns(tmp_path_factory):
    """Give view -> column -> type of a fresh database."""
    with open_store(tmp_path_factory.mktemp("views") / "flightdesk.duckdb") as store:
        return {
            view: {
                row["column_name"]: row["column_type"] for row in store.query(f"describe {view}")
            }
            for view in VIEWS
        }


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_column_is_there_in_its_order(columns, view):
    assert list(columns[view]) == VIEWS[view].split()


def test_types_are_what_analysts_rely_on(columns):
    for view, names in columns.items():
        for name, kind in names.items():
            if name in LISTS and view != "claims":
                assert kind == "VARCHAR[]", (view, name)
            elif name.endswith(("_earliest", "_latest")) or name in (
                "started",
                "ended",
                "first_seen",
            ):
                assert kind == "DATE", (view, name)
            elif name.endswith("_at"):
                assert kind == "TIMESTAMP", (view, name)
            elif name in COUNTS:
                assert kind in ("INTEGER", "BIGINT"), (view, name)


def test_there_are_no_other_views(tmp_path):
    with open_store(tmp_path / "flightdesk.duckdb") as store:
        found = store.query(
            "select view_name from duckdb_views() where not internal order by view_name"
        )
    assert [row["view_name"] for row in found] == sorted(VIEWS)
