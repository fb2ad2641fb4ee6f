"""Measures reading on pages with gold bodies: token F1, days of publication, CPU a page.

    python corpora/measure_reading.py DIRECTORY

DIRECTORY holds, at any depth, `NAME.json` (parser version -> title, body, publishing_date) beside
`NAME_DATE.html.gz` and `meta.info`, as the tests of the fundus project do. trafilatura with its
default settings runs on the same pages, in the same run. Times are CPU of one process, the least of
three rounds a page: a page turned away is surveyed, gated and, where it does not say so itself, its
language told; a page that passes is read whole. `cost_at_5_percent` is what a page costs where one
in twenty passes, in passes of trafilatura.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline.nlp.fold import fold
from pipeline.nlp.gate import Gate
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.read.agree import agreed_text
from pipeline.read.extract import Main, Survey, extract, survey
from pipeline.read.language import identify
from pipeline.read.outlets import clean_text, is_wall, pruned_elements
from pipeline.read.published import Evidence, choose, days_in_url

T = TypeVar("T")
ROUNDS = 3
LANGUAGES = ("en", "uk", "ru")

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
    from htmldate import find_date

    gate = Gate(load_gazetteers())
    gate.decide("warm")
    figures: dict[str, list[float]] = defaultdict(list)
    for case in cases(directory):
        first, surveying = _timed(partial(survey, case.html, None, case.url))
        _, gating = _timed(partial(_turn_away, gate, first))
        (text, main), reading = _timed(partial(read, case, first))
        default, defaulting = _timed(partial(trafilatura.extract, case.html))
        day = find_date(case.html, original_date=True, url=case.url)
        figures["turned_away_ms"].append(surveying + gating)
        figures["gate_ms"].append(gating)
        figures["read_ms"].append(surveying + gating + reading)
        figures["trafilatura_ms"].append(defaulting)
        figures["token_f1"].append(token_f1(text, case.body))
        figures["trafilatura_token_f1"].append(token_f1(default or "", case.body))
        figures["day_right"].append(_day_is_right(case, first, main))
        figures["htmldate_day_right"].append(float(day == case.published[:10]))
    means = {name: round(sum(values) / len(values), 4) for name, values in figures.items()}
    cost = (0.95 * means["turned_away_ms"] + 0.05 * means["read_ms"]) / means["trafilatura_ms"]
    return means | {"cost_at_5_percent": round(cost, 3), "pages": len(figures["read_ms"])}


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    """Return what a call gives, and the least CPU milliseconds of three."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        result = call()
        times.append(1000 * (time.process_time() - started))
    return result, min(times)


def _turn_away(gate: Gate, first: Survey) -> None:
    """Do what a page costs beside its survey where the gate turns it away."""
    seen = "\n".join((*first.structured.titles, first.structured.body, first.text))
    is_wall(first.text, outlet="")
    fold.cache_clear()
    gate.decide(seen)
    if first.structured.lang not in LANGUAGES:
        identify(seen, languages=LANGUAGES)


def read(case: Case, first: Survey) -> tuple[str, Main]:
    """Return the article's text and what the thorough reading gave."""
    main = extract(
        case.html,
        first.charset,
        url=case.url,
        prune=pruned_elements(""),
        headlines=first.structured.titles,
        expected_words=len(first.text.split()),
        undated=not first.structured.published,
    )
    stated = first.structured
    title = next(iter(stated.titles), "")
    text = clean_text(title, agreed_text(main.text, stated.body), outlet="", lang=None)
    return text, main


def _day_is_right(case: Case, first: Survey, main: Main) -> float:
    """Return 1.0 where the page's or the address's date is the gold's day, or its instant."""
    urls: list[Evidence] = [("url", day) for day in days_in_url(case.url)]
    found = choose(
        [*first.structured.published, *urls, *main.dated],
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
