"""Owns people's words on reports on their way from the command line and the file into the store.

Decides nothing: which words are in force is `link.judged`'s, what follows `link.cluster`'s.

The file holds one JSON object a line: `verdict` (`same` or `different`), `reports` (two ids), `by`,
`at` (ISO 8601 with a zone), and optional `urls` (of the two articles) and `note`. Lines are only
ever added. What the store has taken in stays there, whatever becomes of the file.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Any

import duckdb

from pipeline.batch import Batch
from pipeline.errors import AccessError, UsageError
from pipeline.link.cluster import Contradiction
from pipeline.queries import resolve_event_id, rows_of
from pipeline.records import Judgement, Verdict
from pipeline.rows import columns_of, to_row

VERDICTS: tuple[Verdict, ...] = ("same", "different")


def words_on(
    connection: duckdb.DuckDBPyConnection,
    verdict: Verdict,
    left: str,
    right: str,
    *,
    by: str | None,
    note: str | None,
) -> tuple[Judgement, ...]:
    """Return what a person (None: who is logged in) says now of two reports or events.

    An event stands for its reports: `same` holds each to the first report of `left`, `different`
    keeps the first report of either from every report of the other. Raises UsageError for ids that
    are unknown, or that are one and the same.
    """
    ours, theirs = _reports(connection, left), _reports(connection, right)
    if ours.keys() & theirs.keys():
        raise UsageError(f"{left} and {right} share a report; name two reports or two events")
    first, other = next(iter(ours)), next(iter(theirs))
    if verdict == "same":
        pairs = [(first, name) for name in (*ours, *theirs) if name != first]
    else:
        pairs = [(first, name) for name in theirs] + [(name, other) for name in ours][1:]
    urls = ours | theirs
    by, at = _text(by if by is not None else getuser()), datetime.now(UTC).replace(microsecond=0)
    return tuple(
        _judgement(verdict, pair, (urls[pair[0]], urls[pair[1]]), by=by, at=at, note=note)
        for pair in pairs
    )


def told_after(words: Sequence[Judgement], connection: duckdb.DuckDBPyConnection) -> str:
    """Return in one line what became of the judged reports once linking obeyed."""
    names = sorted({name for one in words for name in (one.left_report_id, one.right_report_id)})
    rows = rows_of(
        connection,
        "select distinct event_id from reports where report_id in (select unnest(?::varchar[])) "
        "order by event_id nulls last",
        [names],
    )
    events = [row["event_id"] or "no event" for row in rows]
    count = "one event" if len(events) == 1 else f"{len(events)} events"
    return f"judged {words[0].verdict}: {len(names)} reports, {count}: {', '.join(events)}"


def take_in(batch: Batch) -> None:
    """Write the run's own judgements to the file, and all that the file has anew into the store.

    Lines that are no judgements are problems of the run; the others are taken.
    """
    path, store = batch.config.judgements, batch.store
    if batch.options.judgements:
        _append(path, batch.options.judgements)
    known = set(store.select(Judgement, "judgement", order="left_report_id, right_report_id"))
    new: dict[Judgement, None] = {}
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            new[_parsed(line)] = None
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            batch.tally.problems.append(f"{path}:{number}: no judgement: {error}")
            batch.tally.counts["bad_items"] += 1
    store.insert("judgement", [one for one in new if one not in known])


def write_contradictions(batch: Batch, found: Iterable[Contradiction]) -> None:
    """Keep and tell the judgements that contradict each other, with both authors."""
    rows = []
    for one in found:
        same, different = one.same, one.different
        rows.append(_who(same) + _who(different))
        batch.tally.problems.append(
            f"judgements contradict: {same.judged_by} said same of {same.left_report_id} and "
            f"{same.right_report_id}, {different.judged_by} said different of "
            f"{different.left_report_id} and {different.right_report_id}; the different holds"
        )
    batch.store.clear("judgement_conflict")
    columns = tuple(
        f"{verdict}_{name}" for verdict in VERDICTS for name in ("left", "right", "by", "at")
    )
    batch.store.insert_rows("judgement_conflict", columns, rows)


def _who(word: Judgement) -> tuple[Any, ...]:
    told = to_row(word)
    place = columns_of(Judgement)
    names = ("left_report_id", "right_report_id", "judged_by", "judged_at")
    return tuple(told[place.index(name)] for name in names)


def _reports(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """Return report id -> URL of one report, or of an event's, founders first."""
    if name.startswith("evt_"):
        found = rows_of(
            connection,
            "select report_id, url from reports where event_id = ? "
            "order by published_at nulls last, report_id",
            [resolve_event_id(connection, name)],
        )
    else:
        one = "select report_id, url from reports where report_id = ?"
        found = rows_of(connection, one, [name])
    if not found:
        raise UsageError(f"no report or event {name!r}; `events` and `show EVENT` list them")
    return {row["report_id"]: row["url"] for row in found}


def _judgement(
    verdict: Verdict,
    pair: tuple[str, str],
    urls: tuple[str | None, str | None],
    *,
    by: str,
    at: datetime,
    note: str | None,
) -> Judgement:
    (left, left_url), (right, right_url) = sorted(
        zip(pair, urls, strict=True), key=lambda one: one[0]
    )
    if left == right:
        raise ValueError("one report twice")
    return Judgement(
        left_report_id=left,
        right_report_id=right,
        verdict=verdict,
        judged_by=by,
        judged_at=at,
        note=note,
        left_url=left_url,
        right_url=right_url,
    )


def _lines(path: Path) -> Iterator[str]:
    try:
        text = path.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise AccessError(f"cannot read {path}: {error.strerror}") from None
    yield from text.split("\n")


def _parsed(line: str) -> Judgement:
    told = json.loads(line)
    verdict, by, note = told["verdict"], told["by"], told.get("note")
    left, right = (_text(name) for name in told["reports"])
    left_url, right_url = told.get("urls") or (None, None)
    if not (note is None or isinstance(note, str)):
        raise TypeError(f"not a text: {note!r}")
    if verdict not in VERDICTS:
        raise ValueError(f"verdict {verdict!r}; allowed are {' and '.join(VERDICTS)}")
    at = datetime.fromisoformat(told["at"])
    if at.tzinfo is None:
        raise ValueError(f"time without a zone: {told['at']}")
    return _judgement(
        verdict, (left, right), (left_url, right_url),
        by=_text(by), at=at.astimezone(UTC), note=note,
    )  # fmt: skip


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"not a name: {value!r}")
    return value


def _append(path: Path, words: Sequence[Judgement]) -> None:
    """Add lines that outlive a crash: one write, flushed to the disk."""
    lines = "".join(f"{json.dumps(_told(word), ensure_ascii=False)}\n" for word in words)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as handle:
            handle.write(lines)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise AccessError(f"cannot write {path}: {error.strerror}") from None


def _told(word: Judgement) -> dict[str, object]:
    return {
        "verdict": word.verdict,
        "reports": [word.left_report_id, word.right_report_id],
        "urls": [word.left_url, word.right_url],
        "by": word.judged_by,
        "at": word.judged_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "note": word.note,
    }
