"""Owns the motion frames of an article: who moved from where to where, when, told in what tone.

A frame is what one verb or noun of motion tells. Must not join frames: `legs.py` does.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.nlp.carry import carried, pronoun_moves
from pipeline.nlp.craft import BOTH, CraftMention
from pipeline.nlp.crafts import Crafts
from pipeline.nlp.dates import DateExpression
from pipeline.nlp.lexicon import Hit
from pipeline.nlp.locations import Location
from pipeline.nlp.nouns import NounTones, last_link
from pipeline.nlp.press import is_caption
from pipeline.nlp.reading import Reading, Sentence, opens_item
from pipeline.nlp.roles import Placed, Role, Trigger, place_locations
from pipeline.nlp.status import Tone, cue_hits, tone_of
from pipeline.nlp.subjects import Subjects
from pipeline.nlp.tense import tense_of
from pipeline.nlp.there import heading, last_call, with_there
from pipeline.nlp.times import is_weak, times_of
from pipeline.nlp.triggers import motion_words, triggers_in
from pipeline.nlp.whens import DayReader, When

Times = Mapping[int, Sequence[DateExpression]]  # by the number of a trigger
NOUN_REACH = 50
PARTICLE_REACH = 4  # «дістався б», «полетел бы»
LISTED_REACH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What one word of motion tells. `explicit`: an aircraft is named in its own sentence.
    `narrated` is the day the telling was at, whether or not this word has one of its own; `ended`
    the time behind a departure that can only be that of its end."""

    label: str
    base: str
    start: int
    end: int
    sentence: int
    sentence_start: int
    sentence_end: int
    is_title: bool
    craft: int | None
    explicit: bool
    origin: Location | None
    destination: Location | None
    came_down: Location | None
    via: Location | None
    when: When | None
    tone: Tone
    narrated: When | None = None
    ended: When | None = None


def find_frames(
    reading: Reading,
    crafts: Crafts,
    locations: Sequence[Location],
    dates: Sequence[DateExpression],
    days: DayReader,
    names: Sequence[tuple[int, int]],
) -> list[Frame]:
    """Return the frames of an article in the order they are told.

    `names` are spans of names (operators, outlets), whose words tell of no motion.
    """
    cues = cue_hits(reading)
    hits = motion_words(reading, names)
    reader = _FrameReader(reading, crafts, cues, days)
    frames: list[Frame] = []
    for sentence in reading.sentences:
        if is_caption(reading, sentence):
            continue
        here = [item for item in locations if sentence.start <= item.start < sentence.end]
        when = [item for item in dates if sentence.start <= item.start < sentence.end]
        triggers = triggers_in(reading, sentence, hits, here, crafts, when)
        frames.extend(reader.read(sentence, triggers, here, when))
    shared = _shared(frames, crafts, reading, cues)
    listed = {frame.start for frame in shared}
    kept = [
        frame
        for frame in frames
        if frame.craft is None or crafts.all[frame.craft].named or frame.start not in listed
    ]
    return [*kept, *reader.dated(shared, dates)]


def _shared(
    frames: Sequence[Frame], crafts: Crafts, reading: Reading, cues: Sequence[Hit]
) -> list[Frame]:
    """Return a frame for each aircraft that is only listed beside the one that moves.

    "RA-1 and RA-2 landed in Minsk": the verb finds one subject, the other shares what it tells.
    """
    told = {
        frame.craft
        for frame in frames
        if _has_content(frame) and (frame.explicit or frame.origin or frame.destination)
        if not frame.is_title
    }
    shared: list[Frame] = []
    for mention, after in zip_longest(crafts.mentions, crafts.mentions[1:]):
        if mention.craft is None or mention.kind in _UNNAMED:
            continue
        sentence = reading.sentence_at(mention.start)
        here = [frame for frame in frames if frame.sentence == sentence.index]
        listed = after is not None and _listed(mention, after, reading, here)
        if mention.craft in told and mention.kind != BOTH and not listed:
            continue
        if (
            sentence.is_title
            or crafts.all[mention.craft].fighter
            or _excluded(sentence, here, cues)
        ):
            continue
        head = _head_of_list(reading, sentence)
        if head is not None and not any(map(_has_content, here)):
            here = [frame for frame in frames if frame.sentence == head.index]
        source = next((f for f in here if (f.explicit and f.destination) or f.origin), None)
        if source is not None and source.label in MOVING and not source.tone.negated:
            told.add(mention.craft)
            shared += [
                replace(frame, craft=mention.craft)
                for frame in here
                if frame.craft == source.craft and frame.label in MOVING and _has_content(frame)
            ]
    return shared


def _listed(
    mention: CraftMention, after: CraftMention, reading: Reading, frames: Sequence[Frame]
) -> bool:
    """Return whether "and" joins an aircraft of which a sentence tells nothing else to the one
    behind it: "an Il-62 and an An-124 freighter left", wherever else it is told of."""
    if after.kind not in _NAMED or after.craft == mention.craft:
        return False
    if any(frame.craft == mention.craft for frame in frames):
        return False
    return _AND.fullmatch(reading.joined, mention.end, after.start) is not None


def _head_of_list(reading: Reading, sentence: Sentence) -> Sentence | None:
    """Return the sentence that opens a list ("seven aircraft left Minsk:") for an item of it."""
    if not opens_item(reading, sentence):
        return None
    for before in reversed(reading.sentences[: sentence.index]):
        if reading.joined[before.start : before.end].endswith(":"):
            return before
        if not opens_item(reading, before):
            return None
    return None


def _has_content(frame: Frame) -> bool:
    return bool(frame.origin or frame.destination or frame.came_down or frame.when)


def _excluded(sentence: Sentence, frames: Sequence[Frame], cues: Sequence[Hit]) -> bool:
    """Return whether a sentence says that an aircraft stayed or was not part of it."""
    inside = {cue.label for cue in cues if sentence.start <= cue.start < sentence.end}
    return "negation" in inside or any(frame.label == "presence" for frame in frames)


def _filled(placed: Sequence[Placed], number: int) -> dict[Role, Location]:
    """Return the nearest location of each role of a trigger."""
    mine = sorted((item for item in placed if item.trigger == number), key=lambda item: item.cost)
    roles: dict[Role, Location] = {}
    for item in mine:
        if item.role is not None:
            roles.setdefault(item.role, item.location)
    return roles


MOVING = frozenset({"depart", "arrive", "travel", "return", "flight", "route"})
_UNNAMED = frozenset({"aircraft", "helicopter", "flight"})
_NAMED = frozenset({"type", "registration", "callsign"})
_OF_THE_AIRCRAFT = frozenset({"b", "s"})  # words that tell of an aircraft as subject alone
_AND = re.compile(r"\s(?:and|та|і|й|и)\s(?:[\w\-]+\s){0,2}", re.IGNORECASE)
_IT_INSIDE = re.compile(r"\s(?:it|her|его|её|ее|його|її)\s", re.IGNORECASE)
NEUTRAL = Tone(status="happened", negated=False, cues=frozenset())


class _FrameReader:
    """Reads one sentence after the other, remembering the aircraft and the day told last."""

    def __init__(
        self,
        reading: Reading,
        crafts: Crafts,
        cues: Sequence[Hit],
        days: DayReader,
    ) -> None:
        self._reading = reading
        self._crafts = crafts
        self._subjects = Subjects(reading, crafts)
        self._cues = cues
        self._days = days
        self._header: Location | None = None
        self._moved: dict[int, int] = {}
        self._last = -2  # the sentence in which an aircraft was last told to move
        self._told: Location | None = None
        self._nouns = NounTones(reading)
        self._particle = 0 if reading.lang == "en" else PARTICLE_REACH

    def read(
        self,
        sentence: Sentence,
        triggers: Sequence[Trigger],
        locations: Sequence[Location],
        dates: Sequence[DateExpression],
    ) -> list[Frame]:
        triggers = self._subjects.without_others(sentence, triggers)
        placed = place_locations(
            self._reading, sentence, triggers, locations, self._stops(sentence, triggers)
        )
        times = times_of(self._reading, triggers, dates)
        self._days.open(sentence.index, dates)
        frames: list[Frame] = []
        moved = self._last + 1 == sentence.index
        tones = self._tones(sentence, triggers, times)
        self._header = heading(self._reading, sentence, locations) or self._header
        self._days.days(dates if not triggers else (), NEUTRAL)
        for number, trigger in enumerate(triggers):
            mention = self._subjects.of(sentence, trigger)
            if mention is not None and mention.craft is None:
                continue
            if (trigger.label == "presence" or trigger.pos in _OF_THE_AIRCRAFT) and (
                not self._subjects.present(trigger, mention, goes_on=bool(frames), moved=moved)
            ):
                continue
            tone = self._refuted(tones[number], trigger, mention, _filled(placed, number))
            days: list[When | None] = [*self._days.days(times.get(number, []), tone)]
            roles = with_there(
                self._reading, sentence, trigger, self._cues, placed, _filled(placed, number),
                self._told,
            )  # fmt: skip
            frames += [
                self._frame(sentence, trigger, mention, roles, tone, when)
                for when in days or [None]
            ]
        self._told = last_call(placed, self._told)
        if any(frame.label in MOVING and frame.craft is not None for frame in frames):
            self._last = sentence.index
        return self._explained(frames)

    def _tones(self, sentence: Sentence, triggers: Sequence[Trigger], times: Times) -> list[Tone]:
        own = [self._tone(sentence, triggers, number, times) for number in range(len(triggers))]
        return self._nouns.settled(sentence, triggers, own)

    def _explained(self, frames: Sequence[Frame]) -> list[Frame]:
        """Give what a colon explains the day told before it: "It came back in May: it flew from
        Minsk to Rome"."""
        out: list[Frame] = []
        for frame in frames:
            last = out[-1] if out else None
            if last is not None and frame.when is None and not (last.origin or last.destination):
                gap = self._reading.joined[last.end : frame.start]
                if last.craft == frame.craft and ":" in gap and ";" not in gap:
                    frame = replace(frame, when=last.when)
            out.append(frame)
        return out

    def _frame(
        self,
        sentence: Sentence,
        trigger: Trigger,
        mention: CraftMention | None,
        roles: dict[Role, Location],
        tone: Tone,
        when: When | None,
    ) -> Frame:
        craft = mention.craft if mention is not None else carried(
            sentence, trigger, self._crafts, self._reading, ends=len(roles),
            moved=self._moved,
        )  # fmt: skip
        if craft is not None and (roles or when) and pronoun_moves(trigger, self._reading):
            self._moved[craft] = sentence.index
        return Frame(
            label=trigger.label,
            base=trigger.base or trigger.label,
            start=trigger.start,
            end=trigger.end,
            sentence=sentence.index,
            sentence_start=sentence.start,
            sentence_end=sentence.end,
            is_title=sentence.is_title,
            craft=craft,
            explicit=mention is not None or self._says_it(trigger),
            origin=roles.get("origin"),
            destination=roles.get("destination") or self._here(trigger, roles),
            came_down=roles.get("came_down"),
            via=roles.get("via"),
            when=when,
            tone=tone,
            narrated=self._days.narrated(),
        )

    def _refuted(
        self,
        tone: Tone,
        trigger: Trigger,
        mention: CraftMention | None,
        roles: Mapping[Role, Location],
    ) -> Tone:
        """Return "RA-1 did not fly from Minsk to Tripoli" as the denial of a flight: who names an
        aircraft and both ends speaks of one flight, not of a habit."""
        named = mention is not None and mention.kind in _NAMED
        told = trigger.label in MOVING and "origin" in roles and "destination" in roles
        if tone.negated and tone.status == "happened" and named and told:
            return replace(tone, status="denied")
        return tone

    def _says_it(self, trigger: Trigger) -> bool:
        """Return whether a pronoun stands for the aircraft inside the words: "shot it down"."""
        return _IT_INSIDE.search(self._reading.joined, trigger.start, trigger.end) is not None

    def _here(self, trigger: Trigger, roles: dict[Role, Location]) -> Location | None:
        """Return the place of the dateline ("LUSAKA.") for an arrival that names none."""
        if trigger.label != "arrive" or self._header is None:
            return None
        origin = roles.get("origin")
        return None if origin is not None and origin.same_as(self._header) else self._header

    def _stops(self, sentence: Sentence, triggers: Sequence[Trigger]) -> list[Hit]:
        """Return the words of a stop on the way, but not those of "came to a stop"."""
        return [
            cue
            for cue in self._cues
            if cue.label == "via"
            and sentence.start <= cue.start < sentence.end
            and not any(item.start < cue.start < item.end for item in triggers)
        ]

    def dated(self, shared: Sequence[Frame], dates: Sequence[DateExpression]) -> list[Frame]:
        """Give each aircraft of a list the day told behind it: "RA-1 left on Monday, RA-2 on
        Friday". `shared` are the frames of those that only share the verb."""
        out: list[Frame] = []
        for frame in shared:
            own = [day for day in dates if day.granularity == "day" and self._behind(frame, day)]
            days = self._days.days(own[:1], frame.tone) if frame.when is not None else []
            out.append(replace(frame, when=days[0]) if days else frame)
        return out

    def _behind(self, frame: Frame, day: DateExpression) -> bool:
        """Return whether a date stands close behind a mention of the frame's aircraft."""
        told = [item.end for item in self._crafts.mentions if item.end <= day.start]
        last = [item for item in self._crafts.mentions if item.end == max(told, default=-1)]
        mine = [item for item in last if item.craft == frame.craft]
        near = any(
            frame.sentence_start <= item.start and item.end + LISTED_REACH > day.start
            for item in mine
        )
        return near and day.end <= frame.sentence_end and not is_weak(day)

    def _tone(
        self, sentence: Sentence, triggers: Sequence[Trigger], number: int, times: Times
    ) -> Tone:
        tone = self._own_tone(sentence, triggers, number, times)
        if not number or tone.status != "happened" or not self._is_infinitive(triggers[number]):
            return tone
        first = self._own_tone(sentence, triggers, number - 1, times)
        shared = first.status in ("planned", "hypothetical")
        return replace(tone, status=first.status) if shared else tone

    def _is_infinitive(self, trigger: Trigger) -> bool:
        """Return whether an English verb leaves its "will" or "is to" to a verb before it: "is to
        leave Minsk and land in Baku"."""
        index = self._reading.word_at(trigger.start)
        return index is not None and self._reading.words[index].tag == "VB"

    def _own_tone(
        self, sentence: Sentence, triggers: Sequence[Trigger], number: int, times: Times
    ) -> Tone:
        trigger = triggers[number]
        start, end = sentence.start, sentence.end
        if number:
            previous = triggers[number - 1]
            gap = self._reading.joined[previous.end : trigger.start]
            if any(mark in gap for mark in ",;:—") or len(gap) > 40:
                start = previous.end
        if number + 1 < len(triggers):
            end = triggers[number + 1].start
        noun = trigger.pos in ("n", "i") or trigger.label in ("flight", "route")
        marks = [self._reading.joined.rfind(mark, start, trigger.start) for mark in (";", ": ")]
        start = max(start, *marks)
        tense = tense_of(self._reading, triggers, number, times.get(number, ()))
        return tone_of(
            sentence, (trigger.start, trigger.end),
            (start, min(end, trigger.end + (NOUN_REACH if noun else self._particle))), self._cues,
            tense=tense,
            dated=number in times,
            comma=last_link(self._reading, start, trigger.start),
        )  # fmt: skip
