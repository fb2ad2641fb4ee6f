"""Builds reports for tests of linking and fusion: short words in, records out."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.link.compare import compare
from pipeline.link.context import Context
from pipeline.link.frequency import Frequency
from pipeline.link.group import Grouping, group_reports
from pipeline.link.weights import load_weights
from pipeline.records import Comparison, DateSpan, Judgement, Linkable, Report

PAIRS = Path(__file__).parents[2] / "corpora" / "pairs.jsonl"

WORLD = Context(
    operator_parents={"224th Flight Unit": "Russian Air Force"},
    type_groups={"Il-78": "Il-76", "Tu-214": "Tu-204"},
    type_makers={"Il-76": "Ilyushin", "Il-62": "Ilyushin"},
    coordinates={
        "Moscow": (55.97, 37.41),
        "Minsk": (53.88, 28.03),
        "Pyongyang": (39.22, 125.67),
        "Caracas": (10.60, -66.99),
        "Abu Dhabi": (24.43, 54.65),
    },
    place_codes={"Moscow": "MOW", "Pyongyang": "FNJ", "Minsk": "MSQ"},
)


def span(text: str | None) -> DateSpan | None:
    """`2023-09-26` or `2023-09-26/2023-09-28`."""
    if text is None:
        return None
    first, _, last = text.partition("/")
    return DateSpan(
        earliest=date.fromisoformat(first),
        latest=date.fromisoformat(last or first),
        text=text,
        basis="stated",
    )


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def told(name: str, **said: Any) -> Linkable:
    """A report called `name`. `article`, `outlet`, `root`, `voice`, `published`, `rank` and `url`
    are about its article; `departed` and `arrived` are intervals; the rest are the report's."""
    outlet = said.pop("outlet", f"Outlet of {said.get('article', name)}")
    article = said.pop("article", f"art_{name}")
    published = instant(said.pop("published", "2023-09-29"))
    about = {
        "url": said.pop("url", f"https://synthetic.example/{article}"),
        "lang": said.pop("lang", "en"),
        "source_root": said.pop("root", outlet),
        "voice": said.pop("voice", ""),
        "revision_rank": said.pop("rank", 0),
    }
    fields: dict[str, Any] = {"role": "primary", "status": "happened", "seq": 0, "confidence": 0.8}
    fields |= said | {end: span(said.get(end)) for end in ("departed", "arrived")}
    for collection in ("said_by", "trackers"):
        fields[collection] = tuple(fields.get(collection, ()))
    return Linkable(
        report=Report(report_id=name, article_id=article, **fields),
        outlet=outlet,
        published_at=published,
        fetched_at=published or datetime(2024, 1, 1, tzinfo=UTC),
        **about,
    )


def pyongyang(name: str, **said: Any) -> Linkable:
    """The story everything started from: Il-62M, Moscow to Pyongyang, arrived 26 September 2023."""
    leg = {
        "type_family": "Il-62",
        "operator": "Russian Air Force",
        "operator_country": "RU",
        "origin": "Moscow",
        "origin_country": "RU",
        "destination": "Pyongyang",
        "destination_country": "KP",
        "arrived": "2023-09-26",
    }
    return told(name, **(leg | said))


def judged(left: str, right: str, verdict: Any) -> Judgement:
    left, right = sorted((left, right))
    return Judgement(
        left_report_id=left,
        right_report_id=right,
        verdict=verdict,
        judged_by="a person",
        judged_at=datetime(2024, 1, 1, tzinfo=UTC),
        note=None,
    )


def weigh(left: Linkable, right: Linkable) -> Comparison:
    return compare(left, right, weights=load_weights(), frequency=Frequency(), context=WORLD)


def group(reports: list[Linkable], judgements: list[Judgement] | None = None) -> Grouping:
    return group_reports(reports, judgements or [], weights=load_weights(), context=WORLD)


def events(reports: list[Linkable], judgements: list[Judgement] | None = None) -> set[str]:
    """The grouping as words: `a+b` is one event of reports a and b."""
    clusters = group(reports, judgements).clusters
    return {"+".join(sorted(member.report_id for member in members)) for members in clusters}


def told_in(row: Mapping[str, Any]) -> Linkable:
    """A report of a hard case."""
    return told(row["id"], **{key: row[key] for key in row.keys() - {"id", "event"}})


def hard_cases() -> list[Mapping[str, Any]]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
