"""Owns which place is meant where a clause names none: by "there" and its like, by a dateline.

Must not give named places their roles: `roles.py` does.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.nlp.lexicon import Hit
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.roles import Placed, Role, Trigger

THERE_REACH = 40
_REACHING = frozenset({"arrive", "travel", "return", "sighting"})
_COMING = frozenset({"arrive", "travel"})
WHENCE = frozenset({"from where", "whence"})
_CALLS = frozenset({"from", "to", "at", "object", "dash"})
_BREAKS = frozenset(",.;:—")
_WHERE = re.compile(r",\s?(?:where|де|куди|звідки|где|куда|откуда)\b")  # the place is told after it


def heading(reading: Reading, sentence: Sentence, locations: Sequence[Location]) -> Location | None:
    """Return the place a sentence consists of, as a dateline or the heading of an item does."""
    if len(locations) != 1 or sentence.is_title:
        return None
    text = reading.joined
    rest = text[sentence.start : locations[0].start] + text[locations[0].end : sentence.end]
    return None if any(char.isalpha() for char in rest) else locations[0]


def last_call(placed: Sequence[Placed], known: Location | None) -> Location | None:
    """Return the place told last as somewhere to be, `known` if a sentence tells none."""
    return next((item.location for item in reversed(placed) if _is_call(item)), known)


def with_there(
    reading: Reading,
    sentence: Sentence,
    trigger: Trigger,
    cues: Sequence[Hit],
    placed: Sequence[Placed],
    roles: Mapping[Role, Location],
    known: Location | None,
) -> dict[Role, Location]:
    """Return the roles of a trigger, one of its ends being what "there" beside it stands for.

    That is the place told last before the word, in the sentence (`placed`) or before it (`known`):
    «Из Каракаса самолёт вылетел вчера. Туда он прибыл в пятницу». "Left there" and "back in Minsk,
    from where it had come" tell where a flight began, all else where it went.
    """
    for cue in cues:
        if not sentence.start <= cue.start < sentence.end:
            continue
        role = _role_of_there(reading, trigger, cue)
        if role is None or role in roles:
            continue
        own = [*roles.values()]
        before = [
            item.location
            for item in placed
            if item.location.end <= cue.start and _is_call(item) and item.location not in own
        ]
        there = before[-1] if before else known
        if there is not None and not any(there.same_as(place) for place in own):
            return {**roles, role: there}
    return dict(roles)


def _role_of_there(reading: Reading, trigger: Trigger, cue: Hit) -> Role | None:
    """Return which end of a word of motion a "there" or "from where" beside it stands for."""
    low, high = min(cue.end, trigger.end), max(cue.start, trigger.start)
    gap = reading.joined[low:high]
    if len(gap) > THERE_REACH or set(gap) & _BREAKS:
        return None
    if cue.label == "from_there":
        whence = reading.joined[cue.start : cue.end].lower() in WHENCE
        return (
            "origin" if whence and trigger.label in _COMING and cue.end <= trigger.start else None
        )
    if cue.label != "to_there" or _WHERE.match(reading.joined, cue.end):
        return None
    if trigger.label in _REACHING:
        return "destination"
    left = trigger.label == "depart" and trigger.end <= cue.start and len(gap) == 1
    return "origin" if left and reading.lang == "en" else None


def _is_call(placed: Placed) -> bool:
    """Return whether a place is told as somewhere to be, not flown over or only named."""
    return placed.hint in _CALLS and not placed.location.region
