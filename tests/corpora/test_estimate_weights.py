"""Weights are re-estimated from cases, shrunk towards the present table, and never without need."""

import pytest

from corpora.estimate_weights import KEPT, PRIOR_CASES, estimated
from pipeline.link.weights import load_weights
from tests.link.reports import pyongyang


def test_without_cases_the_table_stays_as_it_is():
    after, seen = estimated([], load_weights())

    assert {k: (v.m, v.u) for k, v in after.levels.items()} == pytest.approx(
        {k: pytest.approx((v.m, v.u)) for k, v in load_weights().levels.items()}
    )
    assert not seen


def test_what_only_pairs_of_two_flights_reach_loses_weight():
    left, right = pyongyang("a"), pyongyang("b", arrived="2023-10-26")
    before = load_weights()
    after, seen = estimated([(left, right, False)] * PRIOR_CASES, before)

    assert seen["type", "family"] == PRIOR_CASES
    assert after.levels["type", "family"].weight < before.levels["type", "family"].weight
    assert after.levels["callsign", "same"] == before.levels["callsign", "same"]


def test_fields_whose_difference_is_a_rule_keep_their_weights():
    tail = {"registration": "RA-86559"}
    pair = pyongyang("a", **tail), pyongyang("b", **tail, arrived="2023-10-26")
    after, _ = estimated([(*pair, False)] * 500, load_weights())

    for level, value in load_weights().levels.items():
        if level[0] in KEPT:
            assert after.levels[level] == value
