"""Owns which aircraft "on board" speaks of: of the one told before, unless one is named behind it.

Must not know aircraft: `crafts.py` does.
"""

from collections.abc import Sequence

from pipeline.nlp.found import Found
from pipeline.nlp.reading import Reading

Word = tuple[int, int, str, Found | None]  # start, end, kind
ABOARD = "aboard"  # of the aircraft spoken of, never of a new one
NAMED_REACH = 28
_BREAKS = frozenset(",.;:(\n")


def without_named(items: Sequence[Word], reading: Reading) -> list[Word]:
    """Return the words for aircraft (start, end, kind, …) in order but each "on board" that stands
    right before another of them: «на борту китайского Boeing 747»."""
    kept: list[Word] = []
    for number, item in enumerate(items):
        after = next((later for later in items[number + 1 :] if later[0] >= item[1]), None)
        gap = None if after is None else reading.joined[item[1] : after[0]]
        named = gap is not None and len(gap) <= NAMED_REACH and not set(gap) & _BREAKS
        if item[2] != ABOARD or not named or after is None or after[2] == ABOARD:
            kept.append(item)
    return kept
