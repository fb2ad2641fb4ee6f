"""Owns the joining of motion frames into legs: which frames tell of one flight.

Frames are taken in the order they are told, those of the title last: a title repeats.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.broken import (
    came_back,
    came_down_at,
    comes_round,
    ended_elsewhere,
    forced_elsewhere,
    gets_home,
    heads_home,
    let_go,
    meant_elsewhere,
    turns_back,
)
from pipeline.nlp.craft import Craft
from pipeline.nlp.fit import conflict, fit
from pipeline.nlp.frames import Frame
from pipeline.nlp.leg import (
    BOTH_ENDS,
    BROKEN_OFF,
    ENDS,
    GRAVITY,
    LOST,
    MOVES,
    OUTCOMES,
    TRIP_GAP,
    Leg,
    at_stop,
    same_city,
)
from pipeline.nlp.locations import Location
from pipeline.nlp.plural import spread
from pipeline.nlp.settle import fill_chain, give_callsigns, settle_days
from pipeline.nlp.whens import When

NAMING = frozenset({"flight", "route", "pickup"})
NAMED_WITHIN = 2  # sentences


def build_legs(
    frames: Sequence[Frame], crafts: Sequence[Craft], only_day: When | None = None
) -> list[Leg]:
    """Return the legs in the order they are first told. `only_day` is the day of an article that
    names a single one."""
    legs: list[Leg] = []
    stands: dict[int, Location] = {}
    named: dict[int, Frame] = {}
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
                if frame.label in NAMING and frame.explicit and frame.craft is not None:
                    named[frame.craft] = frame
                continue
            craft = crafts[frame.craft or 0]
            known = _named_first(legs, named.pop(craft.number, None), frame, craft)
            leg = legs[-1] if known else _open(legs, frame, crafts)
        _add(leg, frame)
    fill_chain(legs, stands)
    legs = spread(legs, crafts, _silent(frames))
    give_callsigns(legs, crafts)
    for leg in legs:
        settle_days(leg, only_day)
    return legs


def _named_first(legs: list[Leg], named: Frame | None, frame: Frame, craft: Craft) -> bool:
    """Open a leg with what named its flight shortly before, and told too little to be one of its
    own, where the frame goes on from it: "a tanker from Fairford … It landed in Rota"."""
    if named is None or not (named.origin or named.destination):
        return False
    if not 0 <= frame.sentence - named.sentence <= NAMED_WITHIN or _before(legs, frame):
        return False
    leg = Leg(craft=craft.number, frames=[named], origin=named.origin)
    leg.destination = named.destination
    if conflict(leg, frame):
        return False
    leg.frames = []
    _add(leg, named)
    legs.append(leg)
    return True


def _silent(frames: Sequence[Frame]) -> frozenset[int]:
    """Return the aircraft told to have stayed or not to have flown."""
    return frozenset(
        frame.craft
        for frame in frames
        if frame.craft is not None
        and frame.explicit
        and (frame.tone.negated or frame.label == "presence" or "uninvolved" in frame.tone.cues)
    )


def _tells(frame: Frame, crafts: Sequence[Craft]) -> bool:
    if frame.craft is None:
        return False
    if crafts[frame.craft].fighter and frame.label != "shot_down":
        return False
    if frame.tone.negated and frame.tone.status != "denied":
        return False
    if frame.explicit and "uninvolved" in frame.tone.cues:
        return False
    has_place = frame.origin or frame.destination or frame.came_down
    return bool(has_place or frame.when or frame.label in OUTCOMES or frame.label in MOVES)


def _may_open(frame: Frame, legs: Sequence[Leg]) -> bool:
    """Return whether a frame says enough to be a leg of its own."""
    if frame.is_title and legs:
        return False
    place = frame.origin or frame.destination
    if frame.label == "follow":
        return _goes_along(frame, legs)
    if frame.label == "carry":
        return frame.explicit and place is not None and frame.when is not None
    if frame.label in OUTCOMES:
        return frame.explicit and (place is not None or frame.tone.status != "hypothetical")
    if frame.label == "presence":
        if place is None or not frame.explicit:
            return False
        return frame.tone.status in ("planned", "hypothetical") or _was_here(frame, legs)
    if frame.label in ("flight", "route", "pickup"):
        if place and frame.explicit and frame.tone.status in ("planned", "hypothetical"):
            return True
        return bool((frame.origin and frame.destination) or (place and frame.when)) or (
            bool(legs) and _once_more(frame)
        )
    if place is None:
        once_more = bool(legs) and "same_route" in frame.tone.cues and frame.when is not None
        return once_more or _goes_on(frame, legs) or _again(frame, legs)
    return True


def _lost(frame: Frame, legs: Sequence[Leg]) -> bool:
    """Return whether an undated flight would follow the loss of its own aircraft."""
    lost = any(leg.craft == frame.craft and leg.outcome in LOST for leg in legs)
    return lost and frame.when is None and frame.tone.status == "happened"


def _goes_along(frame: Frame, legs: Sequence[Leg]) -> bool:
    """Return whether an aircraft that flew nothing yet goes the way of the one told before: "a
    second jet followed an hour later"."""
    flown = any(leg.craft == frame.craft for leg in legs)
    return frame.explicit and not flown and bool(legs) and not legs[-1].outcome


def _once_more(frame: Frame) -> bool:
    """Return whether a flight like the one before is told by its day alone: "a second flight
    followed on Friday", "it made the same trip in August"."""
    if "same_route" in frame.tone.cues:
        return frame.when is not None or frame.label not in ("flight", "route")
    bare = not (frame.origin or frame.destination or frame.came_down)
    dated = frame.when is not None and not frame.when.weak
    return frame.label == "flight" and bare and dated and "again" in frame.tone.cues


def _was_here(frame: Frame, legs: Sequence[Leg]) -> bool:
    """Return whether an aircraft that comes now is told to have been somewhere on a day before:
    "the same plane had already been in Oman in April"."""
    days = [when for leg in legs if leg.craft == frame.craft and (when := leg.arrived)]
    denied = any(leg.status == "denied" for leg in legs)
    if frame.when is None or frame.when.weak or not days or denied:
        return False
    return all(day.span.earliest - frame.when.span.latest > TRIP_GAP / 2 for day in days)


def _goes_on(frame: Frame, legs: Sequence[Leg]) -> bool:
    """Return whether an aircraft that came leaves again: "two days later it flew home"."""
    mine = [leg for leg in legs if leg.craft == frame.craft and (leg.destination or leg.landed)]
    if not mine or frame.label not in ("return", "depart"):
        return False
    if "again" in frame.tone.cues and mine[-1].outcome in BROKEN_OFF:
        return True
    if "and_back" in frame.tone.cues and frame.label == "return":
        return True
    if let_go(mine[-1], frame):
        return True
    told = frame.when is not None and (frame.label == "return" or not frame.when.weak)
    return told and not frame.tone.cues & {"past_perfect", "background"}


def _again(frame: Frame, legs: Sequence[Leg]) -> bool:
    """Return whether a named aircraft is told to have flown once more, or to have gone home."""
    known = any(leg.craft == frame.craft and leg.origin and leg.destination for leg in legs)
    again = frame.explicit or bool(frame.tone.cues & {"to_there", "same_route", "background"})
    return again and (frame.when is not None or (frame.label == "return" and known))


def _best(legs: Sequence[Leg], frame: Frame) -> Leg | None:
    scored = [
        (fit(leg, frame), number, leg)
        for number, leg in enumerate(legs)
        if not conflict(leg, frame) and not _flown_on(leg, legs, frame)
    ]
    return max(scored, key=lambda item: item[:2])[2] if scored else None


def _flown_on(leg: Leg, legs: Sequence[Leg], frame: Frame) -> bool:
    """Return whether a flight was broken off and a later leg of its aircraft ended the journey."""
    if leg.outcome not in BROKEN_OFF or frame.label != "arrive" or frame.is_title:
        return False
    on = [other for other in legs if other.after is leg and other.frames[0].label == "depart"]
    return bool(on) and "past_perfect" not in frame.tone.cues


def _open(legs: list[Leg], frame: Frame, crafts: Sequence[Craft]) -> Leg:
    before = _before(legs, frame)
    if before is None and legs and crafts[frame.craft or 0].another:
        before = legs[-1]
    leg = Leg(craft=frame.craft if frame.craft is not None else 0, after=before)
    leg.is_return = frame.label == "return"
    if frame.label == "follow":
        _go_along(leg, legs[-1], frame)
    if before is not None and _once_more(frame):
        leg.origin, leg.destination = before.origin, before.destination
    onward = "onward" in frame.tone.cues or (before is not None and let_go(before, frame))
    if onward and before is not None and frame.destination is None:
        leg.destination = before.destination
    if frame.origin is None and "from_there" in frame.tone.cues and legs:
        last = before or legs[-1]
        leg.origin = last.came_down or last.destination
    if frame.destination is None and legs and _comes_here(leg, frame, legs[0]):
        # What "had come from Tehran" before a flight to Tehran came to where that one began.
        from_its_end = same_city(legs[0].destination, frame.origin)
        leg.destination = legs[0].origin if from_its_end else legs[0].destination
    legs.append(leg)
    return leg


def _go_along(leg: Leg, ahead: Leg, frame: Frame) -> None:
    """Let a leg take the ends, and the days unless it has its own, of the one it follows."""
    leg.origin, leg.destination = frame.origin or ahead.origin, ahead.destination
    if frame.when is None or frame.when.weak:
        leg.departed, leg.arrived = ahead.departed, ahead.arrived


def _comes_here(leg: Leg, frame: Frame, first: Leg) -> bool:
    """Return whether "another one came in March" means the place the article is about."""
    if leg.is_return or leg.origin is not None:
        return False
    when, main = frame.when, first.arrived or first.departed
    earlier = when is not None and main is not None and when.span.latest < main.span.earliest
    there = "to_there" in frame.tone.cues and frame.label != "depart"
    return there or (frame.label == "arrive" and earlier)


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
    rounds = comes_round(leg, frame)
    if rounds:
        leg.origin = _better(leg.origin, frame.destination)
        leg.destination = leg.origin
    meant = meant_elsewhere(leg, frame)
    if meant or forced_elsewhere(leg, frame) or ended_elsewhere(leg, frame):
        leg.outcome, leg.outcome_frame = leg.outcome or "diverted", leg.outcome_frame or frame
    back = (
        bool(leg.frames)
        and not rounds
        and not gets_home(leg, frame)
        and (came_back(leg, frame) or (frame.label == "return" and turns_back(leg, frame)))
    )
    if back:
        leg.outcome, leg.outcome_frame = leg.outcome or "turned_back", leg.outcome_frame or frame
    home = heads_home(leg, frame) or gets_home(leg, frame)
    leg.is_return = leg.is_return or (frame.label == "return" and home)
    leg.frames.append(frame)
    if frame.via is not None:
        leg.via.append(frame.via)
    if not at_stop(leg, frame.origin):
        leg.origin = _better(leg.origin, frame.origin)
    came_down = came_down_at(leg, frame)
    if meant:
        leg.destination = frame.destination
    if frame.label == "crash" and "landing" in frame.tone.cues:
        leg.destination = _better(leg.destination, frame.came_down)
    leg.came_down = _better(leg.came_down, came_down)
    if came_down is not frame.destination and not same_city(leg.origin, frame.destination):
        leg.destination = _better(leg.destination, frame.destination)
    _add_outcome(leg, frame)
    undated = leg.departed is None and leg.arrived is None
    if frame.when is not None and (undated or not frame.is_title):
        _add_when(leg, frame, frame.when)


def _add_outcome(leg: Leg, frame: Frame) -> None:
    """Let a leg take the outcome a frame tells, unless a graver one is told."""
    outcome = OUTCOMES.get(frame.label)
    repeats = frame.is_title and leg.outcome is not None  # headlines put it strongly
    told = frame.tone.status in ("happened", "denied")
    watched = {outcome, leg.outcome} == {"intercepted", "turned_back"} and not leg.destination
    if watched:  # what is met on patrol turns away as it would have
        leg.outcome = "intercepted"
    elif outcome is not None and told and not repeats:
        known = -1 if leg.outcome is None else GRAVITY.index(leg.outcome)
        if GRAVITY.index(outcome) > known:
            leg.outcome, leg.outcome_frame = outcome, frame


def _better(known: Location | None, new: Location | None) -> Location | None:
    if known is None or (known.city is None and new is not None and new.city is not None):
        return new
    return known


def _add_when(leg: Leg, frame: Frame, when: When) -> None:
    base = "depart" if _only_starts(frame) else frame.base
    if base == "sighting" and when.weak and leg.departed is not None:
        return  # "hours later it was seen": of a flight already dated
    landing = base == "crash" and "landing" in frame.tone.cues
    if (base not in ENDS or base in BOTH_ENDS) and not landing:
        leg.departed = _sharper(leg.departed, when)
    if base in ENDS or base in BOTH_ENDS or landing:
        leg.arrived = _sharper(leg.arrived, when)


def _only_starts(frame: Frame) -> bool:
    """Return whether a day is that of the start alone: of a flight that is only supposed ("it could
    fly home on Friday"), and of one named by where it came from ("an An-26 from Minsk on Monday").
    """
    supposed = frame.tone.status == "hypothetical" and frame.base in ("travel", "return", "flight")
    from_there = frame.label == "flight" and frame.origin is not None and frame.destination is None
    return supposed or from_there


def _sharper(known: When | None, new: When) -> When:
    """Return the first day told, unless the new one says the same more exactly."""
    if known is None or (known.weak and not new.weak):
        return new
    inside = known.span.earliest <= new.span.earliest and new.span.latest <= known.span.latest
    same = (known.span.earliest, known.span.latest) == (new.span.earliest, new.span.latest)
    return new if inside and not same and not new.weak else known
