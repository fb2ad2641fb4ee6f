"""Owns source roots: where the information of a report comes from in the end.

Counts nothing and reads no article. Ukrinform <- Bloomberg is Bloomberg; two outlets of one
publisher are one source; a copy has the root of its original.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_SPACES = re.compile(r"[\s\u200b]+")


def source_root(outlet: str, said_by: Sequence[str], families: Mapping[str, str]) -> str:
    """Return the root of one report: the first outlet it credits, else its own outlet.

    `families` maps outlets to the publisher whose reporting they share, to any depth. The root is
    one spelling by which a source is counted: names are compared, and returned, without regard to
    case, width or spacing.
    """
    return _root(outlet, said_by, _folded(families))


def _root(outlet: str, said_by: Sequence[str], families: Mapping[str, str]) -> str:
    current, seen = _fold(said_by[0] if said_by else outlet), set[str]()
    while current in families and current not in seen:
        seen.add(current)
        current = families[current]
    return current


def _folded(families: Mapping[str, str]) -> dict[str, str]:
    return {_fold(outlet): _fold(publisher) for outlet, publisher in families.items()}


def _fold(name: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()


def roots_of(
    articles: Mapping[str, tuple[str, Sequence[str]]],
    copies: Mapping[str, str],
    families: Mapping[str, str],
) -> dict[str, str]:
    """Return article (or report) -> root. `articles` maps id to (outlet, said_by), `copies` copy to original.

    A copy says what its original says, so it has the original's root, through chains of copies; one
    whose original is not among the articles keeps its own.
    """

    folded = _folded(families)

    def original(article_id: str) -> str:
        seen = {article_id}
        while (source := copies.get(article_id)) in articles and source not in seen:
            article_id = str(source)
            seen.add(article_id)
        return article_id

    return {article_id: _root(*articles[original(article_id)], folded) for article_id in articles}
