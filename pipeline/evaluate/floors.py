"""Owns the floors of corpora/baseline.json: what may not get worse. Reads and writes that file.

Format: {gold file name: {figure: floor}}, for the figures over all articles of that file. For the
figures of SMALLER_IS_BETTER the number is a ceiling.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

from pipeline.errors import DataError, NoInputError
from pipeline.evaluate.score import ALL, SMALLER_IS_BETTER, Scores

Baseline = dict[str, dict[str, float]]
KEPT = Decimal("0.001")  # floors have three decimals and are rounded to the lenient side


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A figure on the wrong side of its floor. `value` None: it was not measured at all."""

    figure: str
    floor: float
    value: float | None


def read_baseline(path: Path) -> Baseline:
    """Return the floors by gold file name. Raises NoInputError, or DataError if it is malformed."""
    try:
        raw = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise NoInputError(f"no baseline {path}") from None
    except ValueError as error:
        raise DataError(f"{path}: {error}") from None
    if not isinstance(raw, dict) or not all(_is_floors(floors) for floors in raw.values()):
        raise DataError(f"{path}: must be {{gold file name: {{figure: floor}}}}")
    return raw


def _is_floors(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(number, int | float) and not isinstance(number, bool)
        for number in value.values()
    )


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the floors, sorted, so that a change of one is a change of one line."""
    text = json.dumps(baseline, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")


def check(
    scores: Scores, path: Path, gold: str, *, update: bool = False, allow_regression: bool = False
) -> list[str]:
    """Return what is worse than its floor in the file, a line each; or move the floors up."""
    baseline = read_baseline(path)
    held = baseline.get(gold, {})
    if update:
        moved = raised(scores, held, allow_regression=allow_regression)
        write_baseline(path, {**baseline, gold: moved})
        return []
    if gold not in baseline:
        return [f"{path}: no floors for {gold}"]
    return [
        f"{gold}: {breach.figure} is {breach.value}, its floor is {breach.floor}"
        for breach in breaches(scores, held)
    ]


def measured(scores: Scores) -> dict[str, float | None]:
    """Return the figures that floors are about: those over all articles."""
    return {figure.name: figure.value for figure in scores.groups[ALL]}


def breaches(scores: Scores, floors: Mapping[str, float]) -> list[Breach]:
    """Return every figure below its floor, above its ceiling, or no longer measured."""
    values = measured(scores)
    return [
        Breach(figure=name, floor=limit, value=values.get(name))
        for name, limit in floors.items()
        if _worse(name, values.get(name), limit)
    ]


def _worse(name: str, value: float | None, limit: float) -> bool:
    if value is None:
        return True
    return value > limit if name in SMALLER_IS_BETTER else value < limit


def raised(
    scores: Scores, floors: Mapping[str, float], *, allow_regression: bool = False
) -> dict[str, float]:
    """Return the floors moved up to what was measured; none is lowered or dropped unless
    `allow_regression` is set. Figures without a case get no floor."""
    new = {
        name: _rounded(name, value) for name, value in measured(scores).items() if value is not None
    }
    if allow_regression:
        return new
    kept = {
        name: limit
        for name, limit in floors.items()
        if name not in new or _worse(name, new[name], limit)
    }
    return new | kept


def _rounded(name: str, value: float) -> float:
    mode = ROUND_CEILING if name in SMALLER_IS_BETTER else ROUND_FLOOR
    return float(Decimal(repr(value)).quantize(KEPT, rounding=mode))
