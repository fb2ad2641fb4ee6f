"""Owns the benchmark of linking: growth, memory, batches, and splink on the same reports.

    python -m corpora.bench_links [COUNT...]      default 10000 30000 100000; also 300000 1000000

Reports are those of `corpora/synthetic.py`, as dense whatever their number. Each count runs in a
process of its own, so that its peak memory is its own. splink (a development dependency) runs in
the same process and on the same reports, with the settings of its guide: exact comparisons, one
blocking rule for each identifier, end, operator and type with the day, its own training. Times are
CPU of the process and its threads; of the batches that come then (100 reports each, one after
another) also wall time: the median and the most, since some make a value more common in all that
is remembered.
"""

import gc
import json
import logging
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from math import log
from statistics import median
from typing import Any

import duckdb

from corpora.synthetic import Told, reports
from pipeline.link.block import candidate_pairs
from pipeline.link.group import group_reports
from pipeline.link.memory import NOW
from pipeline.link.regroup import Seen, regroup
from pipeline.link.table import Table
from pipeline.link.weights import load_weights
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Linkable
from pipeline.world import context_of

COUNTS = (10_000, 30_000, 100_000)
BATCH, BATCHES = 100, 9
MATCHED = 0.9
"""Clusters of splink hold pairs of at least this probability."""


def measure(count: int) -> dict[str, float]:
    """Link so many reports, then some batches more, then the same reports with splink."""
    told = reports(count + BATCH * BATCHES)
    items = [one.item for one in told]
    legs = {one.item.report.report_id: one.leg_id for one in told}
    weights, context = load_weights(), context_of(load_gazetteers())
    # What the generator made is no work of linking, nor is the collector's walk through it.
    gc.collect()
    gc.freeze()
    with duckdb.connect() as connection:
        found: dict[str, float] = {"reports": count}
        left, _ = candidate_pairs(Table(items[:count], context))
        found["pairs a report"] = len(left) / count
        cpu = time.process_time()
        grouping = group_reports(items[:count], [], weights=weights, context=context)
        found["cpu s"] = time.process_time() - cpu
        found["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        events = {m.report_id: row for row, one in enumerate(grouping.clusters) for m in one}
        found["precision"], found["recall"] = pair_scores(events, legs)
        found |= _batches(connection, items, count)
    return found | splink_on(told[:count], legs)


def _batches(
    connection: duckdb.DuckDBPyConnection, items: Sequence[Linkable], count: int
) -> dict[str, float]:
    """Link batch after batch into so many reports; return what a batch costs."""
    migrations = files("pipeline").joinpath("sql", "migrations")
    for name in ("0004_linking.sql", "0007_link_pairs.sql"):
        connection.execute(migrations.joinpath(name).read_text("utf-8"))
    by_id = {item.report.report_id: item for item in items}
    seen = Seen(load=lambda ids: [by_id[one] for one in ids], judgements=())
    weights, context = load_weights(), context_of(load_gazetteers())
    spent: list[tuple[float, float, int]] = []
    nothing = "SELECT '', '', 0, 0::UBIGINT WHERE false"
    connection.execute(NOW.format(kind="TABLE", query=nothing))
    for start, end in pairwise((0, *range(count, len(items) + 1, BATCH))):
        connection.execute(
            "INSERT INTO link_now SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), 0, 0",
            [list(by_id)[start:end], [item.url for item in items[start:end]]],
        )
        wall, cpu = time.monotonic(), time.process_time()
        again = regroup(connection, seen, weights=weights, context=context)
        spent.append((time.monotonic() - wall, time.process_time() - cpu, len(again)))
    walls, cpus, grouped = zip(*spent[1:], strict=True)
    return {
        "first cpu s": spent[0][1],
        "batch wall s": median(walls), "slowest": max(walls),
        "batch cpu s": median(cpus), "costliest": max(cpus),
        "batch grouped again": median(grouped), "most": max(grouped),
    }  # fmt: skip


def pair_scores(
    events: Mapping[str, Hashable], legs: Mapping[str, Hashable]
) -> tuple[float, float]:
    """Return precision and recall of the pairs of reports that share an event."""
    linked = _pairs(events.values())
    right = _pairs((event, legs[report_id]) for report_id, event in events.items())
    return right / max(1, linked), right / max(1, _pairs(legs.values()))


def _pairs(labels: Any) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())


def splink_on(told: Sequence[Told], legs: Mapping[str, str]) -> dict[str, float]:
    """Return CPU and scores of splink, from its table of the reports to its clusters."""
    import pyarrow as pa

    fields = ("registration", "callsign", "type_family", "operator", "operator_country", "origin",
              "destination")  # fmt: skip
    rows = []
    for one in told:
        report = one.item.report
        span = report.departed or report.arrived
        day = span.earliest if span else one.item.published_at
        rows.append(
            {"unique_id": report.report_id, "day": day and day.isoformat()[:10]}
            | {name: getattr(report, name) for name in fields}
        )
    table = pa.Table.from_pylist(rows)
    logging.disable(logging.WARNING)
    run = _splink(table, fields)
    cpu = time.process_time()
    clusters = run()
    spent = time.process_time() - cpu
    precision, recall = pair_scores(clusters, {key: legs[key] for key in clusters})
    return {"splink cpu s": spent, "splink precision": precision, "splink recall": recall}


def _splink(table: Any, fields: Sequence[str]) -> Callable[[], dict[str, str]]:
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    blocks: list[Any] = [
        block_on(name, "day")
        for name in ("registration", "destination", "origin", "operator", "type_family")
    ]
    days = library.AbsoluteDateDifferenceAtThresholds(
        "day", metrics=["day", "day"], thresholds=[1, 3], input_is_string=True
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=blocks,
        comparisons=[*(library.ExactMatch(name) for name in fields), days],
    )

    def run() -> dict[str, str]:
        linker = Linker(DuckDBAPI().register(table), settings)
        training = linker.training
        training.estimate_probability_two_random_records_match([blocks[0]], recall=0.4)
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for block in (blocks[1], blocks[4]):
            training.estimate_parameters_using_expectation_maximisation(block)
        pairs = linker.inference.predict(threshold_match_probability=0.5)
        found: Any = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, MATCHED)
        columns = found.as_pyarrow_table().select(["unique_id", "cluster_id"]).to_pydict()
        return dict(zip(columns["unique_id"], columns["cluster_id"], strict=True))

    return run


def main() -> int:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return 0
    before: dict[str, float] = {}
    for count in [int(one) for one in sys.argv[1:]] or COUNTS:
        done = subprocess.run(
            [sys.executable, "-m", "corpora.bench_links", "--one", str(count)],
            stdout=subprocess.PIPE,
            check=True,
        )
        found = json.loads(done.stdout)
        if before:
            more = log(found["reports"] / before["reports"])
            found["exponent"] = log(found["cpu s"] / before["cpu s"]) / more
        found["of splink"] = found["cpu s"] / found["splink cpu s"]
        print(", ".join(f"{name} {value:.6g}" for name, value in found.items()), flush=True)
        before = found
    return 0


if __name__ == "__main__":
    sys.exit(main())
