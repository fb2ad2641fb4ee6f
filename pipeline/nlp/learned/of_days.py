"""Owns what speaks for a day as that of a leg's departure or arrival, as numbers."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pipeline.nlp.dates import DateExpression
from pipeline.nlp.learned.model import Features
from pipeline.nlp.learned.telling import (
    LABELS,
    LANGUAGES,
    Telling,
    days_of,
    distance_numbers,
    leg_numbers,
    nearest_frame,
    number,
)
from pipeline.nlp.leg import Leg
from pipeline.nlp.whens import When

Day = Literal["departed", "arrived"]
Span = tuple[date, date]
DAYS: tuple[Day, Day] = ("departed", "arrived")
KINDS = (
    "day", "days", "weekday", "weekdays", "month", "months", "year", "season", "period", "recent",
    "ago", "relative_day", "event", "event_weekday", "clock",
)  # fmt: skip
SIZES = ("day", "week", "month", "season", "year", "weekend", "hour", "minute")
PARTS = ("morning", "afternoon", "evening", "night")
TOLD = ("depart", "arrive", "travel", "return", "flight", "route", "presence", "sighting")
FAR = 60  # days; how much further apart does not matter
UNKNOWN = 99


def day_features(
    telling: Telling, at: int, end: Day, when: When, spans: Sequence[Span]
) -> Features:
    """Return the features of a day for one end of the leg kept at number `at`. `spans` are the
    days of the article, each once, from the first to the last."""
    leg, _ = telling.kept[at]
    return {
        "end": end == "departed",
        **_of_ends(leg, end, days_of(when)),
        **_of_words(when.expression),
        **_of_span(telling, when, spans),
        **_of_distance(telling, leg, when),
        **_of_taking(telling, leg, when),
        **_of_others(telling, leg, days_of(when)),
        **_of_leg(telling, at),
    }


def _of_ends(leg: Leg, end: Day, span: Span) -> Features:
    known, other = (leg.departed, leg.arrived) if end == "departed" else (leg.arrived, leg.departed)
    same = known is not None and other is not None and days_of(known) == days_of(other)
    return {
        "known": _agrees(known, span),
        "known_gap": _gap(known, span),
        "other": _agrees(other, span),
        "other_gap": _gap(other, span),
        "one_day": same,
    }


def _agrees(known: When | None, span: Span) -> int:
    """Return 0 for nothing known, 1 for these days, 2 for days around them, 3 and 4 for days
    before and after."""
    if known is None:
        return 0
    mine = days_of(known)
    if mine == span:
        return 1
    if mine[0] <= span[1] and span[0] <= mine[1]:
        return 2
    return 3 if span[1] < mine[0] else 4


def _gap(known: When | None, span: Span) -> int:
    if known is None:
        return UNKNOWN
    first, last = days_of(known)
    return max(-FAR, min(FAR, max(0, (span[0] - last).days) - max(0, (first - span[1]).days)))


def _of_words(words: DateExpression) -> Features:
    return {
        "kind": number(KINDS, words.kind),
        "size": number(SIZES, words.granularity),
        "unit": number(SIZES, words.unit),
        "modified": words.modifier is not None,
        "hour": -1 if words.hour is None else words.hour,
        "part": number(PARTS, words.part_of_day),
        "into_night": words.into_night,
    }


def _of_span(telling: Telling, when: When, spans: Sequence[Span]) -> Features:
    span, published = days_of(when), telling.published
    age = None if published is None else (published - span[1]).days
    return {
        "weak": when.weak,
        "future": when.future,
        "length": (span[1] - span[0]).days,
        "age": 999 if age is None else max(-400, min(400, age)),
        "days": len(spans),
        "order": spans.index(span),
        "told_times": sum(days_of(other) == span for other in telling.whens),
    }


def _of_distance(telling: Telling, leg: Leg, when: When) -> Features:
    start = when.expression.start
    sentence = telling.reading.sentence_at(start)
    return {
        **distance_numbers(telling, leg, start),
        "lang": number(LANGUAGES, telling.reading.lang),
        "title": sentence.is_title,
        "sentence": sentence.index,
        "sentences": len(telling.reading.sentences),
        "frame": number(LABELS, nearest_frame(leg.frames, start).base),
        "nearest": number(LABELS, nearest_frame(telling.frames, start).base),
    }


def _of_taking(telling: Telling, leg: Leg, when: When) -> Features:
    start = when.expression.start
    took = [f for f in telling.frames if f.when is not None and f.when.expression.start == start]
    mine = {frame.start for frame in leg.frames}
    ended = [f.ended.expression.start for f in leg.frames if f.ended is not None]
    narrated = [days_of(f.narrated) for f in leg.frames if f.narrated is not None]
    return {
        "took": len(took),
        "took_mine": any(frame.start in mine for frame in took),
        "took_as": number(LABELS, took[0].base) if took else -1,
        "took_craft": 0 if not took else 2 - any(frame.craft == leg.craft for frame in took),
        "ended": start in ended,
        "narrated": days_of(when) in narrated,
    }


def _of_others(telling: Telling, leg: Leg, span: Span) -> Features:
    found: Features = {}
    for end in ("departed", "arrived"):
        there = [
            other
            for other, _ in telling.kept
            if other is not leg and (day := getattr(other, end)) and days_of(day) == span
        ]
        found[f"others_{end}"] = len(there)
        found[f"craft_{end}"] = sum(other.craft == leg.craft for other in there)
    return found


def _of_leg(telling: Telling, at: int) -> Features:
    leg, _ = telling.kept[at]
    return {
        **leg_numbers(telling, at, TOLD),
        "has_origin": leg.origin is not None,
        "has_destination": leg.destination is not None,
        "aircraft": len({m.craft for m in telling.crafts.mentions if m.craft is not None}),
    }
