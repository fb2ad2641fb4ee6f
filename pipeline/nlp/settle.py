"""Owns what a leg takes from its neighbours once all are told: ends, callsigns, days."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.nlp.craft import Craft
from pipeline.nlp.crafts import Crafts
from pipeline.nlp.found import Found
from pipeline.nlp.frames import Frame
from pipeline.nlp.leg import BOTH_ENDS, ENDS, TRIP_GAP, Leg, differ, gap_between, same_city
from pipeline.nlp.lexicon import Hit
from pipeline.nlp.locations import Location
from pipeline.nlp.whens import When


def fill_chain(legs: Sequence[Leg], stands: Mapping[int, Location]) -> None:
    """Let a leg begin where the one before of its aircraft ended, or where the aircraft stood, and
    one that only says whence the aircraft came end where it stands."""
    for leg in legs:
        before, stood = _came_before(leg, legs), stands.get(leg.craft)
        if leg.outcome == "turned_back" and leg.origin is None:
            leg.origin = leg.came_down
        if before is None and _came(leg) and not _same(stood, leg.origin):
            leg.destination = stood
        ended = stood if before is None else _end_of(before, leg) or stood
        if before is not None and _differ_day(before, leg):
            continue
        if _sharper(leg.origin, ended) and not same_city(ended, leg.destination):
            leg.origin = ended
        if leg.is_return and leg.destination is None and before is not None:
            leg.destination = _back(leg, before.origin)


def _came(leg: Leg) -> bool:
    """Return whether a leg tells of a coming, and not where to."""
    if leg.destination is not None or leg.outcome is not None or leg.is_return:
        return False
    told = {frame.label for frame in leg.frames}
    return "arrive" in told or (leg.origin is not None and "depart" not in told)


def _sharper(known: Location | None, ended: Location | None) -> bool:
    """Return whether where an aircraft was says where it left from: nothing else does, or only the
    country is told («из США»)."""
    if known is None or ended is None:
        return known is None and ended is not None
    return known.city is None and ended.city is not None and known.country == ended.country


def _came_before(leg: Leg, legs: Sequence[Leg]) -> Leg | None:
    """Return the leg that a leg goes on from: the one told before it, but where that only tells how
    the aircraft had come ("it had arrived from Singapore that morning"), the one it came for."""
    before = leg.after
    if before is None:
        return next((other for other in legs if _brought(other, leg)), None)
    if before.craft != leg.craft:
        return None
    return next((other for other in legs if _came_for(before, other)), before)


def _brought(other: Leg, leg: Leg) -> bool:
    """Return whether a leg told later ended, on a day before, where the first one told began."""
    if other.craft != leg.craft or not same_city(_end_of(other, leg), leg.origin):
        return False
    came, left = other.arrived or other.departed, leg.departed or leg.arrived
    return came is not None and left is not None and came.span.latest <= left.span.earliest


def _came_for(before: Leg, other: Leg) -> bool:
    """Return whether a leg brought the aircraft to where one told still earlier began."""
    if before.after is not other or before.origin is None or before.is_return:
        return False
    came = same_city(_end_of(before, other), other.origin) and not _differ_day(before, other)
    return came and differ(before.origin, _end_of(other, before))


def _back(leg: Leg, origin: Location | None) -> Location | None:
    """Return where a way back ends: where the aircraft came from; home is but the country."""
    home = any("home" in frame.tone.cues for frame in leg.frames if frame.label == "return")
    return replace(origin, city=None, icao=None) if origin is not None and home else origin


def _end_of(before: Leg, leg: Leg) -> Location | None:
    """Return where an aircraft is after a leg: turned back, or one of two ways it might go next,
    means where it began."""
    choice = before.status == leg.status == "hypothetical" and leg.departed is None
    stays = before.outcome == "turned_back" or choice
    return before.came_down or (before.origin if stays else before.destination)


def _differ_day(before: Leg, leg: Leg) -> bool:
    """Return whether a leg was flown before the one told before it, or so long after it that the
    aircraft has been elsewhere since, unless it is told to go back or is still to go."""
    first = before.arrived or before.departed
    second = leg.departed or leg.arrived
    if first is None or second is None:
        return False
    if second.span.latest < first.span.earliest:
        return True
    stayed = leg.is_return or leg.status != "happened"
    return not stayed and gap_between(first, second) > TRIP_GAP


def _same(first: Location | None, second: Location | None) -> bool:
    return first is not None and second is not None and first.same_as(second)


def give_callsigns(legs: Sequence[Leg], crafts: Sequence[Craft]) -> None:
    """Give each callsign to one leg of its aircraft: the one told in the same sentence, else the
    one told last before it, else the next one."""
    for craft in crafts:
        mine = [leg for leg in legs if leg.craft == craft.number]
        for found in craft.callsigns:
            free = [leg for leg in mine if leg.callsign is None]
            if free:
                min(free, key=lambda leg: _callsign_distance(leg, found)).callsign = found


def _callsign_distance(leg: Leg, found: Found) -> tuple[bool, bool, int]:
    return min(
        (
            not frame.sentence_start <= found.start < frame.sentence_end,
            frame.start > found.start,
            abs(frame.start - found.start),
        )
        for frame in leg.frames
    )


def share_callsigns(legs: Sequence[Leg], crafts: Sequence[Craft], cues: Sequence[Hit]) -> None:
    """Let legs share the one callsign of their aircraft where the article says so ("the same
    callsign", «под одним позывным»), and what a tracker's ghost shares with the true flight."""
    same = [cue.start for cue in cues if cue.label == "same_callsign"]
    for leg in legs:
        callsigns = crafts[leg.craft].callsigns
        before = leg.after
        if leg.callsign is None and before is not None and before.outcome == "forced_down":
            leg.callsign = before.callsign  # let go, it flies on under its number
        if leg.callsign is not None or len({found.value for found in callsigns}) != 1:
            continue
        told = callsigns[0].start < leg.frames[0].start
        ghosts = any(other.artifact != leg.artifact for other in legs if other.craft == leg.craft)
        said = any(frame.sentence_start <= cue for cue in same for frame in leg.frames)
        if said or (ghosts and told):
            leg.callsign = callsigns[0]


def mark_artifacts(legs: Sequence[Leg], crafts: Crafts, cues: Sequence[Hit]) -> None:
    """Mark the legs of an aircraft that the article calls a tracker's error.

    The word ("glitch", «спуфинг») speaks of the aircraft mentioned last before it.
    """
    for cue in cues:
        if cue.label != "artifact":
            continue
        before = [item for item in crafts.mentions if item.craft is not None]
        before = [item for item in before if item.start < cue.start]
        for leg in legs:
            if before and leg.craft == before[-1].craft:
                leg.artifact = True


def settle_days(leg: Leg, only_day: When | None) -> None:
    """Date the ends by what became of the flight (annotation guide).

    Lost aircraft never arrive, but a crash on landing dates the arrival. A flight broken off comes
    down on the day it left. An arrival told without a day is on the day of the departure. A flight
    told without any day is of the day the telling was at.
    """
    _narrated(leg, only_day)
    if leg.arrived is None and leg.outcome is None:
        leg.arrived = next((frame.ended for frame in leg.frames if frame.ended is not None), None)
    if leg.outcome in ("crashed", "shot_down"):
        _date_loss(leg)
    elif leg.outcome == "intercepted":
        leg.departed = leg.departed or leg.arrived
        if not any(frame.label in ENDS for frame in leg.frames):
            leg.arrived = None
    elif leg.outcome is not None:
        leg.arrived = leg.arrived or leg.departed
        if leg.outcome == "turned_back" or not _only_landing_dated(leg):
            leg.departed = leg.departed or leg.arrived
    elif leg.status == "happened":
        _one_day(leg)


def _date_loss(leg: Leg) -> None:
    """Date a lost flight by its start; one that crashed on landing by the day it came in, and by
    that of its start only where a word of leaving or flying is dated too."""
    if not any(f.label == "crash" and "landing" in f.tone.cues for f in leg.frames):
        leg.departed, leg.arrived = leg.departed or leg.arrived, None
        return
    leg.arrived = leg.arrived or leg.departed
    started = {f.base for f in leg.frames if f.when is not None} - ENDS - {"crash"}
    if not started:
        leg.departed = None


def _only_landing_dated(leg: Leg) -> bool:
    """Return whether the day of a flight broken off is told of its coming down alone: "was due in
    Lahore, landed in Karachi on Monday"."""
    dated = {f.base for f in leg.frames if f.when is not None and not f.is_title}
    return bool(dated) and dated <= ENDS


def _narrated(leg: Leg, only_day: When | None) -> None:
    frame = next((frame for frame in leg.frames if not frame.is_title), leg.frames[0])
    looks_back = any("background" in item.tone.cues for item in leg.frames)
    if leg.departed or leg.arrived or leg.status != "happened" or looks_back:
        return
    when = frame.narrated or only_day
    if when is None or when.future:
        return
    told = {item.base for item in leg.frames if not item.is_title} or {frame.base}
    if told - ENDS:
        leg.departed = when
    if told & ENDS or (told & BOTH_ENDS and leg.origin and leg.destination):
        leg.arrived = when


def _one_day(leg: Leg) -> None:
    """Let an end told without a day share the day of the other: "having left Minsk, it landed on
    Monday". An end that is not told stays open."""
    told = {frame.label for frame in leg.frames if not frame.is_title}
    if leg.arrived is None and any(_tells_landing(frame, leg) for frame in leg.frames):
        leg.arrived = leg.departed
    elif leg.departed is None and "depart" in told and leg.arrived is not None:
        leg.departed = leg.arrived


def _tells_landing(frame: Frame, leg: Leg) -> bool:
    """Return whether a frame tells that the leg ended: being or staying somewhere only where the
    place is named, and of a way back also a landing ("nobody knows whom it brought")."""
    if frame.is_title or frame.label not in ("arrive", "presence"):
        return False
    return frame.destination is not None or (frame.label == "arrive" and not leg.is_return)
