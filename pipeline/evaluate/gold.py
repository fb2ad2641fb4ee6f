"""Owns the gold format: one annotated article a line. Reads a file; judges nothing.

Format: `url`, `outlet`, `published`, `lang`, `title`, `text` and `gold`: `relevant`, `reports` (one
per leg: `leg_id`, `trip_id`, `family`, `variant`, the columns of the `reports` view, `departed` and
`arrived` as [earliest, latest] ISO days), `said_by`, `trackers`. Optional: `mentions` ({kind,
value}) in `gold`, `said_by` and `independent_sources` in a report.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import AccessError, NoInputError
from pipeline.evaluate.facts import Days, Facts

# Rules are written on `tune`; `check` is only counted. One trip is all in one part.
Part = Literal["tune", "check"]

_TEXT_FIELDS = (
    *("registration", "callsign", "operator", "operator_country", "origin", "origin_country"),
    *("destination", "destination_country", "outcome"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldReport:
    """What an article says about one leg. `leg_id` is the same in every article on that leg.
    `independent_sources` is how many source roots the leg has in the whole file, if annotated."""

    leg_id: str
    trip_id: str
    facts: Facts
    said_by: tuple[str, ...] = ()
    independent_sources: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """An annotated article. `mentions` are (kind, value) pairs, None where not annotated."""

    url: str
    lang: str
    title: str
    text: str
    relevant: bool
    reports: tuple[GoldReport, ...]
    said_by: tuple[str, ...]
    trackers: tuple[str, ...]
    mentions: frozenset[tuple[str, str]] | None = None
    part: Part = "tune"
    outlet: str = ""
    published_at: datetime | None = None


def load_gold(path: Path) -> tuple[list[GoldArticle], list[str]]:
    """Return the articles of a gold file and its bad lines as `file:line: what`.

    A second line with a URL already seen is a bad line: scores are counted by URL. Raises
    NoInputError or AccessError when the file cannot be read.
    """
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        raise NoInputError(f"no gold file {path}") from None
    except OSError as error:
        raise AccessError(f"cannot read {path}: {error.strerror}") from None
    articles: dict[str, GoldArticle] = {}
    bad = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            article = _article(json.loads(line))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            bad.append(f"{path}:{number}: {type(error).__name__}: {error}")
            continue
        if article.url in articles:
            bad.append(f"{path}:{number}: {article.url} stands in an earlier line")
        else:
            articles[article.url] = article
    return list(articles.values()), bad


def gold_of(paths: Sequence[Path], part: Part | None) -> tuple[list[GoldArticle], tuple[str, ...]]:
    """Return the articles of one part (None: of all) of several files, and all bad lines."""
    gold: list[GoldArticle] = []
    bad_lines: list[str] = []
    for path in paths:
        articles, bad = load_gold(path)
        gold += [article for article in articles if part in (None, article.part)]
        bad_lines += bad
    return gold, tuple(bad_lines)


def part_of(key: str) -> Part:
    """Return the part of an article by the trip it tells of first, or else by its own id: a third
    of all trips are `check`, by a hash that never changes."""
    return "check" if int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0 else "tune"


def _article(line: Mapping[str, Any]) -> GoldArticle:
    gold = line["gold"]
    trips = [report["trip_id"] for report in gold["reports"]]
    mentions = gold.get("mentions")
    return GoldArticle(
        part=part_of(trips[0] if trips else line.get("id", line["url"])),
        url=line["url"],
        lang=line["lang"],
        title=line["title"],
        text=line["text"],
        relevant=bool(gold["relevant"]),
        reports=tuple(_report(report) for report in gold["reports"]),
        said_by=tuple(gold.get("said_by", ())),
        trackers=tuple(gold.get("trackers", ())),
        mentions=None if mentions is None else frozenset((m["kind"], m["value"]) for m in mentions),
        outlet=line.get("outlet", ""),
        published_at=_instant(line.get("published")),
    )


def _instant(text: str | None) -> datetime | None:
    """Return a time in UTC; of a bare day or a time without zone, as if told in UTC."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _report(report: Mapping[str, Any]) -> GoldReport:
    facts = Facts(
        type_family=report["family"],
        type_variant=report.get("variant"),
        departed=_days(report["departed"]),
        arrived=_days(report["arrived"]),
        status=report["status"],
        role=report["role"],
        **{field: report[field] for field in _TEXT_FIELDS},
    )
    return GoldReport(
        leg_id=report["leg_id"],
        trip_id=report["trip_id"],
        facts=facts,
        said_by=tuple(report.get("said_by", ())),
        independent_sources=report.get("independent_sources"),
    )


def _days(value: list[str] | None) -> Days | None:
    if value is None:
        return None
    earliest, latest = map(date.fromisoformat, value)
    return earliest, latest
