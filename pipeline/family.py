"""Owns the family tree of an event's articles: who copied whom, who credits whom. Pure; what a
source is has been decided in `link.sources`, here it is only arranged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Branch:
    """A source, or an article of the event, with those that have their word from it.

    `article_id` is None for an outlet that is only credited. `overlap` is set for a copy: the share
    of words it has in common with the article above it, or, where it is `translated`, of names and
    numbers.
    """

    name: str
    article_id: str | None = None
    title: str | None = None
    url: str | None = None
    overlap: float | None = None
    translated: bool = False
    below: list["Branch"] = field(default_factory=list)


def family_tree(reports: Sequence[Row]) -> list[Branch]:
    """Return one branch for each source root of an event, each article once.

    `reports` are rows with `article_id`, `outlet`, `lang`, `title`, `url`, `source_root`, `basis`
    (outlets credited for the flight, nearest first), `copy_of` and `overlap`, in the order of
    publication. A copy hangs below its original where the event has it, any other article below
    whom it credits.
    """
    roots: dict[str, Branch] = {}
    articles: dict[str, Branch] = {}
    first = {row["article_id"]: row for row in reversed(reports)}
    for article_id in dict.fromkeys(row["article_id"] for row in reports):
        row = first[article_id]
        articles[article_id] = Branch(
            name=row["outlet"], article_id=article_id, title=row["title"], url=row["url"]
        )
    for article_id, branch in articles.items():
        row = first[article_id]
        original = articles.get(row["copy_of"] or "")
        if original is not None and not _is_below(branch, original):
            branch.overlap = row["overlap"]
            branch.translated = row["lang"] != first[row["copy_of"]]["lang"]
            original.below.append(branch)
            continue
        above = roots.setdefault(_key(row["source_root"]), Branch(name=row["source_root"]))
        for name in reversed(row["basis"] or ()):
            above = _child(above, name)
        above.below.append(branch)
    return [roots[key] for key in sorted(roots)]


def _child(above: Branch, name: str) -> Branch:
    """Return the branch of an outlet credited, below the one that it has it from itself."""
    if _key(above.name) == _key(name):
        return above
    for branch in above.below:
        if branch.article_id is None and _key(branch.name) == _key(name):
            return branch
    branch = Branch(name=name)
    above.below.append(branch)
    return branch


def _is_below(top: Branch, branch: Branch) -> bool:
    """Return whether a branch is `top` or hangs under it: copies of each other make no ring."""
    return branch is top or any(_is_below(each, branch) for each in top.below)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
