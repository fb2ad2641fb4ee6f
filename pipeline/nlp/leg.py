"""Owns `Leg`, a flight under construction, and when its places and days agree with others."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from pipeline.nlp.found import Found
from pipeline.nlp.frames import Frame
from pipeline.nlp.locations import Location
from pipeline.nlp.whens import When
from pipeline.records import Outcome, ReportStatus

DAY = timedelta(days=1)
LONGEST_LEG = 2 * DAY
TRIP_GAP = 6 * DAY
OUTCOMES: dict[str, Outcome] = {
    "crash": "crashed",
    "shot_down": "shot_down",
    "divert": "diverted",
    "turn_back": "turned_back",
    "forced_down": "forced_down",
    "intercepted": "intercepted",
}
GRAVITY = ("intercepted", "turned_back", "diverted", "forced_down", "crashed", "shot_down")
LOST = frozenset({"crashed", "shot_down"})  # what nothing follows
BROKEN_OFF = frozenset({"turned_back", "diverted", "forced_down"})
ENDS = frozenset({"arrive", "return", "presence", "sighting"})
BOTH_ENDS = frozenset(
    {
        "travel",
        "follow",
        "flight",
        "route",
        "pickup",
        "return",
        "divert",
        "turn_back",
        "forced_down",
    }
)
MOVES = frozenset(
    {"follow", "depart", "arrive", "travel", "return", "pickup", "presence", "sighting"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flier:
    """Who flies a leg, and of which nation its aircraft is."""

    operator: Found | None
    nation: Found | None


@dataclass(slots=True, kw_only=True)
class Leg:
    """One leg as the frames read so far tell it. `flier` stands where another flies this leg than
    its aircraft is said to be flown by."""

    craft: int
    frames: list[Frame] = field(default_factory=list)
    origin: Location | None = None
    destination: Location | None = None
    came_down: Location | None = None
    via: list[Location] = field(default_factory=list)
    departed: When | None = None
    arrived: When | None = None
    status_frame: Frame | None = None
    status_finder: str = "frames"
    outcome: Outcome | None = None
    outcome_frame: Frame | None = None
    outcome_finder: str = "frames"
    callsign: Found | None = None
    flier: Flier | None = None
    artifact: bool = False
    is_return: bool = False
    after: "Leg | None" = None

    @property
    def status(self) -> ReportStatus:
        """Return what the frames together say: a denial stands, else what happened wins."""
        said = {frame.tone.status for frame in self.frames if not frame.is_title}
        said = said or {frame.tone.status for frame in self.frames}
        order: tuple[ReportStatus, ...] = ("denied", "happened", "planned")
        return next((status for status in order if status in said), "hypothetical")

    @property
    def landed(self) -> bool:
        """Return whether a frame has told its arrival."""
        return any(
            frame.label in ("arrive", "divert", "return")
            or (frame.label == "presence" and frame.destination is not None)
            for frame in self.frames
        )


def restate(leg: Leg, status: ReportStatus) -> None:
    """Let all frames of a leg say one status."""
    leg.frames = [replace(frame, tone=replace(frame.tone, status=status)) for frame in leg.frames]


def gap_between(first: When, second: When) -> timedelta:
    later = max(first.span.earliest, second.span.earliest)
    earlier = min(first.span.latest, second.span.latest)
    return max(timedelta(0), later - earlier)


def differ(first: Location | None, second: Location | None) -> bool:
    return first is not None and second is not None and not first.same_as(second)


def same_city(first: Location | None, second: Location | None) -> bool:
    return (
        first is not None
        and second is not None
        and first.city is not None
        and first.city == second.city
    )


def at_stop(leg: Leg, place: Location | None) -> bool:
    """Return whether a place is where the leg stops on its way."""
    return place is not None and any(stop.same_as(place) for stop in leg.via)
