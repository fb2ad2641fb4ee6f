"""What the tests of reading share: pages, feed entries, a gate at the protocol, one child."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.read.child import Child
from pipeline.records import ArchiveRef, FeedEntry, Page

FETCHED_AT = datetime(2024, 5, 10, 12, 0, tzinfo=UTC)
URL = "https://outlet.example/news/a-plane"


@dataclass(frozen=True)
class Decision:
    passed: bool
    reason: str


class WordGate:
    """Lets pass what speaks of a plane, in three languages."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def decide(self, text: str) -> Decision:
        self.seen.append(text)
        words = [w for w in ("il-62", "іл-62", "ил-62", "plane") if w in text.casefold()]
        return Decision(bool(words), f"in: {words[0]}" if words else "out: no aircraft word")


@pytest.fixture
def gate() -> WordGate:
    return WordGate()


@pytest.fixture(scope="session")
def child() -> Iterator[Child]:
    with Child() as one:
        yield one


@pytest.fixture
def make_page() -> Callable[..., Page]:
    def make(**changes: Any) -> Page:
        values: dict[str, Any] = {
            "page_id": "pag_1",
            "kind": "html",
            "url": URL,
            "final_url": changes.get("url", URL),
            "outlet": "Outlet",
            "lang": None,
            "fetched_at": FETCHED_AT,
            "status": 200,
            "content_type": "text/html",
            "body_hash": "hash",
            "etag": None,
            "last_modified": None,
            "entry_id": None,
            "archive": ArchiveRef(file="a.warc.gz", offset=0, payload_sha256="hash"),
        }
        return Page(**(values | changes))

    return make


@pytest.fixture
def make_entry() -> Callable[..., FeedEntry]:
    def make(**changes: Any) -> FeedEntry:
        values: dict[str, Any] = {
            "entry_id": "ent_1",
            "feed_url": "https://outlet.example/feed",
            "outlet": "Outlet",
            "lang": "en",
            "guid": None,
            "url": URL,
            "title": "A plane lands",
            "summary_html": "",
            "content_html": "",
            "published_at": None,
            "published_text": None,
            "seen_at": FETCHED_AT,
        }
        return FeedEntry(**(values | changes))

    return make
