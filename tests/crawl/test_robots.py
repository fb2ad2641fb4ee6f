"""robots.txt over real HTTP: what it allows, what its absence means, how often it is asked for."""

from datetime import UTC, datetime

import pytest

from pipeline.config import FetchConfig
from pipeline.crawl.fetch import Fetcher
from pipeline.crawl.robots import Robots, RobotsDecision, product_token
from tests.web import Raw, Reply, serve

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def decide(reply: Reply | Raw | None, path: str = "/a") -> RobotsDecision:
    with serve({"/robots.txt": reply} if reply else {}) as site:
        config = FetchConfig(allow_addresses=(site.address,), per_host_delay_s=0, deadline_s=1)
        fetcher = Fetcher(config, lambda: NOW, sleep=lambda _seconds: None)
        return Robots(fetcher).decide(site.base + path, outlet="Example")


def rules(text: str | bytes) -> Reply:
    body = text.encode() if isinstance(text, str) else text
    return Reply(body=body, content_type="text/plain")


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /b", True),
        ("User-agent: *\nDisallow: /\nAllow: /a", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: Flightdesk\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\x00\nDisallow: /", False),
        ("<html><body>not found</body></html>", True),
        (b"\xff\xfe\x00" * 100, True),
    ],
)
def test_rules_are_followed(text, allowed):
    decision = decide(rules(text))
    assert decision.allowed is allowed
    assert decision.fetched is not None
    assert decision.fetched.kind == "robots"


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (503, False)]
)
def test_what_the_absence_of_rules_means(status, allowed):
    assert decide(Reply(status=status)).allowed is allowed


def test_a_host_that_breaks_off_is_left_alone_and_a_redirect_loop_is_no_rule():
    assert decide(Raw(lambda connected: connected.close())).allowed is False
    assert decide(Reply(status=302, headers={"Location": "/robots.txt"})).allowed is True


@pytest.mark.parametrize(
    ("value", "seconds"), [("10", 10.0), ("2.5", 2.5), ("100000", 60.0), ("-5", 0.0), ("soon", 0.0)]
)
def test_the_crawl_delay_is_kept_up_to_a_minute(value, seconds):
    assert decide(rules(f"User-agent: *\nCrawl-delay: {value}")).delay_s == seconds


def test_of_a_very_long_file_the_start_counts():
    text = "User-agent: *\nDisallow: /a\n" + "# filler\n" * 80_000
    decision = decide(rules(text))
    assert decision.allowed is False
    assert decision.fetched.outcome == "too_large"


def test_each_origin_is_asked_once():
    with serve({"/robots.txt": rules("User-agent: *\nDisallow: /b")}) as site:
        config = FetchConfig(allow_addresses=(site.address,), per_host_delay_s=0)
        robots = Robots(Fetcher(config, lambda: NOW))
        decisions = [robots.decide(site.base + path, outlet="x") for path in ("/a", "/b", "/c")]
    assert [decision.allowed for decision in decisions] == [True, False, True]
    assert [decision.fetched is None for decision in decisions] == [False, True, True]
    assert site.paths() == ["/robots.txt"]


def test_the_name_in_the_rules_is_the_first_word_of_the_user_agent():
    assert product_token("flightdesk (+https://example.org)") == "flightdesk"
    assert product_token("news-reader/1.0") == "news-reader"
    assert product_token("123") == "*"
