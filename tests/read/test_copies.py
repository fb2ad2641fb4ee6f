import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.provenance import KEPT, write_sources
from pipeline.read.copies import CopyOf
from pipeline.records import Article
from pipeline.store import Store, open_store

STORY = (
    "A military aircraft for senior passengers left Moscow for Pyongyang and arrived on Tuesday "
    "morning, the tracking service showed. It was the same plane that had flown there in August, "
    "days after the defence minister was shown weapons. The plane went home on Thursday after two "
    "days on the ground, and no ministry answered questions about those on board."
)
OTHER = (
    "A cargo jet that had been under sanctions for years took off from Caracas at noon and turned "
    "south. Officials at the airport said that the crew had asked for fuel and was given none, so "
    "the freighter landed again within the hour. Nobody could say who owned it or what it carried."
)
NOON = datetime(2024, 5, 10, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("copies") / "some.duckdb") as opened:
        yield opened


def never(_: Sequence[str]) -> Any:
    raise AssertionError("vectors were asked for")


def find_copies(store: Store, articles: Sequence[Article]) -> dict[str, CopyOf]:
    for table in ("article", *KEPT):
        store.clear(table)
    store.insert("article", articles)
    write_sources(store, load_gazetteers(), embed=never)
    return {
        row["article_id"]: CopyOf(article_id=row["copy_of"], overlap=row["overlap"])
        for row in store.query("select * from article_copy")
    }


def article(name: str, text: str | None, **changes: Any) -> Article:
    values: dict[str, Any] = {
        "article_id": name,
        "page_id": f"pag_{name}",
        "url": f"https://{name}.example/x",
        "outlet": name,
        "lang": "en",
        "title": "A title",
        "text": text,
        "published_at": NOON,
        "published_precision": "instant",
        "published_basis": "ingest",
        "fetched_at": NOON,
        "gate": "in: test",
    }
    return Article(**(values | changes))


def test_the_first_published_is_the_original_of_exact_copies(store: Store) -> None:
    copies = find_copies(
        store,
        [
            article("a", STORY, published_at=NOON + timedelta(hours=2)),
            article("b", STORY, published_at=NOON),
            article("c", STORY, published_at=None),
            article("d", OTHER),
        ],
    )
    assert {name: copy.article_id for name, copy in copies.items()} == {"a": "b", "c": "b"}
    assert all(copy.overlap == 1.0 for copy in copies.values())


def test_an_edited_copy_is_found_with_its_true_overlap(store: Store) -> None:
    edited = "MOSCOW (Wire) — " + STORY.replace("Tuesday", "26 September").replace("went", "flew")
    copies = find_copies(store, [article("a", STORY), article("b", edited)])
    assert copies["b"].article_id == "a"
    assert 0.5 < copies["b"].overlap < 1.0


def test_another_story_another_language_and_no_text_are_no_copies(store: Store) -> None:
    others = [article("b", OTHER), article("c", STORY, lang="uk"), article("d", None)]
    assert find_copies(store, [article("a", STORY), *others]) == {}


def test_a_revision_of_the_same_address_is_no_copy(store: Store) -> None:
    assert (
        find_copies(store, [article("a", STORY), article("b", STORY, url="https://a.example/x")])
        == {}
    )


def test_of_short_texts_only_equal_ones_are_copies(store: Store) -> None:
    short = "The plane of the president landed in Minsk on Tuesday at noon."
    changed = short.replace("Minsk", "Baku")
    copies = find_copies(store, [article("a", short), article("b", changed), article("c", short)])
    assert set(copies) == {"c"}


def test_an_original_is_never_itself_a_copy(store: Store) -> None:
    words = STORY.split()
    chain = [article(f"a{n}", " ".join(words[n * 6 :] + ["tail"] * 1)) for n in range(6)]
    copies = find_copies(store, chain)
    assert copies
    assert all(copy.article_id not in copies for copy in copies.values())


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 2**32))
def test_the_order_of_articles_does_not_matter(
    store: Store, order: random.Random, seed: int
) -> None:
    editor = random.Random(seed)
    articles = []
    for n in range(12):
        words = (STORY if n % 2 else OTHER).split()
        for _ in range(editor.randrange(8)):
            words[editor.randrange(len(words))] = f"word{editor.randrange(50)}"
        at = NOON + timedelta(hours=editor.randrange(3))
        articles.append(article(f"a{n}", " ".join(words), published_at=at))
    shuffled = list(articles)
    order.shuffle(shuffled)
    assert find_copies(store, shuffled) == find_copies(store, articles)
