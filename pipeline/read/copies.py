"""Owns which articles are copies of which: the same words, in the same language.

MinHash proposes, the true overlap of word triples decides. The answer depends on the set of
articles alone, not on their order.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.records import Article

_WORD = re.compile(r"\w+")
_SHINGLE_WORDS = 3
# Editing one word in ten leaves about 0.57 of the triples shared. Of 500 articles that tell flights
# in their own words, no two share more than 0.18 (development gold, measured).
COPY_OVERLAP = 0.5
# Of a text this short one changed name is most of the triples: only equal texts are copies.
_FEWEST_SHINGLES = 15
_PERMUTATIONS = 128
# 32 bands of 4 rows propose a pair of overlap 0.5 with probability 0.87, of 0.6 with 0.99.
_BANDS = 32
_SEED = 42
_UNKNOWN_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOf:
    """The original of a copy and how much of their word triples they share (Jaccard, 0 to 1)."""

    article_id: str
    overlap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    article: Article
    shingles: frozenset[str]


def find_copies(articles: Sequence[Article]) -> dict[str, CopyOf]:
    """Return the copies among the articles, each with its original.

    An original was published first (unknown times last, ties by article id) and is no copy
    itself. Articles without text, of other languages and of the same URL (revisions) are never
    copies of each other.
    """
    by_language: dict[str | None, list[_Candidate]] = defaultdict(list)
    for article in sorted(articles, key=_seniority):
        if article.text:
            candidate = _Candidate(article=article, shingles=_shingles(article.text))
            by_language[article.lang].append(candidate)
    copies: dict[str, CopyOf] = {}
    for candidates in by_language.values():
        copies |= _copies_in_one_language(candidates)
    return copies


def _copies_in_one_language(candidates: Sequence[_Candidate]) -> dict[str, CopyOf]:
    """Go from the oldest on; each article is compared with the originals before it."""
    copies: dict[str, CopyOf] = {}
    for candidate, earlier in _with_similar_earlier(candidates):
        originals = (
            CopyOf(
                article_id=other.article.article_id,
                overlap=_overlap(candidate.shingles, other.shingles),
            )
            for other in earlier
            if other.article.article_id not in copies and other.article.url != candidate.article.url
        )
        likely = [o for o in originals if o.overlap >= _needed(candidate.shingles)]
        if likely:
            # max() keeps the first of equals: the oldest.
            copies[candidate.article.article_id] = max(likely, key=lambda o: o.overlap)
    return copies


def _with_similar_earlier(
    candidates: Sequence[_Candidate],
) -> Iterator[tuple[_Candidate, list[_Candidate]]]:
    """Yield each candidate with those before it that MinHash finds similar, oldest first."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=COPY_OVERLAP, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    for position, candidate in enumerate(candidates):
        signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        signature.update(sorted(candidate.shingles))
        yield candidate, [candidates[i] for i in sorted(set(index.query(signature)))]
        index.insert(position, signature)


def _seniority(article: Article) -> tuple[datetime, str]:
    return (article.published_at or _UNKNOWN_TIME, article.article_id)


def _shingles(text: str) -> frozenset[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _SHINGLE_WORDS:
        return frozenset([" ".join(words)])
    return frozenset(
        " ".join(words[i : i + _SHINGLE_WORDS]) for i in range(len(words) - _SHINGLE_WORDS + 1)
    )


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)


def _needed(shingles: frozenset[str]) -> float:
    return COPY_OVERLAP if len(shingles) >= _FEWEST_SHINGLES else 1.0
