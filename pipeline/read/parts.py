"""Owns what the parts of a page are called in its markup. Reads the table; knows no tree.

A class or id is read as words: `Card_wrap__7a1e6`, `card-wrap` and `cardWrap` all hold card, wrap.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

TABLE = "page_parts.csv"
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Build tools put hashes into names: letters among digits. `share42` is a name.
_HASH = re.compile(r"(?<![A-Za-z0-9])(?![A-Za-z]{3,}\d{1,3}(?![A-Za-z0-9]))[A-Za-z]*\d[A-Za-z0-9]*")
# Some pages make classes of headlines.
_LONGEST_NAME = 6
# WordPress and others write an article's topics into its classes: `tag-comments category-social`.
_TOPIC = re.compile(r"^(?:tag|category|cat|topic|section|postid|post-\d|type|status|format)[-_]")


@lru_cache(maxsize=1 << 15)  # an outlet's pages share theirs
def parts_of(names: str) -> frozenset[str]:
    """Return the parts (`comments`, `related`, `body` …) that a class, id or role names."""
    return frozenset(part for name in names.split() for part in _parts_of_name(name))


@cache
def phrases(part: str) -> tuple[str, ...]:
    """Return the phrases of text that belong to a part, such as `modified words`."""
    return tuple(name for kind, name in _rows() if kind == part)


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(_HASH.sub("", name)))


@lru_cache(maxsize=4096)
def _parts_of_name(name: str) -> frozenset[str]:
    if _TOPIC.match(name):
        return frozenset()
    words = _words(name[:80])
    if len(words) > _LONGEST_NAME:
        return frozenset()
    return frozenset(
        part
        for start in range(len(words))
        for called, part in _table().get(words[start], ())
        if words[start : start + len(called)] == called
    )


@cache
def _table() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the names by their first word."""
    table: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for part, name in _rows():
        words = tuple(name.split())
        if not part.endswith(" words"):
            table[words[0]] = (*table.get(words[0], ()), (words, part))
    return table


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    text = (files("pipeline") / "gazetteers" / TABLE).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((row["part"], name) for row in rows for name in row["names"].split(";"))
