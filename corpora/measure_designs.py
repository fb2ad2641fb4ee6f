"""Measures reading on pages of many designs with their truth: text, noise, title, day.

    python corpora/measure_designs.py [DIRECTORY] [--pages]

DIRECTORY (corpora/designs by default) holds `pages.jsonl` and the pages it names. trafilatura and
htmldate with their default settings run on the same pages, in the same run. `--pages` prints what
is wrong with each page.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.nlp.gate import GateDecision
from pipeline.read.child import Child
from pipeline.read.page import read_page
from pipeline.records import ArchiveRef, Article, Page

DESIGNS = Path(__file__).parent / "designs"
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)
_WORD = re.compile(r"\w+")
# Noise is listed with the registrations in it apart: no word of prose is written so.
_REGISTRATION = re.compile(r"[A-Z0-9]{1,3}-?[A-Z0-9]{2,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reader made of a page: its text, title and publication day (ISO), if any."""

    text: str
    title: str
    day: str | None


class OpenGate:
    """Lets everything pass: every page is to be read here."""

    def decide(self, text: str) -> GateDecision:
        """Let it pass."""
        return GateDecision(passed=True, reason=f"in: {len(text)}")


def truths(directory: Path) -> Iterator[dict[str, Any]]:
    """Yield what is true of each page, in the order of the table."""
    for line in (directory / "pages.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def page_of(truth: dict[str, Any]) -> Page:
    """Return the page as crawling would have stored it, without any word of its feed."""
    return Page(
        page_id=truth["file"], kind="html", url=truth["url"], final_url=truth["url"],
        outlet=truth["url"].split("/")[2], lang=None, fetched_at=FETCHED_AT, status=200,
        content_type="text/html", body_hash=truth["file"], etag=None, last_modified=None,
        entry_id=None, archive=ArchiveRef(file="", offset=0, payload_sha256=""),
    )  # fmt: skip


def ours(truth: dict[str, Any], body: bytes, child: Child) -> Reading:
    """Return what flightdesk reads, nothing where it reads no article."""
    article = read_page(
        page_of(truth), body, entry=None, gate=OpenGate(), languages=("en", "uk", "ru"), child=child
    )
    if not isinstance(article, Article):
        return Reading(text="", title="", day=None)
    at = article.published_at
    return Reading(text=article.text or "", title=article.title, day=at.isoformat() if at else None)


def theirs(truth: dict[str, Any], body: bytes) -> Reading:
    """Return what trafilatura and htmldate read by default."""
    from htmldate import find_date
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    html = body.decode(truth["charset"])
    document = bare_extraction(html, url=truth["url"], with_metadata=True)
    text = document.text if isinstance(document, Document) else ""
    title = document.title if isinstance(document, Document) else ""
    day = find_date(html, original_date=True, url=truth["url"])
    return Reading(text=text or "", title=title or "", day=day)


def faults(truth: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """Return what is wrong with a reading: `f1` always, other keys where there is a fault."""
    text = _plain(reading.text)
    leaked = [n for n in truth["noise"] if _plain(n) in text]
    found: dict[str, Any] = {"f1": token_f1(text, _plain(truth["text"]), truth["optional"])}
    if leaked:
        found["noise"] = leaked
    registrations = [n for n in leaked if _REGISTRATION.fullmatch(n)]
    if registrations:
        found["registrations"] = registrations
    if reading.title != _plain(truth["title"]):
        found["title"] = reading.title
    return found | _day_faults(truth, reading.day)


def _day_faults(truth: dict[str, Any], day: str | None) -> dict[str, Any]:
    said, modified = truth["published"], truth["modified"]
    if not day:
        return {"day_unknown": said} if said else {}
    days = _days(said) if said else set()
    if _days(day) & days:
        return {}
    fault = {"day_wrong" if said else "day_invented": day}
    if modified and _days(day) & _days(modified):
        fault["modified_taken"] = day
    return fault


def _days(moment: str) -> set[str]:
    """Return the days a moment may be named by: as written, and in UTC."""
    days = {moment[:10]}
    if len(moment) > 10 and datetime.fromisoformat(moment).tzinfo:
        days.add(datetime.fromisoformat(moment).astimezone(UTC).date().isoformat())
    return days


def token_f1(read: str, gold: str, optional: list[str]) -> float:
    """Return the F1 of two texts as bags of lower-case words, without the optional strings."""
    for string in optional:
        read, gold = (text.replace(_plain(string), " ") for text in (read, gold))
    left, right = (Counter(_WORD.findall(text.lower())) for text in (read, gold))
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def _plain(text: str) -> str:
    return " ".join(text.split())


def measure(
    directory: Path = DESIGNS, *, pages: bool = False, compare: bool = True
) -> dict[str, dict[str, Any]]:
    """Return the figures of our reader, and of theirs to `compare`: means and counts over pages."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with Child() as child:
        for truth in truths(directory):
            body = (directory / truth["file"]).read_bytes()
            readings = {"flightdesk": ours(truth, body, child)}
            if compare:
                readings["trafilatura"] = theirs(truth, body)
            for name, reading in readings.items():
                found[name].append(faults(truth, reading) | {"design": truth["design"]})
            mine = found["flightdesk"][-1]
            if pages and (len(mine) > 2 or mine["f1"] < 1):
                print(truth["file"], json.dumps(mine, ensure_ascii=False))
    return {name: _figures(each) for name, each in found.items()}


def _figures(pages: list[dict[str, Any]]) -> dict[str, Any]:
    of_design: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        of_design[page["design"]].append(page["f1"])
    names = (
        "noise", "registrations", "title", "day_unknown", "day_wrong", "day_invented",
        "modified_taken",
    )  # fmt: skip
    days = ("day_unknown", "day_wrong", "day_invented")
    return {
        "pages": len(pages),
        "token_f1": round(sum(page["f1"] for page in pages) / len(pages), 4),
        "day_right": sum(1 for page in pages if not any(name in page for name in days)),
        **{name: sum(1 for page in pages if name in page) for name in names},
        "token_f1_of_design": {k: round(sum(v) / len(v), 4) for k, v in of_design.items()},
    }


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--pages"]
    where = Path(arguments[0]) if arguments else DESIGNS
    print(json.dumps(measure(where, pages="--pages" in sys.argv), indent=1))
