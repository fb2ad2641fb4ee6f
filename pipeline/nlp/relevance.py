"""Owns which legs tell of a specific flight, and which of them the article is about."""

from collections.abc import Sequence
from datetime import timedelta

from pipeline.nlp.crafts import Craft
from pipeline.nlp.legs import Leg
from pipeline.nlp.reading import Reading
from pipeline.records import ReportRole

BACKGROUND_GAP = timedelta(days=6)


def keep_specific(legs: Sequence[Leg], crafts: Sequence[Craft], reading: Reading) -> list[Leg]:
    """Return the legs of specific flights, primary ones first, each group in the order told."""
    kept = [leg for leg in legs if _specific(leg, crafts[leg.craft])]
    roles = roles_of(kept)
    first = [leg for leg, role in zip(kept, roles, strict=True) if role == "primary"]
    rest = [leg for leg, role in zip(kept, roles, strict=True) if role == "background"]
    _ = reading
    return first + rest


def _specific(leg: Leg, craft: Craft) -> bool:
    """A flight is specific when a place or an outcome is told, and a day or the aircraft itself."""
    place = leg.origin or leg.destination or leg.outcome
    dated = leg.departed or leg.arrived
    known = craft.type or craft.registration or craft.operator or craft.nation or leg.callsign
    return bool(place and (dated or known))


def roles_of(legs: Sequence[Leg]) -> list[ReportRole]:
    """Return primary or background for each leg: background if much older than the newest one,
    or told with words that look back."""
    days = [day for leg in legs if (day := _day(leg)) is not None]
    newest = max(days, default=None)
    roles: list[ReportRole] = []
    for leg in legs:
        day = _day(leg)
        old = day is not None and newest is not None and newest - day > BACKGROUND_GAP
        roles.append("background" if old else "primary")
    return roles


def _day(leg: Leg):  # type: ignore[no-untyped-def]
    when = leg.departed or leg.arrived
    return when.span.latest if when is not None else None
