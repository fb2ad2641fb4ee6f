"""Owns which role a place or a date plays for a word of motion, by preposition, order and parse.

Must not know aircraft, legs or articles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from pipeline.nlp.hints import DASHES, Hint, hint_of
from pipeline.nlp.lexicon import Hit
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading, Sentence

Role = Literal["origin", "destination", "came_down", "via"]
_HYPHENS = frozenset("-‐‑")
_ROUTE_GAP = re.compile(r"\s[-‐‑]\s|\s?[–—−→]\s?|\sto\s", re.IGNORECASE)
_PUNCTUATION_COST = {",": 26, ";": 70, ":": 40, "(": 12, "—": 26, "–": 26, ".": 60, '"': 6}
_LINKS = re.compile(
    r"\s(?:and|but|while|after|before|when|which|who|where|that|then|"
    r"і|й|та|але|а|який|яка|які|де|коли|що|и|но|который|которая|где|когда|что)\s"
)
ROUTE_REACH = 40
HYPHEN_REACH = 16
STOP_BEFORE = 26
STOP_LINKS = frozenset({"", "for", "to", "для", "на"})
_LINK_COST = 22
_UP_TO_VERB = 4
_UNFIT_COST = 60
_FOLLOWING_COST = {"en": 60}
_FREE_ORDER_COST = 12
_PARSE_GAIN = 30

_BY_CLASS: dict[str, dict[str, Role]] = {
    "depart": {"from": "origin", "object": "origin", "to": "destination"},
    "pickup": {"from": "origin", "at": "origin", "to": "destination"},
    "route": {},
    "arrive": {"from": "origin", "object": "destination", "to": "destination",
               "at": "destination", "near": "destination"},
    "goal": dict.fromkeys(
        ("object", "none", "to", "at", "and", "by", "with", "dash"), "destination"
    ),
    "presence": {"at": "destination"},
    "sighting": {"at": "destination", "from": "origin", "to": "destination"},
    "carry": {"to": "destination"},
    "travel": {"from": "origin", "to": "destination"},
    "flight": {"from": "origin", "to": "destination"},
    "follow": {"from": "origin", "to": "destination", "at": "destination"},
    "return": {"from": "origin", "to": "destination", "at": "destination"},
    "divert": {"from": "origin", "to": "came_down", "at": "came_down"},
    "turn_back": {"from": "origin", "to": "came_down", "at": "came_down"},
    "forced_down": {"from": "origin", "to": "destination", "at": "came_down"},
    "crash": {"from": "origin", "to": "destination", "at": "came_down"},
    "shot_down": {"from": "origin", "to": "destination"},
    "intercepted": {},
}  # fmt: skip
# The part of speech of verbs whose subject is the place: "Bamako received", «Ниамей принял».
RECEIVING = "w"
_VERBS = frozenset({"depart", "arrive", "travel", "return"})
_MOVING_AT = frozenset({"depart", "travel", "flight"})
BEGINS_THERE = frozenset({"n", "o", "t"})
OBJECT_REACH = 24
PAIR_REACH = 6  # " into "


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word of motion found in a sentence: its class and its span in the joined text.

    `pos` is what the table says of its form: `v` verb, `n` noun, `i` infinitive, `f` future, `b` an
    adverb of going back, `s` a verb that needs the aircraft as its subject, `o` a verb told with
    the place it begins at («взлетел в …»), `t` one whose place stands without a preposition
    («покинул …»), `w` one of many subjects, which tells of a flight only close to an aircraft, `j`
    one of standing that only goes on from a word of motion ("landed and was parked by the fence").
    `base` is the class of a verb that an adverb made a return.
    """

    label: str
    start: int
    end: int
    pos: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A location with the trigger it hangs on (index, None: on none) and its role there."""

    location: Location
    trigger: int | None
    role: Role | None
    hint: Hint
    cost: float = 0.0


def role_of(label: str, hint: Hint, lang: str, pos: str = "") -> Role | None:
    """Return the role that a hint gives a place of a trigger class, None if it gives none."""
    if hint == "via":
        return "via"
    if label == "arrive" and pos == RECEIVING and hint in ("none", "object", "and"):
        return "destination"
    if hint == "at" and label in _MOVING_AT:
        if label == "depart":
            return "origin" if lang == "en" or pos in BEGINS_THERE else "destination"
        return None if lang == "en" and label == "flight" else "destination"
    return _BY_CLASS[label].get(hint)


def place_locations(
    reading: Reading,
    sentence: Sentence,
    triggers: Sequence[Trigger],
    locations: Sequence[Location],
    stops: Sequence[Hit],
) -> list[Placed]:
    """Give every location of a sentence its trigger and role. `stops` are words of a stop on the
    way ("refuelled", «дозаправка»): what stands beside one is no main call."""
    placed: list[Placed] = []
    for number, location in enumerate(locations):
        hint, _ = hint_of(reading, sentence, location, triggers)
        after = placed[-1].location.end if placed else sentence.start
        if hint in ("at", "near", "object") and _is_stop(reading, location, stops, after):
            hint = "via"
        previous = placed[-1] if placed else None
        route = _route_between(triggers, previous, location)
        if previous is not None and route is not None:
            placed[-1:] = _on_route(reading, triggers, previous, location, route)
            continue
        if hint == "and" and previous is not None and number:
            hint = "none"
        if hint == "none" and _is_object(reading, triggers, location):
            hint = "object"
        paired = _goes_with(reading, previous, location, hint)
        trigger = paired if paired is not None else _nearest(reading, triggers, location, hint)
        role = None
        if trigger is not None and _reaches(reading, triggers[trigger], location, hint):
            role = role_of(triggers[trigger].label, hint, reading.lang, triggers[trigger].pos)
        cost = 0.0
        if trigger is not None:
            cost = cost_between(reading, triggers[trigger], location.start, location.end)
        placed.append(Placed(location=location, trigger=trigger, role=role, hint=hint, cost=cost))
    return placed


def _goes_with(reading: Reading, first: Placed | None, second: Location, hint: Hint) -> int | None:
    """Return the trigger of "from A" for a "to B" right behind it: both are ends of one flight."""
    if first is None or first.hint != "from" or first.role != "origin":
        return None
    gap = reading.joined[first.location.end : second.start]
    to = hint == "to" or (hint == "at" and reading.lang != "en")
    return first.trigger if to and gap.count(" ") == 2 and len(gap) <= PAIR_REACH else None


def _reaches(reading: Reading, trigger: Trigger, location: Location, hint: Hint) -> bool:
    """Return whether "in Dakar" belongs to the moving and not to another verb (English parse)."""
    if not reading.words[0].tag:
        return True
    if trigger.label in _VERBS and _of_other_verb(reading, trigger, location):
        return False
    if hint != "at" or trigger.label not in _MOVING_AT:
        return True
    return governs(reading, trigger.start, trigger.end, location.start)


def _of_other_verb(reading: Reading, trigger: Trigger, location: Location) -> bool:
    """Return whether the parse hangs a place on a verb told between the word of motion and it:
    "left early and told people to get out of Minsk"."""
    index = reading.word_at(location.start)
    for _ in range(_UP_TO_VERB):
        if index is None:
            return False
        word = reading.words[index]
        if word.tag.startswith("VB"):
            parted = _LINKS.search(reading.joined, trigger.end, word.start) is not None
            return parted and trigger.end < word.start < location.start
        index = word.head
    return False


def _is_object(reading: Reading, triggers: Sequence[Trigger], location: Location) -> bool:
    """Return whether a bare place stands before a verb that takes one: «Внуково он покинул»."""
    for trigger in triggers:
        gap = reading.joined[location.end : trigger.start]
        near = location.end <= trigger.start and len(gap) <= OBJECT_REACH
        if trigger.pos == "t" and near and not set(gap) & set(",.;:—"):
            return True
    return False


def _is_stop(reading: Reading, location: Location, stops: Sequence[Hit], after: int) -> bool:
    """Return whether a place stands in one clause with a word of a stop, close to it.

    `after`: where the place before it ends; a word of a stop before that one is that one's.
    """
    for stop in stops:
        low, high = min(stop.end, location.end), max(stop.start, location.start)
        gap = reading.joined[low:high]
        if stop.end <= location.start:
            if stop.start >= after and len(gap) <= STOP_BEFORE and not set(gap) & set(",.;:—"):
                return True
        elif gap.strip() in STOP_LINKS:
            return True
    return False


def _on_route(
    reading: Reading,
    triggers: Sequence[Trigger],
    first: Placed,
    second: Location,
    route: int,
) -> list[Placed]:
    """Return both ends of a route; in "A – B – C" the one between is on the way."""
    verb = route_verb(reading, triggers, first.location)
    route = triggers.index(verb) if verb is not None else route
    dashed = reading.joined[first.location.end : second.start].strip() in DASHES
    passed = dashed and first.role == "destination" and first.hint == "dash"
    route = first.trigger if passed and first.trigger is not None else route
    return [
        replace(first, trigger=route, role="via" if passed else "origin"),
        Placed(
            location=second,
            trigger=route,
            role="destination",
            hint="dash" if dashed else "to",
        ),
    ]


def _route_between(
    triggers: Sequence[Trigger], first: Placed | None, second: Location
) -> int | None:
    if first is None:
        return None
    for number, trigger in enumerate(triggers):
        if trigger.label == "route" and trigger.start == first.location.end:
            return number if trigger.end == second.start else None
    return None


def routes_in(
    reading: Reading,
    sentence: Sentence,
    triggers: Sequence[Trigger],
    locations: Sequence[Location],
) -> list[Trigger]:
    """Return a trigger for each "Minsk – Beijing" or "Minsk to Beijing" that no word of motion
    introduces ("from Minsk to Beijing" is the verb's own business)."""
    routes: list[Trigger] = []
    hints = [hint_of(reading, sentence, location, triggers)[0] for location in locations]
    for number, (first, second) in enumerate(pairwise(locations)):
        gap = reading.joined[first.end : second.start]
        if first.region or second.region:
            continue
        named = len(gap) <= 5 and _ROUTE_GAP.fullmatch(gap) is not None
        named = named or (gap in _HYPHENS and _flown(triggers, first, second))
        if named and gap.strip().isalpha():
            named = hints[number] in ("none", "and", "dash")
        free = not triggers or (number > 0 and hints[number - 1] == "to")
        told = free and (hints[number], hints[number + 1]) == ("from", "to")
        told = told and len(gap) <= ROUTE_REACH and not set(gap) & set(",.;:")
        if named or told:
            routes.append(Trigger(label="route", start=first.end, end=second.start))
    return routes


def _flown(triggers: Sequence[Trigger], first: Location, second: Location) -> bool:
    """Return whether "Minsk-Beijing" is a route: two cities with a word of flying beside them."""
    if first.city is None or second.city is None or first.city == second.city:
        return False
    return any(
        0 <= trigger.start - second.end <= HYPHEN_REACH
        or 0 <= first.start - trigger.end <= HYPHEN_REACH
        for trigger in triggers
    )


def route_verb(reading: Reading, triggers: Sequence[Trigger], first: Location) -> Trigger | None:
    """Return the verb that a route belongs to: "took him Minsk – Beijing"."""
    for trigger in reversed(triggers):
        if trigger.end <= first.start and trigger.label != "route":
            gap = reading.joined[trigger.end : first.start]
            close = len(gap) <= ROUTE_REACH and not set(gap) & set(",.;:—")
            return trigger if close else None
    return None


def _nearest(
    reading: Reading, triggers: Sequence[Trigger], location: Location, hint: Hint
) -> int | None:
    best: tuple[float, int] | None = None
    for number, trigger in enumerate(triggers):
        cost = cost_between(reading, trigger, location.start, location.end)
        if role_of(trigger.label, hint, reading.lang, trigger.pos) is None:
            cost += _UNFIT_COST
        if best is None or cost < best[0]:
            best = (cost, number)
    return best[1] if best is not None else None


def cost_between(reading: Reading, trigger: Trigger, start: int, end: int) -> float:
    """Return how far a span is from a trigger: characters, clause marks between, parse, order."""
    low, high = min(trigger.end, end), max(trigger.start, start)
    gap = reading.joined[low:high]
    cost = float(len(gap))
    cost += sum(_PUNCTUATION_COST.get(char, 0) for char in gap)
    cost += _LINK_COST * len(_LINKS.findall(f" {gap} "))
    if start < trigger.start and trigger.label != "goal":  # "with Minsk as its destination"
        cost += _FOLLOWING_COST.get(reading.lang, _FREE_ORDER_COST)
    if governs(reading, trigger.start, trigger.end, start):
        cost -= _PARSE_GAIN
    return cost


def governs(reading: Reading, start: int, end: int, place: int) -> bool:
    """Return whether the parse hangs the word at `place` on the trigger (English only)."""
    index = reading.word_at(place)
    if index is None or not reading.words[index].tag:
        return False
    for _ in range(12):
        word = reading.words[index]
        if start <= word.start < end:
            return True
        if word.head == index:
            return False
        index = word.head
    return False
