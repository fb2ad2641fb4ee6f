"""Owns which role a place or a date plays for a word of motion, by preposition, order and parse.

Must not know aircraft, legs or articles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.nlp.lexicon import load_lexicon
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading, Sentence

Role = Literal["origin", "destination", "came_down"]
Hint = Literal[
    "from", "to", "at", "via", "over", "near", "of", "by", "between", "with", "object", "dash",
    "and", "none",
]  # fmt: skip

_BACK_WORDS = 6
_BACK = 70
_TOKENS = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[^\w\s]")
_DASHES = frozenset("-‐‑–—−→")
_STOPS = frozenset(",.;:!?)")
_AND = frozenset({"and", "та", "і", "й", "и"})
_ROUTE_GAP = re.compile(r"\s?[-‐‑–—−→]\s?|\s(?:to|до|в|на)\s", re.IGNORECASE)
_PUNCTUATION_COST = {",": 26, ";": 70, ":": 40, "(": 12, "—": 26, "–": 26, ".": 60, '"': 6}
_LINKS = re.compile(
    r"\s(?:and|but|while|after|before|when|which|who|where|that|then|"
    r"і|й|та|але|а|який|яка|які|де|коли|що|и|но|который|которая|где|когда|что)\s"
)
_LINK_COST = 22
_UNFIT_COST = 60
_FOLLOWING_COST = 12
_PARSE_GAIN = 30

_BY_CLASS: dict[str, dict[str, Role]] = {
    "depart": {"from": "origin", "object": "origin", "to": "destination", "near": "origin"},
    "arrive": {"from": "origin", "object": "destination", "to": "destination",
               "at": "destination"},
    "travel": {"from": "origin", "to": "destination"},
    "flight": {"from": "origin", "to": "destination"},
    "return": {"from": "origin", "to": "destination", "at": "destination"},
    "divert": {"from": "origin", "to": "came_down", "at": "came_down"},
    "turn_back": {"from": "origin", "to": "came_down", "at": "came_down"},
    "forced_down": {"from": "origin", "to": "destination", "at": "came_down"},
    "crash": {"from": "origin", "to": "destination"},
    "shot_down": {"from": "origin", "to": "destination"},
    "intercepted": {"from": "origin", "to": "destination"},
}  # fmt: skip
_MOVING_AT = frozenset({"depart", "travel", "flight"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word of motion found in a sentence: its class and its span in the joined text."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A location with the trigger it hangs on (index, None: on none) and its role there."""

    location: Location
    trigger: int | None
    role: Role | None
    hint: Hint


def hint_of(
    reading: Reading, sentence: Sentence, location: Location, triggers: Sequence[Trigger]
) -> tuple[Hint, int]:
    """Return how a location is introduced, and where the preposition or link begins."""
    prepositions = load_lexicon(reading.lang).prepositions
    start = max(sentence.start, location.start - _BACK)
    tokens = list(_TOKENS.finditer(reading.joined, start, location.start))
    for back, token in enumerate(reversed(tokens)):
        if back >= _BACK_WORDS:
            break
        word = token[0].lower()
        if any(item.start <= token.start() < item.end for item in triggers):
            ends_with = word in prepositions and prepositions[word] in ("to", "from", "at")
            return (_as_hint(prepositions[word]) if ends_with else "object"), token.start()
        if word in prepositions:
            if word == "of" and back + 1 < len(tokens) and tokens[-back - 2][0].lower() == "out":
                return "from", tokens[-back - 2].start()
            if word == "of":
                continue
            return _as_hint(prepositions[word]), token.start()
        if word in _DASHES:
            return "dash", token.start()
        if word in _AND:
            return "and", token.start()
        if word in _STOPS:
            return "none", token.start()
    return "none", location.start


def _as_hint(role: str) -> Hint:
    known: dict[str, Hint] = {
        "from": "from", "to": "to", "at": "at", "via": "via", "over": "over", "near": "near",
        "of": "of", "by": "by", "between": "between", "with": "with",
    }  # fmt: skip
    return known.get(role, "none")


def role_of(label: str, hint: Hint, lang: str) -> Role | None:
    """Return the role that a hint gives a place of a trigger class, None if it gives none."""
    if hint == "at" and label in _MOVING_AT:
        if label == "depart":
            return "origin" if lang == "en" else "destination"
        return None if lang == "en" and label == "flight" else "destination"
    return _BY_CLASS[label].get(hint)


def place_locations(
    reading: Reading,
    sentence: Sentence,
    triggers: Sequence[Trigger],
    locations: Sequence[Location],
) -> list[Placed]:
    """Give every location of a sentence its trigger and role."""
    placed: list[Placed] = []
    for number, location in enumerate(locations):
        hint, since = hint_of(reading, sentence, location, triggers)
        previous = placed[-1] if placed else None
        if previous is not None and _is_route(reading, previous.location, location):
            placed[-1] = _with_role(previous, "origin")
            trigger = previous.trigger
            if trigger is None:
                trigger = _nearest(reading, triggers, location, hint)
                placed[-1] = Placed(
                    location=previous.location, trigger=trigger, role="origin", hint=previous.hint
                )
            placed.append(
                Placed(location=location, trigger=trigger, role="destination", hint="to")
            )
            continue
        if hint == "and" and previous is not None and number:
            hint = "none"
        trigger = _nearest(reading, triggers, location, hint)
        role = None
        if trigger is not None:
            role = role_of(triggers[trigger].label, hint, reading.lang)
        placed.append(Placed(location=location, trigger=trigger, role=role, hint=hint))
        _ = since
    return placed


def _with_role(placed: Placed, role: Role) -> Placed:
    return Placed(location=placed.location, trigger=placed.trigger, role=role, hint=placed.hint)


def _is_route(reading: Reading, first: Location, second: Location) -> bool:
    """Return whether two places stand as "Minsk – Beijing" or "Minsk to Beijing"."""
    gap = reading.joined[first.end : second.start]
    return len(gap) <= 5 and _ROUTE_GAP.fullmatch(gap) is not None and not first.region


def _nearest(
    reading: Reading, triggers: Sequence[Trigger], location: Location, hint: Hint
) -> int | None:
    best: tuple[float, int] | None = None
    for number, trigger in enumerate(triggers):
        cost = cost_between(reading, trigger, location.start, location.end)
        if role_of(trigger.label, hint, reading.lang) is None:
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
    if start < trigger.start:
        cost += _FOLLOWING_COST
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
