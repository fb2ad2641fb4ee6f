"""Owns what `evaluate` does: gold is rehearsed, scored and held against floors. Prints nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.baselines import baselines as others
from pipeline.errors import DataError
from pipeline.evaluate.floors import check
from pipeline.evaluate.gold import Part, gold_of
from pipeline.evaluate.misses import misses
from pipeline.evaluate.score import rows, score
from pipeline.perfect import perfect_links
from pipeline.rehearse import rehearse


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Rows of the table to print, what there is to complain of, a line each, and the exit code."""

    rows: Sequence[Any]
    complaints: Sequence[str]
    exit_code: int


def measure(
    paths: Sequence[Path],
    *,
    part: Part | None,
    floors: Path | None,
    update_floors: bool,
    allow_regression: bool,
    errors: bool,
    baselines: bool,
) -> Measurement:
    """Score one part of gold files; with `errors` the rows are what was missed or spurious, with
    `baselines` how other methods link the gold's own reports.

    A figure worse than its floor is a complaint and exit code 1, a line that is no gold is 65.
    """
    if baselines:
        return _beside_others(paths, part)
    done = rehearse(paths, part=part)
    scores = score(done.gold, done.predicted, perfect_links(done.gold))
    complaints = list(done.bad_lines)
    if floors is not None:
        name = " ".join([*sorted(path.name for path in paths), *([part] if part else [])])
        complaints += check(
            scores, floors, name, update=update_floors, allow_regression=allow_regression
        )
    return Measurement(
        rows=list(misses(done.gold, done.predicted)) if errors else rows(scores),
        complaints=complaints,
        exit_code=DataError.exit_code if done.bad_lines else 1 if complaints else 0,
    )


def _beside_others(paths: Sequence[Path], part: Part | None) -> Measurement:
    gold, bad_lines = gold_of(paths, part)
    found = others(gold, perfect_links(gold))
    return Measurement(
        rows=found, complaints=bad_lines, exit_code=DataError.exit_code if bad_lines else 0
    )
