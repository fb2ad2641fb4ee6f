"""Components are those of scipy, which takes too long to import for a batch."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.link.group import connected

ROWS = 30


@given(st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)), max_size=60))
def test_components_are_numbered_by_their_first_rows(ends):
    left, right = np.array(ends, np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(ends), np.bool_), (left, right)), shape=(ROWS, ROWS))
    expected = connected_components(graph, directed=False)[1]
    assert connected(ROWS, left, right).tolist() == expected.tolist()


def test_a_long_chain_is_one_component():
    rows = np.random.default_rng(1).permutation(50_000)
    assert not connected(len(rows), rows[:-1], rows[1:]).any()


def test_no_reports_have_no_component():
    nothing = np.array([], np.int64)
    assert connected(0, nothing, nothing).tolist() == []
