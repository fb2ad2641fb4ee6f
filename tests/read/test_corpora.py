"""The small web of outlets that ships with the repository, against its gold texts."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.read.child import Child
from pipeline.read.page import Gate, read_page
from pipeline.records import Article, Page

CORPORA = Path(__file__).parents[2] / "corpora"
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)


class OpenGate:
    """Lets everything pass: every page is to be read here."""

    passed = True
    reason = "in: open"

    def decide(self, text: str) -> "OpenGate":
        assert isinstance(text, str)
        return self


def gold() -> Iterator[tuple[dict[str, Any], Path]]:
    for path in sorted((CORPORA / "gold").glob("??.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            page = CORPORA / "outlets" / row["url"].split("://", 1)[-1]
            if page.suffix == ".html" and page.exists():
                yield row, page


@pytest.mark.slow
def test_pages_of_the_corpora_give_their_gold_texts(
    make_page: Callable[..., Page], child: Child
) -> None:
    gate: Gate = OpenGate()
    rows = list(gold())
    assert len(rows) > 40
    wrong: list[tuple[object, ...]] = []
    unequal: list[str] = []
    for row, path in rows:
        article = read_page(
            make_page(url=row["url"], outlet=row["outlet"], fetched_at=FETCHED_AT),
            path.read_bytes(),
            entry=None,
            gate=gate,
            languages=("en", "uk", "ru"),
            child=child,
        )
        assert isinstance(article, Article), (row["url"], article)
        if (article.lang, article.title) != (row["lang"], row["title"]):
            wrong.append((row["url"], article.lang, article.title))
        if article.text != row["text"]:
            unequal.append(row["url"])
        if article.published_at is not None:
            stated = datetime.fromisoformat(row["published"])
            exact = article.published_precision == "instant"
            same = (
                article.published_at == stated
                if exact
                else (article.published_at.date() == stated.date())
            )
            if not same:
                wrong.append((row["url"], article.published_at, row["published"]))
    assert wrong == []
    assert len(unequal) <= 0.03 * len(rows), unequal
