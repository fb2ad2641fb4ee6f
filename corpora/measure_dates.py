"""Measures days of publication on pages with gold dates, against htmldate's in the same run.

    python corpora/measure_dates.py DIRECTORY [--pages]

DIRECTORY holds `*.json` (address -> file, date) and the pages under `html/`, gzipped, as the
evaluation of the htmldate project has them. `right` is the gold's day, `wrong` another one.
`--pages` prints the pages on which ours is not right.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.read.extract import extract, survey
from pipeline.read.outlets import clean_title, pruned_elements, title_parts
from pipeline.read.published import Evidence, Published, choose, days_in_url, parse

SMALLEST = 500  # bytes; what is smaller was never a page
UNTIL = datetime(2026, 11, 1, tzinfo=UTC)


def cases(directory: Path) -> Iterator[tuple[str, bytes, str]]:
    """Yield address, bytes and gold day of each page that is there."""
    for table in sorted(directory.glob("*.json")):
        for url, about in json.loads(table.read_text("utf-8")).items():
            page = directory / "html" / f"{about['file']}.gz"
            if page.exists():
                html = gzip.decompress(page.read_bytes())
                if len(html) >= SMALLEST:
                    yield url, html, str(about["date"])


def our_day(url: str, html: bytes, until: datetime = UNTIL) -> str | None:
    """Return the day (ISO) flightdesk takes for the page's, without a feed's word."""
    first = survey(html, None, url)
    titles = [clean_title(title, outlet="", url=url) for title in first.structured.titles]
    main = extract(
        html,
        first.charset,
        url=url,
        prune=pruned_elements(""),
        headlines=(*titles, *title_parts(next(iter(titles), ""))),
        expected_words=len(first.text.split()),
        undated=True,
    )
    urls: list[Evidence] = [("url", day) for day in days_in_url(url)]
    evidence = [*first.structured.published, *urls, *main.dated]
    found = choose(evidence, entry=None, fetched_at=until, time_zone=None)
    return _local_day(found, evidence)


def _local_day(found: Published, evidence: Sequence[Evidence]) -> str | None:
    """Return the day in the offset in which the page writes it: gold has local days."""
    for basis, wording in evidence:
        if parse(wording, basis=basis) == found and re.match(r"\d{4}-\d{2}-\d{2}", wording):
            return wording[:10]
    return found.at.date().isoformat() if found.at else None


def their_day(url: str, html: bytes) -> str | None:
    """Return htmldate's day of publication, with its default settings."""
    from htmldate import find_date

    try:
        return find_date(html, original_date=True, url=url)
    except ValueError:
        return None


def verdict(day: str | None, gold: str) -> str:
    """Return `right`, `wrong` or `unknown`; `undated` or `invented` where there is none."""
    if gold == "nan":
        return "undated" if day is None else "invented"
    if day is None:
        return "unknown"
    return "right" if day == gold else "wrong"


def measure(directory: Path, *, pages: bool = False) -> dict[str, dict[str, int]]:
    """Return how often each reader is right, wrong and silent."""
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for url, html, gold in cases(directory):
        mine, other = our_day(url, html), their_day(url, html)
        ours[verdict(mine, gold)] += 1
        theirs[verdict(other, gold)] += 1
        if pages and mine != gold:
            print(gold, mine, other, url)
    return {"flightdesk": dict(ours), "htmldate": dict(theirs)}


if __name__ == "__main__":
    where = next(argument for argument in sys.argv[1:] if argument != "--pages")
    print(json.dumps(measure(Path(where), pages="--pages" in sys.argv), indent=1))
