"""Owns source roots: where the information of a report comes from in the end.

Counts nothing and reads no article. Ukrinform <- Bloomberg is Bloomberg; two outlets of one
publisher are one source; a copy has the root of its original.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence

_SPACES = re.compile(r"[\s\u200b]+")


def source_root(outlet: str, basis: Sequence[str], families: Mapping[str, str]) -> str:
    """Return the root of one report: the far end of what it rests on, else its own outlet.

    `families` maps outlets to the publisher whose reporting they share, to any depth; names are
    compared without regard to case, width or spacing.
    """
    return _root(outlet, basis, _folded(families))


def roots_of(
    articles: Mapping[str, tuple[str, Sequence[str]]],
    copies: Mapping[str, str],
    families: Mapping[str, str],
) -> dict[str, str]:
    """Return the root of every article, or of every report, by id.

    `articles` maps an id to its outlet and the outlets it rests on, nearest first; `copies` the id
    of a copy to its original's. A copy says what its original says, so it has the original's root,
    through chains of copies; one whose original is not among the articles keeps its own. Roots are
    as they are said, in whatever spelling (`spellings`).
    """
    folded = _folded(families)
    return {
        article_id: _root(*articles[_original(article_id, articles, copies)], folded)
        for article_id in articles
    }


def spellings(roots: Iterable[str]) -> dict[str, str]:
    """Return for each root, of all there are, the one spelling (TASS, Tass) it is written in."""
    spelling: dict[str, str] = {}
    ordered = sorted(set(roots), reverse=True)
    for root in ordered:
        spelling[_fold(root)] = root
    return {root: spelling[_fold(root)] for root in ordered}


def _original(article_id: str, articles: Container[str], copies: Mapping[str, str]) -> str:
    seen = {article_id}
    while (source := copies.get(article_id)) is not None and source in articles:
        if source in seen:
            return min(seen)
        seen.add(source)
        article_id = source
    return article_id


def _root(outlet: str, basis: Sequence[str], families: Mapping[str, str]) -> str:
    current, seen = basis[-1] if basis else outlet, set[str]()
    while _fold(current) in families and _fold(current) not in seen:
        seen.add(_fold(current))
        current = families[_fold(current)]
    return _SPACES.sub(" ", current).strip()


def _folded(families: Mapping[str, str]) -> dict[str, str]:
    return {_fold(outlet): publisher for outlet, publisher in families.items()}


def _fold(name: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()
