"""Owns which files `ingest` takes and how each becomes items to archive.

Opens files, never a socket; reads no article text and writes nothing.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipeline.crawl.pages import entry_json
from pipeline.errors import AccessError, NoInputError
from pipeline.read.payloads import Line, PayloadError, parse_line
from pipeline.records import FeedEntry, PageKind

SUFFIXES = (".jsonl", ".html", ".htm", ".xml", ".rss", ".atom", ".warc.gz", ".warc")
ARTICLE_TYPE = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to archive: the bytes of a page, a feed entry or an article, and whose they are.

    `fetched_at` is None where the file does not say when its page was fetched.
    """

    kind: PageKind
    url: str
    outlet: str
    lang: str | None
    body: bytes
    content_type: str
    status: int | None = None
    fetched_at: datetime | None = None
    entry: FeedEntry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be taken, and where it stands: `file:line` or `file`."""

    where: str
    what: str


def checked_paths(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files to read, folders unfolded and sorted. Raises NoInputError, AccessError."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(each for each in path.rglob("*") if each.name.endswith(SUFFIXES))
        elif path.exists():
            files.append(path)
        else:
            raise NoInputError(f"no such file or folder: {path}")
    return tuple(files)


def items_of(path: Path, *, seen_at: datetime) -> Iterator[Item | Problem]:
    """Yield what a file holds, in its order; a bad line is a Problem beside the good ones."""
    try:
        if path.name.endswith(".jsonl"):
            yield from _of_lines(path)
        elif path.name.endswith((".html", ".htm")):
            yield _of_page(path)
        elif path.name.endswith((".xml", ".rss", ".atom")):
            yield from _of_feed(path, seen_at)
        elif path.name.endswith((".warc.gz", ".warc")):
            yield from _of_warc(path)
        else:
            yield Problem(where=str(path), what=f"not one of {', '.join(SUFFIXES)}")
    except PermissionError:
        raise AccessError(f"cannot read {path}: permission denied") from None


def _of_lines(path: Path) -> Iterator[Item | Problem]:
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                line = parse_line(raw)
                _check(line)
            except PayloadError as error:
                yield Problem(where=f"{path}:{number}", what=str(error))
                continue
            written = json.dumps(asdict(line), ensure_ascii=False, sort_keys=True)
            # Half a surrogate pair stays in the evidence, as JSON's own escape.
            body = written.encode("utf-8", "backslashreplace")
            yield Item(
                kind="article", url=line.url, outlet=line.outlet, lang=line.lang, body=body,
                content_type=ARTICLE_TYPE,
            )  # fmt: skip


def _check(line: Line) -> None:
    if urlsplit(line.url).scheme not in ("http", "https", "urn"):
        raise PayloadError(f"url must be an http or https address: {line.url!r}")
    for name, value in (("url", line.url), ("outlet", line.outlet), ("lang", line.lang)):
        if value is not None and not _is_text(value):
            raise PayloadError(f"{name} holds half a surrogate pair: {value!r}")
    if line.published is None:
        return
    try:
        date.fromisoformat(line.published[:10])
        if len(line.published) > 10:
            datetime.fromisoformat(line.published)
    except ValueError:
        raise PayloadError(f"published is no ISO date or time: {line.published!r}") from None


def _is_text(value: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _of_page(path: Path) -> Item:
    from lxml import html

    body = path.read_bytes()
    url, site = "", ""
    try:
        tree = html.document_fromstring(body)
        url = next(iter(tree.xpath("//link[@rel='canonical']/@href")), "") or next(
            iter(tree.xpath("//meta[@property='og:url']/@content")), ""
        )
        site = next(iter(tree.xpath("//meta[@property='og:site_name']/@content")), "")
    except (ValueError, html.etree.LxmlError):
        pass  # not HTML: reading it will say so
    if urlsplit(url).scheme not in ("http", "https"):
        url = f"urn:sha256:{hashlib.sha256(body).hexdigest()}"
    outlet = site.strip() or urlsplit(url).hostname or path.stem
    return Item(kind="html", url=url, outlet=outlet, lang=None, body=body, content_type="text/html")


def _of_feed(path: Path, seen_at: datetime) -> Iterator[Item | Problem]:
    from pipeline.crawl.feeds import parse_feed

    parsed = parse_feed(
        path.read_bytes(), feed_url=f"file:{path.name}", outlet=path.stem, lang=None,
        charset_header=None, seen_at=seen_at,
    )  # fmt: skip
    if parsed.problem and not parsed.entries:
        yield Problem(where=str(path), what=parsed.problem)
    for entry in parsed.entries:
        yield Item(
            kind="entry", url=entry.url, outlet=entry.outlet, lang=entry.lang,
            body=entry_json(entry), content_type=ARTICLE_TYPE, entry=entry,
        )  # fmt: skip


def _of_warc(path: Path) -> Iterator[Item | Problem]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                item = _of_record(record)
                if item:
                    yield item
        except (ArchiveLoadFailed, EOFError) as error:
            yield Problem(where=str(path), what=f"not a whole WARC file: {error}")


def _of_record(record: Any) -> Item | None:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type != "response" or not record.http_headers:
        return None
    content_type = record.http_headers.get_header("Content-Type") or ""
    if record.http_headers.get_statuscode() != "200" or "html" not in content_type:
        return None
    fetched = record.rec_headers.get_header("WARC-Date")
    return Item(
        kind="html", url=url, outlet=urlsplit(url).hostname or "unknown", lang=None,
        body=record.content_stream().read(), content_type=content_type, status=200,
        fetched_at=datetime.fromisoformat(fetched) if fetched else None,
    )  # fmt: skip
