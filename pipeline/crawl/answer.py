"""Owns what one HTTP answer means: outcome, wait, validators. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipeline.crawl.response import FetchError, Headers

MAX_VALIDATOR = 1024  # characters; a longer ETag or Last-Modified is not kept
MIN_RETRY_AFTER, MAX_RETRY_AFTER = timedelta(minutes=1), timedelta(days=7)
_OF_STATUS = {
    304: "not_modified",
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    410: "gone",
    429: "rate_limited",
    451: "legal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer on one connection: `raw` as received, `content` decoded, `fault` of its body."""

    status: int
    reason: str
    headers: Headers
    raw: bytes
    content: bytes
    ip: str
    fault: FetchError | None = None


def outcome_of(answer: Answer, *, conditional: bool) -> tuple[str, str | None]:
    """Return the outcome's code, and in words what the code does not say."""
    status = answer.status
    if answer.fault:
        return answer.fault.code, answer.fault.detail
    if 200 <= status < 300:
        return "ok", None
    if status == 304 and not conditional:
        return "bad_http", "304 to a request without conditions"
    if status in _OF_STATUS:
        return _OF_STATUS[status], None
    if status >= 500:
        return "server_error", None
    if status >= 400:
        return "client_error", None
    return "bad_http", f"status {status} without a use"


def retry_at_of(value: str | None, now: datetime) -> datetime | None:
    """Return when Retry-After (RFC 9110 §10.2.3) allows a request, between a minute and a week."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        wait = timedelta(seconds=min(int(value[:9]), int(MAX_RETRY_AFTER.total_seconds())))
    else:
        try:
            until = parsedate_to_datetime(value)
        except (ValueError, IndexError):
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        wait = until - now
        if wait < timedelta(0):
            return None
    return now + min(max(wait, MIN_RETRY_AFTER), MAX_RETRY_AFTER)


def validator_of(value: str | None) -> str | None:
    """Return an ETag or Last-Modified that can be sent back byte for byte, None otherwise."""
    usable = value and len(value) <= MAX_VALIDATOR and value.isprintable()
    return value if usable else None
