"""Owns `Craft`, what an article says of one aircraft, and `CraftMention`, where it speaks of it."""

from dataclasses import dataclass, field

from pipeline.nlp.craft_types import maker_of
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers

BOTH = "both"


@dataclass(slots=True, kw_only=True)
class Craft:
    """What an article says of one aircraft. `count` is 3 for "three An-124s" (of a type) or "three
    planes" (not); `item` tells items of a list apart; an `assumed` type is that of its like."""

    number: int
    type: Found | None = None
    registration: Found | None = None
    operator: Found | None = None
    nation: Found | None = None
    fighter: bool = False
    another: bool = False
    country: str | None = None
    firm: Found | None = None
    count: int = 1
    count_of_type: bool = False
    one_of: int | None = None
    item: int = 0
    assumed: bool = False
    callsigns: list[Found] = field(default_factory=list)

    @property
    def named(self) -> bool:
        """Return whether more is said of it than "a plane"."""
        return bool(self.type or self.registration or self.callsigns)

    def takes_type(self, found: Found, gazetteers: Gazetteers) -> bool:
        """Return whether the aircraft may be of that type: families equal, or one a maker."""
        if self.type is None or self.assumed:
            return not self.fighter
        mine, other = self.type.value, found.value
        return (
            mine == other
            or mine.startswith(f"{other} ")
            or other.startswith(f"{mine} ")
            or maker_of(self.type, gazetteers) == other
            or maker_of(found, gazetteers) == mine
        )

    def may_be_helicopter(self, gazetteers: Gazetteers) -> bool:
        """Return whether the aircraft is of a type of helicopters, or of none known."""
        if self.type is None or not self.type.ref:
            return True
        return gazetteers.type(self.type.ref).category == "heli"


@dataclass(frozen=True, slots=True, kw_only=True)
class CraftMention:
    """A span that speaks of an aircraft. `kind` is `type`, `registration`, `callsign`, `aircraft`
    or `flight` (generic words), `both` for the second of two at once, or has no aircraft:
    `uncrewed`, `ground` (a bus, a train), `escort`, `mark`."""

    start: int
    end: int
    kind: str
    craft: int | None
