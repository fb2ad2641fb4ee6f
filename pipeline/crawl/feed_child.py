"""Owns feedparser: what it reads out of a feed, as plain values. Runs in a killable child.

feedparser raises for some malformed feeds, reads local files if it is given a name, and takes
quadratic time for some hostile fields; so it gets bytes only, here, and nowhere else.
"""

import re
import resource
from dataclasses import dataclass
from io import BytesIO
from typing import Any

MAX_ENTRIES = 2000  # newest first; the habit of mediacloud's rss-fetcher
MAX_MEMORY = 1 << 30  # bytes of address space of the child
MAX_TITLE, MAX_GUID, MAX_HTML = 1_000, 2_048, 200_000  # characters kept of one entry
_HEAD = 65_536  # characters; where a document type stands, if there is one
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY[^<>]*>", re.IGNORECASE)
# Names of people, which we do not use, and on which feedparser spends quadratic time
_PERSON = re.compile(
    r"(<(?:\w{1,20}:)?(?:author|creator|contributor|publisher|managingEditor|webMaster|name|email)"
    r"\b[^<>]{0,300}>\s{0,20}(?:<!\[CDATA\[)?[^<\]]{254})[^<\]]+",
    re.IGNORECASE,
)
# XML 1.0 §2.2: one of these makes a whole document not well-formed
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry as feedparser reads it. Nothing is checked yet, sizes are bounded."""

    guid: str | None
    link: str | None
    title: str
    summary: str
    content: str
    published: str | None
    updated: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """What feedparser made of a document. `version` is "" if it is no feed that it knows."""

    version: str
    entries: tuple[RawEntry, ...]
    total: int
    trouble: str | None


def start_child() -> None:
    """Bound the child's memory and load the parser once, for all feeds that follow."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    import feedparser  # noqa: F401


def read_feed(text: str) -> RawFeed:
    """Return what feedparser reads out of the text of a feed. Raises nothing for bad input."""
    import feedparser

    body = _parsable(text).encode()
    try:
        feed = feedparser.parse(
            BytesIO(body),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    # feedparser's promise to set `bozo` does not hold: ValueError, TypeError, UnicodeError and
    # others come out of its depth for 1.6 % of mutated feeds
    except Exception as error:
        return RawFeed(version="", entries=(), total=0, trouble=f"{type(error).__name__}: {error}")
    found = list(feed.get("entries", ()))
    trouble = str(feed.get("bozo_exception", "not well-formed"))[:200] if feed.get("bozo") else None
    return RawFeed(
        version=feed.get("version", ""),
        entries=tuple(_raw(entry) for entry in newest(found)),
        total=len(found),
        trouble=trouble,
    )


def _parsable(text: str) -> str:
    """Return the text without what can only do harm: its declaration, which is wrong by now,
    entities, characters that XML forbids, and the ends of endless names."""
    head = _ENTITY.sub("", _DECLARATION.sub("", text[:_HEAD].lstrip("\ufeff \t\r\n")))
    text = _NO_XML.sub("", head + text[_HEAD:])
    return _PERSON.sub(r"\1", _REFERENCE.sub(_allowed_reference, text))


def _allowed_reference(found: re.Match[str]) -> str:
    point = int(found[1], 16) if found[1] else int(found[2])
    forbidden = point > 0x10FFFF or _NO_XML.match(chr(point))
    return "" if forbidden else found[0]


def newest(entries: list[Any]) -> list[Any]:
    """Return at most MAX_ENTRIES in the feed's order: the newest by date, undated ones last."""
    if len(entries) <= MAX_ENTRIES:
        return entries
    order = sorted(range(len(entries)), key=lambda index: (_sortable(entries[index]), -index))
    kept = sorted(order[-MAX_ENTRIES:])
    return [entries[index] for index in kept]


def _sortable(entry: Any) -> tuple[int, ...]:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return tuple(moment[:6]) if moment else ()


def _raw(entry: Any) -> RawEntry:
    contents = [part.get("value") or "" for part in entry.get("content", ())]
    return RawEntry(
        guid=_clipped(entry.get("id"), MAX_GUID),
        link=_clipped(_link(entry), MAX_GUID + 1),  # one more, so that it is seen as too long
        title=_clipped(entry.get("title"), MAX_TITLE) or "",
        summary=_clipped(entry.get("summary"), MAX_HTML) or "",
        content=_clipped("\n".join(contents), MAX_HTML) or "",
        published=_clipped(entry.get("published"), MAX_TITLE),
        updated=_clipped(entry.get("updated"), MAX_TITLE),
    )


def _clipped(value: Any, limit: int) -> str | None:
    return value[:limit] if isinstance(value, str) and value else None


def _link(entry: Any) -> str | None:
    """Return an entry's address. feedparser passes over an alternate link whose type it does not
    take for a page's, and gives the id in its place."""
    stated = [each.get("href") for each in entry.get("links", ()) if each.get("rel") == "alternate"]
    link: str | None = entry.get("link")
    return link if link in stated else next(filter(None, stated), link)
