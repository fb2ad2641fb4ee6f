"""Owns what a report says as the scorer sees it, and when two values count as the same.

Gold and predicted reports are both brought into `Facts`. The rules of equality are those of the
annotation guide; nothing here knows how a value was found.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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


def fold(name: str) -> str:
    """Return a name without case, accents, punctuation and spaces: `Flight Radar 24` is
    `FlightRadar24`, `São Paulo` is `Sao Paulo`."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in letters if char.isalnum())


def fold_operator(name: str) -> str:
    """Fold an operator's name; the Russian forces become one."""
    folded = fold(name).removeprefix("the")
    return RUSSIAN_AIR_FORCE if folded in RUSSIAN_FORCES else folded


def same_name(left: str, right: str) -> bool:
    return fold(left) == fold(right)


def same_operator(left: str, right: str) -> bool:
    return fold_operator(left) == fold_operator(right)


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
