"""Owns which articles are copies of which: the same words, in the same language.

MinHash proposes, the true overlap of word pairs decides. The answer depends on the set of articles
alone, not on their order.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from pipeline.records import Article

_WORD = re.compile(r"\w+")
_SHINGLE_WORDS = 2
# Editing 15 words in 100 leaves 0.57 of the pairs in common on average, and of texts of 60 words
# seldom less than 0.40. Of 634 gold articles that tell flights in their own words, no two share
# more than 0.27.
COPY_OVERLAP = 0.36
# Of a text this short one changed name is most of the pairs: only equal texts are copies.
_FEWEST_SHINGLES = 15
_PERMUTATIONS = 126
# 42 bands of 3 rows propose a pair of overlap 0.4 with probability 0.94, of 0.5 with 0.996.
_BANDS = 42
_SEED = 42
_UNKNOWN_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOf:
    """The original of a copy and how much of their word pairs they share (Jaccard, 0 to 1)."""

    article_id: str
    overlap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """An article and the sorted checksums of its word pairs: 4 bytes each, where a set of strings
    would take 80 and 100,000 articles more than 1 GB."""

    article: Article
    shingles: Any


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
        signature.update([str(each) for each in candidate.shingles.tolist()])
        yield candidate, [candidates[i] for i in sorted(set(index.query(signature)))]
        index.insert(position, signature)


def _seniority(article: Article) -> tuple[datetime, str]:
    return (article.published_at or _UNKNOWN_TIME, article.article_id)


def _shingles(text: str) -> Any:
    import numpy

    words = [word.casefold() for word in _WORD.findall(text)]
    pairs = zip(*(words[i:] for i in range(_SHINGLE_WORDS)), strict=False)
    joined = {" ".join(pair) for pair in pairs} or {" ".join(words)}
    return numpy.unique(numpy.array([crc32(each.encode()) for each in joined], dtype="uint32"))


def _overlap(left: Any, right: Any) -> float:
    import numpy

    shared = len(numpy.intersect1d(left, right, assume_unique=True))
    return shared / (len(left) + len(right) - shared)


def _needed(shingles: Any) -> float:
    return COPY_OVERLAP if len(shingles) >= _FEWEST_SHINGLES else 1.0
