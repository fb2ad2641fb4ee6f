"""Owns who an article credits: the outlets its reports are said by, and the tracking services.

Credits hold for every report of the article (annotation guide); the outlet itself is no credit.
"""

from collections.abc import Iterable

from pipeline.nlp.found import Found


def credited(found: Iterable[Found], *, outlet: str) -> tuple[Found, ...]:
    """Return the first mention of each name, in order, without the outlet itself."""
    own = outlet.casefold()
    first: dict[str, Found] = {}
    for item in found:
        if item.value.casefold() != own:
            first.setdefault(item.value, item)
    return tuple(first.values())
