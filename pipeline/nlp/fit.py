"""Owns whether a motion frame can tell of a leg, and how well: the rules that part two flights."""

from datetime import timedelta

from pipeline.nlp.frames import Frame
from pipeline.nlp.leg import (
    BROKEN_OFF,
    DAY,
    ENDS,
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

# "left again", "before going home": what comes back so has been where it went.
SECOND_TAKE_OFF = frozenset({"again", "home"})
NEAR_SENTENCES = 2
_GOES_ON = frozenset({"again", "from_there", "via", "homeward", "past_perfect"})
_THERE_FIRST = frozenset({"again", "and_back", "past_perfect", "from_there"})
UNDER_WAY = frozenset({"depart", "flight", "route"})  # "flew to Rome" tells that it got there
_MEANT = frozenset({"flight", "route"})
_SETS_COURSE = frozenset({"travel", "depart"})


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


def forced_elsewhere(leg: Leg, frame: Frame) -> bool:
    """Return whether "had to land in Cologne" ends a flight that was to go elsewhere."""
    return (
        frame.label == "arrive"
        and "forced" in frame.tone.cues
        and not leg.landed
        and differ(leg.destination, frame.destination)
    )


def _since(leg: Leg, frame: Frame) -> int:
    """Return how many sentences behind the last that told of a leg a frame stands; -1 where none
    has: a leg that takes its ends from the one before it is opened without a frame."""
    return frame.sentence - max((told.sentence for told in leg.frames), default=frame.sentence + 1)


def ended_elsewhere(leg: Leg, frame: Frame) -> bool:
    """Return whether a flight told as on its way to one place is told to have landed at another:
    "was flying to Vilnius … landed in Minsk", «рейс до Франкфурта сів у Баку»."""
    gave_up = leg.outcome in BROKEN_OFF and leg.came_down is None and frame.when is None
    under_way = gave_up or not leg.landed
    ends = frame.label == "arrive" or (frame.label in _SETS_COURSE and under_way)
    if not ends or frame.origin is not None or frame.tone.cues & _GOES_ON:
        return False
    if frame.tone.status != "happened" or not _other_city(leg.destination, frame.destination):
        return False
    if any(told.label in ENDS and told.destination is not None for told in leg.frames):
        return False
    if _other_day(leg.departed or leg.arrived, frame.when):
        return False
    since = _since(leg, frame)
    return (frame.is_title or 0 <= since <= NEAR_SENTENCES) and any(
        "intended" in told.tone.cues or told.label in _MEANT
        for told in leg.frames
        if told.destination is not None
    )


def meant_elsewhere(leg: Leg, frame: Frame) -> bool:
    """Return whether a flight told to have landed is told after it to have been on its way to
    another place: "landed in Samara. It had been due in Ufa"."""
    if "intended" not in frame.tone.cues or frame.tone.cues & _GOES_ON or frame.is_title:
        return False
    if frame.label not in ("travel", "arrive") or leg.is_return or leg.via:
        return False
    if not _other_city(leg.destination, frame.destination) or leg.came_down is not None:
        return False
    if leg.origin is not None and not same_city(leg.origin, frame.origin):
        return False
    last = leg.frames[-1]
    landed = last.label == "arrive" and last.tone.status == "happened"
    near = 0 <= frame.sentence - last.sentence <= 1
    return landed and near and not _other_day(leg.arrived or leg.departed, frame.when)


def _other_city(first: Location | None, second: Location | None) -> bool:
    """Return whether two places, both told to the city, are two cities."""
    told = first is not None and second is not None and first.city and second.city
    return bool(told) and not same_city(first, second)


def _other_day(first: When | None, second: When | None) -> bool:
    return first is not None and second is not None and gap_between(first, second) > DAY


def came_down_at(leg: Leg, frame: Frame) -> Location | None:
    """Return where a frame says a flight came down that did not end as it was meant to."""
    if frame.came_down is not None:
        return frame.came_down
    ends = frame.label in ENDS
    if forced_elsewhere(leg, frame) or ended_elsewhere(leg, frame) or came_back(leg, frame):
        return frame.destination
    if meant_elsewhere(leg, frame):
        return leg.destination
    if ends and leg.outcome in BROKEN_OFF and not same_city(leg.destination, frame.destination):
        return frame.destination
    return None


def comes_round(leg: Leg, frame: Frame) -> bool:
    """Return whether a flight that went out to no place in particular ends where it began: a patrol
    or an intercepted aircraft that "was back in Kaliningrad", one "out of Mildenhall before
    breakfast and home again for tea"."""
    if frame.label not in ("return", "arrive") or frame.tone.status != "happened":
        return False
    if leg.destination is not None or leg.landed or leg.is_return or leg.outcome in LOST:
        return False
    back = frame.label == "return" or same_city(leg.origin, frame.destination)
    if not back or differ(leg.origin, frame.destination) or _other_day(leg.departed, frame.when):
        return False
    last = leg.frames[-1] if leg.frames else frame
    home = "home" in frame.tone.cues and last.sentence == frame.sentence and leg.origin is not None
    patrol = any("patrol" in told.tone.cues for told in (*leg.frames, frame))
    return home or patrol or leg.outcome == "intercepted"


def _told_backwards(first: When | None, second: When | None) -> bool:
    """Return whether what is told second has the earlier hour, as in a live blog."""
    hours = [when.expression.hour for when in (first, second) if when is not None]
    told = [hour for hour in hours if hour is not None]
    return len(told) == len((first, second)) and told[1] < told[0]


def came_back(leg: Leg, frame: Frame) -> bool:
    """Return whether a flight told as having left for one place is told to have landed where it
    began, on that day: "left Abu Dhabi for Canberra … an hour later it was back in Abu Dhabi".

    What "flew" somewhere has got there, and comes back as another flight.
    """
    if frame.label not in ("return", "arrive") or frame.tone.status != "happened":
        return False
    if frame.is_title or frame.tone.cues & _THERE_FIRST or comes_round(leg, frame):
        return False
    if not same_city(leg.origin, frame.destination) or leg.destination is None:
        return False
    if same_city(leg.origin, leg.destination) or leg.landed or leg.is_return:
        return False
    if leg.status != "happened" or _other_day(leg.departed, frame.when):
        return False
    if _told_backwards(leg.departed, frame.when):
        return False
    since = _since(leg, frame)
    flown = any(told.label == "travel" and "intended" not in told.tone.cues for told in leg.frames)
    return 0 <= since <= NEAR_SENTENCES and not flown


def _places_conflict(leg: Leg, frame: Frame) -> bool:
    if comes_round(leg, frame) or (frame.label == "return" and _broke_off(leg, frame)):
        return False
    came_down = came_down_at(leg, frame)
    if differ(leg.came_down, came_down):
        return True
    if differ(leg.origin, frame.origin) and not at_stop(leg, frame.origin):
        return True
    goes_on = same_city(leg.came_down, frame.origin) and leg.outcome not in LOST
    if goes_on and not same_city(leg.origin, frame.origin):
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
        if heads_home(leg, frame):
            return False
        return not same_city(leg.destination, frame.destination) or leg.landed
    if frame.label == "arrive":
        return _reached_after(leg, frame)
    if frame.label not in ("depart", "travel"):
        return False
    anew = "again" in frame.tone.cues and "past_perfect" not in frame.tone.cues
    if leg.outcome in BROKEN_OFF and not frame.is_title and (anew or _let_go(leg, frame)):
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


def _let_go(leg: Leg, frame: Frame) -> bool:
    """Return whether an aircraft that came down elsewhere leaves at last for where it was bound:
    "at two in the morning it was allowed to leave for Damascus"."""
    if frame.label != "depart" or leg.came_down is None or leg.departed is None:
        return False
    if frame.when is None or frame.tone.cues & {"past_perfect", "intended"}:
        return False
    down = leg.outcome_frame
    bound = same_city(leg.destination, frame.destination) and frame.origin is None
    return bound and down is not None and down.sentence < frame.sentence


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


def heads_home(leg: Leg, frame: Frame) -> bool:
    """Return whether "it went home" says where a flight told only to have left was going."""
    if leg.destination is not None or leg.landed or leg.origin is None or frame.is_title:
        return False
    bare = frame.origin is None and frame.destination is None and frame.when is None
    return bare and frame.base in ("depart", "travel") and "again" not in frame.tone.cues


def turns_back(leg: Leg, frame: Frame) -> bool:
    """Return whether "returned" ends a flight under way: nothing told its landing, no other day."""
    if frame.tone.status != "happened" or leg.status != "happened":
        return False
    if frame.tone.cues & SECOND_TAKE_OFF or comes_round(leg, frame):
        return False
    same_day = frame.when is None or frame.when.weak
    started = any(item.label in ("depart", "travel", "flight") for item in leg.frames)
    since = _since(leg, frame)
    near = 0 <= since <= 1 and not frame.is_title
    back = leg.origin is None or frame.destination is None or leg.origin.same_as(frame.destination)
    there_first = leg.landed or leg.is_return or "and_back" in frame.tone.cues
    return same_day and started and near and back and not there_first
