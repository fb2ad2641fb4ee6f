"""Owns how gold files are measured: the real stages take them into a database that is thrown away,
and what stands in its published copy is scored. Scores nothing itself."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch import Options
from pipeline.config import default_config
from pipeline.evaluate.gold import GoldArticle, Part, gold_of
from pipeline.evaluate.predicted import Predicted, predictions_from
from pipeline.progress import Silent
from pipeline.stages import INGESTING, new_run_id, run_batch
from pipeline.store import open_published


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """The gold, what the pipeline made of it by URL, and lines of the file that are no gold."""

    gold: Sequence[GoldArticle]
    predicted: dict[str, Predicted]
    bad_lines: tuple[str, ...]


def rehearse(paths: Sequence[Path], *, part: Part | None = None) -> Rehearsal:
    """Run the articles of gold files through the pipeline together, and keep one part of the gold.

    The annotations are in the same lines, but nothing but `evaluate` ever reads them. Raises
    NoInputError if a file is missing.
    """
    gold, bad_lines = gold_of(paths, part)
    with tempfile.TemporaryDirectory(prefix="flightdesk-") as folder:
        config = default_config(database=Path(folder) / "rehearsal.duckdb")
        run_batch(
            config, verb="evaluate", run_id=new_run_id(), stages=INGESTING, report=Silent(),
            options=Options(paths=tuple(paths)),
        )  # fmt: skip
        with open_published(config.published) as connection:
            predicted = predictions_from(connection)
    return Rehearsal(gold=gold, predicted=predicted, bad_lines=bad_lines)
