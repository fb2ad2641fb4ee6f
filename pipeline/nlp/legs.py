"""Owns the joining of motion frames into legs: which frames tell of one flight.

Frames are taken in the order they are told, those of the title last: a title repeats.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.crafts import Craft
from pipeline.nlp.fit import came_down_at, conflict, fit, forced_elsewhere, turns_back
from pipeline.nlp.frames import Frame, When
from pipeline.nlp.leg import (
    BOTH_ENDS,
    ENDS,
    GRAVITY,
    MOVES,
    OUTCOMES,
    TRIP_GAP,
    Leg,
    at_stop,
    same_city,
)
from pipeline.nlp.locations import Location
from pipeline.nlp.settle import fill_chain, give_callsigns, settle_days


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
    fill_chain(legs, stands)
    give_callsigns(legs, crafts)
    for leg in legs:
        settle_days(leg)
    return _doubled(legs, crafts)


def _doubled(legs: Sequence[Leg], crafts: Sequence[Craft]) -> list[Leg]:
    """Return the legs, those of "two An-124s" twice: each aircraft flew one of its own."""
    named = [craft.type.value for craft in crafts if craft.type is not None]
    out: list[Leg] = []
    for leg in legs:
        out.append(leg)
        craft = crafts[leg.craft]
        alone = craft.type is None or named.count(craft.type.value) == 1
        if craft.count > 1 and craft.registration is None and alone and leg.status == "happened":
            out.append(replace(leg, callsign=None, after=None))
    return out


def _tells(frame: Frame, crafts: Sequence[Craft]) -> bool:
    if frame.craft is None:
        return False
    if crafts[frame.craft].fighter and frame.label != "shot_down":
        return False
    if frame.tone.negated and frame.tone.status != "denied":
        return False
    has_place = frame.origin or frame.destination or frame.came_down
    return bool(has_place or frame.when or frame.label in OUTCOMES or frame.label in MOVES)


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
        if place and frame.explicit and frame.tone.status in ("planned", "hypothetical"):
            return True
        return bool((frame.origin and frame.destination) or (place and frame.when))
    if place is None:
        known = any(leg.craft == frame.craft and leg.origin and leg.destination for leg in legs)
        again = frame.explicit or bool(frame.tone.cues & {"to_there", "same_route", "background"})
        return again and (frame.when is not None or (frame.label == "return" and known))
    return True


def _best(legs: Sequence[Leg], frame: Frame) -> Leg | None:
    scored = [
        (fit(leg, frame), number, leg)
        for number, leg in enumerate(legs)
        if not conflict(leg, frame)
    ]
    return max(scored, key=lambda item: item[:2])[2] if scored else None


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
    if frame.destination is None and legs and _comes_here(leg, frame, legs[0]):
        leg.destination = legs[0].destination
    legs.append(leg)
    return leg


def _comes_here(leg: Leg, frame: Frame, first: Leg) -> bool:
    """Return whether "another one came in March" means the place the article is about."""
    if leg.is_return or leg.origin is not None:
        return False
    when, main = frame.when, first.arrived or first.departed
    earlier = when is not None and main is not None and when.span.latest < main.span.earliest
    return "to_there" in frame.tone.cues or (frame.label == "arrive" and earlier)


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
    if forced_elsewhere(leg, frame):
        leg.outcome, leg.outcome_frame = leg.outcome or "diverted", leg.outcome_frame or frame
    if leg.frames and frame.label == "return" and turns_back(leg, frame):
        leg.outcome, leg.outcome_frame = leg.outcome or "turned_back", leg.outcome_frame or frame
    leg.frames.append(frame)
    if frame.via is not None:
        leg.via.append(frame.via)
    if not at_stop(leg, frame.origin):
        leg.origin = _better(leg.origin, frame.origin)
    came_down = came_down_at(leg, frame)
    if frame.label == "crash" and "landing" in frame.tone.cues:
        leg.destination = _better(leg.destination, frame.came_down)
    leg.came_down = _better(leg.came_down, came_down)
    if came_down is None and not same_city(leg.origin, frame.destination):
        leg.destination = _better(leg.destination, frame.destination)
    outcome = OUTCOMES.get(frame.label)
    if outcome is not None and frame.tone.status != "planned":
        known = -1 if leg.outcome is None else GRAVITY.index(leg.outcome)
        if GRAVITY.index(outcome) > known:
            leg.outcome, leg.outcome_frame = outcome, frame
    undated = leg.departed is None and leg.arrived is None
    if frame.when is not None and (undated or not frame.is_title):
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
