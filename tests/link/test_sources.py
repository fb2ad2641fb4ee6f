"""Where information comes from in the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.sources import roots_of, source_root, spellings

FAMILIES = {
    "NK Pro": "NK News",
    "Bloomberg TV": "Bloomberg",
    "Loop A": "Loop B",
    "Loop B": "Loop A",
}


@pytest.mark.parametrize(
    ("outlet", "basis", "root"),
    [
        ("Ukrinform", (), "Ukrinform"),
        ("Ukrinform", ("Bloomberg",), "Bloomberg"),
        ("Ukrinform", ("TASS", "NK Pro"), "NK News"),
        ("NK Pro", (), "NK News"),
        ("Ukrinform", ("bloomberg  tv",), "Bloomberg"),
    ],
)
def test_the_root_is_the_far_end_of_a_chain_or_the_outlet(
    outlet: str, basis: tuple[str, ...], root: str
) -> None:
    assert source_root(outlet, basis, FAMILIES) == root


def test_a_loop_of_publishers_ends() -> None:
    assert source_root("Loop A", (), FAMILIES).startswith("Loop")


def test_a_copy_has_the_root_of_its_original_through_chains_of_copies() -> None:
    articles = {"first": ("TASS", ()), "copy": ("Mirror", ()), "copy_of_copy": ("Echo", ())}
    copies = {"copy": "first", "copy_of_copy": "copy"}

    assert set(roots_of(articles, copies, {}).values()) == {"TASS"}


def test_a_copy_of_an_article_we_do_not_have_keeps_its_own_root() -> None:
    assert roots_of({"copy": ("Mirror", ())}, {"copy": "lost"}, {}) == {"copy": "Mirror"}


def test_one_source_has_one_spelling() -> None:
    roots = {"Tass", "TASS", "T\u0410SS", "Wire"}

    assert spellings(roots) == {
        "Tass": "TASS",
        "TASS": "TASS",
        "T\u0410SS": "T\u0410SS",
        "Wire": "Wire",
    }


@given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from("abcd")))
def test_copies_of_each_other_end_somewhere(copies: dict[str, str]) -> None:
    articles = {name: (f"Outlet {name}", ()) for name in "abcd"}

    assert roots_of(articles, copies, {}).keys() == articles.keys()
