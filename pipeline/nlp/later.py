"""Owns the time told behind a departure that is that of its end: "left Oslo in the morning and by
noon stood in Rzeszów", «за годину гостей вже вітали в Сунані». No word of motion takes it.

Must not read places: where the flight ended is told by other words, or not at all.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.dates import DateExpression
from pipeline.nlp.frames import Frame
from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.times import is_weak
from pipeline.nlp.whens import DayReader

OPENS_WITHIN = 6  # of the beginning of a sentence: "Barely an hour later …"
_NEXT_CLAUSE = re.compile(r"[,;—–]|\s(?:and|but|і|й|та|а|и)\s")
_AFTER_WHAT = re.compile(r"\s?(?:,\s)?(?:after|before|since|після|перед|после|до)\b")
_DURATIONS = frozenset({"minute", "hour"})
_LEAVING = frozenset({"depart"})


def with_ends(
    frames: Sequence[Frame], reading: Reading, dates: Sequence[DateExpression], days: DayReader
) -> list[Frame]:
    """Return the frames, those of a dated departure with the time that its end is told by."""
    used = {
        (frame.when.expression.start, frame.when.expression.end)
        for frame in frames
        if frame.when is not None and (frame.craft is not None or frame.label == "follow")
    }
    free: dict[int, list[DateExpression]] = {}
    for date in dates:
        if (date.start, date.end) not in used and _may_end(date):
            free.setdefault(reading.sentence_at(date.start).index, []).append(date)
    left_in = {frame.sentence for frame in frames if _leaves(frame)}
    out: list[Frame] = []
    for frame in frames:
        end, next_one = None, frame.sentence + 1
        if frame.sentence in left_in and _leaves(frame):
            end = _in_next_clause(frame, reading, free.get(frame.sentence, ()))
            if end is None and next_one not in left_in and next_one in free:
                end = _opening(reading.sentences[next_one], free[next_one])
        ended = days.after(frame.when, end) if end is not None and frame.when else None
        out.append(replace(frame, ended=ended) if ended is not None else frame)
    return out


def _leaves(frame: Frame) -> bool:
    return frame.base in _LEAVING and frame.when is not None and not frame.is_title


def _may_end(date: DateExpression) -> bool:
    """Return whether words take their day from the event told before, and lie not before it."""
    if date.direction == "past":
        return False
    return is_weak(date) or (date.kind == "event" and date.unit == "day" and date.offset in (0, 1))


def _in_next_clause(
    frame: Frame, reading: Reading, free: Sequence[DateExpression]
) -> DateExpression | None:
    """Return the time told in a further clause of the sentence of a departure."""
    text = reading.joined
    begin = frame.end if frame.when is None else max(frame.end, frame.when.expression.end)
    for date in free:
        clause = begin <= date.start and _NEXT_CLAUSE.search(text, begin, date.start)
        if clause and not _counts_from_what_follows(text, date):
            return date
    return None


def _opening(sentence: Sentence, free: Sequence[DateExpression]) -> DateExpression | None:
    """Return the number of hours that a sentence begins with: "Forty minutes later …"."""
    first = free[0]
    near = first.start <= sentence.start + OPENS_WITHIN
    return first if near and first.kind == "event" and first.unit in _DURATIONS else None


def _counts_from_what_follows(text: str, date: DateExpression) -> bool:
    """Return whether the event is named behind the words: "two hours after an alarm"."""
    ends_so = date.text.lower().endswith(("after", "before"))
    named = ends_so and text[date.end : date.end + 2].strip().isalpha()
    return named or _AFTER_WHAT.match(text, date.end) is not None
