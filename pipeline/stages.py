"""Owns the order of the stages and the one loop that runs them. Does no stage's work.

A stage is data: its name and the function that does it. What a stage did with which item, under
which version, stands in the store; so a run that was killed goes on, and a second run does nothing.
"""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.batch import Batch, Clock, Options, Tally
from pipeline.config import Config
from pipeline.lock import writer_lock
from pipeline.progress import Reporter
from pipeline.store import Store, open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step from feeds to briefs. `derived` are the tables that `rebuild` empties for it."""

    name: str
    run: Callable[[Batch], None]
    derived: tuple[str, ...] = ()


def _crawl(batch: Batch) -> None:
    from pipeline.collect import crawl

    crawl(batch)


def _ingest(batch: Batch) -> None:
    from pipeline.collect import ingest

    ingest(batch)


def _read(batch: Batch) -> None:
    from pipeline.digest import read

    read(batch)


def _annotate(batch: Batch) -> None:
    from pipeline.digest import annotate

    annotate(batch)


def _link(batch: Batch) -> None:
    from pipeline.conclude import link

    link(batch)


def _brief(batch: Batch) -> None:
    from pipeline.conclude import brief

    brief(batch)


STAGES = (
    Stage(name="crawl", run=_crawl),
    Stage(name="ingest", run=_ingest),
    Stage(name="read", run=_read, derived=("article", "outlet_line", "article_block")),
    Stage(
        name="annotate", run=_annotate, derived=("mention", "report", "claim", "report_relation")
    ),
    Stage(
        name="link",
        run=_link,
        derived=(
            "article_copy", "report_source", "source_article", "source_band", "source_pair",
            "event_report", "event", "conflict", "event_relation", "trip", "link_report",
            "link_value", "link_member", "link_word", "link_pair", "link_level", "link_prior",
            "link_chain",
        ),
    ),
    Stage(name="brief", run=_brief),
)  # fmt: skip

CRAWLING = ("crawl", "read", "annotate", "link", "brief")
INGESTING = ("ingest", "read", "annotate", "link")


def new_run_id() -> str:
    """Return an id for a run: its start in UTC, and chance against two in one second."""
    return f"run_{datetime.now(UTC):%Y%m%dT%H%M%SZ}_{secrets.token_hex(3)}"


def now_utc() -> datetime:
    """Return the present instant in UTC: the clock of every run that is given no other."""
    return datetime.now(UTC)


def run_batch(
    config: Config,
    *,
    verb: str,
    run_id: str,
    stages: Sequence[str],
    report: Reporter,
    options: Options | None = None,
    clock: Clock = now_utc,
) -> Tally:
    """Run the named stages in their order, publish, and return what was done.

    Raises LockedError at once if another run is writing, and whatever ends a run as a whole.
    """
    options = options or Options()
    with (
        writer_lock(config.state / "flightdesk.lock", wait_s=config.lock_wait_s),
        open_store(config.database) as store,
    ):
        batch = Batch(
            config=config, store=store, clock=clock, report=report, run_id=run_id,
            options=options, tally=Tally(),
        )  # fmt: skip
        with _recorded(batch, verb):
            _forget(store, options.forget)
            for stage in STAGES:
                if stage.name in stages:
                    stage.run(batch)
        store.publish(config.published)
        return batch.tally


@contextmanager
def _recorded(batch: Batch, verb: str) -> Iterator[None]:
    """Write the run's row: begun before the first stage, ended with its exit code and counts."""
    values = [batch.run_id, verb, _naive(batch.clock())]
    batch.store.connection.execute(
        "insert into run (run_id, verb, started_at) values (?, ?, ?)", values
    )
    batch.report.event("run_start", verb=verb)
    yield
    code = batch.tally.exit_code(strict=batch.options.strict)
    counts = dict(sorted(batch.tally.counts.items()))
    batch.store.connection.execute(
        "update run set ended_at = ?, exit_code = ?, counts = ? where run_id = ?",
        [_naive(batch.clock()), code, json.dumps(counts), batch.run_id],
    )
    batch.report.event("run_end", exit_code=code, **counts)


def _forget(store: Store, first: str | None) -> None:
    if first is None:
        return
    names = [stage.name for stage in STAGES]
    with store.transaction():
        for stage in STAGES[names.index(first) :]:
            for table in stage.derived:
                store.clear(table)
            store.delete("stage_run", "stage", [stage.name])


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
