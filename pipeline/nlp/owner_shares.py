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
_FLYING = frozenset(
    {"air force", "VIP", "VIP/transport", "VIP/security", "rescue", "air arm", "tanker", "guard"}
)
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


def bind_sole_service(crafts: Crafts, operators: Sequence[Found], gazetteers: Gazetteers) -> None:
    """Give the one service or unit of a state that an article names the aircraft of that nation,
    wherever it is named: "the Ghana Air Force has confirmed".

    A government or a ministry tells of aircraft that others fly, and binds nothing so; nor does a
    service where an airline is named too. A civil mark alone tells no aircraft of an air force.
    """
    named = [found for found in operators if row_of(found, gazetteers).kind != "ministry"]
    units = [found for found in named if row_of(found, gazetteers).role in _FLYING]
    if not units or not _are_one([units[0], *named], gazetteers):
        return
    country = row_of(units[0], gazetteers).country
    air_force = row_of(units[0], gazetteers).role == "air force"
    for craft in crafts.all:
        if craft.operator is not None or craft.fighter or not craft.named:
            continue
        if _nations(craft) == {country} and not (air_force and _is_civil(craft)):
            craft.operator = units[0]


def _is_civil(craft: Craft) -> bool:
    """Return whether only a civil mark tells the nation of an aircraft."""
    mark = craft.registration
    return craft.nation is None and mark is not None and "serial" not in mark.flags


def _alike(craft: Craft, other: Craft, gazetteers: Gazetteers) -> bool:
    """Return whether two aircraft may be of one type: those of a carrier also where one has none
    told, and those of a state where its mark tells the nation. Items of a list share nothing."""
    if craft.item != other.item:
        return False
    if craft.type is not None and other.type is not None:
        return craft.takes_type(other.type, gazetteers)
    if other.operator is None:
        return False
    row = row_of(other.operator, gazetteers)
    marked = craft.registration is not None and row.country in _nations(craft)
    return row.kind in CARRIERS or marked


def _are_one(operators: Sequence[Found], gazetteers: Gazetteers) -> bool:
    """Return whether all operators are the first, or a part of it, or what it is a part of."""
    first, *others = (set(lineage_of(found, gazetteers)) for found in operators)
    return all(first <= other or other <= first for other in others)


def _nations(craft: Craft) -> set[str]:
    told = {craft.nation.value if craft.nation is not None else None, craft.country}
    if craft.registration is not None:
        told.add(craft.registration.ref)
    return {nation for nation in told if nation}


def _may_fly(craft: Craft, found: Found, gazetteers: Gazetteers) -> bool:
    row = row_of(found, gazetteers)
    if row.country and _nations(craft) - {row.country}:
        return False
    role = ""
    if craft.type is not None and craft.type.ref:
        role = gazetteers.type(craft.type.ref).role
    return not (row.kind in CARRIERS and role in _FIGHTING)
