"""Owns what a report says as the scorer sees it, and when two values count as the same.

Gold and predicted reports are both brought into `Facts`. The rules of equality are those of the
annotation guide; nothing here knows how a value was found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pipeline.evaluate.identity import fold, identity, known_in

Days = tuple[date, date]

# A date counts when both of its ends lie within one day of the gold's: time zones and night
# flights make articles differ by that much about one landing.
DAY_TOLERANCE = timedelta(days=1)

# "Russian military", "Russian Armed Forces" and the air force are one operator (annotation guide).
RUSSIAN_AIR_FORCE = "russianairforce"
RUSSIAN_FORCES = frozenset(
    {
        "russianmilitary",
        "russianarmedforces",
        "russianaerospaceforces",
        "vks",
        RUSSIAN_AIR_FORCE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One flight leg as one article tells it. Names as in the `reports` view; None is unknown."""

    type_family: str | None = None
    type_variant: str | None = None
    registration: str | None = None
    callsign: str | None = None
    operator: str | None = None
    operator_country: str | None = None
    origin: str | None = None
    origin_country: str | None = None
    destination: str | None = None
    destination_country: str | None = None
    departed: Days | None = None
    arrived: Days | None = None
    status: str = "happened"
    outcome: str | None = None
    role: str = "primary"


def operator_of(name: str) -> str:
    """Return what is equal for two names of one operator: those of one row of `operators.csv`,
    and all names of the Russian forces."""
    known = known_in("operators")
    same = identity(name, known)
    return RUSSIAN_AIR_FORCE if same in {known.get(f, f) for f in RUSSIAN_FORCES} else same


def outlet_of(name: str) -> str:
    """Return what is equal for two names of one outlet, by `outlets.csv`."""
    return identity(name, known_in("outlets"))


def tracker_of(name: str) -> str:
    """Return what is equal for two names of one tracking service, by `trackers.csv`."""
    return identity(name, known_in("trackers"))


def same_name(left: str, right: str) -> bool:
    return fold(left) == fold(right)


def same_operator(left: str, right: str) -> bool:
    return operator_of(left) == operator_of(right)


def same_days(left: Days, right: Days) -> bool:
    return all(abs(a - b) <= DAY_TOLERANCE for a, b in zip(left, right, strict=True))


def identical(left: str, right: str) -> bool:
    return left == right


# Registrations, callsigns and codes have one spelling in our views: they are compared as they are.
SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "type_family": same_name,
    "type_variant": same_name,
    "registration": identical,
    "callsign": identical,
    "operator": same_operator,
    "operator_country": identical,
    "origin": same_name,
    "origin_country": identical,
    "destination": same_name,
    "destination_country": identical,
    "departed": same_days,
    "arrived": same_days,
    "outcome": identical,
}
LABELS = ("status", "role", "outcome")


def agrees(field: str, left: Facts, right: Facts) -> bool | None:
    """Tell whether two reports say the same of `field`; None when one of them says nothing."""
    a, b = getattr(left, field), getattr(right, field)
    return None if a is None or b is None else SAME[field](a, b)
