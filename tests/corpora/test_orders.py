"""Any order and batching of the same articles gives the same groupings and fields."""

import random
from pathlib import Path

import pytest

from corpora.measure_orders import MOST_BATCHES, cut, measure

GOLD = Path(__file__).parents[2] / "corpora" / "gold"


def test_a_cut_loses_and_doubles_nothing():
    articles = [f"art_{number}" for number in range(20)]
    cuts = [cut(articles, random.Random(seed)) for seed in range(30)]

    assert all(
        sorted(one for batch in batches for one in batch) == sorted(articles) for batches in cuts
    )
    assert {len(batches) for batches in cuts} == set(range(1, MOST_BATCHES + 1))


@pytest.mark.slow
@pytest.mark.thorough
def test_articles_in_any_order_and_batches_give_the_same_events(tmp_path, capsys):
    lines = [
        line
        for lang in ("en", "uk", "ru")
        for line in (GOLD / f"{lang}.jsonl").read_text("utf-8").splitlines()
        if "il62m" in line or "il-62" in line
    ]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(lines[::4]) + "\n", "utf-8")

    assert measure([path], 3) == 0
    assert "3 orders, 0 with another outcome" in capsys.readouterr().out
