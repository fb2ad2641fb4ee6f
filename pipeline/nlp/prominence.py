"""Owns which flights an article is about (primary) and which it mentions beside them (background).

Must not judge whether a leg is a specific flight: `relevance.py` does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pipeline.nlp.leg import LOST, Leg
from pipeline.records import ReportRole

BACKGROUND_GAP = timedelta(days=3)
OTHERS_GAP = timedelta(days=2)  # of another aircraft; a digest tells of one or two days
LOOKING_BACK = frozenset({"background", "past_perfect"})
# In sentences, measured on the gold: how far behind the main flight one of the only other aircraft
# is beside the matter, what is only supposed or refuted, and what the same aircraft flew before.
BESIDE_AFTER = 6
SUPPOSED_AFTER = 3
DENIED_AFTER = 4
EARLIER_AFTER = 5
# An article whose only flight is told so late, and of so long ago, is about something else.
LATE_SENTENCE = 6
LONG_AGO = timedelta(days=20)


def ranked(legs: Sequence[Leg], published: datetime | None) -> list[tuple[Leg, ReportRole]]:
    """Return each leg with its role: primary ones first, each group in the order told."""
    pairs = list(zip(legs, roles_of(legs, published), strict=True))
    return [pair for role in ("primary", "background") for pair in pairs if pair[1] == role]


def roles_of(legs: Sequence[Leg], published: datetime | None) -> list[ReportRole]:
    """Return primary or background for each leg, in the order told.

    The first leg told is what the article is about. One of days before it, one told with words
    that look back ("earlier this year", «востаннє»), and what is supposed, denied or flown by
    another aircraft far behind it is background; what a title tells is never beside the matter.
    """
    if not legs:
        return []
    first, crafts = legs[0], {leg.craft for leg in legs}
    rest = [_looks_back(leg, first) or _beside(leg, first, len(crafts)) for leg in legs[1:]]
    return ["background" if back else "primary" for back in (_late(first, published), *rest)]


def _late(first: Leg, published: datetime | None) -> bool:
    when = first.departed or first.arrived
    if when is None or published is None or _in_title(first):
        return False
    return published.date() - when.span.latest > LONG_AGO and _sentence(first) >= LATE_SENTENCE


def _looks_back(leg: Leg, first: Leg) -> bool:
    before = _before(leg, first)
    other = leg.craft != first.craft
    cues = leg.frames[0].tone.cues
    if before is not None and before >= (OTHERS_GAP if other else BACKGROUND_GAP):
        return True
    if "background" in cues and leg.status == "happened" and (other or before != timedelta(0)):
        return True
    happened = leg.status == first.status == "happened"
    earlier = before is not None and before > timedelta(0) and happened
    return earlier and not other and _behind(leg, first) >= EARLIER_AFTER


def _beside(leg: Leg, first: Leg, aircraft: int) -> bool:
    """Return whether a leg is told beside the first one; three aircraft are told side by side."""
    if _in_title(leg):
        return False
    other, behind = leg.craft != first.craft, _behind(leg, first)
    if leg.status != first.status:
        if leg.status == "hypothetical" and behind >= SUPPOSED_AFTER:
            return True
        if leg.status == "denied" and behind >= DENIED_AFTER:
            return True
    lost_only = first.outcome in LOST and leg.outcome is None and behind > 0
    return other and (lost_only or (aircraft == 2 and behind >= BESIDE_AFTER))


def _before(leg: Leg, first: Leg) -> timedelta | None:
    """Return by how much the days of a leg lie before those of the first; negative: after."""
    main, when = first.departed or first.arrived, leg.departed or leg.arrived
    if main is None or when is None:
        return None
    if when.span.latest <= main.span.earliest:
        return main.span.earliest - when.span.latest
    return min(timedelta(0), main.span.latest - when.span.earliest)


def _behind(leg: Leg, first: Leg) -> int:
    return _sentence(leg) - _sentence(first)


def _sentence(leg: Leg) -> int:
    return min((frame.sentence for frame in leg.frames if not frame.is_title), default=0)


def _in_title(leg: Leg) -> bool:
    return any(frame.is_title for frame in leg.frames)
