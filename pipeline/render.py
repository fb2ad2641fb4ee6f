"""Owns how records look on a terminal. Builds renderables and prints none; asks no database.

Text from articles is wrapped in `Text`, so that nothing in it is read as markup.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

if TYPE_CHECKING:
    from pipeline.why import Argument

Row = Mapping[str, Any]


def plain(value: Any) -> str:
    """Return a value as one line of text; unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {plain(each)}" for key, each in value.items())
    return "".join(char if char.isprintable() else " " for char in str(value))


def json_text(what: Any) -> str:
    """Return rows as JSON: times in UTC as ISO 8601 with Z, days as ISO dates."""
    return json.dumps(what, ensure_ascii=False, indent=2, default=_json_value)


def _json_value(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    return value.isoformat() if isinstance(value, date) else str(value)


def table(rows: Sequence[Row], columns: Mapping[str, str], *, title: str = "") -> Table:
    """Return a table of rows; `columns` maps a row's keys to headings."""
    drawn = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD)
    for key, heading in columns.items():
        drawn.add_column(heading, overflow="fold", no_wrap=key.endswith("_id") or key == "event")
    for row in rows:
        drawn.add_row(*(Text(plain(row.get(key))) for key in columns))
    return drawn


def rows(found: Sequence[Row]) -> Table:
    """Return rows as a table with their own keys for headings."""
    return table(found, {key: key for key in (found[0] if found else {})})


def articles(found: Sequence[Row]) -> Table:
    """Return articles as one line each, the best first."""
    columns = {
        "score": "score", "likeness": "likeness", "words": "words", "outlet": "outlet",
        "lang": "lang", "published_at": "published", "title": "title", "url": "url",
    }  # fmt: skip
    return table([{**row, "score": f"{row['score']:.4f}"} for row in found], columns)


def days(row: Row, field: str) -> str:
    """Return `2023-09-26`, `2023-08-01 … 2023-08-31` or nothing for `departed` or `arrived`."""
    earliest, latest = row.get(f"{field}_earliest"), row.get(f"{field}_latest")
    if earliest is None or latest is None:
        return ""
    return plain(earliest) if earliest == latest else f"{plain(earliest)} … {plain(latest)}"


def place(row: Row, end: str) -> str:
    """Return `Pyongyang KP`, `RU` for a country alone, or nothing."""
    return " ".join(plain(row.get(key)) for key in (end, f"{end}_country") if row.get(key))


def flight_days(row: Row) -> str:
    """Return the days of a leg as ISO days: departure and arrival where they differ."""
    departed, arrived = days(row, "departed"), days(row, "arrived")
    if not departed or not arrived or departed == arrived:
        return departed or arrived
    return f"{departed} → {arrived}"


def events_table(events: Sequence[Row]) -> Table:
    """Return the events as one line each; `sources` are reports and independent sources."""
    rows = [
        {
            "event": event["event_id"],
            "flown": flight_days(event),
            "status": " ".join(filter(None, (event["status"], event["outcome"]))),
            "aircraft": " ".join(filter(None, (event["type_family"], event["registration"]))),
            "operator": event["operator"] or event["operator_country"],
            "route": f"{place(event, 'origin') or '?'} → {place(event, 'destination') or '?'}",
            "sources": f"{event['reports']} from {event['independent_sources']}",
        }
        for event in events
    ]
    names = ("event", "flown", "status", "aircraft", "operator", "route", "sources")
    return table(rows, {name: name for name in names})


def record(found: Row) -> RenderableType:
    """Return one event with its fields, their words, conflicts, sources, legs and relations."""
    event = found["event"]
    head = Text()
    head.append(f"{event['reference']}\n", style="bold")
    if found["asked_for"] != event["event_id"]:
        head.append(f"{found['asked_for']} was merged into this event\n")
    head.append(
        f"{event['event_id']}  {event['status']}  {event['reports']} reports, "
        f"{event['independent_sources']} independent sources, confidence {event['confidence']:.2f}"
    )
    parts: list[RenderableType] = [head, _fields(found)]
    if found["conflicts"]:
        columns = {"field": "field", "value": "value", "reports": "reports", "outlets": "outlets"}
        parts.append(table(found["conflicts"], columns, title="Conflicts"))
    columns = {
        "report_id": "report", "outlet": "outlet", "lang": "lang", "published_at": "published",
        "role": "role", "source_root": "rests on", "said_by": "credits", "trackers": "trackers",
        "title": "title",
    }  # fmt: skip
    parts.append(table(found["reports"], columns, title="Reports"))
    parts.append(_family(found["family"]))
    parts.extend(_revision(revision) for revision in found["revisions"])
    if len(found["legs"]) > 1:
        parts.append(Text(f"\nTrip {found['trip']['reference']}: {found['trip']['route']}"))
        parts.append(events_table(found["legs"]))
    if found["relations"]:
        columns = {"relation": "relation", "related_event_id": "event", "reference": "reference"}
        parts.append(table(found["relations"], columns, title="Related events"))
    return Group(*parts)


def _family(branches: Sequence[Row]) -> RenderableType:
    """Return the articles below whom they have it from: outlets alone, articles with their title,
    copies with their overlap."""
    tree = Tree(Text("Where it comes from"), guide_style="dim")
    waiting = [(tree, branch) for branch in reversed(branches)]
    while waiting:
        above, branch = waiting.pop()
        label = plain(branch["name"])
        if branch["article_id"] is not None:
            label += f": {plain(branch['title'])}"
        if branch["overlap"] is not None:
            kind = "translation" if branch["translated"] else "copy"
            label += f"  ({kind}, {branch['overlap']:.2f} in common)"
        drawn = above.add(Text(label))
        waiting += [(drawn, each) for each in reversed(branch["below"])]
    return tree


def _revision(revision: Row) -> RenderableType:
    head = f"\n{plain(revision['outlet'])} revised {plain(revision['url'])}, "
    head += f"seen {plain(revision['fetched_at'])}:"
    return Text("\n".join([head, *map(plain, revision["changes"])]))


def _fields(found: Row) -> Table:
    event = found["event"]
    rows = []
    for field, claims in found["fields"].items():
        value = days(event, field) if field in ("departed", "arrived") else event.get(field)
        for index, claim in enumerate(claims):
            rows.append(
                {
                    "field": field if index == 0 else "",
                    "value": value if index == 0 else "",
                    "says": claim["value"],
                    "words": f"“{plain(claim['original'])}”",
                    "where": f"{claim['outlet']}, {claim['part']} "
                    f"{claim['char_start']}–{claim['char_end']}",
                }
            )
    columns = {
        "field": "field",
        "value": "event",
        "says": "claim",
        "words": "words",
        "where": "where",
    }
    return table(rows, columns, title="What is said, and where")


def argument(found: "Argument") -> RenderableType:
    """Return why two reports are, or are not, one flight: the two, each field with what both say
    and the running sum, and the conclusion in sentences."""
    sides = table(
        [asdict(found.left), asdict(found.right)],
        {"report_id": "report", "event_id": "event", "outlet": "outlet", "lang": "lang",
         "published_at": "published", "url": "url"},
    )  # fmt: skip
    drawn = Table(box=SIMPLE_HEAD)
    for heading in ("field", "shows", "the one", "the other", "log2 odds", "sum", ""):
        drawn.add_column(heading, justify="right" if heading in ("log2 odds", "sum") else "left")
    for step in found.features:
        bar = ("+" if step.weight >= 0 else "-") * round(abs(step.weight) * 2)
        drawn.add_row(
            step.field, step.means, Text(plain(step.left)), Text(plain(step.right)),
            f"{step.weight:+.1f}", f"{step.total:+.1f}", bar,
        )  # fmt: skip
    odds = f"{2 ** min(abs(found.weight), 40):,.0f} to 1 {'for' if found.weight > 0 else 'against'}"
    enough = "enough" if found.weight >= found.needed else "not enough"
    lines = [
        f"The fields alone: {found.weight:+.1f} ({odds}) where {found.needed:+.1f} is needed: "
        f"{enough}.",
        *found.reasons,
    ]
    return Group(sides, drawn, Text("\n".join(map(plain, lines))))


def status(found: Row) -> RenderableType:
    """Return the last runs, the feeds and what the store holds."""
    holds = ", ".join(f"{value} {key.replace('_', ' ')}" for key, value in found["holds"].items())
    runs = {
        "run_id": "run", "started_at": "started", "ended_at": "ended", "exit_code": "exit",
        "counts": "counts",
    }  # fmt: skip
    feeds = {
        "outlet": "outlet", "feed_url": "feed", "last_success_at": "last success",
        "last_status": "last status", "consecutive_failures": "failures", "articles": "articles",
    }  # fmt: skip
    parts: list[RenderableType] = [Text(holds), table(found["runs"], runs, title="Last runs (UTC)")]
    if found["feeds"]:
        parts.append(table(found["feeds"], feeds, title="Feeds"))
    if found["contradictions"]:
        columns = {
            "said_same": "said same", "said_different": "said different",
            "left_report_id": "report", "right_report_id": "and report", "note": "note",
        }  # fmt: skip
        title = "Judgements that contradict each other; the different holds"
        parts.append(table(found["contradictions"], columns, title=title))
    if found["failures"]:
        failures = {"stage": "stage", "error": "what", "items": "items"}
        parts.append(table(found["failures"], failures, title="Items that failed"))
    return Group(*parts)
