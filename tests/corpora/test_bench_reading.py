"""The benchmark of reading measures every finder, and works."""

from pathlib import Path

import pytest

from corpora import bench_reading
from pipeline.evaluate.gold import load_gold
from pipeline.nlp.gate import Gate
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.mentions import Findings

GOLD = Path(__file__).parents[2] / "corpora" / "gold"


@pytest.mark.parametrize("lang", bench_reading.LANGUAGES)
def test_each_step_of_reading_is_measured(lang, monkeypatch):
    monkeypatch.setattr(bench_reading, "ROUNDS", 1)
    articles = [a for a in load_gold(GOLD / f"{lang}.jsonl")[0] if a.published_at][:1]
    costs = bench_reading.costs(articles, lang, Gate(load_gazetteers()))
    assert {"gate", "finders together", "our spaCy pipeline", "reading, all of it"} <= costs.keys()
    assert min(costs.values()) > 0


def test_no_finder_is_left_out():
    renamed = {"nations": "nationalities"}
    kinds = {renamed.get(name, name) for name in Findings.__dataclass_fields__}
    assert bench_reading.finders("en").keys() == kinds | {"companies"}
