"""What counts as the page of an article."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline.crawl.pages import entry_json, has_text, page_fault, visible_bytes
from pipeline.crawl.response import Response
from pipeline.records import FeedEntry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = b"<p>The aircraft landed in the morning. " * 20
ENTRY = FeedEntry(
    entry_id="ent_1", feed_url="https://e.org/rss", outlet="Example", lang="uk", guid="1",
    url="https://e.org/1", title="Літак", summary_html="<p>сів</p>", content_html="",
    published_at=NOW, published_text="today", seen_at=NOW,
)  # fmt: skip


def fault(body: bytes, content_type: str | None = "text/html; charset=utf-8") -> str | None:
    headers = (("Content-Type", content_type),) if content_type else ()
    found = page_fault(
        Response(
            url="u", outlet="o", kind="page", outcome="ok", fetched_at=NOW, elapsed_ms=1,
            final_url="u", http_status=200, headers=headers, body=body, raw_body=body,
        )
    )  # fmt: skip
    return found[0] if found else None


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (TEXT, "text/html", None),
        (TEXT, "TEXT/HTML;charset=windows-1251", None),
        (TEXT, "application/xhtml+xml", None),
        (TEXT, None, None),
        (TEXT, "text/plain", None),
        ("\ufeff".encode("utf-16-le") + TEXT.decode().encode("utf-16-le"), "text/html", None),
        (TEXT, "application/pdf", "not_html"),
        (TEXT, "image/png", "not_html"),
        (TEXT, "application/json", "not_html"),
        (b"%PDF-1.4" + TEXT, "text/html", "not_html"),
        (b"\x89PNG\x00\x01" + TEXT, "text/html", "not_html"),
        (b"", "text/html", "empty_page"),
        (b"<p>Checking your browser</p>", "text/html", "empty_page"),
        (b"<script>" + TEXT + b"</script>", "text/html", "empty_page"),
        (b"<SCRIPT>" + TEXT + b"</SCRIPT><p>Enable JavaScript", "text/html", "empty_page"),
        (b"<style>" + TEXT, "text/html", "empty_page"),
        (b"<script src='x'></script>" + TEXT, "text/html", None),
        (b"<" + b"x" * 5000, "text/html", "empty_page"),
    ],
)
def test_a_page_is_html_with_text_to_read(body, content_type, code):
    assert fault(body, content_type) == code


@pytest.mark.parametrize("seed", [b"<", b"<script>", b"<script", b"<svg/>", b">", b"<p> ", b"</"])
def test_growing_input_stays_linear(seed):
    started = time.process_time()
    visible_bytes(seed * (2_000_000 // len(seed)), enough=10**9)
    assert time.process_time() - started < 2


def test_an_entry_as_json_says_what_the_feed_says_and_not_when_it_was_seen():
    written = json.loads(entry_json(ENTRY))
    assert written == {
        "url": "https://e.org/1", "outlet": "Example", "lang": "uk", "guid": "1", "title": "Літак",
        "summary": "<p>сів</p>", "content": "", "published": "2026-03-01T12:00:00+00:00",
        "published_text": "today",
    }  # fmt: skip
    later = replace(ENTRY, seen_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert entry_json(later) == entry_json(ENTRY)


def test_an_entry_has_text_if_it_says_anything():
    assert has_text(ENTRY)
    assert not has_text(replace(ENTRY, title=" ", summary_html="", content_html="\n"))
