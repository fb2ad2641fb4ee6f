"""Owns what the whole article says of a leg's status, once its sentences have been read alone.

A flight is told as a claim in one sentence and refuted in another; a flight that follows one yet
to be flown is itself to come. Must not read places or dates: `frames.py` and `legs.py` do.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pipeline.nlp.leg import Leg, restate
from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.reading import Reading

# A claim and the sentence that refutes it stand at most this many sentences apart.
REFUTED_WITHIN = 4
CALLED_OFF_WITHIN = 6
SUPPOSED = frozenset({"hypothetical", "modal", "condition"})
LOST = frozenset({"crashed", "shot_down", "forced_down"})


def judge(
    legs: Sequence[Leg], reading: Reading, cues: Sequence[Hit], published: datetime | None
) -> list[Leg]:
    """Settle the status of each leg by the rest of the article; the legs are changed."""
    said = _sentences(reading)
    for leg in _refuted(legs, reading, said):
        restate(leg, "denied")
    supposed = {reading.sentence_at(hit.start).index for hit in cues if hit.label in SUPPOSED}
    for leg in legs:
        if _waits(leg) or _ahead(leg, published) or _called_off(leg, said["called_off"]):
            restate(leg, "planned")
        elif _imagined(leg, supposed):
            restate(leg, "hypothetical")
        elif leg.status in ("planned", "hypothetical") and leg.outcome in LOST:
            restate(leg, "happened")
    return list(legs)


def clear_artifacts(legs: Sequence[Leg]) -> None:
    """Leave a tracker's error to the denied leg of an aircraft, not to those it did fly."""
    for leg in legs:
        mine = [other for other in legs if other.craft == leg.craft and other is not leg]
        if leg.status != "denied" and any(other.status == "denied" for other in mine):
            leg.artifact = False


def _ahead(leg: Leg, published: datetime | None) -> bool:
    """Return whether the day told lies after publication, more than a zone's shift."""
    when = leg.departed or leg.arrived
    if when is None or published is None or leg.status != "happened" or when.weak:
        return False
    return when.span.earliest > published.date() + timedelta(days=1)


def _imagined(leg: Leg, supposed: set[int]) -> bool:
    """Return whether a leg without a day is told only in sentences of "if" and "would"."""
    dated = leg.departed is not None or leg.arrived is not None
    if dated or leg.outcome is not None or leg.status != "happened":
        return False
    return all(frame.sentence in supposed for frame in leg.frames)


def _called_off(leg: Leg, at: set[int]) -> bool:
    """Return whether a flight is told only as it was meant to be, and was called off close by: "was
    to leave on Monday … the trip was cancelled"."""
    if leg.status != "happened" or leg.outcome is not None or leg.landed:
        return False
    meant = all("intended" in frame.tone.cues for frame in leg.frames)
    told = _told(leg)
    return meant and any(min(told) <= index <= max(told) + CALLED_OFF_WITHIN for index in at)


def _waits(leg: Leg) -> bool:
    """Return whether a leg without a day goes on from one that is yet to be flown."""
    before = leg.after
    undated = leg.departed is None and leg.arrived is None
    ahead = before is not None and before.status == "planned"
    return ahead and undated and leg.status == "happened" and leg.outcome is None


def _refuted(legs: Sequence[Leg], reading: Reading, said: Mapping[str, set[int]]) -> list[Leg]:
    """Return the legs told as a claim that the article refutes: those in a sentence of claiming,
    else the first one told where the title itself denies.

    Denying that a person was on board denies no flight.
    """
    titles = {sentence.index for sentence in reading.sentences if sentence.is_title}
    aboard = said["aboard"]
    refuted = said["refuted"] - {index for index in aboard if index not in said["claimed"]}
    body = refuted - titles
    titled = bool(titles & (refuted | said["negated"]) - aboard)
    unsaid = not any(leg.status == "denied" for leg in legs)
    found = []
    for number, leg in enumerate(legs):
        told = _told(leg)
        if not told or leg.status == "denied" or leg.outcome in ("diverted", "turned_back"):
            continue
        first = min(told)
        answered = any(first <= index <= max(told) + REFUTED_WITHIN for index in body)
        claimed = bool({first, first - 1} & (said["claimed"] - titles))
        if (claimed and (answered or titled)) or (titled and answered and unsaid and number == 0):
            found.append(leg)
    return _told_with(found[0], legs) if found else []


def _told_with(leg: Leg, legs: Sequence[Leg]) -> list[Leg]:
    """Return a leg and those of its aircraft that the same sentence begins to tell: a claim of a
    visit is one of the way there and back."""
    first = min(_told(leg))
    mine = [other for other in legs if other.craft == leg.craft]
    return [other for other in mine if min(_told(other), default=-1) == first]


def _told(leg: Leg) -> set[int]:
    return {frame.sentence for frame in leg.frames if not frame.is_title}


def _sentences(reading: Reading) -> dict[str, set[int]]:
    """Return the sentences in which words of claiming, refuting, negating stand."""
    said: dict[str, set[int]] = {
        "refuted": set(),
        "claimed": set(),
        "negated": set(),
        "aboard": set(),
        "called_off": set(),
        "none": set(),
    }
    for hit in load_lexicon(reading.lang).verdicts.find(reading.joined):
        said[hit.label].add(reading.sentence_at(hit.start).index)
    return said
