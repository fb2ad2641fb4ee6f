"""Owns the joining of motion frames into legs: which frames tell of one flight, and what it adds up to.

Frames are taken in the order they are told, those of the title last: a title repeats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pipeline.nlp.crafts import Craft
from pipeline.nlp.found import Found
from pipeline.nlp.frames import Frame, When
from pipeline.nlp.locations import Location
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
_GRAVITY = ("intercepted", "turned_back", "diverted", "forced_down", "crashed", "shot_down")
BROKEN_OFF = frozenset({"turned_back", "diverted", "forced_down"})
ENDS = frozenset({"arrive", "return", "presence", "sighting"})
BOTH_ENDS = frozenset({"travel", "flight", "route", "pickup", "divert", "turn_back", "forced_down"})
_MOVES = frozenset({"depart", "arrive", "travel", "return", "pickup", "presence", "sighting"})


@dataclass(slots=True, kw_only=True)
class Leg:
    """One leg as the frames read so far tell it."""

    craft: int
    frames: list[Frame] = field(default_factory=list)
    origin: Location | None = None
    destination: Location | None = None
    came_down: Location | None = None
    via: list[Location] = field(default_factory=list)
    departed: When | None = None
    arrived: When | None = None
    outcome: Outcome | None = None
    outcome_frame: Frame | None = None
    callsign: Found | None = None
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
        return any(frame.label in ("arrive", "presence", "divert", "return") for frame in self.frames)


def build_legs(frames: Sequence[Frame], crafts: Sequence[Craft]) -> list[Leg]:
    """Return the legs in the order they are first told."""
    legs: list[Leg] = []
    stands: dict[int, Location] = {}
    ordered = [f for f in frames if not f.is_title] + [f for f in frames if f.is_title]
    for told in ordered:
        frame = told
        if frame.is_title and frame.craft is None and legs:
            frame = replace(frame, craft=legs[0].craft)
        if not _tells(frame, crafts):
            continue
        leg = _best(legs, frame)
        if leg is None:
            if not _may_open(frame, legs):
                if frame.label == "presence" and frame.destination and frame.craft is not None:
                    stands.setdefault(frame.craft, frame.destination)
                continue
            leg = _open(legs, frame, crafts)
        _add(leg, frame)
    _fill_chain(legs, stands)
    _give_callsigns(legs, crafts)
    for leg in legs:
        _settle_days(leg)
    return legs


def _tells(frame: Frame, crafts: Sequence[Craft]) -> bool:
    if frame.craft is None:
        return False
    if crafts[frame.craft].fighter and frame.label != "shot_down":
        return False
    if frame.tone.negated and frame.tone.status != "denied":
        return False
    has_place = frame.origin or frame.destination or frame.came_down
    return bool(has_place or frame.when or frame.label in OUTCOMES or frame.label in _MOVES)


def _may_open(frame: Frame, legs: Sequence[Leg]) -> bool:
    """Return whether a frame says enough to be a leg of its own."""
    if frame.is_title and legs:
        return False
    place = frame.origin or frame.destination
    if frame.label in OUTCOMES:
        return frame.explicit
    if frame.label == "presence":
        return bool(place and frame.tone.status in ("planned", "hypothetical"))
    if frame.label in ("flight", "route", "pickup"):
        return bool((frame.origin and frame.destination) or (place and frame.when))
    if place is None:
        known = any(leg.craft == frame.craft and leg.origin and leg.destination for leg in legs)
        return frame.explicit and (frame.when is not None or (frame.label == "return" and known))
    return True


def _best(legs: Sequence[Leg], frame: Frame) -> Leg | None:
    scored = [
        (_fit(leg, frame), number, leg)
        for number, leg in enumerate(legs)
        if not _conflict(leg, frame)
    ]
    return max(scored, key=lambda item: item[:2])[2] if scored else None


def _fit(leg: Leg, frame: Frame) -> int:
    score = int(leg.craft == frame.craft)
    for mine, other in ((leg.origin, frame.origin), (leg.destination, frame.destination)):
        if mine is not None and other is not None:
            score += 3 if mine.city == other.city else 1
    when = leg.departed or leg.arrived
    if frame.when is not None and when is not None:
        score += 2 * int(_gap(when, frame.when) == timedelta(0))
    return score


def _gap(first: When, second: When) -> timedelta:
    later = max(first.span.earliest, second.span.earliest)
    earlier = min(first.span.latest, second.span.latest)
    return max(timedelta(0), later - earlier)


def _conflict(leg: Leg, frame: Frame) -> bool:
    if leg.craft != frame.craft:
        return True
    return (
        _places_conflict(leg, frame)
        or _days_conflict(leg, frame)
        or _status_conflict(leg, frame)
        or _follows(leg, frame)
    )


def _differ(first: Location | None, second: Location | None) -> bool:
    return first is not None and second is not None and not first.same_as(second)


def _same_city(first: Location | None, second: Location | None) -> bool:
    return (
        first is not None
        and second is not None
        and first.city is not None
        and first.city == second.city
    )


def _forced_elsewhere(leg: Leg, frame: Frame) -> bool:
    """Return whether "had to land in Cologne" ends a flight that was to go elsewhere."""
    return (
        frame.label == "arrive"
        and "forced" in frame.tone.cues
        and not leg.landed
        and _differ(leg.destination, frame.destination)
    )


def _came_down_at(leg: Leg, frame: Frame) -> Location | None:
    """Return where a frame says a flight came down that did not end as it was meant to."""
    if frame.came_down is not None:
        return frame.came_down
    ends = frame.label in ENDS
    if _forced_elsewhere(leg, frame):
        return frame.destination
    if ends and leg.outcome in BROKEN_OFF and not _same_city(leg.destination, frame.destination):
        return frame.destination
    return None


def _at_stop(leg: Leg, place: Location | None) -> bool:
    """Return whether a place is where the leg stops on its way."""
    return place is not None and any(stop.same_as(place) for stop in leg.via)


def _places_conflict(leg: Leg, frame: Frame) -> bool:
    came_down = _came_down_at(leg, frame)
    if _differ(leg.came_down, came_down):
        return True
    if _differ(leg.origin, frame.origin) and not _at_stop(leg, frame.origin):
        return True
    if frame.origin is not None and leg.came_down is not None and leg.origin is not frame.origin:
        if _same_city(leg.came_down, frame.origin) and not _same_city(leg.origin, frame.origin):
            return True
    if came_down is not None:
        return False
    if _differ(leg.destination, frame.destination):
        return True
    if _same_city(leg.origin, frame.destination):
        return frame.label not in OUTCOMES
    return _same_city(leg.destination, frame.origin) and not _same_city(leg.origin, frame.origin)


def _days_conflict(leg: Leg, frame: Frame) -> bool:
    if frame.when is None or frame.when.weak:
        return False
    if frame.label in ("depart", "shot_down") and leg.departed is not None:
        return _gap(leg.departed, frame.when) > DAY
    if frame.label in ("arrive", "presence") and leg.arrived is not None:
        return _gap(leg.arrived, frame.when) > DAY
    if frame.label == "depart" and leg.arrived is not None:
        return frame.when.span.earliest > leg.arrived.span.latest or (
            _gap(leg.arrived, frame.when) > LONGEST_LEG
        )
    if frame.label in ("arrive", "presence") and leg.departed is not None:
        return frame.when.span.latest < leg.departed.span.earliest or (
            _gap(leg.departed, frame.when) > LONGEST_LEG
        )
    when = leg.departed or leg.arrived
    if when is None:
        return False
    exact = _is_day(when) and _is_day(frame.when) and frame.label not in OUTCOMES
    return _gap(when, frame.when) > (timedelta(0) if exact else DAY)


def _is_day(when: When) -> bool:
    return when.span.earliest == when.span.latest and not when.weak


def _status_conflict(leg: Leg, frame: Frame) -> bool:
    mine, other = leg.status, frame.tone.status
    if mine == other or "denied" in (mine, other):
        return False
    if {mine, other} == {"planned", "hypothetical"}:
        return False
    shared = _same_city(leg.destination, frame.destination) or _same_city(leg.origin, frame.origin)
    return not shared and not frame.is_title and "intended" not in frame.tone.cues


def _follows(leg: Leg, frame: Frame) -> bool:
    """Return whether the frame goes on after the leg ended."""
    if "from_there" in frame.tone.cues and frame.origin is None and leg.landed:
        return True
    if frame.label == "return":
        if leg.is_return or leg.outcome in BROKEN_OFF or _turns_back(leg, frame):
            return False
        return not _same_city(leg.destination, frame.destination) or leg.landed
    if leg.outcome in BROKEN_OFF and frame.label in ("depart", "travel") and not frame.is_title:
        if "again" in frame.tone.cues and "past_perfect" not in frame.tone.cues:
            return True
    if frame.label not in ("depart", "travel") or not leg.landed:
        return False
    if "past_perfect" in frame.tone.cues or frame.is_title:
        return False
    shared = _same_city(leg.origin, frame.origin) or _same_city(
        leg.destination, frame.destination
    )
    return not shared and frame.origin is None and frame.destination is None


def _turns_back(leg: Leg, frame: Frame) -> bool:
    """Return whether "returned" ends a flight under way: nothing told its landing, no other day."""
    same_day = frame.when is None
    started = any(item.label in ("depart", "travel", "flight") for item in leg.frames)
    near = frame.sentence - max(item.sentence for item in leg.frames) <= 1
    back = leg.origin is None or frame.destination is None or leg.origin.same_as(frame.destination)
    return same_day and started and near and back and not leg.landed and not leg.is_return


def _open(legs: list[Leg], frame: Frame, crafts: Sequence[Craft]) -> Leg:
    before = _before(legs, frame)
    if before is None and legs and crafts[frame.craft or 0].another:
        before = legs[-1]
    leg = Leg(craft=frame.craft if frame.craft is not None else 0, after=before)
    leg.is_return = frame.label == "return"
    if before is not None and "same_route" in frame.tone.cues:
        leg.origin, leg.destination = before.origin, before.destination
    if frame.origin is None and "from_there" in frame.tone.cues and legs:
        last = before or legs[-1]
        leg.origin = last.came_down or last.destination
    if frame.destination is None and "to_there" in frame.tone.cues and legs and not leg.is_return:
        leg.destination = (before or legs[-1]).destination
    legs.append(leg)
    return leg


def _before(legs: Sequence[Leg], frame: Frame) -> Leg | None:
    """Return the leg of the same aircraft that a new one goes on from.

    That is the one told last, but never one that looks back to a flight of long before.
    """
    mine = [leg for leg in legs if leg.craft == frame.craft]
    days = [when.span.latest for leg in mine if (when := leg.departed or leg.arrived)]
    newest = max(days, default=None)
    for leg in reversed(mine):
        when = leg.departed or leg.arrived
        if when is None or newest is None or newest - when.span.latest <= TRIP_GAP:
            return leg
    return None


def _add(leg: Leg, frame: Frame) -> None:
    if _forced_elsewhere(leg, frame):
        leg.outcome, leg.outcome_frame = leg.outcome or "diverted", leg.outcome_frame or frame
    if leg.frames and frame.label == "return" and _turns_back(leg, frame):
        leg.outcome, leg.outcome_frame = leg.outcome or "turned_back", leg.outcome_frame or frame
    leg.frames.append(frame)
    if frame.via is not None:
        leg.via.append(frame.via)
    if not _at_stop(leg, frame.origin):
        leg.origin = _better(leg.origin, frame.origin)
    came_down = _came_down_at(leg, frame)
    if frame.label == "crash" and "landing" in frame.tone.cues:
        leg.destination = _better(leg.destination, frame.came_down)
    leg.came_down = _better(leg.came_down, came_down)
    if came_down is None and not _same_city(leg.origin, frame.destination):
        leg.destination = _better(leg.destination, frame.destination)
    outcome = OUTCOMES.get(frame.label)
    if outcome is not None and frame.tone.status != "planned":
        known = -1 if leg.outcome is None else _GRAVITY.index(leg.outcome)
        if _GRAVITY.index(outcome) > known:
            leg.outcome, leg.outcome_frame = outcome, frame
    if frame.when is not None:
        _add_when(leg, frame, frame.when)


def _better(known: Location | None, new: Location | None) -> Location | None:
    if known is None or (known.city is None and new is not None and new.city is not None):
        return new
    return known


def _add_when(leg: Leg, frame: Frame, when: When) -> None:
    base = "depart" if _only_starts(frame) else frame.base
    landing = base == "crash" and "landing" in frame.tone.cues
    if base not in ENDS and not landing:
        leg.departed = _sharper(leg.departed, when)
    if base in ENDS or base in BOTH_ENDS or landing:
        leg.arrived = _sharper(leg.arrived, when)


def _only_starts(frame: Frame) -> bool:
    """Return whether a day told of a plan is the day it begins ("is to return on Friday")."""
    return frame.tone.status in ("planned", "hypothetical") and frame.base in ("travel", "return")


def _sharper(known: When | None, new: When) -> When:
    """Return the first day told, unless the new one says the same more exactly."""
    if known is None or (known.weak and not new.weak):
        return new
    inside = known.span.earliest <= new.span.earliest and new.span.latest <= known.span.latest
    same = (known.span.earliest, known.span.latest) == (new.span.earliest, new.span.latest)
    return new if inside and not same and not new.weak else known


def _fill_chain(legs: Sequence[Leg], stands: Mapping[int, Location]) -> None:
    """Let a leg begin where the one before of its aircraft ended, or where the aircraft stood."""
    for leg in legs:
        before = leg.after
        if leg.outcome == "turned_back" and leg.origin is None:
            leg.origin = leg.came_down
        ended = stands.get(leg.craft)
        if before is not None:
            ended = before.came_down or before.destination or ended
        if before is not None and _differ_day(before, leg):
            continue
        if leg.origin is None and ended is not None and not _same_city(ended, leg.destination):
            leg.origin = ended
        if leg.is_return and leg.destination is None and before is not None:
            leg.destination = before.origin


def _differ_day(before: Leg, leg: Leg) -> bool:
    first = before.arrived or before.departed
    second = leg.departed or leg.arrived
    return first is not None and second is not None and second.span.latest < first.span.earliest


def _give_callsigns(legs: Sequence[Leg], crafts: Sequence[Craft]) -> None:
    """Give each callsign to the leg of its aircraft told nearest to it, one each."""
    for craft in crafts:
        mine = [leg for leg in legs if leg.craft == craft.number]
        for found in craft.callsigns:
            free = [leg for leg in mine if leg.callsign is None]
            if free:
                nearest = min(free, key=lambda leg: min(abs(f.start - found.start) for f in leg.frames))
                nearest.callsign = found


def _settle_days(leg: Leg) -> None:
    """Date the ends by what became of the flight (annotation guide).

    Lost aircraft never arrive, but a crash on landing dates the arrival. A flight broken off comes
    down on the day it left. An arrival told without a day is on the day of the departure.
    """
    if leg.outcome in ("crashed", "shot_down"):
        on_landing = any(f.label == "crash" and "landing" in f.tone.cues for f in leg.frames)
        if not on_landing:
            leg.departed, leg.arrived = leg.departed or leg.arrived, None
    elif leg.outcome == "intercepted":
        leg.departed = leg.departed or leg.arrived
        if not any(frame.label in ENDS for frame in leg.frames):
            leg.arrived = None
    elif leg.outcome is not None:
        leg.departed, leg.arrived = leg.departed or leg.arrived, leg.arrived or leg.departed
    elif leg.arrived is None and leg.status == "happened":
        told = any(frame.label in ("arrive", "presence") for frame in leg.frames)
        leg.arrived = leg.departed if told else None
