"""Owns the search of articles by meaning and by words. Reads the published copy; links nothing."""

import os
import re
from pathlib import Path
from typing import Any

import duckdb

from pipeline.link.embed import Embedder

RANK_DAMPING = 60
"""Of reciprocal rank fusion: Cormack, Clarke and Buettcher (SIGIR 2009) found 60 to do well."""

_ARTICLES = """
select article_id, url, outlet, lang, title, text, published_at, relevant from articles
where text is not null and (copy_of is null or exists (
    select 1 from articles as original
    where original.article_id = articles.copy_of and original.lang <> articles.lang))
qualify row_number() over (partition by url order by revision desc) = 1
order by article_id"""


def search_articles(
    connection: duckdb.DuckDBPyConnection, query: str, *, model: str, folder: Path, limit: int
) -> list[dict[str, Any]]:
    """Return the articles nearest to the query, best first, across languages; no copies but
    translated ones.

    Keys: `score` (reciprocal rank fusion of both rankings), `words` (words of the query in the
    article), `likeness` (cosine of the headline), and columns of the `articles` view. `folder`
    keeps vectors between calls if it can be written.
    """
    connection.execute(_ARTICLES)
    names = [column[0] for column in connection.description or ()]
    articles = [dict(zip(names, row, strict=True)) for row in connection.fetchall()]
    if not articles:
        return []
    embedder = Embedder(model, folder=folder if _writable(folder) else None)
    # Headlines only: with the lead added, the built-in model tells languages apart, not subjects.
    vectors = embedder.embed([query, *(article["title"] for article in articles)])
    asked = set(re.findall(r"\w{2,}", query.casefold()))
    for article, likeness in zip(articles, vectors[1:] @ vectors[0], strict=True):
        told = set(re.findall(r"\w{2,}", f"{article['title']}\n{article['text']}".casefold()))
        article["words"] = len(asked & told)
        article["likeness"] = float(likeness)
        article["score"] = 0.0
    for key in ("words", "likeness"):
        values = sorted({article[key] for article in articles}, reverse=True)
        for article in articles:
            article["score"] += 1 / (RANK_DAMPING + values.index(article[key]))
    best = sorted(articles, key=lambda one: (-one["score"], -one["likeness"], one["article_id"]))
    return best[:limit]


def _writable(folder: Path) -> bool:
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return os.access(nearest, os.W_OK)
