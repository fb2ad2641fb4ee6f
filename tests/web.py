"""A web server on loopback for tests: routes are data, every request is kept, sockets are real."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a route answers. A Content-Length is added unless `headers` has one."""

    status: int = 200
    body: bytes = b""
    content_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request as the server saw it. Header names keep their case, values their bytes."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    host: str

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Raw:
    """A route that speaks on the bare socket, after the request was read."""

    talk: Callable[[socket.socket], None]


# A list answers one request after the other with its items; the last one answers for ever.
Route = Reply | Raw | Sequence["Reply | Raw"] | Callable[[Request], "Reply | Raw"]


@dataclass
class Site:
    """A running server: where it is, what it was asked, and how busy it was at most."""

    base: str
    port: int
    requests: list[Request] = field(default_factory=list)
    routes: dict[str, Route] = field(default_factory=dict)
    busiest: int = 0

    @property
    def address(self) -> str:
        """The "host:port" for `allow_addresses` and `connect_to`."""
        return f"127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


@contextmanager
def serve(routes: Mapping[str, Route], *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve `routes` (path → Route; unknown paths are 404) on a free port until the block ends.

    `site.routes` may be changed meanwhile. A key like "news.example/a" is for that host only.
    """
    lock = threading.Lock()
    running = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are two writes: 40 ms each otherwise

        def do_GET(self) -> None:
            nonlocal running
            host = (self.headers.get("Host") or "").partition(":")[0]
            request = Request(
                method=self.command, path=self.path, headers=tuple(self.headers.items()), host=host
            )
            with lock:
                site.requests.append(request)
                running += 1
                site.busiest = max(site.busiest, running)
                seen = sum(r.path == self.path and r.host == host for r in site.requests)
            try:
                self.answer(_choose(site.routes, request, seen))
            except OSError:
                self.close_connection = True  # the client left, as some tests want it to
            finally:
                with lock:
                    running -= 1

        def answer(self, reply: Reply | Raw) -> None:
            if isinstance(reply, Raw):
                self.close_connection = True
                reply.talk(self.connection)
                return
            self.send_response(reply.status)
            if reply.content_type is not None:
                self.send_header("Content-Type", reply.content_type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if not any(name.lower() == "content-length" for name in reply.headers):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.status != 304:
                self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing: what was asked is in `site.requests`."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that leaves in the middle is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    port = server.server_address[1]
    site = Site(base=f"{'https' if tls else 'http'}://127.0.0.1:{port}", port=port)
    site.routes.update(routes)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def listen(talk: Callable[[socket.socket], None]) -> Iterator[Site]:
    """Accept connections and hand each to `talk` at once, before anything is read."""
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    open_ones: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connected, _ = server.accept()
            except OSError:
                return
            open_ones.append(connected)
            threading.Thread(target=_quietly, args=(talk, connected), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield Site(base=f"http://127.0.0.1:{port}", port=port)
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()
        for connected in open_ones:
            connected.close()


def _quietly(talk: Callable[[socket.socket], None], connected: socket.socket) -> None:
    try:
        talk(connected)
    except OSError:
        connected.close()


def _choose(routes: Mapping[str, Route], request: Request, seen: int) -> Reply | Raw:
    route = routes.get(request.host + request.path) or routes.get(request.path)
    if route is None:
        return Reply(status=404, body=b"nothing here")
    if isinstance(route, Reply | Raw):
        return route
    if callable(route):
        return route(request)
    return route[min(seen, len(route)) - 1]
