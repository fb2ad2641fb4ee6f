"""Owns what speaks for a leg being a flight the article tells, its role and outcome: numbers that
say how it is told, and the words around what tells of it."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.nlp.craft import Craft
from pipeline.nlp.frames import Frame
from pipeline.nlp.learned.model import Features
from pipeline.nlp.learned.telling import (
    LABELS,
    LANGUAGES,
    OUTCOMES,
    STATUSES,
    Telling,
    Token,
    days_of,
    form_of,
    labels_bits,
    number,
    same_place,
)
from pipeline.nlp.leg import Leg
from pipeline.nlp.whens import When

TOLD = (
    "depart", "arrive", "travel", "return", "flight", "route", "presence", "sighting", "carry",
)  # fmt: skip
CUES = (
    "background", "past_perfect", "intended", "again", "same_route", "modal", "condition",
    "claimed", "home", "uninvolved",
)  # fmt: skip
MOST_FRAMES = 4  # whose sentences are looked at
BESIDE = 5  # words on each side of a word of motion
OLDEST, NEWEST = 2000, -60  # days between a flight and its telling


def leg_features(telling: Telling, at: int) -> Features:
    """Return the features of the leg at number `at` of all legs, those dropped included."""
    leg = telling.legs[at]
    return {
        **_of_telling(telling, leg, at),
        **_of_craft(telling.crafts.all[leg.craft], leg),
        **_of_ends(telling, leg),
        **_of_frames(telling, leg),
        **_of_others(telling, leg),
    }


def _first(leg: Leg) -> Frame:
    return next((frame for frame in leg.frames if not frame.is_title), leg.frames[0])


def _of_telling(telling: Telling, leg: Leg, at: int) -> Features:
    kept = len(telling.kept)
    sentence, sentences = _first(leg).sentence, len(telling.reading.sentences)
    return {
        "kept": at < kept,
        "primary": at < kept and telling.kept[at][1] == "primary",
        "lang": number(LANGUAGES, telling.reading.lang),
        "at": at,
        "legs": kept,
        "all_legs": kept + len(telling.others),
        "sentence": sentence,
        "sentences": sentences,
        "share": sentence / sentences,
    }


def _of_craft(craft: Craft, leg: Leg) -> Features:
    return {
        "type": craft.type is not None,
        "registration": craft.registration is not None,
        "operator": craft.operator is not None,
        "nation": craft.nation is not None,
        "callsign": leg.callsign is not None,
        "count": craft.count,
        "assumed": craft.assumed,
        "another": craft.another,
        "fighter": craft.fighter,
    }


def _of_ends(telling: Telling, leg: Leg) -> Features:
    when = leg.departed or leg.arrived
    age = _age(telling, when)
    return {
        **{
            name: 0 if place is None else 1 + (place.city is not None)
            for name, place in (
                ("origin", leg.origin),
                ("destination", leg.destination),
                ("came_down", leg.came_down),
            )
        },
        **_of_day("departed", leg.departed),
        **_of_day("arrived", leg.arrived),
        "age": 1 + 2 * NEWEST if age is None else max(NEWEST, min(OLDEST, age)),
        "status": STATUSES.index(leg.status),
        "outcome": OUTCOMES.index(leg.outcome),
        "is_return": leg.is_return,
        "goes_on": leg.after is not None,
    }


def _age(telling: Telling, when: When | None) -> int | None:
    if when is None or telling.published is None:
        return None
    return (telling.published - when.span.latest).days


def _of_day(name: str, when: When | None) -> Features:
    return {
        name: when is not None,
        f"{name}_length": -1 if when is None else (when.span.latest - when.span.earliest).days,
        f"{name}_weak": when is not None and when.weak,
    }


def _of_frames(telling: Telling, leg: Leg) -> Features:
    cues = frozenset[str]().union(*(frame.tone.cues for frame in leg.frames))
    return {
        "frames": len(leg.frames),
        "explicit": sum(frame.explicit for frame in leg.frames),
        "title": any(frame.is_title for frame in leg.frames),
        "frame": number(LABELS, _first(leg).label),
        "told": labels_bits(leg, TOLD),
        "aircraft": len({m.craft for m in telling.crafts.mentions if m.craft is not None}),
        **{f"cue_{cue}": cue in cues for cue in CUES},
    }


def _of_others(telling: Telling, leg: Leg) -> Features:
    legs = telling.legs
    when, first = leg.departed or leg.arrived, legs[0]
    main = first.departed or first.arrived
    others = [other for other in legs if other is not leg]
    apart = None if when is None or main is None else (main.span.earliest - when.span.latest).days
    return {
        "of_craft": sum(other.craft == leg.craft for other in others),
        "on_route": sum(
            same_place(other.origin, leg.origin) and same_place(other.destination, leg.destination)
            for other in others
        ),
        "on_day": sum(
            when is not None and day is not None and days_of(day) == days_of(when)
            for day in (other.departed or other.arrived for other in others)
        ),
        "apart": 99 if apart is None else max(-400, min(400, apart)),
        "first_craft": first.craft == leg.craft,
        "behind": _first(leg).sentence - first.frames[0].sentence,
    }


def leg_words(telling: Telling, leg: Leg) -> frozenset[str]:
    """Return what stands around a leg's words of motion, a letter before each telling where: in
    their sentence (`b`, pairs `bb`), beside them (`n`), the words themselves (`w`), the sentence
    before the first (`p`), how the first one opens (`o`), the title (`t`)."""
    told = [frame for frame in leg.frames if not frame.is_title] or list(leg.frames)
    words = {
        f"t={token.form}" for token in telling.tokens if token.start < len(telling.reading.title)
    }
    for frame in told[:MOST_FRAMES]:
        here = telling.words_in(telling.reading.sentences[frame.sentence])
        words.update(_around(telling, frame, here))
    first = telling.reading.sentences[told[0].sentence]
    opening = telling.words_in(first)
    words.add(f"o={'_'.join(token.form for token in opening[:2])}")
    if first.index:
        before = telling.words_in(telling.reading.sentences[first.index - 1])
        words.update(f"p={token.form}" for token in before)
    return frozenset(words)


def _around(telling: Telling, frame: Frame, here: Sequence[Token]) -> set[str]:
    at = telling.token_at(frame.start)
    near = telling.tokens[max(0, at - BESIDE) : at + BESIDE + 1]
    near = [token for token in near if frame.sentence_start <= token.start < frame.sentence_end]
    verb = telling.reading.joined[frame.start : frame.end]
    return {
        f"w={form_of(verb, telling.reading.lang)}",
        *(f"b={token.form}" for token in here),
        *(f"bb={one.form}_{two.form}" for one, two in pairwise(here)),
        *(f"n={token.form}" for token in near),
    }
