"""Owns the choice between the text seen on a page and the text its JSON-LD states."""

import re
from collections import Counter

_WORD = re.compile(r"\w+")
# A paragraph counts as stated when this share of its words is; markup changes a few.
_SUPPORTED = 0.8
# Below this share of the stated words the page's layout was not understood, above the other the
# statement is whole and the rest is not the article's. Between them the page is believed.
_LAYOUT_LOST = 0.5
_ALL_STATED = 0.9


def agreed_text(seen: str, stated: str) -> str:
    """Return the article's text, one paragraph a line, out of what a page shows and what it states.

    Where the page shows all that is stated, paragraphs that are not stated go (links to other
    articles, captions). Where it shows less than half, the statement is the text. A statement
    shorter than the text is a teaser, and no reason to drop anything.
    """
    stated_words = Counter(_words(stated))
    if not stated_words:
        return seen
    paragraphs = [line for line in seen.split("\n") if line.strip()]
    supported = [line for line in paragraphs if _share(_words(line), stated_words) >= _SUPPORTED]
    shown = Counter(word for line in supported for word in _words(line))
    coverage = (shown & stated_words).total() / stated_words.total()
    if coverage < _LAYOUT_LOST and stated_words.total() > len(_words(seen)):
        return stated
    if coverage >= _ALL_STATED and shown.total() * 2 >= len(_words(seen)):
        return "\n".join(supported)
    return seen


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _share(words: list[str], stated: Counter[str]) -> float:
    return sum(1 for word in words if word in stated) / len(words) if words else 1.0
