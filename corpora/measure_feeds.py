"""Measures the reading of feeds against a plain reading of their XML: entries lost, titles, dates.

    python corpora/measure_feeds.py DIRECTORY

DIRECTORY holds feeds (.xml .rss .rdf .atom) at any depth. The plain reading takes every `item` and
`entry` with an http address by its element names and knows no habit of any feed: dates are read by
the standard library, with EET, EEST and MSK in their own time; one without a zone is none. Feeds
that are no well-formed XML have no plain reading; they are only counted. Exit 1 on a difference.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

from pipeline.crawl.feeds import parse_feed
from pipeline.crawl.urls import clean_url
from pipeline.records import FeedEntry

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FEED_URL = "http://feeds.example/feed.xml"
ENDINGS = (".xml", ".rss", ".rdf", ".atom")
DATES = (("pubDate", "published", "issued", "date", "created"), ("updated", "modified"))
ZONES = {"EET": "+0200", "EEST": "+0300", "MSK": "+0300"}
_XML = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """One entry as the file's own XML has it."""

    url: str
    title: str
    published_at: datetime | None


def plain_entries(body: bytes) -> list[Plain] | None:
    """Return the entries of a feed by element names; None where it is no well-formed XML."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if etree.QName(root).localname not in ("rss", "RDF", "feed"):
        return None
    found: dict[tuple[str, str], Plain] = {}
    for element in root.iter("{*}item", "{*}entry"):
        url = _address(element)
        if url and not any(etree.QName(up).localname == "source" for up in element.iterancestors()):
            entry = Plain(url=url, title=_title(element), published_at=_date(element))
            found.setdefault((_text(element, "guid", "id"), url), entry)
    return list(found.values())


def _children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    for name in names:
        for child in element.iterchildren("{*}" + name):
            if "search.yahoo.com" not in (etree.QName(child).namespace or ""):  # media:title
                yield child


def _text(element: etree._Element, *names: str) -> str:
    return next(("".join(c.itertext()).strip() for c in _children(element, *names)), "")


def _address(element: etree._Element) -> str | None:
    base = FEED_URL
    for up in reversed([element, *element.iterancestors()]):
        base = urljoin(base, up.get(_XML) or "")
    for link in _children(element, "link"):
        if link.get("rel", "alternate") == "alternate":
            url = clean_url(link.get("href") or (link.text or ""), base=link.get(_XML) or base)
            if url and (link.get("href") or (link.text or "").strip()):
                return url
    guid = _text(element, "guid", "id")
    return clean_url(guid) if guid.startswith(("http://", "https://")) else None


def _title(element: etree._Element) -> str:
    return plain_words(_text(element, "title"))


def plain_words(text: str) -> str:
    """Return a title without tags, entities and white space, however often it was escaped."""
    for _ in range(3):
        text = re.sub(r"<[^<>]*>", "", unescape(text))
    return "".join(text.split())


def _date(element: etree._Element) -> datetime | None:
    for names in DATES:
        for child in _children(element, *names):
            moment = _moment("".join(child.itertext()).strip())
            if moment is not None:
                return moment
    return None


def _moment(text: str) -> datetime | None:
    for zone, offset in ZONES.items():
        text = re.sub(rf"\b{zone}$", offset, text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return None
    return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None


def compare(path: Path, plain: list[Plain], read: tuple[FeedEntry, ...]) -> Counter[str]:
    """Count what the two readings of a feed have apart, and name each difference."""
    counts = Counter({"entries": len(plain)})
    waiting = list(read)
    for entry in plain:
        same = next((each for each in waiting if each.url == entry.url), None)
        if same is None:
            counts["lost"] += 1
            print(f"{path}: lost {entry.url}")
            continue
        waiting.remove(same)
        if plain_words(same.title) != entry.title:
            counts["titles different"] += 1
            print(f"{path}: title {same.title!r}, plainly {entry.title!r}")
        if entry.published_at is not None and same.published_at != entry.published_at:
            counts["dates different"] += 1
            print(f"{path}: date {same.published_at} of {same.published_text}, plainly {entry}")
    counts["more than plainly"] += len(waiting)
    return counts


def main() -> int:
    counts: Counter[str] = Counter()
    for path in sorted(p for p in Path(sys.argv[1]).rglob("*") if p.suffix in ENDINGS):
        body = path.read_bytes()
        read = parse_feed(
            body, feed_url=FEED_URL, outlet="x", lang=None, charset_header=None, seen_at=NOW
        )
        plain = plain_entries(body)
        counts["feeds"] += 1
        counts["feeds without a plain reading"] += plain is None
        if plain is not None:
            counts += compare(path, plain, read.entries)
    names = ("feeds", "feeds without a plain reading", "entries", "lost", "titles different",
             "dates different", "more than plainly")  # fmt: skip
    print(", ".join(f"{counts[name]} {name}" for name in names))
    return int(any(counts[name] for name in ("lost", "titles different", "dates different")))


if __name__ == "__main__":
    sys.exit(main())
