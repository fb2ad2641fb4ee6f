"""Owns which lines of a text may be an outlet's template, and how they are taken out.

Knows a line by a hash of its letters and digits. Which lines repeat across an outlet's pages is
counted elsewhere; a text alone cannot tell.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from pipeline.read.normalise import normalise_text, skeleton

# A shorter line may be an article's own ("Verdict: not confirmed."), a longer one is prose.
_FEWEST_LETTERS, _LONGEST_LINE = 25, 500
# Templates stand above and below a text. So an article has at most as many lines to remember.
_FIRST, _LAST = 8, 16
# What is most of a text is the article, printed at several addresses.
_MOST_REMOVED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletLine:
    """A line of an article that may be its outlet's template, by its hash. `tells`: it may tell of
    a flight; `known`: it was held for template when the page was read."""

    page_id: str
    outlet: str
    url: str
    line: int
    tells: bool
    known: bool


def template_lines(text: str) -> dict[int, str]:
    """Return the lines of a text that may be its outlet's template, by their hash."""
    lines = [line for line in text.split("\n") if line]
    ends = lines if len(lines) <= _FIRST + _LAST else lines[:_FIRST] + lines[-_LAST:]
    return {key: line for line in ends if (key := _key(line)) is not None}


def without_lines(text: str, repeated: Collection[int]) -> str:
    """Return the text without lines whose hash is `repeated`; whole where they are most of it."""
    if not repeated:
        return text
    kept = normalise_text(
        "\n".join(each for each in text.split("\n") if _key(each) not in repeated)
    )
    return kept if len(text) - len(kept) <= _MOST_REMOVED * len(text) else text


def _key(line: str) -> int | None:
    """Return 8 bytes of a hash of the line, None for one that no template is made of."""
    if len(line) > _LONGEST_LINE:
        return None
    letters = skeleton(line)
    if len(letters) < _FEWEST_LETTERS:
        return None
    return int.from_bytes(hashlib.sha256(letters.encode("utf-8", "replace")).digest()[:8])
