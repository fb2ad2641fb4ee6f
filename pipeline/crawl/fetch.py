"""Owns the network: the only module with sockets. Never raises for anything the network does.

A name is resolved once, all answers are checked (`crawl.guard`), and the checked address is what
is connected to. Proxies of the environment, cookies and referrers do not exist here.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from urllib3.connection import HTTPConnection
from urllib3.response import HTTPResponse

from pipeline.config import FetchConfig
from pipeline.crawl import guard
from pipeline.crawl.answer import Answer, outcome_of, retry_at_of, validator_of
from pipeline.crawl.body import receive
from pipeline.crawl.faults import faults_of_http
from pipeline.crawl.pace import Pace
from pipeline.crawl.response import FetchError, Kind, Response, header
from pipeline.crawl.urls import Address, address_of, scheme_of

MAX_REDIRECTS = 5
RETRY_PAUSE_S = 2.0  # before the one retry; longer where the host's pace is longer
_CONNECT_S = 10.0  # for one address of a name; the deadline holds for all together
_CHUNK = 65_536
_TRANSIENT = frozenset({"server_error", "connect", "truncated"})
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    url: str
    outlet: str
    kind: Kind
    headers: dict[str, str]
    limit: int
    delay_s: float

    @property
    def conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


class Deadline:
    """A moment after which the watched socket is shut, whatever it is doing."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(seconds, 0.0), self.fire)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    @property
    def over(self) -> bool:
        """Whether the time has come. What was read by then is half of something."""
        return time.monotonic() >= self._ends

    def left(self) -> float:
        """Seconds until it fires, never less than a hundredth (0 would mean: do not block)."""
        return max(self._ends - time.monotonic(), 0.01)

    def watch(self, connected: socket.socket) -> None:
        """Shut this socket when the time comes. A duplicate is kept, because wrapping a socket in
        TLS takes its descriptor away from the object."""
        with self._lock:
            self._socket = connected.dup()
        if self.over:
            self.fire()

    def fire(self) -> None:
        """End it now."""
        self._ends = time.monotonic()
        with self._lock:
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # the other end was faster


class Fetcher:
    """Fetches addresses politely and safely. `clock` returns the time in UTC.

    `sleep` and `monotonic` count seconds and serve the pace only; the deadline runs on real time.
    `tls` replaces the system's certificate authorities. Safe to use from several threads.
    """

    def __init__(
        self,
        config: FetchConfig,
        clock: Callable[[], datetime],
        *,
        sleep: Callable[[float], object] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._config = config
        self._clock = clock
        self._closed = threading.Event()
        self._sleep = sleep or self._closed.wait
        self._pace = Pace(config.per_host_delay_s, monotonic=monotonic, sleep=self._sleep)
        self._allowed = frozenset(
            guard.endpoint(*guard.parse_endpoint(entry)) for entry in config.allow_addresses
        )
        self._connect_to = {
            host.lower(): guard.parse_endpoint(target) for host, target in config.connect_to.items()
        }
        self._tls = tls
        self._tls_lock = threading.Lock()
        self._running: set[Deadline] = set()

    @property
    def user_agent(self) -> str:
        """What we call ourselves."""
        return self._config.user_agent

    def close(self) -> None:
        """End what is running and answer `cancelled` from now on: for signals and for the end."""
        self._closed.set()
        for deadline in tuple(self._running):
            deadline.fire()

    def hold(self, host: str, until: datetime) -> None:
        """Ask nothing of `host` before `until` (what a Retry-After of an earlier run said)."""
        self._pace.hold(host, until)

    def get(
        self,
        url: str,
        *,
        outlet: str,
        kind: Kind,
        etag: str | None = None,
        last_modified: str | None = None,
        max_body_bytes: int | None = None,
        delay_s: float = 0.0,
    ) -> Response:
        """Return what became of one GET, after at most MAX_REDIRECTS hops and one retry.

        `etag` and `last_modified` make it conditional. `max_body_bytes` counts decoded bytes
        (default: the configured cap). `delay_s` is a pause the host asks for between requests.
        """
        headers = {"User-Agent": self._config.user_agent, "Accept-Encoding": "gzip"}
        headers |= {"Accept": "*/*", "Connection": "close"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        limit = max_body_bytes or self._config.max_body_mb * 1_000_000
        ask = _Ask(url=url, outlet=outlet, kind=kind, headers=headers, limit=limit, delay_s=delay_s)
        first = self._follow(ask)
        if first.outcome not in _TRANSIENT or first.retry_at or self._closed.is_set():
            return first
        self._sleep(RETRY_PAUSE_S)
        second = self._follow(ask)
        note = f"second attempt; the first: {first.outcome}"
        detail = f"{second.detail} ({note})" if second.detail else note
        return replace(second, detail=detail, elapsed_ms=first.elapsed_ms + second.elapsed_ms)

    def _follow(self, ask: _Ask) -> Response:
        """Walk the redirects; one deadline for all hops, not counting the pauses between them."""
        at, spent, permanent = ask.url, 0.0, True
        fetched_at = self._clock()
        moved_to: str | None = None
        response = Response(
            url=ask.url, outlet=ask.outlet, kind=ask.kind, outcome="redirect_limit",
            fetched_at=fetched_at, elapsed_ms=0, final_url=ask.url,
            detail=f"more than {MAX_REDIRECTS} redirects",
        )  # fmt: skip
        answer: Answer | None = None
        for _hop in range(MAX_REDIRECTS + 1):
            try:
                address = _checked(at, previous=response.final_url if answer else None)
                response = replace(response, final_url=address.url)
                self._refuse_held(address.host)
                with self._pace.turn(address.host, at_least_s=ask.delay_s):
                    self._refuse_held(
                        address.host
                    )  # the request before this one may have been told
                    started = time.monotonic()
                    try:
                        answer = self._ask(address, ask, self._config.deadline_s - spent)
                    finally:
                        spent += time.monotonic() - started
                        response = replace(response, elapsed_ms=round(spent * 1000))
            except FetchError as fault:
                return replace(response, outcome=fault.code, detail=fault.detail, body=fault.body)
            target = header(answer.headers, "location") if answer.status in _REDIRECTS else None
            if target is None:
                return self._judged(response, answer, address, conditional=ask.conditional)
            permanent = permanent and answer.status in _PERMANENT
            at = target
            moved_to = _joined(target, address.url) if permanent else moved_to
            response = replace(response, moved_to=moved_to, http_status=answer.status)
        return response

    def _refuse_held(self, host: str) -> None:
        if self._closed.is_set():
            raise FetchError("cancelled", "the run is being ended")
        until = self._pace.held_until(host)
        if until is not None and self._clock() < until:
            raise FetchError("held", f"{host} asked to be left alone until {until.isoformat()}")

    def _judged(
        self, response: Response, answer: Answer, address: Address, *, conditional: bool
    ) -> Response:
        retry_at = None
        if answer.status in (429, 503):
            retry_at = retry_at_of(header(answer.headers, "retry-after"), self._clock())
            if retry_at:
                self._pace.hold(address.host, retry_at)
        outcome, detail = outcome_of(answer, conditional=conditional)
        return replace(
            response,
            outcome=outcome,
            detail=detail,
            http_status=answer.status,
            reason=answer.reason,
            headers=answer.headers,
            body=answer.fault.body if answer.fault else answer.content,
            raw_body=answer.raw,
            etag=validator_of(header(answer.headers, "etag")),
            last_modified=validator_of(header(answer.headers, "last-modified")),
            retry_at=retry_at,
            ip=answer.ip,
        )

    def _ask(self, address: Address, ask: _Ask, seconds: float) -> Answer:
        """One request on one connection. Raises FetchError."""
        if seconds <= 0:
            raise FetchError("deadline", f"{self._config.deadline_s:g} s are over")
        with Deadline(seconds) as deadline:
            self._running.add(deadline)
            try:
                answer = self._exchange(address, ask, deadline)
            except FetchError:
                if not deadline.over:
                    raise
            finally:
                self._running.discard(deadline)
            if not deadline.over:
                return answer
        if self._closed.is_set():
            raise FetchError("cancelled", "the run is being ended")
        raise FetchError("deadline", f"not done after {self._config.deadline_s:g} s")

    def _exchange(self, address: Address, ask: _Ask, deadline: Deadline) -> Answer:
        connected, ip = self._connect(address, deadline)
        with closing(connected), closing(self._secured(connected, address)) as secured:
            connection = HTTPConnection(address.host, address.port, timeout=deadline.left())
            connection.sock = secured
            with closing(connection), faults_of_http():
                connection.request(
                    "GET", address.target, headers=ask.headers | {"Host": address.authority},
                    preload_content=False, decode_content=False,
                )  # fmt: skip
                with closing(connection.getresponse()) as received:
                    return _answer(received, ask.limit, ip)

    def _connect(self, address: Address, deadline: Deadline) -> tuple[socket.socket, str]:
        """Return a socket to the first address that answers; all must be allowed."""
        host, port = self._connect_to.get(address.host, (address.host, address.port))
        answers = _resolve(host, port, deadline.left())
        ips = [str(place[0]) for _family, place in answers]
        if why := guard.blocked_reason(ips, host=host, port=port, allowed=self._allowed):
            raise FetchError("blocked_address", why)
        trouble = f"{host} has no address"
        for family, place in answers:
            connected = socket.socket(family, socket.SOCK_STREAM)
            try:
                deadline.watch(connected)
                connected.settimeout(min(_CONNECT_S, deadline.left()))
                connected.connect(place)
            except OSError as error:
                connected.close()
                trouble = f"{place[0]} port {port}: {error.strerror or error}"
                continue
            connected.settimeout(deadline.left())
            return connected, str(place[0])
        raise FetchError("connect", trouble)

    def _context(self) -> ssl.SSLContext:
        """The certificate authorities, loaded when first needed: it takes a tenth of a second."""
        with self._tls_lock:
            self._tls = self._tls or ssl.create_default_context()
            return self._tls

    def _secured(self, connected: socket.socket, address: Address) -> socket.socket:
        if address.scheme != "https":
            return connected
        try:
            return self._context().wrap_socket(connected, server_hostname=address.host)
        except ssl.SSLError as error:
            raise FetchError("tls", f"{address.host}: {error.reason or error}"[:300]) from None
        except (OSError, ValueError) as error:
            raise FetchError("tls", f"{address.host}: {error}"[:300]) from None


def _answer(received: HTTPResponse, limit: int, ip: str) -> Answer:
    """Read what is worth reading. A fault of the body is part of the answer."""
    headers = tuple(received.headers.iteritems())
    raw, content, fault = b"", b"", None
    if 200 <= received.status < 300:
        encoding = header(headers, "content-encoding")
        try:
            with faults_of_http():
                chunks = received.stream(_CHUNK, decode_content=False)
                raw, content = receive(chunks, encoding=encoding, limit=limit)
        except FetchError as found:
            fault = found
    reason = received.reason or ""
    return Answer(
        status=received.status, reason=reason, headers=headers, raw=raw, content=content, ip=ip,
        fault=fault,
    )  # fmt: skip


def _resolve(host: str, port: int, seconds: float) -> list[tuple[int, tuple[str, int]]]:
    """Return the addresses of a host, in the resolver's order. Raises FetchError `dns`.

    The resolver cannot be interrupted, so it runs in a thread that is left behind if it is late.
    """
    found: list[tuple[int, tuple[str, int]]] = []
    errors: list[str] = []

    def look_up() -> None:
        try:
            for family, _, _, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append((family, place))  # type: ignore[arg-type]
        except (OSError, UnicodeError) as error:
            errors.append(str(error))

    worker = threading.Thread(target=look_up, daemon=True)
    worker.start()
    worker.join(seconds)
    if worker.is_alive():
        raise FetchError("dns", f"{host}: the resolver did not answer")
    if not found:
        raise FetchError("dns", f"{host}: {errors[0] if errors else 'no address'}")
    return found


def _checked(url: str, *, previous: str | None) -> Address:
    """Return the address to ask, seen from the one that redirected here. Raises FetchError."""
    address = address_of(url, base=previous)
    if address is None:
        scheme = scheme_of(url, base=previous)
        if scheme not in ("http", "https"):
            raise FetchError(
                "blocked_scheme", f"{scheme[:20] or 'no scheme'!r} is not http or https"
            )
        raise FetchError("bad_url", "not an address that can be asked")
    if previous and previous.startswith("https:") and address.scheme == "http":
        raise FetchError("blocked_scheme", f"redirect from https to http at {address.host}")
    return address


def _joined(target: str, base: str) -> str | None:
    address = address_of(target, base=base)
    return address.url if address else None
