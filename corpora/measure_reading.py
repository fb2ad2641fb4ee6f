"""Measures reading on pages with gold bodies: token F1, date accuracy, milliseconds a page.

    python corpora/measure_reading.py DIRECTORY

DIRECTORY holds, at any depth, `NAME.json` (parser version -> title, body, publishing_date) beside
`NAME_DATE.html.gz` and `meta.info`, as the tests of the fundus project do. trafilatura with its
default settings runs on the same pages, in the same run. Times are CPU of one process.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.read.agree import agreed_text
from pipeline.read.extract import Survey, extract, survey
from pipeline.read.outlets import clean_text, pruned_elements
from pipeline.read.published import choose, days_in_url

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One page: its bytes, and what a person says it holds."""

    name: str
    url: str
    crawled_at: datetime
    html: bytes
    body: str
    published: str


def cases(directory: Path) -> Iterator[Case]:
    """Yield the pages of a directory in the order of their names."""
    for table in sorted(directory.rglob("*.json")):
        about = json.loads((table.parent / "meta.info").read_text("utf-8"))
        pages = sorted(table.parent.glob(f"{table.stem}_*.html.gz"))
        for gold, page in zip(json.loads(table.read_text("utf-8")).values(), pages, strict=False):
            said = about[page.name]
            yield Case(
                name=page.name,
                url=said["url"],
                crawled_at=datetime.fromisoformat(said["crawl_date"]).replace(tzinfo=UTC),
                html=gzip.decompress(page.read_bytes()),
                body=_gold_text(gold["body"]),
                published=gold["publishing_date"],
            )


def token_f1(read: str, gold: str) -> float:
    """Return the F1 of two texts as bags of lower-case words."""
    left, right = (Counter(_WORD.findall(text.lower())) for text in (read, gold))
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def _gold_text(body: dict[str, Any]) -> str:
    lines = list(body.get("summary") or [])
    for section in body["sections"]:
        lines += [*(section.get("headline") or []), *section["paragraphs"]]
    return "\n".join(lines)


def measure(directory: Path) -> dict[str, float]:
    """Return the figures of all pages under the directory, means over pages."""
    import trafilatura

    figures: dict[str, list[float]] = defaultdict(list)
    for case in cases(directory):
        started = time.process_time()
        first = survey(case.html, None, case.url)
        surveyed = time.process_time()
        text = _read(case, first)
        read = time.process_time()
        default = trafilatura.extract(case.html) or ""
        defaulted = time.process_time()
        figures["gated_out_ms"].append(1000 * (surveyed - started))
        figures["read_ms"].append(1000 * (read - started))
        figures["trafilatura_ms"].append(1000 * (defaulted - read))
        figures["token_f1"].append(token_f1(text, case.body))
        figures["trafilatura_token_f1"].append(token_f1(default, case.body))
        figures["date_right"].append(_date_is_right(case, first))
    means = {name: round(sum(values) / len(values), 4) for name, values in figures.items()}
    ratio = round(means["trafilatura_ms"] / means["gated_out_ms"], 1)
    return means | {"gated_out_speedup": ratio, "pages": len(figures["read_ms"])}


def _read(case: Case, first: Survey) -> str:
    main = extract(
        case.html,
        first.charset,
        url=case.url,
        prune=pruned_elements(""),
        headlines=first.structured.titles,
        expected_words=len(first.text.split()),
    )
    stated = first.structured
    title = next(iter(stated.titles), "")
    return clean_text(title, agreed_text(main.text, stated.body), outlet="", lang=None)


def _date_is_right(case: Case, first: Survey) -> float:
    """Return 1.0 where the markup's or the address's date is the gold's day, or its instant."""
    found = choose(
        [*first.structured.published, *(("url", day) for day in days_in_url(case.url))],
        entry=None,
        fetched_at=case.crawled_at,
        time_zone=None,
    )
    said = datetime.fromisoformat(case.published)
    if found.at is None:
        return 0.0
    if found.precision == "instant" and said.tzinfo is not None:
        return float(abs((found.at - said).total_seconds()) < 60)
    return float(found.at.date() == said.date())


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1])), indent=1))
