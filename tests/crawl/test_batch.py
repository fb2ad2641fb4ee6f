"""A whole crawl over real HTTP: what comes out, what is remembered, how the outlets are treated."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.config import FeedConfig, FetchConfig
from pipeline.crawl.archive import Archive
from pipeline.crawl.batch import FeedOutcome, crawl_feeds
from pipeline.crawl.fetch import Fetcher
from pipeline.crawl.plan import KnownPage
from pipeline.records import FeedState, stable_id
from tests.web import Raw, Reply, Request, Site, serve

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def page(text: str = "An aircraft landed.") -> Reply:
    return Reply(body=f"<html><body><p>{text}</p><p>{'The aircraft. ' * 30}</p></body>".encode())


def feed(*paths: str, title: str = "Title", **headers: str) -> Reply:
    items = "".join(
        f"<item><title>{title} {path}</title><link>{path}</link><description>Summary of {path}"
        f"</description><pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate></item>"
        for path in paths
    )
    body = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()
    return Reply(body=body, content_type="application/rss+xml", headers=headers)


@dataclass
class Desk:
    """A small memory between runs, as the store is one."""

    site: Site
    directory: Path
    now: datetime = NOW
    states: dict[str, FeedState] = field(default_factory=dict)
    known: dict[str, KnownPage] = field(default_factory=dict)
    slept: list[float] = field(default_factory=list)
    delay_s: float = 0.0

    def feeds(self, *names: str) -> list[FeedConfig]:
        return [
            FeedConfig(outlet=name, lang="en", url=f"http://{name}.example/rss") for name in names
        ]

    def run(self, *names: str, keep: bool = True, **options) -> list[FeedOutcome]:
        feeds = self.feeds(*(names or ("one",)))
        with self.session() as (fetcher, archive):
            outcomes = list(
                crawl_feeds(
                    feeds, states=self.states, known_pages=self.known, fetcher=fetcher,
                    archive=archive, clock=lambda: self.now, **options,
                )
            )  # fmt: skip
        for outcome in outcomes if keep else ():
            self.remember(outcome)
        return outcomes

    @contextmanager
    def session(self) -> Iterator[tuple[Fetcher, Archive]]:
        names = ("one", "two", "three", "four")
        config = FetchConfig(
            allow_addresses=(self.site.address,),
            connect_to={f"{name}.example": self.site.address for name in names},
            per_host_delay_s=self.delay_s,
            deadline_s=5.0,
        )
        fetcher = Fetcher(
            config, lambda: self.now, sleep=self.slept.append, monotonic=lambda: sum(self.slept)
        )
        with Archive(self.directory, clock=lambda: self.now) as archive:
            yield fetcher, archive

    def remember(self, outcome: FeedOutcome) -> None:
        self.states[outcome.feed_url] = outcome.state
        entries = {entry.entry_id: entry for entry in outcome.entries}
        for kept in outcome.pages:
            self.known[kept.url] = KnownPage(
                url=kept.url, kind=kept.kind, fetched_at=kept.fetched_at, status=kept.status,
                body_hash=kept.body_hash, etag=kept.etag, last_modified=kept.last_modified,
                entry_id=kept.entry_id,
            )  # fmt: skip
        for url, known in self.known.items():
            if entry := entries.get(known.entry_id or ""):
                self.known[url] = replace(
                    known, title=entry.title, published_at=entry.published_at,
                    published_text=entry.published_text,
                )  # fmt: skip

    def read(self, outcome: FeedOutcome) -> list[bytes]:
        archive = Archive(self.directory, clock=lambda: self.now)
        return [archive.read(kept.archive) for kept in outcome.pages]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serve({}) as site:
        yield Desk(site, tmp_path / "archive")


def codes(outcome: FeedOutcome) -> list[tuple[str, str]]:
    return [(line.kind, line.outcome) for line in outcome.fetched]


def test_a_feed_brings_its_entries_its_pages_and_one_line_for_each_request(desk):
    desk.site.routes |= {"/rss": feed("/a", "/b"), "/a": page("A"), "/b": page("B")}
    (outcome,) = desk.run()
    assert (outcome.status, outcome.failed) == ("ok", False)
    assert [entry.title for entry in outcome.entries] == ["Title /a", "Title /b"]
    assert codes(outcome) == [
        ("feed", "ok"),
        ("robots", "not_found"),
        ("page", "ok"),
        ("page", "ok"),
    ]
    assert desk.site.paths() == ["/rss", "/robots.txt", "/a", "/b"]
    first, second = outcome.pages
    assert (first.url, first.kind, first.status) == ("http://one.example/a", "html", 200)
    assert first.page_id == stable_id("pag", first.url, first.body_hash)
    assert (first.entry_id, first.outlet, first.lang) == (outcome.entries[0].entry_id, "one", "en")
    assert [body[:19] for body in desk.read(outcome)] == [
        b"<html><body><p>A</p",
        b"<html><body><p>B</p",
    ]
    assert second.fetched_at == NOW
    state = outcome.state
    assert (state.last_success_at, state.next_due_at) == (NOW, NOW + HOUR)


def test_a_second_run_asks_with_conditions_and_brings_nothing(desk):
    def rss(request: Request) -> Reply:
        known = request.header("If-None-Match") == '"v1"'
        return Reply(status=304) if known else feed("/a", ETag='"v1"')

    desk.site.routes |= {"/rss": rss, "/a": page()}
    desk.run()
    (early,) = desk.run()
    assert (early.status, early.fetched, early.failed) == ("not_due", (), False)
    desk.now += HOUR
    (outcome,) = desk.run()
    assert (outcome.status, outcome.pages, outcome.entries) == ("not_modified", (), ())
    assert codes(outcome) == [("feed", "not_modified")]
    assert desk.site.paths() == ["/rss", "/robots.txt", "/a", "/rss"]


def test_the_same_bytes_without_validators_are_unchanged(desk):
    desk.site.routes |= {"/rss": feed("/a"), "/a": page()}
    desk.run()
    (outcome,) = desk.run(ignore_schedule=True)
    assert (outcome.status, outcome.failed, outcome.pages) == ("unchanged", False, ())


def test_an_entry_that_changed_is_asked_for_with_conditions_and_kept_if_its_page_changed(desk):
    first = replace(page("one"), headers={"ETag": '"p1"'})
    desk.site.routes |= {"/rss": feed("/a"), "/a": first}
    desk.run()
    desk.site.routes |= {"/rss": feed("/a", title="New title"), "/a": Reply(status=304)}
    (silent,) = desk.run(ignore_schedule=True)
    assert codes(silent)[-1] == ("page", "not_modified")
    assert silent.pages == ()
    assert desk.site.requests[-1].header("If-None-Match") == '"p1"'
    (settled,) = desk.run(ignore_schedule=True)
    assert codes(settled) == [("feed", "unchanged")]
    desk.site.routes |= {"/rss": feed("/a", title="Newer title"), "/a": page("two")}
    (edited,) = desk.run(ignore_schedule=True)
    assert [kept.kind for kept in edited.pages] == ["html"]
    desk.site.routes |= {"/rss": feed("/a", title="Newest title")}
    (same,) = desk.run(ignore_schedule=True)
    assert (codes(same)[-1], same.pages) == (("page", "unchanged"), ())


# --- pages that cannot be had -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "code", "status"),
    [
        (Reply(status=401), "forbidden", 401),
        (Reply(status=403), "forbidden", 403),
        (Reply(status=404), "not_found", 404),
        (Reply(status=451), "legal", 451),
        (Reply(status=500), "server_error", 500),
        (Reply(body=b"%PDF", content_type="application/pdf"), "not_html", 200),
        (Reply(body=b"<p>We value your privacy</p>"), "empty_page", 200),
        (Raw(lambda connected: connected.close()), "truncated", None),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/"}), "blocked_address", 302),
    ],
)
def test_a_page_that_cannot_be_had_is_read_from_the_feed(desk, reply, code, status):
    desk.site.routes |= {"/rss": feed("/a"), "/a": reply}
    (outcome,) = desk.run()
    assert (outcome.status, codes(outcome)[-1]) == ("ok", ("page", code))
    (kept,) = outcome.pages
    assert (kept.kind, kept.status, kept.url) == ("entry", status, "http://one.example/a")
    (body,) = desk.read(outcome)
    assert json.loads(body)["summary"] == "Summary of /a"


def test_a_page_that_robots_forbid_is_not_asked_for_and_the_feed_always_is(desk):
    rules = Reply(body=b"User-agent: *\nDisallow: /", content_type="text/plain")
    desk.site.routes |= {"/rss": feed("/a"), "/a": page(), "/robots.txt": rules}
    (outcome,) = desk.run()
    assert codes(outcome) == [("feed", "ok"), ("robots", "ok"), ("page", "robots")]
    assert desk.site.paths() == ["/rss", "/robots.txt"]
    assert [kept.kind for kept in outcome.pages] == ["entry"]


def test_a_page_that_failed_for_the_moment_is_tried_again_and_then_kept(desk):
    desk.site.routes |= {"/rss": feed("/a", ETag='"v1"'), "/a": Reply(status=503)}
    (outcome,) = desk.run()
    assert [kept.kind for kept in outcome.pages] == ["entry"]
    assert (outcome.state.etag, outcome.state.body_hash) == (None, None)  # not done with this feed
    desk.site.routes |= {"/a": page()}
    (outcome,) = desk.run(ignore_schedule=True)
    assert [kept.kind for kept in outcome.pages] == ["html"]
    assert outcome.state.etag == '"v1"'


def test_a_failed_look_at_a_known_page_does_not_replace_it(desk):
    desk.site.routes |= {"/rss": feed("/a"), "/a": page()}
    desk.run()
    desk.site.routes |= {"/rss": feed("/a", title="New title"), "/a": Reply(status=404)}
    (outcome,) = desk.run(ignore_schedule=True)
    assert (codes(outcome)[-1], outcome.pages) == (("page", "not_found"), ())


# --- feeds that fail ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(status=500), "server_error"),
        (Reply(status=404), "not_found"),
        (Reply(status=410), "gone"),
        (Reply(body=b"<html><body>captcha</body></html>"), "not_a_feed"),
        (Reply(body=b""), "not_a_feed"),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "blocked_scheme"),
    ],
)
def test_a_bad_feed_has_its_code_and_the_good_ones_beside_it_all_they_have(desk, reply, code):
    desk.site.routes |= {
        "/rss": feed("/a"), "/a": page(), "two.example/rss": reply,
    }  # fmt: skip
    outcomes = desk.run("one", "two", "three")
    assert [outcome.outlet for outcome in outcomes] == ["one", "two", "three"]
    assert [outcome.status for outcome in outcomes] == ["ok", code, "ok"]
    assert [len(outcome.pages) for outcome in outcomes] == [1, 0, 1]
    bad = outcomes[1]
    assert bad.failed
    assert codes(bad) == [("feed", code)]
    assert bad.state.consecutive_failures == 1
    assert bad.state.last_success_at is None


def test_failures_back_off_and_keep_what_is_known_until_the_feed_recovers(desk):
    desk.site.routes |= {"/rss": feed("/a", ETag='"v1"'), "/a": page()}
    (good,) = desk.run()
    desk.site.routes |= {"/rss": Reply(status=502)}
    due = []
    for _ in range(3):
        desk.now = desk.states["http://one.example/rss"].next_due_at or desk.now
        (bad,) = desk.run()
        due.append(bad.state.next_due_at - desk.now)
    assert due == [HOUR, 2 * HOUR, 4 * HOUR]
    assert (bad.state.etag, bad.state.last_success_at) == ('"v1"', good.state.last_success_at)
    desk.site.routes |= {"/rss": feed("/a", "/b"), "/b": page()}
    (back,) = desk.run(ignore_schedule=True)
    assert (back.state.consecutive_failures, len(back.pages)) == (0, 1)


def test_retry_after_holds_for_the_host_its_pages_and_the_next_run(desk):
    limited = Reply(status=429, headers={"Retry-After": "7200"})
    desk.site.routes |= {"/rss": feed("/a", "/b"), "/a": limited, "/b": page()}
    (outcome,) = desk.run()
    assert [code for _, code in codes(outcome)[2:]] == ["rate_limited", "held"]
    assert "/b" not in desk.site.paths()
    desk.site.routes |= {"/rss": Reply(status=503, headers={"Retry-After": "7200"})}
    (outcome,) = desk.run(ignore_schedule=True)
    assert outcome.state.next_due_at == NOW + 2 * HOUR
    asked = len(desk.site.requests)
    desk.now += HOUR
    (outcome,) = desk.run(ignore_schedule=True)
    assert (outcome.status, len(desk.site.requests)) == ("not_due", asked)
    desk.site.routes |= {"two.example/rss": feed("http://one.example/c")}
    (outcome,) = desk.run("two")
    assert codes(outcome)[1:] == [("robots", "held"), ("page", "robots")]
    assert "/c" not in desk.site.paths()
    assert "1 to be tried again" in outcome.said


# --- manners and order --------------------------------------------------------------------------


def test_hosts_are_crawled_side_by_side_and_each_host_step_by_step(desk):
    def slow(_request: Request) -> Reply:
        time.sleep(0.15)
        return feed()

    desk.site.routes |= {"/rss": slow}
    started = time.monotonic()
    desk.run("one", "two", "three", "four")
    took = time.monotonic() - started
    assert desk.site.busiest > 1
    assert took < 4 * 0.15 + 1.0
    desk.site.busiest = 0
    urls = [f"http://one.example/rss?{n}" for n in range(3)]
    desk.site.routes |= {f"/rss?{n}": slow for n in range(3)}
    feeds = [FeedConfig(outlet="one", lang="en", url=url) for url in urls]
    with desk.session() as (fetcher, archive):
        outcomes = list(
            crawl_feeds(
                feeds, states={}, known_pages={}, fetcher=fetcher, archive=archive,
                clock=lambda: NOW,
            )
        )  # fmt: skip
    assert [outcome.feed_url for outcome in outcomes] == urls
    assert desk.site.busiest == 1


def test_a_host_is_asked_at_its_pace_and_at_the_pace_it_wishes(desk):
    desk.delay_s = 5.0
    rules = Reply(body=b"User-agent: *\nCrawl-delay: 20", content_type="text/plain")
    desk.site.routes |= {"/rss": feed("/a", "/b"), "/a": page(), "/b": page(), "/robots.txt": rules}
    desk.run()
    assert desk.slept == [5.0, 20.0, 20.0]


def test_an_article_in_two_feeds_is_one_page(desk):
    both = feed("http://one.example/a")
    desk.site.routes |= {"/rss": both, "/rss?b": both, "/a": page()}
    feeds = [
        FeedConfig(outlet="one", lang="en", url=url)
        for url in ("http://one.example/rss", "http://one.example/rss?b", "http://two.example/rss")
    ]
    with desk.session() as (fetcher, archive):
        outcomes = list(
            crawl_feeds(
                feeds, states={}, known_pages={}, fetcher=fetcher, archive=archive,
                clock=lambda: NOW,
            )
        )  # fmt: skip
    assert [len(outcome.pages) for outcome in outcomes] == [1, 0, 0]
    assert [len(outcome.entries) for outcome in outcomes] == [1, 1, 1]


def test_a_feed_that_moved_is_followed_and_told_of_and_its_entries_keep_their_ids(desk):
    desk.site.routes |= {"/rss": feed("/a"), "/a": page()}
    (before,) = desk.run(keep=False)
    moved = Reply(status=301, headers={"Location": "/new/rss"})
    desk.site.routes |= {"/rss": moved, "/new/rss": feed("/a")}
    (after,) = desk.run(keep=False)
    assert "moved for good to http://one.example/new/rss" in after.said
    assert after.entries[0].entry_id == before.entries[0].entry_id
    assert after.feed_url == "http://one.example/rss"


def test_an_abandoned_crawl_ends_soon_and_leaves_no_request_behind(desk):
    desk.site.routes |= {"two.example/rss": Raw(lambda _connected: time.sleep(4)), "/rss": feed()}
    with desk.session() as (fetcher, archive):
        crawl = crawl_feeds(
            desk.feeds("one", "two"), states={}, known_pages={}, fetcher=fetcher,
            archive=archive, clock=lambda: NOW,
        )  # fmt: skip
        assert next(crawl).status == "ok"
        started = time.monotonic()
        crawl.close()
        assert time.monotonic() - started < 2
        assert (
            fetcher.get("http://one.example/rss", outlet="one", kind="feed").outcome == "cancelled"
        )


def test_no_feeds_are_no_work(desk):
    with desk.session() as (fetcher, archive):
        assert not list(
            crawl_feeds(
                [], states={}, known_pages={}, fetcher=fetcher, archive=archive, clock=lambda: NOW
            )
        )
    assert not desk.directory.exists()
