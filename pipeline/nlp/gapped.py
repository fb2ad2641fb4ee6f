"""Owns verbs of motion left unsaid: "to Beijing on Monday, to Hanoi on Tuesday". Must not place."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.dates import DateExpression
from pipeline.nlp.hints import hint_of
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.roles import Trigger, role_of
from pipeline.nlp.times import is_weak

GAPPING = frozenset({"depart", "travel", "return", "arrive"})
SEGMENT_REACH = 60
_BOUNDARY = re.compile(r"(?:[,;]\s*(?:and|then|та|і|а|и|потім|затем)?|\s(?:and|та|і|й|а|и))\s+")
_WORD = re.compile(r"\w+")
_PAST = re.compile(r"\w{2,}[аяиіїеуюоы](?:в|л|ла|ло|ли)(?:ся|сь)?\b")


def gapped_verbs(
    reading: Reading,
    sentence: Sentence,
    triggers: Sequence[Trigger],
    locations: Sequence[Location],
    dates: Sequence[DateExpression],
) -> list[Trigger]:
    """Return the triggers with one for each further dated end of a verb told once, or two ends
    of which the day may be told by its hour.

    The new trigger is the first word of the part that leaves the verb unsaid, and says what the
    verb says; after "back" or "home" it tells of a return.
    """
    out = list(triggers)
    for number, second in enumerate(locations[1:], start=1):
        if not _is_end(reading, sentence, second, out):
            continue
        both = number > 1 and _begins(reading, sentence, locations[number - 1], out)
        before = locations[: number - 1] if both else locations[:number]
        verb = _verb_of(reading, sentence, before, out)
        between = [item for item in out if before[-1].end <= item.start < second.start]
        begin = _segment(reading, before[-1].end, locations[number - both].start)
        if verb is None or begin is None or any(item.pos != "b" for item in between):
            continue
        days = [date for date in dates if both or not is_weak(date)]
        if not any(begin <= date.start < second.start + SEGMENT_REACH for date in days):
            continue
        word = _WORD.search(reading.joined, begin, second.start)
        if word is None or _has_verb(reading, begin, second.start):
            continue
        out = [item for item in out if item not in between]
        label = "return" if between else verb.label
        out.append(replace(verb, label=label, start=word.start(), end=word.end(), base=verb.label))
    return out


def _is_end(
    reading: Reading, sentence: Sentence, location: Location, triggers: Sequence[Trigger]
) -> bool:
    hint, _ = hint_of(reading, sentence, location, triggers)
    return hint == "to" or (hint == "at" and reading.lang != "en")


def _begins(
    reading: Reading, sentence: Sentence, location: Location, triggers: Sequence[Trigger]
) -> bool:
    """Return whether a place is where a flight begins: "…, and on Friday from Rome to Oslo"."""
    return hint_of(reading, sentence, location, triggers)[0] == "from"


def _verb_of(
    reading: Reading, sentence: Sentence, before: Sequence[Location], triggers: Sequence[Trigger]
) -> Trigger | None:
    """Return the verb last told, if a place before already is its destination."""
    place = before[-1]
    verbs = [item for item in triggers if item.end <= place.start and item.pos not in ("b", "n")]
    verb = max(verbs, key=lambda item: item.start, default=None)
    if verb is None or verb.label not in GAPPING:
        return None
    hint, _ = hint_of(reading, sentence, place, triggers)
    ends = role_of(verb.label, hint, reading.lang, verb.pos) == "destination"
    return verb if ends else None


def _has_verb(reading: Reading, start: int, end: int) -> bool:
    """Return whether words of a part end as Ukrainian and Russian verbs of the past do."""
    return reading.lang != "en" and _PAST.search(reading.joined, start, end) is not None


def _segment(reading: Reading, start: int, end: int) -> int | None:
    """Return where the last part begins between two places, None if nothing parts them."""
    found = None
    for match in _BOUNDARY.finditer(reading.joined, start, end):
        found = found or match.end()
    return found
