"""Owns what a request comes back with: a Response, whatever happened, and the codes of outcomes.

Codes: `ok` `not_modified`; from the server `server_error` `rate_limited` `forbidden` `not_found`
`gone` `legal` `client_error`; from the way there `dns` `connect` `tls` `truncated` `deadline`
`bad_http` `bad_encoding` `too_large` `redirect_limit`; of our own will `blocked_address`
`blocked_scheme` `bad_url` `held` (the host asked to be left alone) `cancelled`.
`crawl.batch` adds what it finds in the bytes: `unchanged` `not_a_feed` `parse_error`
`parse_timeout` `robots` `not_html` `empty_page`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipeline.records import Fetched

Kind = Literal["feed", "page", "robots"]
Headers = tuple[tuple[str, str], ...]
FINE = frozenset({"ok", "not_modified", "unchanged"})


class FetchError(Exception):
    """Why one request ends without an answer we can use. Never leaves the fetcher."""

    def __init__(self, code: str, detail: str, *, body: bytes = b"") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.body = body


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What became of one request, redirects and retry included.

    `body` is decoded (one layer of gzip), `raw_body` as received; `headers` as received, in order.
    `etag` and `last_modified` are byte for byte the server's, or None if they are unusable.
    `retry_at` is when the server allows the next request to its host. `ip` is what was connected
    to. `moved_to` is where a permanent redirect points (a suggestion: nothing is rewritten).
    """

    url: str
    outlet: str
    kind: Kind
    outcome: str
    fetched_at: datetime
    elapsed_ms: int
    final_url: str
    detail: str | None = None
    http_status: int | None = None
    reason: str = ""
    headers: Headers = ()
    body: bytes = b""
    raw_body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    retry_at: datetime | None = None
    ip: str | None = None
    moved_to: str | None = None

    @property
    def content_type(self) -> str | None:
        """The media type the server claims, lower case and without parameters."""
        value = header(self.headers, "content-type")
        return value.partition(";")[0].strip().lower() or None if value else None

    @property
    def charset(self) -> str | None:
        """The charset parameter of the content type, if there is one."""
        value = header(self.headers, "content-type") or ""
        for part in value.split(";")[1:]:
            name, _, charset = part.partition("=")
            if name.strip().lower() == "charset":
                return charset.strip(" \"'") or None
        return None

    def fetched(self) -> Fetched:
        """Return the line of the fetch log."""
        return Fetched(
            url=self.url,
            outlet=self.outlet,
            kind=self.kind,
            fetched_at=self.fetched_at,
            outcome=self.outcome,
            http_status=self.http_status,
            bytes=len(self.raw_body),
            elapsed_ms=self.elapsed_ms,
            detail=self.detail,
        )


def header(headers: Headers, name: str) -> str | None:
    """Return the first value of a header, whatever the case of its name."""
    return next((value for key, value in headers if key.lower() == name), None)
