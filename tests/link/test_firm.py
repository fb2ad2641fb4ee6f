"""Links tried many at once join what they join one after another."""

import random
from dataclasses import replace

import numpy as np
import pytest

from corpora.synthetic import reports as synthetic
from pipeline.link.block import candidate_pairs
from pipeline.link.cluster import Clustering, Link, cluster
from pipeline.link.firm import Links
from pipeline.link.forbid import cannot_link
from pipeline.link.frequency import frequency_of
from pipeline.link.group import group_linked, likely_links
from pipeline.link.many import compare_all
from pipeline.link.table import Table
from pipeline.link.weights import load_weights
from pipeline.records import Linkable
from tests.link.reports import WORLD

FIELDS = ("registration", "callsign", "operator", "origin", "destination", "departed", "arrived")
ROOTS = 4


def crowded(seed: int, size: int = 400) -> list[Linkable]:
    """Reports with so many fields left open that shuttles and convoys run into each other."""
    chance = random.Random(seed)
    items = []
    for one in synthetic(size, seed=seed):
        open_ = {name: None for name in FIELDS if chance.random() < 0.3}
        report = replace(one.item.report, **open_)
        root = f"outlet {chance.randrange(ROOTS)}"
        items.append(replace(one.item, report=report, source_root=root))
    return items


def one_after_another(table: Table, links: Links) -> Clustering:
    ids, weights = table.raw["report_id"], load_weights()
    return cluster(
        table.items,
        [
            Link(left=ids[left], right=ids[right], weight=weight / 1000, dissents=bool(dissents))
            for left, right, weight, dissents in zip(
                links.left, links.right, links.weights.tolist(), links.dissents, strict=True
            )
        ],
        [],
        forbid=lambda left, right: cannot_link(left, right, WORLD) is not None,
        link_at=weights.link_at,
        attach_at=weights.attach_at,
    )


@pytest.mark.parametrize("seed", range(3))
def test_many_links_at_once_join_what_they_join_one_after_another(seed: int) -> None:
    table, weights = Table(crowded(seed), WORLD), load_weights()
    pairs = candidate_pairs(table)
    links = likely_links(table, *pairs, weights=weights, frequency=frequency_of(table))

    found = group_linked(table, links, [], weights=weights)

    assert links.dissents.any()
    assert any(len(members) > 3 for members in found.clusters)
    assert found == one_after_another(table, links)


def test_pairs_that_cannot_reach_a_weight_are_left_out_and_no_others() -> None:
    table = Table(crowded(9), WORLD)
    left, right = candidate_pairs(table)
    ask = {"weights": load_weights(), "frequency": frequency_of(table)}
    least = np.where(np.arange(len(left)) % 2, 2000, -2000)

    whole = compare_all(table, left, right, **ask)
    some = compare_all(table, left, right, **ask, least=least)

    (heavy,) = np.nonzero(whole.weights >= least)
    assert 0 < len(heavy) < len(left) / 2
    assert some.pairs.tolist() == heavy.tolist()
    assert some.weights.tolist() == whole.weights[heavy].tolist()
    assert some.dissents.tolist() == whole.dissents[heavy].tolist()
    for one, other in zip(some.reached, whole.reached[:, heavy], strict=True):
        levels = [[found.levels[n] if n >= 0 else None for n in row]
                  for found, row in ((some, one), (whole, other))]  # fmt: skip
        assert levels[0] == levels[1]
