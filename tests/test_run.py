"""`flightdesk run` beside feeds and pages that fail: each is named, everything else goes in."""

import gzip
import json
import socket
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from tests.command import flightdesk
from tests.web import Raw, Reply, serve

pytestmark = [pytest.mark.slow, pytest.mark.hostile]

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2024-03-07T09:00:00Z"></head>
<body><article><h1>{title}</h1>
<p>An Il-62M of the Russian Air Force, registration RA-86572, flew from Moscow to Minsk on Tuesday,
Flightradar24 data showed. The plane stayed on the apron in Minsk overnight and nobody in either
capital would say who had been on board of it.</p>
<p>Officials in both countries did not answer questions about the visit by the evening.</p>
</article></body></html>"""
FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Wire</title>
{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>{link}</link><guid>{link}</guid>
<pubDate>Thu, 07 Mar 2024 09:00:00 GMT</pubDate><description>{summary}</description></item>"""
TITLE = "VIP jet of the Russian Air Force lands in Minsk"
SUMMARY = "An Il-62M, RA-86572, of the Russian Air Force flew from Moscow to Minsk on Tuesday."
XML = "application/rss+xml; charset=utf-8"


def feed(*links: str) -> Reply:
    items = "".join(ITEM.format(title=TITLE, link=link, summary=SUMMARY) for link in links)
    return Reply(body=FEED.format(items=items).encode(), content_type=XML)


def page(title: str = TITLE) -> Reply:
    return Reply(body=PAGE.format(title=title).encode())


def drip(connected: socket.socket) -> None:
    connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(200):
        time.sleep(0.1)
        connected.sendall(b".")


def config(folder: Path, address: str, feeds: dict[str, str]) -> None:
    lines = ["fetch:", "  deadline_s: 2", "  per_host_delay_s: 0", "  max_body_mb: 1"]
    lines += [f'  allow_addresses: ["{address}"]', "feeds:"]
    lines += [
        f'  - {{outlet: {name}, url: "http://{address}{path}"}}' for name, path in feeds.items()
    ]
    (folder / "config.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return flightdesk("run", "--now", *options, cwd=folder)


def rows(folder: Path, sql: str):
    with duckdb.connect(
        str(folder / "var/published/flightdesk.duckdb"), read_only=True
    ) as connection:
        return connection.execute(sql).fetchall()


BAD_FEEDS = {
    "Missing": ("/missing.xml", Reply(status=404, body=b"no"), "not_found"),
    "Broken": ("/broken.xml", Reply(body=b"<rss><channel><it", content_type=XML), "parse_error"),
    "Empty": ("/empty.xml", Reply(body=b"", content_type=XML), "not_a_feed"),
    "Html": ("/html.xml", Reply(body=b"<html><body>log in</body></html>"), "not_a_feed"),
    "Down": ("/down.xml", Reply(status=503, body=b"later"), "server_error"),
    "Slow": ("/slow.xml", Raw(drip), "deadline"),
    "Bomb": (
        "/bomb.xml",
        Reply(
            body=gzip.compress(b" " * 50_000_000),
            headers={"Content-Encoding": "gzip"},
            content_type=XML,
        ),
        "too_large",
    ),
}  # fmt: skip


def test_bad_feeds_are_named_and_the_good_one_is_read(tmp_path):
    routes = {path: reply for path, reply, _ in BAD_FEEDS.values()}
    with serve(routes) as site:
        base = f"http://{site.address}"
        site.routes.update({"/good.xml": feed(f"{base}/a.html"), "/a.html": page()})
        feeds = {"Good": "/good.xml", **{name: path for name, (path, _, _) in BAD_FEEDS.items()}}
        config(tmp_path, site.address, feeds)
        done = run(tmp_path)
        strict = run(tmp_path, "--strict")
    assert done.returncode == 0, done.stderr
    assert strict.returncode == 1
    assert "Traceback" not in done.stderr
    statuses = dict(rows(tmp_path, "select outlet, last_status from feeds"))
    expected = {name: status for name, (_, _, status) in BAD_FEEDS.items()}
    assert {name: statuses[name] for name in expected} == expected
    assert rows(tmp_path, "select registration, destination from events") == [("RA-86572", "Minsk")]
    logged = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    failed = {line["outlet"] for line in logged if line["event"] == "feed" and line["problem"]}
    assert failed == set(BAD_FEEDS)


def test_a_run_in_which_every_feed_fails_ends_with_69(tmp_path):
    with serve({"/one.xml": Reply(status=500), "/two.xml": Reply(status=404)}) as site:
        config(tmp_path, site.address, {"One": "/one.xml", "Two": "/two.xml"})
        assert run(tmp_path).returncode == 69


def test_a_page_that_cannot_be_had_is_read_from_the_feed(tmp_path):
    with serve({"/robots.txt": Reply(status=404)}) as site:
        base = f"http://{site.address}"
        links = [f"{base}/gone.html", f"{base}/wall.html", f"{base}/scan.pdf", f"{base}/ok.html"]
        site.routes.update(
            {
                "/feed.xml": feed(*links),
                "/wall.html": Reply(status=403, body=b"subscribers only"),
                "/scan.pdf": Reply(body=b"%PDF-1.4 ...", content_type="application/pdf"),
                "/ok.html": page(),
            }
        )
        config(tmp_path, site.address, {"Wire": "/feed.xml"})
        done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    kinds = dict(rows(tmp_path, "select url, kind from page order by url"))
    assert {url.rsplit("/", 1)[1]: kind for url, kind in kinds.items()} == {
        "gone.html": "entry", "wall.html": "entry", "scan.pdf": "entry", "ok.html": "html",
    }  # fmt: skip
    assert rows(tmp_path, "select count(*) from articles where relevant") == [(4,)]
    assert rows(tmp_path, "select count(*), max(reports) from events") == [(1, 4)]


def test_a_changed_article_is_a_new_revision_and_an_unchanged_one_is_not_stored_again(tmp_path):
    with serve({}) as site:
        base = f"http://{site.address}"
        site.routes.update({"/feed.xml": feed(f"{base}/a.html"), "/a.html": page()})
        config(tmp_path, site.address, {"Wire": "/feed.xml"})
        assert run(tmp_path).returncode == 0
        assert run(tmp_path).returncode == 0
        assert rows(tmp_path, "select count(*) from page") == [(1,)]
        before = rows(tmp_path, "select event_id from events")
        site.routes["/feed.xml"] = Reply(
            body=feed(f"{base}/a.html").body.replace(TITLE.encode(), b"Updated: VIP jet in Minsk"),
            content_type=XML,
        )
        body = PAGE.format(title=TITLE).replace("to Minsk on Tuesday", "to Gomel on Tuesday")
        site.routes["/a.html"] = Reply(body=body.encode())
        assert run(tmp_path).returncode == 0
    assert rows(tmp_path, "select max(revision) from articles") == [(2,)]
    assert rows(tmp_path, "select event_id from events") == before
    assert rows(tmp_path, "select destination from events") == [("Gomel",)]


def test_a_page_that_changes_at_every_fetch_does_not_make_the_store_grow(tmp_path):
    with serve({}) as site:
        link = f"http://{site.address}/a.html"
        config(tmp_path, site.address, {"Wire": "/feed.xml"})
        for turn in range(3):
            counter = f'<aside class="ad">Buy lamp {turn}. {turn * 977} people read this.</aside>'
            body = PAGE.format(title=TITLE).replace("</article>", f"</article>{counter}")
            dated = feed(link).body.replace(b"09:00:00", f"09:0{turn}:00".encode())
            site.routes["/a.html"] = Reply(body=body.encode())
            site.routes["/feed.xml"] = Reply(body=dated, content_type=XML)
            assert run(tmp_path).returncode == 0
        asked = rows(tmp_path, "select count(*) from fetch_log where kind = 'page'")
    assert asked == [(3,)]
    assert rows(tmp_path, "select count(*) from page") == [(1,)]
    assert rows(tmp_path, "select count(*) from article") == [(1,)]
    assert rows(tmp_path, "select count(*) from stage_run where stage = 'read'") == [(1,)]


def test_the_address_of_a_twin_is_not_fetched(tmp_path):
    with serve({}) as site:
        base = f"http://{site.address}"
        links = (f"{base}/a.html", f"{base}/a.html?amp=1&utm_source=rss", f"{base}/a.html/amp")
        site.routes.update({"/feed.xml": feed(*links), "/a.html": page()})
        config(tmp_path, site.address, {"Wire": "/feed.xml"})
        assert run(tmp_path).returncode == 0
    assert rows(tmp_path, "select url from page") == [(links[0],)]
