"""Owns whether a motion frame can tell of a leg, and how well: the rules that part two flights."""

from datetime import timedelta

from pipeline.nlp.broken import (
    SECOND_TAKE_OFF,
    UNDER_WAY,
    came_back,
    came_down_at,
    comes_round,
    gets_home,
    heads_home,
    let_go,
    other_day,
    turns_back,
)
from pipeline.nlp.frames import Frame
from pipeline.nlp.leg import (
    BROKEN_OFF,
    DAY,
    LONGEST_LEG,
    LOST,
    OUTCOMES,
    Leg,
    at_stop,
    differ,
    gap_between,
    same_city,
)
from pipeline.nlp.locations import Location
from pipeline.nlp.whens import When


def fit(leg: Leg, frame: Frame) -> int:
    score = int(leg.craft == frame.craft)
    for mine, other in ((leg.origin, frame.origin), (leg.destination, frame.destination)):
        if mine is not None and other is not None:
            score += 3 if mine.city == other.city else 1
    when = leg.departed or leg.arrived
    if frame.when is not None and when is not None:
        score += 2 * int(gap_between(when, frame.when) == timedelta(0))
    return score


def conflict(leg: Leg, frame: Frame) -> bool:
    if leg.craft != frame.craft:
        return True
    return (
        _places_conflict(leg, frame)
        or _days_conflict(leg, frame)
        or _status_conflict(leg, frame)
        or _follows(leg, frame)
        or any(told.start == frame.start and told.when != frame.when for told in leg.frames)
    )


def _places_conflict(leg: Leg, frame: Frame) -> bool:
    if comes_round(leg, frame) or (frame.label == "return" and _broke_off(leg, frame)):
        return False
    came_down = came_down_at(leg, frame)
    if differ(leg.came_down, came_down):
        return True
    if differ(leg.origin, frame.origin) and not at_stop(leg, frame.origin):
        return True
    goes_on = same_city(leg.came_down, frame.origin) and leg.outcome not in LOST
    if goes_on and not same_city(leg.origin, frame.origin) and not _had_left(leg, frame):
        return True
    if came_down is not None:
        return False
    if differ(leg.destination, frame.destination):
        return True
    if same_city(leg.origin, frame.destination):
        return frame.label not in OUTCOMES
    left = frame.label == "depart" and _within(leg.destination, frame.origin)
    at_end = left or same_city(leg.destination, frame.origin)
    return at_end and not same_city(leg.origin, frame.origin)


def _had_left(leg: Leg, frame: Frame) -> bool:
    """Return whether "it had left Nice for Dubai" tells how a flight began that is known to have
    turned back to Nice."""
    anew = "again" in frame.tone.cues or other_day(leg.departed, frame.when)
    return leg.outcome == "turned_back" and leg.origin is leg.destination is None and not anew


def _broke_off(leg: Leg, frame: Frame) -> bool:
    """Return whether "returned to Minsk" ends a flight that had left it, or was named by its goal
    alone: "passengers for Rome … the crew returned to Minsk"."""
    if frame.destination is None or leg.destination is None or frame.origin is not None:
        return False
    began = leg.origin is None or same_city(leg.origin, frame.destination)
    under_way = all(told.label in UNDER_WAY or "intended" in told.tone.cues for told in leg.frames)
    return began and under_way and leg.outcome is None and turns_back(leg, frame)


def _within(country: Location | None, place: Location | None) -> bool:
    """Return whether a place lies in the country that is all that is told of another."""
    if country is None or place is None or country.city or not place.city:
        return False
    return country.country is not None and country.country == place.country


def _days_conflict(leg: Leg, frame: Frame) -> bool:
    if frame.when is None or frame.when.weak or frame.is_title:
        return False
    if frame.label in ("depart", "shot_down") and leg.departed is not None:
        return gap_between(leg.departed, frame.when) > DAY
    if frame.label in ("arrive", "presence") and leg.arrived is not None:
        return gap_between(leg.arrived, frame.when) > DAY
    if frame.label == "depart" and leg.arrived is not None:
        return frame.when.span.earliest > leg.arrived.span.latest or (
            gap_between(leg.arrived, frame.when) > LONGEST_LEG
        )
    if frame.label in ("arrive", "presence") and leg.departed is not None:
        return frame.when.span.latest < leg.departed.span.earliest or (
            gap_between(leg.departed, frame.when) > LONGEST_LEG
        )
    when = leg.departed or leg.arrived
    if when is None:
        return False
    exact = _is_day(when) and _is_day(frame.when) and frame.label not in OUTCOMES
    return gap_between(when, frame.when) > (timedelta(0) if exact else DAY)


def _is_day(when: When) -> bool:
    return when.span.earliest == when.span.latest and not when.weak


def _status_conflict(leg: Leg, frame: Frame) -> bool:
    mine, other = leg.status, frame.tone.status
    if mine == other or "denied" in (mine, other):
        return False
    if {mine, other} == {"planned", "hypothetical"}:
        return False
    told = frame.when is not None and not frame.when.weak and leg.departed is leg.arrived is None
    if told and "hypothetical" in (mine, other) and not frame.is_title:
        return not same_city(leg.destination, frame.destination)
    shared = same_city(leg.destination, frame.destination) or same_city(leg.origin, frame.origin)
    return not shared and not frame.is_title and "intended" not in frame.tone.cues


def _follows(leg: Leg, frame: Frame) -> bool:
    """Return whether the frame goes on after the leg ended."""
    if leg.outcome in LOST or comes_round(leg, frame):
        return False
    if "from_there" in frame.tone.cues and frame.origin is None and leg.landed:
        return True
    if frame.label == "return":
        broken_off = turns_back(leg, frame) or came_back(leg, frame)
        if _sets_out_home(leg, frame):
            return False
        if leg.is_return or leg.outcome in BROKEN_OFF or broken_off:
            return False
        if heads_home(leg, frame) or gets_home(leg, frame):
            return False
        return not same_city(leg.destination, frame.destination) or leg.landed
    if frame.label == "arrive":
        return _reached_after(leg, frame)
    if frame.label not in ("depart", "travel"):
        return False
    anew = "again" in frame.tone.cues and "past_perfect" not in frame.tone.cues
    if leg.outcome in BROKEN_OFF and not frame.is_title and (anew or let_go(leg, frame)):
        return True
    if not leg.landed or _begins(leg, frame):
        return False
    if "past_perfect" in frame.tone.cues or frame.is_title:
        return False
    shared = same_city(leg.origin, frame.origin) or same_city(leg.destination, frame.destination)
    return not shared and frame.origin is None and frame.destination is None


def _sets_out_home(leg: Leg, frame: Frame) -> bool:
    """Return whether a word of going home without a day or place goes on with a flight of which
    only the start was told: "left Caracas on Monday … it went home empty"."""
    if "home" not in frame.tone.cues or frame.base == "return" or frame.is_title:
        return False
    bare = frame.when is None and frame.origin is None and frame.destination is None
    started = any(told.label == "depart" and told.when is not None for told in leg.frames)
    arrived = any(told.label == "arrive" for told in leg.frames)
    return bare and started and not (arrived or leg.destination or leg.outcome)


def _begins(leg: Leg, frame: Frame) -> bool:
    """Return whether a word of leaving that names no place goes back to how a landed flight began:
    "landed in Dubai. It took off at eight on Wednesday", «вилетів о другій і подолав шлях»."""
    if frame.origin or frame.destination or frame.tone.cues & SECOND_TAKE_OFF:
        return False
    last = leg.frames[-1]
    if last.label == "depart" and last.sentence == frame.sentence:
        return True
    if frame.label != "depart" or leg.departed is not None or frame.when is None:
        return False
    if any("past_perfect" in told.tone.cues for told in leg.frames):
        return False
    dated = None if frame.when.weak else frame.when
    ended = leg.arrived
    return dated is not None and (ended is None or dated.span.latest <= ended.span.earliest)


def _reached_after(leg: Leg, frame: Frame) -> bool:
    """Return whether a flight that came down elsewhere is told to have reached its end after all.

    That was another take-off, whatever the text says of it.
    """
    if leg.outcome not in BROKEN_OFF or frame.is_title or frame.tone.status != "happened":
        return False
    cues = frame.tone.cues
    if cues & {"past_perfect", "intended"} or not same_city(leg.destination, frame.destination):
        return False
    return leg.came_down is not None or "again" in cues
