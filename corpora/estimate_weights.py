"""Re-estimates the weights of linking from annotated reports and people's judgements.

    python corpora/estimate_weights.py GOLD.jsonl... --on OTHER.jsonl [--judged COPY.duckdb]
        [--write TABLE.csv]

Every pair of reports of the gold, and every pair that a person judged in a published copy, is one
case: m is how often pairs of one flight reach a level, u how often pairs of two flights do. What is
seen is shrunk towards the present table, which counts as so many cases as PRIOR_CASES. Prints both
tables, and what linking perfectly read reports scores with each on the gold given with --on, which
must not be among the gold that is learnt from. Nothing is changed unless --write names a file; a
table is worth keeping only where it wins on the gold it was not fitted to.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import resources
from itertools import combinations
from pathlib import Path

from pipeline.evaluate.gold import GoldArticle, gold_of
from pipeline.evaluate.perfect import perfect_figures
from pipeline.link.compare import compare
from pipeline.link.frequency import Frequency
from pipeline.link.weights import Level, Weights, load_weights
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.perfect import gold_reports, perfect_links
from pipeline.records import Linkable
from pipeline.reports import stored_reports
from pipeline.store import open_published
from pipeline.world import context_of

PRIOR_CASES = 50
KEPT = frozenset({"prior", "registration", "icao24"})
"""Fields that have no level for values that differ: a rule keeps such pairs apart, so that counting
who reaches a level says nothing."""

SHOWN = (
    "perfect.leg_b3.f1", "perfect.leg_pairs.precision", "perfect.leg_pairs.recall",
    "perfect.leg_pairs.f1", "perfect.trip_b3.f1", "perfect.events_mixing_legs",
)  # fmt: skip
Case = tuple[Linkable, Linkable, bool]


def cases_of(gold: Sequence[GoldArticle]) -> Iterator[Case]:
    """Yield all pairs of reports of different articles, and whether each is one leg.

    All of them and not only candidates: the blocks bring together what agrees, so that agreement
    would look common among pairs of two flights.
    """
    legs = [report.leg_id for article in gold for report in article.reports]
    told = list(zip(gold_reports(gold), legs, strict=True))
    for (one, leg), (other, other_leg) in combinations(told, 2):
        if one.url != other.url:
            yield one, other, leg == other_leg


def judged_cases(copy: Path) -> Iterator[Case]:
    """Yield the pairs that people judged, by the words that hold."""
    with open_published(copy) as connection:
        reports = {item.report.report_id: item for item in stored_reports(connection)}
        words = connection.execute(
            "select left_report_id, right_report_id, verdict from judgements where holds "
            "order by all"
        ).fetchall()
    for left, right, verdict in words:
        if left in reports and right in reports:
            yield reports[left], reports[right], verdict == "same"


def estimated(cases: Iterable[Case], weights: Weights) -> tuple[Weights, Counter[tuple[str, str]]]:
    """Return the weights as the cases would have them, and how many cases reached each level."""
    context, common = context_of(load_gazetteers()), Frequency()
    reached = {True: Counter[tuple[str, str]](), False: Counter[tuple[str, str]]()}
    for left, right, same in cases:
        found = compare(left, right, weights=weights, frequency=common, context=context)
        reached[same].update((f.field, f.level) for f in found.features if f.field not in KEPT)
    compared = {same: Counter[str]({field: 0 for field, _ in weights.levels}) for same in reached}
    for same, counts in reached.items():
        for (field, _), count in counts.items():
            compared[same][field] += count

    def share(same: bool, level: tuple[str, str], before: float) -> float:
        seen, of = reached[same][level], compared[same][level[0]]
        return (seen + PRIOR_CASES * before) / (of + PRIOR_CASES)

    levels = {
        level: at
        if level[0] in KEPT
        else replace(at, m=share(True, level, at.m), u=share(False, level, at.u))
        for level, at in weights.levels.items()
    }
    return replace(weights, levels=levels), reached[True] + reached[False]


def report(before: Weights, after: Weights, seen: Counter[tuple[str, str]]) -> None:
    """Print both tables side by side, a level a line."""
    print(f"{'field':12} {'level':24} {'cases':>6} {'m':>13} {'u':>15} {'log2 odds':>15}")
    for (field, level), old in before.levels.items():
        new = after.levels[field, level]
        print(
            f"{field:12} {level:24} {seen[field, level]:6} {old.m:6.3f} {new.m:6.3f} "
            f"{old.u:7.4f} {new.u:7.4f} {old.weight:+7.2f} {new.weight:+7.2f}"
        )


def figures(gold: Sequence[GoldArticle], weights: Weights) -> dict[str, float]:
    """Return what linking the gold's own reports scores with these weights."""
    found = perfect_figures(perfect_links(gold, weights), [article.url for article in gold])
    return {f.name: f.value for f in found if f.name in SHOWN and f.value is not None}


def write(path: Path, levels: dict[tuple[str, str], Level], source: str) -> None:
    """Write the table with new m and u; a level that changed says where it is from."""
    table = resources.files("pipeline") / "gazetteers" / "link_weights.csv"
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            new = levels[row["field"], row["level"]]
            if row["field"] not in KEPT:
                row |= {"m": f"{new.m:.4g}", "u": f"{new.u:.4g}", "source": source}
            writer.writerow(row)


def main() -> None:
    """Read the command line, estimate, compare, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--on", type=Path, action="append", required=True)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    if set(asked.gold) & set(asked.on):
        parser.error("gold that is learnt from cannot tell whether the weights are better")
    gold, _ = gold_of(asked.gold, None)
    cases = [*cases_of(gold), *(judged_cases(asked.judged) if asked.judged else ())]
    before = load_weights()
    after, seen = estimated(cases, before)
    report(before, after, seen)
    print(f"\n{len(cases)} cases, {sum(same for *_, same in cases)} of them of one flight")
    held_out, _ = gold_of(asked.on, None)
    old, new = figures(held_out, before), figures(held_out, after)
    for name in SHOWN:
        if name in old:
            print(f"{name:32} now {old[name]:.3f}   estimated {new[name]:.3f}")
    if asked.write:
        names = ", ".join(path.name for path in asked.gold)
        write(asked.write, dict(after.levels), f"estimated from {len(cases)} pairs of {names}")


if __name__ == "__main__":
    main()
