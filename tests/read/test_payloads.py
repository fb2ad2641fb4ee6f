import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pipeline.crawl.pages import entry_json
from pipeline.read.payloads import PayloadError, parse_entry, parse_line
from pipeline.records import FeedEntry, Page

LINE = {"url": "https://a.example/x", "outlet": "A", "title": "T", "text": "Words."}


def test_a_line_needs_address_outlet_title_and_a_text() -> None:
    assert parse_line(json.dumps(LINE)).text == "Words."
    for key in LINE:
        with pytest.raises(PayloadError, match=key):
            parse_line(json.dumps({k: v for k, v in LINE.items() if k != key}))


def test_a_byte_order_mark_and_unknown_keys_are_no_fault() -> None:
    body = b"\xef\xbb\xbf" + json.dumps(LINE | {"gold": [1], "html": "<p>x"}).encode()
    assert parse_line(body).html == "<p>x"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"url": NaN}', b'{"url": 1}']
)
def test_what_is_no_article_is_refused_with_a_reason(body: bytes) -> None:
    with pytest.raises(PayloadError, match=r"not|must"):
        parse_line(body)


def test_values_that_are_no_text_are_refused() -> None:
    for key in ("published", "lang", "html"):
        with pytest.raises(PayloadError, match=key):
            parse_line(json.dumps(LINE | {key: 5}))


def test_an_entry_as_crawling_archives_it_reads_back(
    make_entry: Callable[..., FeedEntry], make_page: Callable[..., Page]
) -> None:
    entry = make_entry(
        summary_html="<p>A plane.</p>",
        published_at=datetime(2024, 5, 8, 9, 30, tzinfo=UTC),
        published_text="Wed, 08 May 2024 09:30:00 GMT",
    )
    page = make_page(kind="entry", entry_id=entry.entry_id)
    read = parse_entry(entry_json(entry), page=page)
    for name in ("entry_id", "url", "title", "summary_html", "published_at", "published_text"):
        assert getattr(read, name) == getattr(entry, name)


def test_a_broken_entry_is_refused(make_page: Callable[..., Page]) -> None:
    for body in (b"{", b'{"title": 1}', b'{"published": "soon"}'):
        with pytest.raises(PayloadError):
            parse_entry(body, page=make_page(kind="entry"))
