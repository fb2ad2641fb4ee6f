"""Owns how a flight ends elsewhere than it was bound for: turned back, come down on the way, gone
on later.

Must not decide which leg a frame tells of: `fit.py` does.
"""

from datetime import timedelta

from pipeline.nlp.frames import Frame
from pipeline.nlp.leg import (
    BROKEN_OFF,
    DAY,
    ENDS,
    LOST,
    OUTCOMES,
    Leg,
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


def forced_elsewhere(leg: Leg, frame: Frame) -> bool:
    """Return whether "had to land in Cologne" ends a flight that was to go elsewhere."""
    return (
        frame.label == "arrive"
        and "forced" in frame.tone.cues
        and not leg.landed
        and differ(leg.destination, frame.destination)
    )


def sentences_since(leg: Leg, frame: Frame) -> int:
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
    if frame.tone.status != "happened" or not other_city(leg.destination, frame.destination):
        return False
    if any(told.label in ENDS and told.destination is not None for told in leg.frames):
        return False
    if other_day(leg.departed or leg.arrived, frame.when):
        return False
    since = sentences_since(leg, frame)
    if _landed_short(leg, frame):
        return True
    return (frame.is_title or 0 <= since <= NEAR_SENTENCES) and any(
        "intended" in told.tone.cues or told.label in _MEANT
        for told in leg.frames
        if told.destination is not None
    )


def _landed_short(leg: Leg, frame: Frame) -> bool:
    """Return whether one sentence tells of a start for one place and of a landing at another that
    day: "which left Madeira for Kyiv on Saturday landed in Chisinau"."""
    last = leg.frames[-1] if leg.frames else frame
    day = leg.departed or leg.arrived
    same_day = day is None or frame.when is None or gap_between(day, frame.when) == timedelta(0)
    started = last.label == "depart" and last.destination is not None and last.origin is not None
    started = started and not leg.via
    return started and last.sentence == frame.sentence and frame.label == "arrive" and same_day


def meant_elsewhere(leg: Leg, frame: Frame) -> bool:
    """Return whether a flight told to have landed is told after it to have been on its way to
    another place: "landed in Samara. It had been due in Ufa"."""
    if "intended" not in frame.tone.cues or frame.tone.cues & _GOES_ON or frame.is_title:
        return False
    if frame.label not in ("travel", "arrive") or leg.is_return or leg.via:
        return False
    if not other_city(leg.destination, frame.destination) or leg.came_down is not None:
        return False
    if leg.origin is not None and not same_city(leg.origin, frame.origin):
        return False
    last = leg.frames[-1]
    landed = last.label == "arrive" and last.tone.status == "happened"
    near = 0 <= frame.sentence - last.sentence <= 1
    return landed and near and not other_day(leg.arrived or leg.departed, frame.when)


def other_city(first: Location | None, second: Location | None) -> bool:
    """Return whether two places, both told to the city, are two cities."""
    told = first is not None and second is not None and first.city and second.city
    return bool(told) and not same_city(first, second)


def other_day(first: When | None, second: When | None) -> bool:
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
    if not back or differ(leg.origin, frame.destination) or other_day(leg.departed, frame.when):
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
    if leg.status != "happened" or other_day(leg.departed, frame.when):
        return False
    if _told_backwards(leg.departed, frame.when):
        return False
    since = sentences_since(leg, frame)
    flown = any(told.label == "travel" and "intended" not in told.tone.cues for told in leg.frames)
    return 0 <= since <= NEAR_SENTENCES and not flown


def let_go(leg: Leg, frame: Frame) -> bool:
    """Return whether an aircraft that came down elsewhere leaves at last for where it was bound:
    "at two in the morning it was allowed to leave for Damascus", "it left at 8:48 p.m."."""
    if frame.label != "depart" or leg.came_down is None or frame.origin is not None:
        return False
    if frame.when is None or frame.tone.cues & {"past_perfect", "intended"}:
        return False
    down = leg.outcome_frame
    if down is None or down.sentence >= frame.sentence:
        return False
    bound = same_city(leg.destination, frame.destination) and leg.departed is not None
    return bound or _after_landing(leg, frame)


def _after_landing(leg: Leg, frame: Frame) -> bool:
    """Return whether a departure, for where a flight was bound or for nowhere told, has a later
    hour than its coming down."""
    if frame.destination is not None and not same_city(leg.destination, frame.destination):
        return False
    left = frame.when.expression.hour if frame.when is not None else None
    told = [item.when for item in leg.frames if item.when and item.label in ENDS | set(OUTCOMES)]
    hours = [when.expression.hour for when in told if when.expression.hour is not None]
    return left is not None and bool(hours) and max(hours) < left


def heads_home(leg: Leg, frame: Frame) -> bool:
    """Return whether "it went home" says where a flight told only to have left was going."""
    if leg.destination is not None or leg.landed or leg.origin is None or frame.is_title:
        return False
    bare = frame.origin is None and frame.destination is None and frame.when is None
    return bare and frame.base in ("depart", "travel") and "again" not in frame.tone.cues


def gets_home(leg: Leg, frame: Frame) -> bool:
    """Return whether "and was back in Zurich by morning" is the end of a flight of which its
    sentence told only the start, from another place: "took off from Iqaluit on Wednesday"."""
    begun = leg.origin or (leg.after and (leg.after.came_down or leg.after.destination))
    if leg.landed or leg.outcome or leg.destination is not None or frame.is_title or not begun:
        return False
    if frame.origin is not None or frame.tone.cues & SECOND_TAKE_OFF or frame.destination is None:
        return False
    if not other_city(begun, frame.destination) or sentences_since(leg, frame) != 0:
        return False
    return leg.frames[-1].label == "depart" and not other_day(leg.departed, frame.when)


def turns_back(leg: Leg, frame: Frame) -> bool:
    """Return whether "returned" ends a flight under way: nothing told its landing, no other day."""
    if frame.tone.status != "happened" or leg.status != "happened":
        return False
    if frame.tone.cues & SECOND_TAKE_OFF or comes_round(leg, frame):
        return False
    same_day = frame.when is None or frame.when.weak
    started = any(item.label in ("depart", "travel", "flight") for item in leg.frames)
    since = sentences_since(leg, frame)
    near = 0 <= since <= 1 and not frame.is_title
    back = leg.origin is None or frame.destination is None or leg.origin.same_as(frame.destination)
    there_first = leg.landed or leg.is_return or "and_back" in frame.tone.cues
    return same_day and started and near and back and not there_first
