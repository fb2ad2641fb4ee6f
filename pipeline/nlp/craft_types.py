"""Owns what a type found says of an aircraft. Must not follow the aircraft of an article."""

from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers

_FIGHTER_ROLES = frozenset({"fighter", "interceptor", "multirole", "strike"})


def several_of_a_maker(found: Found) -> bool:
    """Return whether "Gulfstreams" are spoken of at large: that tells of no one aircraft."""
    plural = found.text.endswith("s") and not found.value.endswith("s")
    return "manufacturer" in found.flags and plural


def is_fighter(found: Found, gazetteers: Gazetteers) -> bool:
    """Return whether a type found is a fighter or strike aircraft."""
    return bool(found.ref) and gazetteers.type(found.ref).role in _FIGHTER_ROLES


def maker_of(found: Found, gazetteers: Gazetteers) -> str | None:
    """Return the maker of a type found, None where the table has no row of it."""
    return gazetteers.type(found.ref).manufacturer if found.ref else None


def is_closer(found: Found, known: Found) -> bool:
    """Return whether the new type says more: a family over a maker, a variant over none."""
    if found.value != known.value:
        return bool(found.ref) and not known.ref
    return known.variant is None and found.variant is not None
