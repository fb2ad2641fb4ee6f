"""The fetcher against real sockets: whatever a server does ends as a Response with a code."""

import gzip
import socket
import ssl
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from pipeline.config import FetchConfig
from pipeline.crawl.fetch import Fetcher
from pipeline.crawl.response import Response
from tests.web import Raw, Reply, Request, Site, listen, serve

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def fetcher_for(*sites: Site, **options) -> Fetcher:
    settings = {
        "allow_addresses": tuple(site.address for site in sites),
        "per_host_delay_s": 0.0,
        "deadline_s": 10.0,
    }
    given = {
        key: options.pop(key)
        for key in tuple(options)
        if key not in ("sleep", "monotonic", "tls", "clock")
    }
    clock = options.pop("clock", lambda: NOW)
    options.setdefault("sleep", lambda _seconds: None)
    return Fetcher(FetchConfig(**(settings | given)), clock, **options)


def get(fetcher: Fetcher, url: str, **options) -> Response:
    return fetcher.get(url, outlet="Example", kind=options.pop("kind", "page"), **options)


def one(reply, path: str = "/a", **options) -> Response:
    """What the fetcher makes of a server that answers every request with `reply`."""
    ask = {
        key: options.pop(key)
        for key in ("etag", "last_modified", "max_body_bytes")
        if key in options
    }
    with serve({path: reply}) as site:
        return get(fetcher_for(site, **options), site.base + path, **ask)


def test_a_page_comes_back_whole_with_its_headers_and_its_validators():
    headers = {"ETag": 'W/"a b"', "Last-Modified": "yesterday, about noon"}
    response = one(Reply(body="Ил-62М".encode(), headers=headers))
    assert (response.outcome, response.http_status, response.body.decode()) == ("ok", 200, "Ил-62М")
    assert (response.etag, response.last_modified) == ('W/"a b"', "yesterday, about noon")
    assert (response.content_type, response.charset) == ("text/html", "utf-8")
    assert (response.ip, response.fetched_at, response.retry_at) == ("127.0.0.1", NOW, None)
    assert response.fetched().bytes == len(response.body)


def test_what_we_send_is_what_we_promise_and_nothing_else():
    with serve({"/a": Reply(headers={"Set-Cookie": "a=b"})}) as site:
        fetcher = fetcher_for(site, user_agent="flightdesk (+https://example.org)")
        get(fetcher, site.base + "/a")
        get(fetcher, site.base + "/a", etag='"x', last_modified="whenever")
    first, second = site.requests
    assert {name for name, _ in first.headers} == {
        "Host", "User-Agent", "Accept-Encoding", "Accept", "Connection",
    }  # fmt: skip
    assert first.header("Accept-Encoding") == "gzip"
    assert first.header("User-Agent") == "flightdesk (+https://example.org)"
    assert (second.header("If-None-Match"), second.header("If-Modified-Since")) == (
        '"x',
        "whenever",
    )
    assert second.header("Cookie") is None


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (204, "ok"), (400, "client_error"), (401, "forbidden"), (403, "forbidden"),
        (404, "not_found"), (410, "gone"), (421, "client_error"), (429, "rate_limited"),
        (451, "legal"), (500, "server_error"), (502, "server_error"), (503, "server_error"),
        (504, "server_error"), (304, "bad_http"), (300, "bad_http"), (302, "bad_http"),
    ],
)  # fmt: skip
def test_each_status_has_its_code(status, outcome):
    response = one(Reply(status=status))
    assert (response.outcome, response.http_status) == (outcome, status)


def test_304_to_a_conditional_request_is_not_modified():
    assert one(Reply(status=304), etag='"a"').outcome == "not_modified"


def test_a_passing_fault_is_tried_once_more_and_only_once():
    with serve({"/a": [Reply(status=502), Reply(body=b"there")]}) as site:
        response = get(fetcher_for(site), site.base + "/a")
    assert (response.outcome, response.body, len(site.requests)) == ("ok", b"there", 2)
    assert "second attempt" in (response.detail or "")
    with serve({"/a": Reply(status=500)}) as site:
        response = get(fetcher_for(site), site.base + "/a")
    assert (response.outcome, len(site.requests)) == ("server_error", 2)


@pytest.mark.parametrize("status", [403, 404, 410, 429])
def test_a_fault_that_does_not_pass_is_not_tried_again(status):
    with serve({"/a": Reply(status=status)}) as site:
        get(fetcher_for(site), site.base + "/a")
    assert len(site.requests) == 1


# --- the way there ------------------------------------------------------------------------------


def test_a_closed_port_and_an_unknown_name_are_told_apart():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    fetcher = fetcher_for(allow_addresses=(f"127.0.0.1:{port}",))
    assert get(fetcher, f"http://127.0.0.1:{port}/").outcome == "connect"
    assert get(fetcher, "http://no-such-host.invalid/").outcome == "dns"
    assert get(fetcher, f"http://{'a' * 64}.example/").outcome in ("dns", "bad_url")


def half(connected: socket.socket) -> None:
    connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")


def drip(connected: socket.socket) -> None:
    connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        connected.sendall(b".")
        time.sleep(0.05)


def drip_headers(connected: socket.socket) -> None:
    connected.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(1000):
        connected.sendall(b"X: y\r\n"[:1])
        time.sleep(0.05)


def stall(_connected: socket.socket) -> None:
    time.sleep(1.5)


def send(data: bytes) -> Raw:
    return Raw(lambda connected: connected.sendall(data))


def test_a_body_that_ends_early_is_truncated():
    response = one(Raw(half))
    assert (response.outcome, response.body) == ("truncated", b"")


@pytest.mark.parametrize("talk", [drip, drip_headers, stall])
def test_the_deadline_ends_a_server_that_drips_or_stalls(talk):
    with listen(talk) as site:
        started = time.monotonic()
        response = get(fetcher_for(site, deadline_s=0.4), site.base + "/")
        took = time.monotonic() - started
    assert response.outcome == "deadline"
    assert 0.3 < took < 1.3
    assert 300 < response.elapsed_ms < 1300


def test_the_deadline_holds_for_all_hops_together():
    def slow(_request: Request) -> Reply:
        time.sleep(0.25)
        return Reply(status=302, headers={"Location": "/a"})

    response = one(slow, deadline_s=0.6)
    assert response.outcome == "deadline"


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 50_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 1_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 " + b"O" * 70_000 + b"\r\n\r\n",
        b"<html>a page without a status line</html>\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n0\r\n\r\n",
        b"HTTP/9.9 abc\r\n\r\n",
    ],
)
def test_what_is_no_http_is_bad_http(data):
    assert one(send(data)).outcome == "bad_http"


def test_a_chunked_body_is_joined_and_a_cut_one_is_truncated():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert one(send(head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")).body == b"abcde"
    assert one(send(head + b"3\r\nabc\r\n9\r\nde")).outcome == "truncated"


# --- bytes --------------------------------------------------------------------------------------


def test_one_layer_of_gzip_is_taken_off_and_the_bytes_as_received_are_kept():
    packed = gzip.compress(b"page " * 1000)
    response = one(Reply(body=packed, headers={"Content-Encoding": "gzip"}))
    assert (response.outcome, response.body, response.raw_body) == ("ok", b"page " * 1000, packed)
    two = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 20
    assert one(Reply(body=two, headers={"Content-Encoding": "x-gzip"})).body == b"one two"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("br", b"x", id="brotli"),
        pytest.param("zstd", b"x", id="zstd"),
        pytest.param("deflate", zlib.compress(b"x"), id="deflate"),
        pytest.param("gzip", b"no gzip", id="plain as gzip"),
        pytest.param("gzip, gzip", gzip.compress(gzip.compress(b"x")), id="gzip in gzip"),
        pytest.param("gzip", gzip.compress(b"x" * 99)[:-9], id="gzip cut off"),
    ],
)
def test_another_encoding_or_a_broken_one_is_bad_encoding(encoding, body):
    assert one(Reply(body=body, headers={"Content-Encoding": encoding})).outcome == "bad_encoding"


@pytest.mark.hostile
def test_a_bomb_and_an_endless_body_stop_at_the_cap():
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=9)
    response = one(Reply(body=bomb, headers={"Content-Encoding": "gzip"}), max_body_bytes=100_000)
    assert (response.outcome, len(response.body)) == ("too_large", 100_000)
    sent = 0

    def endless(connected: socket.socket) -> None:
        nonlocal sent
        connected.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sent += connected.send(b"x" * 65_536)

    response = one(Raw(endless), max_body_bytes=1_000_000)
    assert response.outcome == "too_large"
    assert sent < 20_000_000  # what the kernel buffers, far from endless


def test_a_body_exactly_as_long_as_the_cap_is_taken():
    assert one(Reply(body=b"x" * 1000), max_body_bytes=1000).outcome == "ok"
    assert one(Reply(body=b"x" * 1001), max_body_bytes=1000).outcome == "too_large"


def test_a_validator_that_is_too_long_is_not_kept():
    response = one(Reply(headers={"ETag": '"' + "a" * 2000 + '"', "Last-Modified": "a\x07b"}))
    assert (response.outcome, response.etag, response.last_modified) == ("ok", None, None)


# --- redirects ----------------------------------------------------------------------------------


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_a_permanent_one_is_told(status):
    with serve({"/a": redirect("b?x=1", status), "/b?x=1": Reply(body=b"here")}) as site:
        response = get(fetcher_for(site), site.base + "/a")
    assert (response.outcome, response.body) == ("ok", b"here")
    assert response.final_url == site.base + "/b?x=1"
    assert response.moved_to == (response.final_url if status in (301, 308) else None)


def test_five_hops_are_followed_and_a_sixth_is_not():
    chain = {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}
    with serve(chain | {"/5": Reply(body=b"end")}) as site:
        assert get(fetcher_for(site), site.base + "/0").body == b"end"
    with serve(chain) as site:
        assert get(fetcher_for(site), site.base + "/0").outcome == "redirect_limit"
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "data:text/html,x", "gopher://x/"]
)
def test_another_scheme_is_never_followed(target):
    assert one(redirect(target)).outcome == "blocked_scheme"


def test_a_file_or_a_bare_word_is_no_address():
    fetcher = fetcher_for()
    assert get(fetcher, "file:///etc/passwd").outcome == "blocked_scheme"
    assert get(fetcher, "nothing").outcome == "blocked_scheme"
    assert get(fetcher, "http://[::1/").outcome in ("bad_url", "blocked_scheme")


# --- whom we may reach --------------------------------------------------------------------------

LOOPBACKS = [
    "127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "017700000001", "0", "0.0.0.0",
    "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "user@127.0.0.1", "127.0.0.2",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACKS)
def test_no_spelling_of_loopback_reaches_a_service_that_is_not_allowed(host):
    with serve({"/": Reply(body=b"secret")}) as inner, serve({}) as outer:
        outer.routes["/a"] = redirect(f"http://{host}:{inner.port}/")
        fetcher = fetcher_for(outer)
        direct = get(fetcher, f"http://{host}:{inner.port}/")
        redirected = get(fetcher, outer.base + "/a")
    assert direct.outcome in ("blocked_address", "dns")  # "dns": no IPv6 here to look it up
    assert redirected.outcome in ("blocked_address", "dns")
    assert inner.requests == []


def test_proxy_variables_of_the_environment_are_ignored(monkeypatch):
    with serve({}) as proxy, serve({"/a": Reply(body=b"direct")}) as site:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
            monkeypatch.setenv(name, proxy.base)
        assert get(fetcher_for(site), site.base + "/a").body == b"direct"
    assert proxy.requests == []


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"]])
def test_a_name_is_resolved_once_and_one_private_answer_refuses_it(monkeypatch, answers):
    asked = []

    def resolver(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in answers]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)  # the wire: no DNS server listens here
    with serve({"/": Reply()}) as inner:
        response = get(fetcher_for(), f"http://news.example:{inner.port}/")
    assert (response.outcome, asked, inner.requests) == ("blocked_address", ["news.example"], [])


def test_connect_to_sends_a_name_elsewhere_and_keeps_it_as_the_host():
    with serve({"news.example/a": Reply(body=b"the demo")}) as site:
        fetcher = fetcher_for(site, connect_to={"news.example": site.address})
        response = get(fetcher, "http://news.example/a")
        refused = get(
            fetcher_for(connect_to={"news.example": site.address}), "http://news.example/a"
        )
    assert (response.outcome, response.body) == ("ok", b"the demo")
    assert response.final_url == "http://news.example/a"
    assert (site.requests[0].host, refused.outcome) == ("news.example", "blocked_address")
    assert len(site.requests) == 1


# --- TLS ----------------------------------------------------------------------------------------


def tls_pair(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    authority = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(name).configure_cert(server)
    authority.configure_trust(client)
    return server, client


def test_tls_is_checked_against_the_name_that_was_asked_for():
    server, client = tls_pair("news.example")
    with serve({"/a": Reply(body=b"sealed")}, tls=server) as site:
        names = {"news.example": site.address, "other.example": site.address}
        fetcher = fetcher_for(site, connect_to=names, tls=client)
        assert get(fetcher, "https://news.example/a").body == b"sealed"
        assert get(fetcher, "https://other.example/a").outcome == "tls"
        assert get(fetcher_for(site, connect_to=names), "https://news.example/a").outcome == "tls"
    assert len(site.requests) == 1


def test_https_never_becomes_http_and_a_silent_handshake_meets_the_deadline():
    server, client = tls_pair("news.example")
    with serve({"/a": redirect("http://news.example/b")}, tls=server) as site:
        fetcher = fetcher_for(site, connect_to={"news.example": site.address}, tls=client)
        assert get(fetcher, "https://news.example/a").outcome == "blocked_scheme"
    with listen(stall) as site:
        fetcher = fetcher_for(site, connect_to={"news.example": site.address}, deadline_s=0.4)
        assert get(fetcher, "https://news.example/a").outcome == "deadline"


# --- manners ------------------------------------------------------------------------------------


class Hours:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)


def paced(*sites: Site, **options) -> tuple[Fetcher, Hours]:
    hours = Hours()
    fetcher = fetcher_for(
        *sites, sleep=hours.sleep, monotonic=hours.monotonic, clock=hours.now, **options
    )
    return fetcher, hours


def test_a_host_is_asked_at_its_pace_and_another_host_is_not_kept_waiting():
    with serve({"/a": Reply()}) as site:
        names = {"one.example": site.address, "two.example": site.address}
        fetcher, hours = paced(site, connect_to=names, per_host_delay_s=5.0)
        for name in ("one", "two", "one"):
            get(fetcher, f"http://{name}.example/a")
        assert hours.slept == [5.0]
        get(fetcher, "http://one.example/a", delay_s=30.0)
    assert hours.slept == [5.0, 30.0]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), ("0", 60), ("315360000", 7 * 86400), ("9" * 5000, 7 * 86400),
        ("Sun, 01 Mar 2026 14:00:00 GMT", 7200), ("Sun, 01 Mar 2026 14:00:00 +0200", 60),
        ("Mon, 01 Mar 2066 14:00:00 GMT", 7 * 86400), ("Sun, 01 Mar 2026 11:00:00 GMT", None),
        ("-5", None), ("soon", None), ("1e3", None), ("", None), ("٣", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_read_in_every_form_and_kept_in_bounds(value, seconds, status):
    head = f"HTTP/1.1 {status} x\r\nContent-Length: 0\r\nRetry-After: {value}\r\n\r\n".encode()
    response = one(send(head))
    assert response.retry_at == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_a_host_that_asked_to_be_left_alone_is_not_asked_before_its_time():
    limited = Reply(status=429, headers={"Retry-After": "600"})
    with serve({"/a": limited, "/b": Reply()}) as site:
        fetcher, hours = paced(site)
        assert get(fetcher, site.base + "/a").outcome == "rate_limited"
        assert get(fetcher, site.base + "/b").outcome == "held"
        hours.sleep(599)
        assert get(fetcher, site.base + "/b").outcome == "held"
        hours.sleep(2)
        assert get(fetcher, site.base + "/b").outcome == "ok"
    assert site.paths() == ["/a", "/b"]


def test_closing_ends_what_runs_and_what_comes_after():
    with listen(lambda _connected: time.sleep(3)) as site:
        fetcher = fetcher_for(site, sleep=None)
        threading.Timer(0.2, fetcher.close).start()
        started = time.monotonic()
        assert get(fetcher, site.base + "/").outcome == "cancelled"
        assert get(fetcher, site.base + "/").outcome == "cancelled"
        assert time.monotonic() - started < 2
