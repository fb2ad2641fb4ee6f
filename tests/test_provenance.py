"""Copies, translations and sources after any batches are those of one run over everything."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from pipeline.link import alike
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.provenance import KEPT, write_sources
from pipeline.records import Article, Mention, Report
from pipeline.store import Store, open_store

NOON = datetime(2024, 5, 10, 12, tzinfo=UTC)
PLANES = ("Il-76", "Il-62", "An-124", "Tu-154")
PLACES = ("Minsk", "Benghazi", "Moscow", "Caracas", "Pyongyang", "Baku")
NAMED = re.compile("|".join((*PLANES, *PLACES)))
OUTLETS = ("Wire", "wire", "Echo", "ECHO", "Mirror", "Daily")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article with its reports."""

    article: Article
    reports: tuple[Report, ...]


def same(texts: Sequence[str]) -> Any:
    """An encoder that finds all sentences alike: names and numbers alone decide."""
    return np.ones((len(texts), 1), dtype=np.float32)


def story(chance: random.Random) -> list[str]:
    return [
        f"The {chance.choice(PLANES)} flew {chance.randint(2, 99)} hours to {chance.choice(PLACES)}"
        f" {' '.join(f'word{chance.randrange(500)}' for _ in range(6))}."
        for _ in range(5)
    ]


def written(chance: random.Random, number: int, stories: Sequence[Sequence[str]]) -> Told:
    """An article that tells a story anew, copies it, or tells it in another language."""
    lang = chance.choice(("en", "uk"))
    text = " ".join(chance.choice(stories))
    if lang != "en":
        text = text.replace("word", "slovo").replace("flew", "letiv")
    for _ in range(chance.choice((0, 0, 2, 9))):
        text = text.replace(f" {chance.choice(text.split())} ", f" other{chance.randrange(9)} ", 1)
    name = f"art_{number:03}"
    at = NOON + timedelta(hours=chance.randrange(24 * 5))
    article = Article(
        article_id=name, page_id=name, url=f"https://{chance.choice((name, 'rewritten'))}.example/",
        outlet=chance.choice(OUTLETS), lang=lang, title="", text=text,
        published_at=chance.choice((at, at, at, None)), published_precision="instant",
        published_basis=None, fetched_at=NOON, gate="in: test",
    )  # fmt: skip
    return Told(article=article, reports=reported(chance, name))


def reported(chance: random.Random, article: str) -> tuple[Report, ...]:
    return tuple(
        Report(
            report_id=f"rep_{article}_{seq}", article_id=article, seq=seq, role="primary",
            status="happened", basis=tuple(chance.sample(OUTLETS, chance.choice((0, 0, 1, 2)))),
            said_by=tuple(chance.sample(OUTLETS, chance.choice((0, 1)))),
        )
        for seq in chance.choice(((), (0,), (0,), (0, 1), (1, 2)))
    )  # fmt: skip


def edited(chance: random.Random, told: Told) -> Told:
    """The article as another reading of its page tells it."""
    what = chance.randrange(4)
    if what == 0:
        later = NOON + timedelta(hours=chance.randrange(24 * 8))
        return replace(told, article=replace(told.article, published_at=later))
    if what == 1:
        return replace(told, article=replace(told.article, outlet=chance.choice(OUTLETS)))
    if what == 2:
        return replace(told, article=replace(told.article, lang=chance.choice(("en", "uk"))))
    return replace(told, reports=reported(chance, told.article.article_id))


def fill(store: Store, current: Sequence[Told]) -> None:
    """Have these articles in the store, and no others."""
    for table in ("article", "report", "mention"):
        store.clear(table)
    store.insert("article", [told.article for told in current])
    store.insert("report", [report for told in current for report in told.reports])
    store.insert(
        "mention",
        [
            Mention(
                mention_id=f"{told.article.article_id} {found.start()}",
                article_id=told.article.article_id, kind="place", part="text",
                char_start=found.start(), char_end=found.end(), text=found[0], value=found[0],
                finder="test",
            )
            for told in current
            for found in NAMED.finditer(told.article.text or "")
        ],
    )  # fmt: skip


def sources(store: Store) -> dict[str, list[dict[str, Any]]]:
    write_sources(store, load_gazetteers(), embed=same)
    told = ("article_id, copy_of, overlap", "report_id, article_id, source_root, voice")
    tables = ("article_copy", "report_source")
    return {
        table: store.query(f"select {columns} from {table} order by all")
        for table, columns in zip(tables, told, strict=True)
    }


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    folder = tmp_path_factory.mktemp("sources")
    with open_store(folder / "some.duckdb") as some, open_store(folder / "whole.duckdb") as whole:
        yield some, whole


def forget(store: Store) -> None:
    for table in KEPT:
        store.clear(table)


SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(2, 20))]


@pytest.mark.parametrize("seed", SEEDS)
def test_batches_that_add_change_and_take_away_leave_what_one_run_leaves(
    stores: tuple[Store, Store], seed: int
) -> None:
    some, whole = stores
    forget(some)
    chance = random.Random(seed)
    stories = [story(chance) for _ in range(6)]
    everything = [written(chance, number, stories) for number in range(60)]
    chance.shuffle(everything)
    current: list[Told] = []
    translated = copied = 0
    for start, end in pairwise((0, 20, 23, 24, 45, 60)):
        current = [
            edited(chance, told) if chance.random() < 0.1 else told
            for told in current
            if chance.random() > 0.1
        ] + everything[start:end]
        fill(some, current)
        fill(whole, current)
        forget(whole)
        found = sources(some)

        assert found == sources(whole)
        langs = {told.article.article_id: told.article.lang for told in current}
        for row in found["article_copy"]:
            across = langs[row["article_id"]] != langs[row["copy_of"]]
            translated, copied = translated + across, copied + (not across)
    assert copied
    assert translated or seed > 1


def test_what_did_not_change_is_not_compared_again(stores: tuple[Store, Store]) -> None:
    some, _ = stores
    forget(some)
    chance = random.Random(5)
    many = [written(chance, number, [story(chance) for _ in range(3)]) for number in range(30)]
    fill(some, many[:29])
    write_sources(some, load_gazetteers(), embed=same)
    assert alike.take_in(some.connection).all == frozenset()
    write_sources(some, load_gazetteers(), embed=never)
    fill(some, many)
    assert alike.take_in(some.connection).present == {many[29].article.article_id}


def test_a_new_report_may_bring_another_spelling_to_all(stores: tuple[Store, Store]) -> None:
    some, _ = stores
    forget(some)
    chance = random.Random(5)
    stories = [story(chance) for _ in range(2)]
    one, other = (written(chance, number, [stories[number]]) for number in range(2))
    first = replace(one, reports=(said(one.article.article_id, "some wire"),))
    second = replace(other, reports=(said(other.article.article_id, "Some Wire"),))
    fill(some, [first])
    assert [row["source_root"] for row in sources(some)["report_source"]] == ["some wire"]
    fill(some, [first, second])
    assert [row["source_root"] for row in sources(some)["report_source"]] == [
        "Some Wire",
        "Some Wire",
    ]
    fill(some, [first])
    assert [row["source_root"] for row in sources(some)["report_source"]] == ["some wire"]


def said(article: str, root: str) -> Report:
    return Report(
        report_id=f"rep_{article}", article_id=article, seq=0, role="primary", status="happened",
        basis=(root,), said_by=(root,),
    )  # fmt: skip


def never(_: Sequence[str]) -> Any:
    raise AssertionError("vectors were asked for")
