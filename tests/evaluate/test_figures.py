"""Intervals and groupings against numbers worked out elsewhere, and their invariants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.figures import bootstrap, precision_recall_f1, share, tally, wilson
from pipeline.evaluate.links import b_cubed, pairs

GROUPS = st.lists(
    st.tuples(st.sampled_from("uvwx"), st.sampled_from("ABC"), st.sampled_from("123")),
    min_size=1,
    max_size=12,
)


def test_wilson_agrees_with_the_published_example():
    # 81 of 263, Newcombe 1998, Statistics in Medicine 17: .2553 to .3662
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_wilson_of_all_or_nothing_stays_inside_zero_and_one():
    assert wilson(0, 5)[0] == pytest.approx(0.0, abs=1e-12)
    assert wilson(5, 5)[1] == pytest.approx(1.0)
    assert wilson(5, 5)[0] < 1.0


def test_no_case_is_no_figure():
    assert share("x", 0, 0).value is None
    assert [f.value for f in precision_recall_f1("x", [])] == [None, None, None]


def test_f1_is_zero_when_nothing_said_is_right():
    f1 = precision_recall_f1("x", [tally("u", hits=0, spurious=3, missed=2)])[2]
    assert (f1.value, f1.low, f1.high) == (0.0, 0.0, 0.0)


def test_the_bootstrap_is_the_same_every_time_and_holds_the_figure():
    tallies = [tally(f"u{n}", hits=n % 3, spurious=n % 2, missed=1) for n in range(40)]
    low, high = bootstrap(tallies)
    assert (low, high) == bootstrap(tallies[::-1])
    f1 = precision_recall_f1("x", tallies)[2].value
    assert f1 is not None
    assert low < f1 < high


def test_b_cubed_agrees_with_the_example_of_its_authors():
    # Bagga and Baldwin 1998: truth {1-5} {6,7} {8-12}, response {1-5} {6-12}
    truth = "AAAAABBCCCCC"
    response = "111112222222"
    groups = [("u", g, p) for g, p in zip(truth, response, strict=True)]
    precision, recall, _ = precision_recall_f1("b3", b_cubed(groups))
    assert precision.value == pytest.approx(0.7619, abs=1e-4)
    assert recall.value == 1.0


def test_pairs_are_counted_once_over_all_articles():
    groups = [("u", "A", "1"), ("v", "A", "1"), ("w", "A", "2"), ("w", "B", "2")]
    precision, recall, _ = precision_recall_f1("pairs", pairs(groups))
    assert precision.value == 0.5  # one of the two pairs put together
    assert recall.value == pytest.approx(1 / 3)
    assert (precision.cases, recall.cases) == (2, 3)


@given(GROUPS)
def test_perfect_groups_score_one(groups):
    same = [(url, gold, f"group of {gold}") for url, gold, _ in groups]
    for figure in precision_recall_f1("b3", b_cubed(same)) + precision_recall_f1("p", pairs(same)):
        assert figure.value is None or figure.value == pytest.approx(1.0)


@given(GROUPS)
def test_b_cubed_precision_and_recall_swap_with_gold_and_prediction(groups):
    there = precision_recall_f1("b3", b_cubed(groups))
    back = precision_recall_f1("b3", b_cubed([(url, p, g) for url, g, p in groups]))
    assert there[0].value == pytest.approx(back[1].value)
    assert there[2].value == pytest.approx(back[2].value)


@given(st.floats(0, 1), st.integers(1, 1000))
def test_an_interval_holds_its_share(part, cases):
    low, high = wilson(part * cases, cases)
    assert low - 1e-9 <= part <= high + 1e-9
