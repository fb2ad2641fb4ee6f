"""Owns how a gold file is measured: the real stages take it into a database that is thrown away,
and what stands in its published copy is scored. Scores nothing itself."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch import Options
from pipeline.config import default_config
from pipeline.errors import NoInputError
from pipeline.evaluate.gold import GoldArticle, load_gold
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


def rehearse(path: Path) -> Rehearsal:
    """Run the articles of a gold file through the pipeline. Raises NoInputError if it is missing.

    The annotations are in the same lines, but nothing but `evaluate` ever reads them.
    """
    if not path.is_file():
        raise NoInputError(f"no gold file {path}")
    gold, bad_lines = load_gold(path)
    with tempfile.TemporaryDirectory(prefix="flightdesk-") as folder:
        config = default_config(database=Path(folder) / "rehearsal.duckdb")
        run_batch(
            config, verb="evaluate", run_id=new_run_id(), stages=INGESTING, report=Silent(),
            options=Options(paths=(path,)),
        )  # fmt: skip
        with open_published(config.published) as connection:
            predicted = predictions_from(connection)
    return Rehearsal(gold=gold, predicted=predicted, bad_lines=tuple(bad_lines))
