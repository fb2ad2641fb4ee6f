"""Owns when an article is a copy of another: the same words, in the same language.

MinHash proposes, the true overlap of word pairs decides. Knows no store and no article but by its
text; which articles are compared is asked for elsewhere. The answer depends on the two texts alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zlib import crc32

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
# So many of the 126 rows are equal in two texts that share 0.36 of their pairs, but for one in
# 10,000; in most of those that the bands propose by chance, fewer are.
_FEWEST_EQUAL = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOf:
    """The original of a copy and how much of their word pairs they share (Jaccard, 0 to 1)."""

    article_id: str
    overlap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two articles that say the same, which of them was first, and how much they share."""

    later: str
    earlier: str
    overlap: float


def shingles_of(text: str) -> Any:
    """Return the sorted checksums of a text's word pairs: 4 bytes each, where a set of strings
    would take 80."""
    import numpy

    words = [word.casefold() for word in _WORD.findall(text)]
    pairs = zip(*(words[i:] for i in range(_SHINGLE_WORDS)), strict=False)
    joined = {" ".join(pair) for pair in pairs} or {" ".join(words)}
    return numpy.unique(numpy.array([crc32(each.encode()) for each in joined], dtype="uint32"))


def signature_of(shingles: Any) -> bytes:
    """Return the MinHash of a text, by which texts like it are found."""
    import numpy
    from rensa import RMinHash

    signature = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    signature.update([str(each) for each in shingles.tolist()])
    return numpy.array(signature.digest(), dtype="<u4").tobytes()


def bands_of(signatures: Iterable[bytes]) -> Any:
    """Return a row of 42 numbers for each signature. Texts that are alike have one in common, and
    others hardly ever."""
    import numpy

    rows = _matrix(signatures).reshape(-1, _BANDS, _PERMUTATIONS // _BANDS).astype("uint64")
    mixed = numpy.broadcast_to(numpy.arange(1, _BANDS + 1, dtype="uint64"), rows.shape[:2])
    for place in range(rows.shape[2]):
        # The steps of splitmix64, which spreads every bit over all others.
        mixed = (mixed ^ rows[:, :, place]) * numpy.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> numpy.uint64(31)
    return (mixed >> numpy.uint64(32)).astype("uint32")


def may_be_copies(one: Iterable[bytes], other: Iterable[bytes]) -> Any:
    """Return for each pair of signatures whether their texts need be compared."""
    return (_matrix(one) == _matrix(other)).sum(axis=1) >= _FEWEST_EQUAL


def _matrix(signatures: Iterable[bytes]) -> Any:
    import numpy

    return numpy.frombuffer(b"".join(signatures), dtype="<u4").reshape(-1, _PERMUTATIONS)


def overlap_of(later: Any, earlier: Any) -> float | None:
    """Return the share of word pairs that two texts (their shingles) have in common, None if the
    later one is no copy of the earlier."""
    import numpy

    shared = len(numpy.intersect1d(later, earlier, assume_unique=True))
    overlap = shared / (len(later) + len(earlier) - shared)
    needed = COPY_OVERLAP if len(later) >= _FEWEST_SHINGLES else 1.0
    return overlap if overlap >= needed else None


def originals(pairs: Iterable[Alike]) -> dict[str, CopyOf]:
    """Return the copies with their originals, of pairs in the order of their articles: oldest
    first, by the later article and then by the earlier. An original is no copy itself."""
    found: dict[str, CopyOf] = {}
    for later, some in groupby(pairs, lambda one: one.later):
        likely = [one for one in some if one.earlier not in found]
        if likely:
            # max() keeps the first of equals: the oldest.
            best = max(likely, key=lambda one: one.overlap)
            found[later] = CopyOf(article_id=best.earlier, overlap=best.overlap)
    return found
