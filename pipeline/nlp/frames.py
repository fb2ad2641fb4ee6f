"""Owns the motion frames of an article: who moved from where to where, when, told in what tone.

A frame is what one verb or noun of motion tells. Must not join frames: `legs.py` does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.nlp.crafts import CraftMention, Crafts
from pipeline.nlp.dates import DateExpression, resolve
from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.roles import Trigger, cost_between, place_locations
from pipeline.nlp.status import Tone, cue_hits, tone_of
from pipeline.records import DateSpan

PATIENT_CLASSES = frozenset({"intercepted", "shot_down", "forced_down"})
_VERB_TAGS = ("VB",)
_NOUN_TAGS = ("NN",)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|is|are|being|be|got|after being)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_PASSIVE_FORM = re.compile(
    r"(?:ено|ано|ито|ито|ений|ена|аний|ана|итий|итого|итий|бит|бита|битый|битого|битом|битим|"
    r"ачен|ачена|жен|жена|лен|лена)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date expression bound to a frame, and the days it was resolved to."""

    expression: DateExpression
    span: DateSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What one word of motion tells. `explicit`: an aircraft is named in its own sentence."""

    label: str
    start: int
    end: int
    sentence: int
    is_title: bool
    craft: int | None
    explicit: bool
    origin: Location | None
    destination: Location | None
    came_down: Location | None
    when: When | None
    tone: Tone
    person: bool


def find_frames(
    reading: Reading,
    crafts: Crafts,
    locations: Sequence[Location],
    dates: Sequence[DateExpression],
    published: datetime | None,
) -> list[Frame]:
    """Return the frames of an article in the order they are told."""
    cues = cue_hits(reading)
    hits = list(load_lexicon(reading.lang).motion.find(reading.joined))
    reader = _FrameReader(reading, crafts, cues, published)
    frames: list[Frame] = []
    for sentence in reading.sentences:
        triggers = [
            Trigger(label=hit.label, start=hit.start, end=hit.end)
            for hit in hits
            if sentence.start <= hit.start < sentence.end and _tag_fits(reading, hit)
        ]
        here = [item for item in locations if sentence.start <= item.start < sentence.end]
        when = [item for item in dates if sentence.start <= item.start < sentence.end]
        frames.extend(reader.read(sentence, triggers, here, when))
    return frames


def _tag_fits(reading: Reading, hit: Hit) -> bool:
    if not hit.pos:
        return True
    index = reading.word_at(hit.start)
    if index is None or not reading.words[index].tag:
        return True
    tag = reading.words[index].tag
    return tag.startswith(_VERB_TAGS if hit.pos == "v" else _NOUN_TAGS)


class _FrameReader:
    """Reads one sentence after the other, remembering the aircraft and the day told last."""

    def __init__(
        self,
        reading: Reading,
        crafts: Crafts,
        cues: Sequence[Hit],
        published: datetime | None,
    ) -> None:
        self._reading = reading
        self._crafts = crafts
        self._cues = cues
        self._published = published
        self._anchor: DateSpan | None = None

    def read(
        self,
        sentence: Sentence,
        triggers: Sequence[Trigger],
        locations: Sequence[Location],
        dates: Sequence[DateExpression],
    ) -> list[Frame]:
        placed = place_locations(self._reading, sentence, triggers, locations)
        times = self._times(triggers, dates)
        frames = []
        for number, trigger in enumerate(triggers):
            tone = self._tone(sentence, triggers, number)
            mention, person = self._subject(sentence, trigger)
            if mention is not None and mention.kind == "uncrewed":
                continue
            roles = {item.role: item.location for item in reversed(placed)
                     if item.trigger == number and item.role}  # fmt: skip
            craft = mention.craft if mention is not None else self._carried(sentence)
            frames.append(
                Frame(
                    label=trigger.label,
                    start=trigger.start,
                    end=trigger.end,
                    sentence=sentence.index,
                    is_title=sentence.is_title,
                    craft=craft,
                    explicit=mention is not None,
                    origin=roles.get("origin"),
                    destination=roles.get("destination"),
                    came_down=roles.get("came_down"),
                    when=self._resolved(times.get(number), tone),
                    tone=tone,
                    person=person,
                )
            )
        return frames

    def _times(
        self, triggers: Sequence[Trigger], dates: Sequence[DateExpression]
    ) -> dict[int, DateExpression]:
        times: dict[int, DateExpression] = {}
        for date in dates:
            if date.kind == "clock":
                continue
            costs = [
                (cost_between(self._reading, trigger, date.start, date.end), number)
                for number, trigger in enumerate(triggers)
                if trigger.label != "flight"
            ] or [
                (cost_between(self._reading, trigger, date.start, date.end), number)
                for number, trigger in enumerate(triggers)
            ]
            if costs:
                times.setdefault(min(costs)[1], date)
        return times

    def _resolved(self, expression: DateExpression | None, tone: Tone) -> When | None:
        if expression is None:
            return None
        span = resolve(
            expression,
            published=self._published,
            anchor=self._anchor,
            future=tone.status in ("planned", "hypothetical"),
            tz=None,
        )
        if span is None:
            return None
        self._anchor = span
        return When(expression=expression, span=span)

    def _tone(self, sentence: Sentence, triggers: Sequence[Trigger], number: int) -> Tone:
        trigger = triggers[number]
        start, end = sentence.start, sentence.end
        if number:
            previous = triggers[number - 1]
            gap = self._reading.joined[previous.end : trigger.start]
            if any(mark in gap for mark in ",;:—") or len(gap) > 40:
                start = previous.end
        if number + 1 < len(triggers):
            end = triggers[number + 1].start
        marks = [self._reading.joined.rfind(mark, start, trigger.start) for mark in (";", ": ")]
        start = max(start, *marks)
        return tone_of(
            self._reading, sentence, (trigger.start, trigger.end), (start, min(end, trigger.end)),
            self._cues,
        )  # fmt: skip

    def _subject(
        self, sentence: Sentence, trigger: Trigger
    ) -> tuple[CraftMention | None, bool]:
        """Return the mention of the aircraft that moves, and whether a person is the subject."""
        wants_after = trigger.label in PATIENT_CLASSES and not self._passive(trigger)
        best: tuple[float, CraftMention] | None = None
        for mention in self._crafts.mentions:
            if not sentence.start <= mention.start < sentence.end or mention.kind == "escort":
                continue
            cost = cost_between(self._reading, trigger, mention.start, mention.end)
            after = mention.start >= trigger.start
            if wants_after:
                cost += 0 if after else 60
            else:
                cost += 25 if after else 0
            if mention.craft is not None and self._crafts.all[mention.craft].fighter:
                cost += 40
            if mention.kind == "flight":
                cost += 15
            if best is None or cost < best[0]:
                best = (cost, mention)
        return (best[1] if best is not None else None), False

    def _passive(self, trigger: Trigger) -> bool:
        text = self._reading.joined
        if self._reading.lang == "en":
            return (
                _PASSIVE.search(text[max(0, trigger.start - 24) : trigger.start]) is not None
                or text[trigger.end : trigger.end + 4] == " by "
            )
        return _PASSIVE_FORM.search(text[trigger.start : trigger.end].lower()) is not None

    def _carried(self, sentence: Sentence) -> int | None:
        """Return the aircraft spoken of last before this sentence."""
        for mention in reversed(self._crafts.mentions):
            if mention.craft is None or mention.start >= sentence.start:
                continue
            if not self._crafts.all[mention.craft].fighter:
                return mention.craft
        return None
