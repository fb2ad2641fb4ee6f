"""Owns what the whole article says of a leg's status, once its sentences have been read alone.

Must not read places or dates: `frames.py` and `legs.py` do.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.leg import Leg
from pipeline.records import ReportStatus


def judge(legs: Sequence[Leg]) -> list[Leg]:
    """Settle the status of each leg by its neighbours; the legs are changed and returned."""
    for leg in legs:
        if _waits(leg):
            _restate(leg, "planned")
    return list(legs)


def _waits(leg: Leg) -> bool:
    """Return whether a leg without a day goes on from one that is yet to be flown."""
    before = leg.after
    undated = leg.departed is None and leg.arrived is None
    ahead = before is not None and before.status == "planned"
    return ahead and undated and leg.status == "happened" and leg.outcome is None


def _restate(leg: Leg, status: ReportStatus) -> None:
    leg.frames = [replace(frame, tone=replace(frame.tone, status=status)) for frame in leg.frames]
