"""Owns source roots: where the information of a report comes from in the end.

Counts nothing and reads no article. Ukrinform <- Bloomberg is Bloomberg; two outlets of one
publisher are one source; a copy has the root of its original.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_TRIMMED = re.compile(r"[\s\u200b]+")


def canonical_root(name: str, families: Mapping[str, str]) -> str:
    """Return the one spelling by which a source is counted.

    `families` maps outlets to the publisher whose reporting they share (any depth; a loop ends
    where it began). Names are compared without regard to case, width or spacing.
    """
    folded = {_fold(outlet): publisher for outlet, publisher in families.items()}
    current, seen = name, set[str]()
    while _fold(current) not in seen:
        seen.add(_fold(current))
        current = folded.get(_fold(current), current)
    return _fold(current)


def _fold(name: str) -> str:
    return _TRIMMED.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()


def source_root(outlet: str, said_by: Sequence[str], families: Mapping[str, str]) -> str:
    """Return the root of one report: the first outlet it credits, else its own outlet."""
    return canonical_root(said_by[0] if said_by else outlet, families)


def roots_of(
    articles: Mapping[str, tuple[str, Sequence[str]]],
    copies: Mapping[str, str],
    families: Mapping[str, str],
) -> dict[str, str]:
    """Return article -> root. `articles` maps id to (outlet, said_by), `copies` copy to original.

    A copy says what its original says, so it has the original's root, through chains of copies; one
    whose original is not among the articles keeps its own.
    """

    def original(article_id: str) -> str:
        seen = {article_id}
        while (source := copies.get(article_id)) in articles and source not in seen:
            article_id = str(source)
            seen.add(article_id)
        return article_id

    return {
        article_id: source_root(*articles[original(article_id)], families)
        for article_id in articles
    }
