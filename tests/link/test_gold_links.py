"""Linking of perfectly read reports: the development gold's fields in, its legs and trips out."""

from pathlib import Path

import pytest

from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.perfect import perfect_figures
from pipeline.perfect import perfect_links

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"


def measured(name: str) -> dict[str, float]:
    if not GOLD.exists():
        pytest.skip("the shared gold is not on this machine")
    gold, bad = load_gold(GOLD / name)
    assert bad == []
    figures = perfect_figures(perfect_links(gold), [article.url for article in gold])
    return {figure.name: figure.value for figure in figures if figure.value is not None}


@pytest.mark.parametrize(
    ("name", "legs", "pairs", "trips"),
    [("dev.jsonl", 0.98, 0.97, 0.97), ("train.jsonl", 0.965, 0.91, 0.96)],
)
def test_legs_and_trips_of_the_gold_are_found_again(
    name: str, legs: float, pairs: float, trips: float
) -> None:
    found = measured(name)

    assert found["perfect.leg_b3.f1"] >= legs
    assert found["perfect.leg_pairs.f1"] >= pairs
    assert found["perfect.trip_b3.f1"] >= trips
    assert found["perfect.events_with_two_registrations"] == 0


def test_pairs_across_languages_are_found_as_those_within_one() -> None:
    found = measured("dev.jsonl")
    within, across = (found[f"perfect.{kind}_language_pairs.recall"] for kind in ("same", "cross"))

    assert across >= within - 0.03
