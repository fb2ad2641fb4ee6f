"""Owns what one run carries from stage to stage, and what its exit code will be.

Knows no stage and no order.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from pipeline.briefs import Brief
from pipeline.config import Config
from pipeline.errors import DataError, FlightdeskError, RefusedError, UnavailableError
from pipeline.progress import Reporter
from pipeline.records import Judgement
from pipeline.store import Store

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for. `forget` names the first stage whose results are dropped,
    `judgements` are new words to keep."""

    now: bool = False
    strict: bool = False
    paths: tuple[Path, ...] = ()
    since: date | None = None
    until: date | None = None
    forget: str | None = None
    judgements: tuple[Judgement, ...] = ()


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run did so far: counts by name, and problems as lines for a person."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    briefs: tuple[Brief, ...] = ()

    def exit_code(self, *, strict: bool) -> int:
        """Return how the run went, as a sysexits code."""
        if self.counts["bugs"]:
            return FlightdeskError.exit_code
        if self.counts["bad_items"]:
            return DataError.exit_code
        if (
            self.counts["feeds_polled"]
            and self.counts["feeds_failed"] == self.counts["feeds_polled"]
        ):
            return UnavailableError.exit_code
        return 1 if strict and (self.counts["feeds_failed"] or self.counts["read_failed"]) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One run: where it reads and writes, its clock (UTC), whom it tells, what it was asked."""

    config: Config
    store: Store
    clock: Clock
    report: Reporter
    run_id: str
    options: Options
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A stage finished an item; `write` puts the result into the store, in one transaction."""

    item: str
    write: Callable[[Store], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A stage could not do an item. A permanent failure is not tried again under this version."""

    item: str
    reason: str
    permanent: bool = False
    bug: bool = False


Outcome = Done | Failed


def settle(
    batch: Batch, stage: str, version: str, outcomes: Iterable[Outcome], *, total: int
) -> None:
    """Write what a stage made of each item and mark it, one transaction an item.

    A killed run loses nothing that was told as done; the next one goes on where it stopped.
    """
    for done, outcome in enumerate(outcomes, 1):
        settled = outcome
        try:
            _write(batch, stage, version, settled)
        except RefusedError as error:  # a bug on one item must not lose the others
            settled = Failed(item=outcome.item, reason=str(error), bug=True)
            _write(batch, stage, version, settled)
        if isinstance(settled, Failed):
            batch.tally.counts["bugs" if settled.bug else f"{stage}_failed"] += 1
            batch.report.event(f"{stage}_failed", item=settled.item, problem=settled.reason)
        batch.report.progress(stage, done=done, total=total)


def _write(batch: Batch, stage: str, version: str, outcome: Outcome) -> None:
    """Write one outcome and its mark, or neither."""
    with batch.store.transaction():
        if isinstance(outcome, Done):
            outcome.write(batch.store)
            batch.store.mark(outcome.item, stage, version, now=batch.clock())
        else:
            batch.store.mark(
                outcome.item,
                stage,
                version,
                status="quarantined" if outcome.permanent else "failed",
                error=outcome.reason,
                now=batch.clock(),
            )
