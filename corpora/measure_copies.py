"""Measures the finding of copies on short synthetic articles: precision, recall, seconds, memory.

    python corpora/measure_copies.py [ARTICLES]

Of ARTICLES (default 100,000) a tenth are copies of others, with 5 to 15 in 100 words dropped,
replaced or added, 1 in 20 exact; the others are written independently of each other, of 60 to 220
words. The words and their frequencies are those of the gold articles, drawn in runs of two, so that
articles on one subject share phrases as news does. A copy counts as found where the article named
as its original is the one it was made from, or a copy of the same.
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.link.alike import pairs_among, take_in
from pipeline.read.copies import originals
from pipeline.records import Article
from pipeline.store import open_store

ROOT = Path(__file__).parents[1]
SEED = 20231
START = datetime(2024, 1, 1, tzinfo=UTC)


def vocabulary() -> list[list[str]]:
    """Return the words of the English gold articles, article by article."""
    lines = (ROOT / "corpora" / "gold" / "en.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["text"].split() for line in lines]


def written(chance: random.Random, texts: Sequence[Sequence[str]]) -> list[str]:
    """Return the words of an independent article: runs of two from texts of the gold."""
    words: list[str] = []
    wanted = chance.randint(60, 220)
    while len(words) < wanted:
        source = chance.choice(texts)
        place = chance.randrange(len(source) - 2)
        words += source[place : place + 2]
    return words


def edited(chance: random.Random, words: Sequence[str], share: float, pool: Sequence[str]) -> str:
    """Return the words with a share of them dropped, replaced or followed by another."""
    result: list[str] = []
    for word in words:
        if chance.random() >= share:
            result.append(word)
            continue
        kind = chance.randrange(3)
        if kind == 1:
            result.append(chance.choice(pool))
        elif kind == 2:
            result += [word, chance.choice(pool)]
    return " ".join(result)


def corpus(count: int) -> tuple[list[Article], dict[str, str]]:
    """Return the articles, shuffled, and for each copy the id of the article it was made from."""
    chance = random.Random(SEED)
    texts = vocabulary()
    pool = [word for text in texts for word in text]
    articles: list[Article] = []
    made_from: dict[str, str] = {}
    originals = count - count // 10
    for number in range(originals):
        words = written(chance, texts)
        articles.append(_article(f"art_{number:06}", " ".join(words), number))
        if number % 9 == 0 and len(made_from) < count // 10:
            share = 0.0 if number % 180 == 0 else chance.uniform(0.05, 0.15)
            copy = f"cop_{number:06}"
            articles.append(_article(copy, edited(chance, words, share, pool), number + 1))
            made_from[copy] = f"art_{number:06}"
    chance.shuffle(articles)
    return articles, made_from


def _article(article_id: str, text: str, minute: int) -> Article:
    published = START + timedelta(minutes=minute)
    return Article(
        article_id=article_id, page_id="", url=f"https://{article_id}.example/", outlet=article_id,
        lang="en", title="", text=text, published_at=published, published_precision="instant",
        published_basis=None, fetched_at=published, gate="in: measured",
    )  # fmt: skip


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    articles, made_from = corpus(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with (
        tempfile.TemporaryDirectory(prefix="flightdesk-") as folder,
        open_store(Path(folder) / "copies.duckdb") as store,
    ):
        store.insert("article", articles)
        started = time.monotonic()
        take_in(store.connection)
        ids = sorted(article.article_id for article in articles)
        found = originals(pairs_among(store.connection, ids, translated=False))
        seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    right = sum(made_from.get(copy) == said.article_id for copy, said in found.items())
    print(
        f"{len(articles)} articles, {len(made_from)} copies: precision {right / len(found):.4f}, "
        f"recall {right / len(made_from):.4f}, {seconds:.0f} s, {peak:.0f} MB at most "
        f"({before:.0f} MB of it the articles)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
