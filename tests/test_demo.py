"""The main job on the demo's outlets: what is found, that nothing is found twice, that ids stay."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from tests.command import ROOT, flightdesk
from tests.conftest import briefs_of, run_demo

pytestmark = [pytest.mark.slow, pytest.mark.model]

README = (ROOT / "README.md").read_text("utf-8")


def rows(connection, sql, values=()):
    connection.execute(sql, values)
    names = [column[0] for column in connection.description]
    return [dict(zip(names, row, strict=True)) for row in connection.fetchall()]


def outlets():
    return json.loads((ROOT / "corpora/outlets/outlets.json").read_text("utf-8"))["outlets"]


def gold():
    """Yield the annotated articles that the demo's outlets publish."""
    hosts = {outlet["host"] for outlet in outlets()}
    for path in sorted((ROOT / "corpora" / "gold").glob("*.jsonl")):
        for article in map(json.loads, path.read_text("utf-8").splitlines()):
            if urlsplit(article["url"]).hostname in hosts:
                yield article


def test_every_feed_and_page_is_there(published):
    assert rows(published, "select count(*) as n from feeds where last_status <> 'ok'"
                " and last_status not in ('not_modified', 'unchanged')") == [{"n": 0}]  # fmt: skip
    assert len(rows(published, "select * from feeds")) == len(outlets())
    assert {row["url"] for row in rows(published, "select url from articles")} == {
        a["url"] for a in gold()
    }


def test_the_second_run_asks_politely_and_finds_nothing_new(demo):
    assert "× 304" in demo.second
    assert "× 200" not in demo.second
    assert "0 pages new" in demo.second


def test_the_second_run_writes_the_same_bytes(demo):
    assert briefs_of(demo.folder) == demo.briefs_before
    assert set(demo.briefs_before) == {"events.csv", "trips.csv", "sources.csv"}


def test_a_page_that_robots_forbids_is_read_from_the_feed(published):
    found = rows(published, "select text, relevant from articles where url like '%/subscribers/%'")
    assert found
    assert all(row["text"] is not None or row["relevant"] is False for row in found)
    assert rows(
        published,
        "select count(*) as n from page where url like '%/subscribers/%' and kind <> 'entry'",
    ) == [{"n": 0}]


def test_no_event_has_two_registrations(published):
    found = rows(
        published,
        """select event_id from reports where registration is not null and event_id is not null
        group by event_id having count(distinct registration) > 1""",
    )
    assert found == []


def test_the_two_visits_of_one_plane_stay_apart(published):
    found = rows(
        published,
        "select event_id, arrived_earliest from events where registration = 'RA-86559' "
        "and destination = 'Pyongyang' order by arrived_earliest",
    )
    assert [row["arrived_earliest"].isoformat() for row in found] == ["2023-08-01", "2023-09-26"]


def test_decoys_are_in_no_event(published):
    decoys = [article["url"] for article in gold() if not article["gold"]["relevant"]]
    assert len(decoys) >= 12
    found = rows(published, "select url from reports where list_contains(?, url)", [decoys])
    assert found == []


def test_what_is_only_planned_has_not_happened(published):
    legs = {}
    for article in gold():
        for report in article["gold"]["reports"]:
            legs.setdefault(report["leg_id"], set()).add(report["status"])
    planned = {leg for leg, states in legs.items() if states == {"planned"}}
    assert planned
    urls = [a["url"] for a in gold() if {r["leg_id"] for r in a["gold"]["reports"]} & planned
            and len(a["gold"]["reports"]) == 1]  # fmt: skip
    found = rows(
        published,
        "select distinct events.status from events join reports using (event_id) "
        "where list_contains(?, reports.url)",
        [urls],
    )
    assert [row["status"] for row in found] == ["planned"]


def test_every_value_points_to_its_words(published):
    wrong = rows(
        published,
        """with told as (
            select claims.*, if(part = 'title', articles.title, articles.text) as words
            from claims join reports using (report_id) join articles using (article_id))
        select * from told
        where original <> substring(words, char_start + 1, char_end - char_start)""",
    )
    assert wrong == []
    unsupported = rows(
        published,
        """select report_id, destination from reports where destination is not null and not exists (
            select 1 from claims where claims.report_id = reports.report_id
            and claims.field = 'destination' and claims.value = reports.destination)""",
    )
    assert unsupported == []


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", README, re.DOTALL))
def test_every_query_of_the_readme_finds_something(published, query):
    assert rows(published, query)


def test_search_finds_a_story_in_other_languages(demo):
    done = flightdesk(
        "search", "crash in Congo", "--limit", "5", "--json",
        "--config", demo.folder / "config.yaml", cwd=ROOT,
    )  # fmt: skip
    found = [
        row for row in json.loads(done.stdout) if "Congo" in row["text"] or "Конго" in row["text"]
    ]
    assert {row["lang"] for row in found} >= {"en", "ru"}
    assert json.loads(done.stdout)[0]["title"] == found[0]["title"]


def test_relays_count_once(published):
    for event in rows(published, "select event_id, independent_sources from events"):
        roots = rows(
            published,
            "select count(distinct source_root) as n from event_reports where event_id = ?",
            [event["event_id"]],
        )
        assert roots == [{"n": event["independent_sources"]}]


def test_the_family_of_an_article_is_known(published):
    found = rows(
        published,
        "select distinct outlet, relation, source from lineage where relation <> 'credits' "
        "order by relation, outlet",
    )
    assert [tuple(row.values()) for row in found] == [
        ("The Meridian Post", "copies", "Northern Wire"),
        ("Вечірня зміна", "copies", "Дніпровський вісник"),
        ("Балтийские строки", "translates", "Northern Wire"),
    ]
    chain = """select source from lineage where relation = 'credits' and report_id in (
        select report_id from lineage where relation = 'credits' and step = 2) order by step"""
    assert [row["source"] for row in rows(published, chain)] == ["Bloomberg", "NK News"]


def test_a_twin_in_the_feed_is_not_fetched(published):
    feed = (ROOT / "corpora/outlets/northern-wire.example/rss.xml").read_text("utf-8")
    assert feed.count("/amp/2025/") == 2  # link and guid of one entry
    assert rows(published, "select url from page where url like '%/amp/%'") == []


REVISIONS = "select revision, text from articles where url = ? order by revision"
FREIGHTER = """select event_id, destination from reports
where url = ? and event_id is not null and origin = 'Minsk' order by report_id"""


def test_a_corrected_article_is_a_new_revision_of_the_same_event(demo, tmp_path):
    url = "http://meridian-post.example/world/2024/10/belarus-freighter-libya.html"
    folder = tmp_path / "demo"
    shutil.copytree(demo.folder, folder)

    def state():
        with duckdb.connect(str(folder / "published/flightdesk.duckdb"), read_only=True) as copy:
            return rows(copy, REVISIONS, [url]), rows(copy, FREIGHTER, [url])

    before, told_before = state()
    run_demo(folder, ROOT / "corpora" / "updates")
    after, told_after = state()
    assert [row["revision"] for row in before] == [1]
    assert [row["revision"] for row in after] == [1, 2]
    assert after[0] == before[0]
    assert {row["destination"] for row in told_after} == {"Benghazi"}
    assert {row["event_id"] for row in told_after} == {row["event_id"] for row in told_before}


def test_the_notebook_runs_and_draws(demo, monkeypatch):
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("FLIGHTDESK_PUBLISHED", str(demo.published))
    notebook = nbformat.read(ROOT / "notebooks" / "first_tour.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)


FIELDS = """select status, outcome, type_family, registration, operator, origin, destination,
    departed_earliest, departed_latest, arrived_earliest, arrived_latest, reports,
    independent_sources from events order by all"""
GROUPS = """select list(report_id order by report_id) as reports from event_reports
group by event_id order by reports"""


def ingest(folder: Path, paths):
    """Return field values and groupings of files taken into a database of their own."""
    folder.mkdir()
    done = flightdesk("ingest", *paths, "--database", folder / "d.duckdb", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(folder / "d.published.duckdb"), read_only=True) as copy:
        return rows(copy, FIELDS), rows(copy, GROUPS)


@pytest.mark.thorough
def test_the_order_of_arrival_changes_no_grouping_and_no_value(tmp_path):
    lines = [json.dumps(article) for article in gold()][::2]
    forwards, backwards = tmp_path / "forwards.jsonl", tmp_path / "backwards.jsonl"
    forwards.write_text("\n".join(lines) + "\n", encoding="utf-8")
    backwards.write_text("\n".join(reversed(lines)) + "\n", encoding="utf-8")
    assert ingest(tmp_path / "one", [forwards]) == ingest(tmp_path / "two", [backwards])
