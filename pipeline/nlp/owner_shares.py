"""Owns which aircraft fly for an operator that an article names, but beside another or beside none.

Must not bind names that stand beside an aircraft: `owners.py` does.
"""

from collections.abc import Sequence

from pipeline.nlp.companies import lineage_of, row_of
from pipeline.nlp.craft import Craft
from pipeline.nlp.crafts import Crafts
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers

CARRIERS = ("airline", "operator")
_CIVIL = frozenset({"airliner", "business", "regional"})
_FIGHTING = frozenset({"fighter", "strike", "bomber", "attack", "interceptor", "strike/recon"})


def share_sole(crafts: Crafts, flying: Sequence[Found], gazetteers: Gazetteers) -> None:
    """Give the one operator that flies an aircraft of the article the others of that type.

    `flying` are the operators named that do not only speak: where two of them are strangers to
    each other, nothing is shared. An aircraft of another nation stays without.
    """
    flown = [craft for craft in crafts.all if craft.operator is not None and not craft.fighter]
    bound = [craft.operator for craft in flown if craft.operator is not None]
    if not bound or not _are_one([*bound, *flying], gazetteers):
        return
    for craft in crafts.all:
        if craft.operator is not None or craft.fighter:
            continue
        alike = any(_alike(craft, other, gazetteers) for other in flown)
        if alike and _may_fly(craft, bound[0], gazetteers):
            craft.operator = bound[0]


def _alike(craft: Craft, other: Craft, gazetteers: Gazetteers) -> bool:
    """Return whether two aircraft may be of one type: those of a carrier also where one has none
    told, and those of a state where its mark tells the nation."""
    if craft.type is not None and other.type is not None:
        return craft.takes_type(other.type, gazetteers)
    if other.operator is None:
        return False
    row = row_of(other.operator, gazetteers)
    marked = craft.registration is not None and row.country in _nations(craft)
    return row.kind in CARRIERS or marked


def _nations(craft: Craft) -> set[str]:
    told = {craft.nation.value if craft.nation is not None else None, craft.country}
    if craft.registration is not None:
        told.add(craft.registration.ref)
    return {nation for nation in told if nation}


def _are_one(operators: Sequence[Found], gazetteers: Gazetteers) -> bool:
    """Return whether all operators are one, or parts of one."""
    lineages = [set(lineage_of(found, gazetteers)) for found in operators]
    return all(any(a <= b or b <= a for a in lineages[:1]) for b in lineages)


def _may_fly(craft: Craft, found: Found, gazetteers: Gazetteers) -> bool:
    row = row_of(found, gazetteers)
    if row.country and _nations(craft) - {row.country}:
        return False
    role = ""
    if craft.type is not None and craft.type.ref:
        role = gazetteers.type(craft.type.ref).role
    return not (row.kind in CARRIERS and role in _FIGHTING)
