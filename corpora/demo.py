"""Owns the demo: serves the synthetic outlets of corpora/outlets on this machine and runs the real
`flightdesk` on them. Knows nothing of how flightdesk works but its commands and configuration.

The configuration leads each outlet's host to the server with `connect_to`, so that no address or id
in the records depends on which port was free.
"""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
OUTLETS = ROOT / "corpora" / "outlets"
DEMO = Path("var") / "demo"  # below the folder it is started in
FLIGHTDESK = Path(sys.executable).with_name("flightdesk")

LAST_MODIFIED = "Mon, 01 Dec 2025 08:00:00 GMT"  # fixed: a checkout's file times mean nothing
TYPES = {".xml": "application/rss+xml", ".atom": "application/atom+xml", ".txt": "text/plain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One file as the server sends it."""

    body: bytes
    content_type: str
    etag: str


NOT_HERE = Resource(body=b"not here\n", content_type="text/plain", etag="")
Site = dict[str, dict[str, Resource]]  # host → path → resource


def read_site(outlets: Iterable[dict[str, Any]], later: Path | None = None) -> Site:
    """Return every file of every outlet by host and path. Only what is in here can be asked for.
    `index.html` also answers for its folder; a charset is sent only where the outlet names one.
    Files under `later` take the place of those with the same host and path."""
    site: Site = {}
    folders = (OUTLETS, later) if later else (OUTLETS,)
    for outlet, folder in (
        (outlet, root / outlet["host"]) for outlet in outlets for root in folders
    ):
        paths = site.setdefault(outlet["host"], {})
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            path = f"/{file.relative_to(folder).as_posix()}"
            paths[path] = resource(file, outlet.get("charset"))
            paths[path.removesuffix("index.html")] = paths[path]
    return site


def resource(file: Path, charset: str | None) -> Resource:
    body = file.read_bytes()
    content_type = TYPES.get(file.suffix, "text/html")
    return Resource(
        body=body,
        content_type=f"{content_type}; charset={charset}" if charset else content_type,
        etag=f'"{hashlib.sha256(body).hexdigest()[:16]}"',
    )


def server_of(site: Site, answers: Counter[int]) -> ThreadingHTTPServer:
    """Return a server on a free port that answers by Host header and counts what it answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers.get("Host", "").split(":")[0]
            found = site.get(host, {}).get(unquote(urlsplit(self.path).path))
            if found is None:
                self.answer(404, NOT_HERE)
            elif self.unchanged(found):
                self.answer(304, found)
            else:
                self.answer(200, found)

        def unchanged(self, found: Resource) -> bool:
            if "If-None-Match" in self.headers:
                return found.etag in self.headers["If-None-Match"]
            return bool(self.headers.get("If-Modified-Since") == LAST_MODIFIED)

        def answer(self, status: int, found: Resource) -> None:
            answers[status] += 1
            self.send_response(status)
            body = b"" if status == 304 else found.body
            if found.etag:
                self.send_header("ETag", found.etag)
                self.send_header("Last-Modified", LAST_MODIFIED)
            if status != 304:
                self.send_header("Content-Type", found.content_type)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing: the answers are counted."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def write_config(folder: Path, outlets: list[dict[str, Any]], address: str) -> Path:
    """Write the demo's configuration. Everything a run makes lies beside it."""
    feeds = [
        {"outlet": o["outlet"], "lang": o["lang"], "url": f"http://{o['host']}{o['feed']}"}
        for o in outlets
        if o.get("feed")
    ]
    fetch = {
        "connect_to": {o["host"]: address for o in outlets},
        "allow_addresses": [address],
        "per_host_delay_s": 0.05,
    }
    paths = {"database": "flightdesk.duckdb", "published": "published/flightdesk.duckdb"}
    paths |= {"archive": "archive", "state": "state"}
    config = {**paths, "briefs": {"directory": "briefs"}, "fetch": fetch, "feeds": feeds}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.yaml"
    YAML().dump(config, path)
    return path


def main(folder: Path = DEMO, later: Path | None = None) -> int:
    """Run the demo in `folder`; `later` holds what the outlets publish after the first run."""
    outlets = json.loads((OUTLETS / "outlets.json").read_text("utf-8"))["outlets"]
    answers: Counter[int] = Counter()
    with server_of(read_site(outlets, later), answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"127.0.0.1:{server.server_address[1]}"
        config = write_config(folder, outlets, address)
        print(f"{len(outlets)} synthetic outlets on {address}", flush=True)
        ran = subprocess.run([FLIGHTDESK, "run", "--now", "--config", config]).returncode
        server.shutdown()
    counted = ", ".join(f"{count} × {status}" for status, count in sorted(answers.items()))
    print(f"The outlets answered: {counted or 'nothing'}", flush=True)
    shown = subprocess.run([FLIGHTDESK, "events", "--config", config]).returncode
    for brief in sorted(folder.glob("briefs/*/events.csv"))[-1:]:
        print(f"CSV brief: {brief}")
    return ran or shown


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
