"""Measures whether the order and batching of arrival change anything but ids.

    python corpora/measure_orders.py GOLD.jsonl... [--orders 200]

The articles are read once. Then their reports arrive in random orders, cut into random batches,
each linked as a run would link it, in a database of its own. Groupings, every field of every event,
conflicts and trips must be those of all at once; ids hang on the founding report and may differ.
Exits with 1 if anything differs.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.batch import Batch, Options, Tally
from pipeline.conclude import link
from pipeline.config import Config, default_config
from pipeline.progress import Silent
from pipeline.stages import INGESTING, new_run_id, run_batch
from pipeline.store import Store, open_store

NOW = datetime(2030, 1, 1, tzinfo=UTC)
MOST_BATCHES = 6
IDS = ("event_id", "trip_id")


def outcome(store: Store) -> Counter[str]:
    """Return what stands in the store, with events named by their reports instead of by ids."""
    members: dict[str, list[str]] = {}
    for row in store.query("select event_id, report_id from event_report order by report_id"):
        members.setdefault(row["event_id"], []).append(row["report_id"])
    names = {event: " ".join(reports) for event, reports in members.items()}
    found: Counter[str] = Counter()
    for row in store.query("select * from event"):
        fields = {key: value for key, value in row.items() if key not in IDS}
        found[repr((names[row["event_id"]], fields))] += 1
    for row in store.query("select * from conflict"):
        found[repr((names[row["event_id"]], {**row, "event_id": None}))] += 1
    for row in store.query("select event_ids from trip"):
        found[repr(sorted(names[event] for event in row["event_ids"]))] += 1
    return found


def linked(config: Config, source: Path, batches: Sequence[Sequence[str]]) -> Counter[str]:
    """Return the outcome when the articles of `source` arrive batch by batch."""
    with open_store(config.database) as store:
        store.connection.execute(f"attach '{source}' as arriving (read_only)")
        for articles in batches:
            _arrive(store, articles)
            batch = Batch(
                config=config, store=store, clock=lambda: NOW, report=Silent(),
                run_id="run_order", options=Options(), tally=Tally(),
            )  # fmt: skip
            link(batch)
        return outcome(store)


def _arrive(store: Store, articles: Sequence[str]) -> None:
    chosen: list[Any] = [list(articles)]
    for table in ("article", "mention", "report"):
        store.connection.execute(
            f"insert into {table} by name select * from arriving.{table} "  # noqa: S608 - constants
            "where article_id in (select unnest(?::varchar[]))",
            chosen,
        )
    store.connection.execute(
        "insert into report_relation by name select said.* from arriving.report_relation said "
        "join arriving.report using (report_id) "
        "where article_id in (select unnest(?::varchar[]))",
        chosen,
    )


def cut(articles: Sequence[str], chance: random.Random) -> list[list[str]]:
    """Return the articles in a random order, in one to MOST_BATCHES batches of random sizes."""
    shuffled = chance.sample(list(articles), len(articles))
    count = min(chance.randrange(MOST_BATCHES), len(shuffled) - 1)
    places = sorted(chance.sample(range(1, len(shuffled)), count))
    return [shuffled[a:b] for a, b in zip([0, *places], [*places, len(shuffled)], strict=True)]


def measure(gold: Sequence[Path], orders: int) -> int:
    """Print how many orders gave another outcome than all at once, and return their number."""
    with tempfile.TemporaryDirectory(prefix="flightdesk-") as folder:
        whole = default_config(database=Path(folder) / "whole.duckdb")
        run_batch(
            whole, verb="ingest", run_id=new_run_id(), stages=INGESTING, report=Silent(),
            options=Options(paths=tuple(gold)),
        )  # fmt: skip
        with open_store(whole.database) as store:
            wanted = outcome(store)
            rows = store.query("select article_id from article order by article_id")
        articles, others, started = [row["article_id"] for row in rows], 0, time.monotonic()
        for seed in range(orders):
            config = default_config(database=Path(folder) / f"order{seed}" / "order.duckdb")
            found = linked(config, whole.database, cut(articles, random.Random(seed)))
            if found != wanted:
                others += 1
                for line in sorted((wanted - found) + (found - wanted)):
                    print(f"order {seed}: {line}")
        print(
            f"{len(articles)} articles, {orders} orders, {others} with another outcome, "
            f"{time.monotonic() - started:.0f} s"
        )
        return others


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--orders", type=int, default=200)
    asked = parser.parse_args()
    sys.exit(1 if measure(asked.gold, asked.orders) else 0)


if __name__ == "__main__":
    main()
