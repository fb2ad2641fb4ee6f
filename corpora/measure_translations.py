"""Measures the finding of translated copies: on translations of gold articles, among all of gold.

    python corpora/measure_translations.py

Each line of `translations.jsonl` is a translation of a gold article (`of`): whole, shortened or
with something added. All gold articles are read and linked with them; of those one is translated,
as the demo's outlets publish it, though many tell one flight in two languages. The thresholds were
set on the lines `written` before the rule; those written after it were run once.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipeline.batch import Options
from pipeline.config import default_config
from pipeline.progress import Silent
from pipeline.stages import INGESTING, new_run_id, run_batch
from pipeline.store import open_published

CORPORA = Path(__file__).parent
GOLD = tuple(CORPORA / "gold" / f"{lang}.jsonl" for lang in ("en", "ru", "uk"))
TRANSLATIONS = CORPORA / "translations.jsonl"
# By id, the translation among the gold articles and its original.
IN_GOLD = {"bs11": "nw06"}
_FOUND = """
select article.url, original.url from article_copy
join article on article.article_id = article_copy.article_id
join article as original on original.article_id = article_copy.copy_of
where article.lang <> original.lang order by all"""


def lines_of(*paths: Path) -> list[dict[str, Any]]:
    """Return the articles of files, one JSON object a line."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def told_together(gold: list[dict[str, Any]]) -> int:
    """Return how many pairs of gold articles in two languages tell of a flight in common."""
    legs = [{report["leg_id"] for report in each["gold"]["reports"]} for each in gold]
    return sum(
        bool(mine & other) and one["lang"] != two["lang"]
        for place, (one, mine) in enumerate(zip(gold, legs, strict=True))
        for two, other in zip(gold[place + 1 :], legs[place + 1 :], strict=True)
    )


def found_among(*paths: Path) -> dict[str, str]:
    """Return URL of a translation -> URL of its original, as a run over the files finds them."""
    with tempfile.TemporaryDirectory(prefix="flightdesk-") as folder:
        config = default_config(database=Path(folder) / "translations.duckdb")
        run_batch(
            config, verb="ingest", run_id=new_run_id(), stages=INGESTING, report=Silent(),
            options=Options(paths=paths),
        )  # fmt: skip
        with open_published(config.published) as connection:
            return dict(connection.execute(_FOUND).fetchall())


def main() -> int:
    gold, translated = lines_of(*GOLD), lines_of(TRANSLATIONS)
    address = {article["id"]: article["url"] for article in gold}
    found = found_among(*GOLD, TRANSLATIONS)
    for when in ("before the rule", "after it"):
        lines = [each for each in translated if each["written"] == when]
        right = sum(found.get(each["url"]) == address[each["of"]] for each in lines)
        print(f"translations written {when}: {right} of {len(lines)} found with their original")
    right = sum(found.get(address[one]) == address[of] for one, of in IN_GOLD.items())
    print(f"translations among the gold articles: {right} of {len(IN_GOLD)}")
    known = {each["url"] for each in translated} | {address[one] for one in IN_GOLD}
    wrong = sorted(set(found) - known)
    print(
        f"pairs of gold articles in two languages that tell one flight, taken for translations: "
        f"{len(wrong)} of {told_together(gold) - len(IN_GOLD)} {' '.join(wrong)}".rstrip()
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
