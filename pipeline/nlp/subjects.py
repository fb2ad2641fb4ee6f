"""Owns which aircraft a word of motion speaks of: the mention in its sentence that moves.

Must not read places, days or tones (`frames.py` does), nor other sentences (`carry.py` does).
"""

import re
from collections.abc import Sequence

from pipeline.nlp.carry import speaks_of_it, stands_aboard
from pipeline.nlp.craft import CraftMention
from pipeline.nlp.crafts import Crafts
from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.roles import Trigger, cost_between
from pipeline.nlp.triggers import FINITE

PATIENT_CLASSES = frozenset({"intercepted", "shot_down", "forced_down"})
SWAPPING_CLASSES = frozenset({"follow"})  # the passive puts who moves behind: "followed by a"
PRESENCE_COST = 110
LONG_PRESENCE_COST = 140
WITNESS_COST = 70
SHORT_COPULA = 8
FIGHTER_COST = 40
HUNTER_COST = 400
ESCORTING_COST = 150
ESCORT_REACH = 20
AUX_REACH = 32  # "it had already been "
ESCORT_CLASSES = frozenset({"depart", "arrive"})
_AUX = (
    r"(?:(?:has|had|was|is|were|are|been|would|will|should|be|also|then|later|already|soon)\s)"
    r"{0,3}"
)
_IT = re.compile(rf"\b(?:it|which|that)\s{_AUX}$", re.IGNORECASE)
_AND = re.compile(rf"(?:\b(?:and|but|then)|,)\s{_AUX}$", re.IGNORECASE)
_COPULA = re.compile(r"\b(?:was|were|is|are|be|been)\s$", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|is|are|being|be|got|after being)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_PASSIVE_FORM = re.compile(
    r"(?:ено|ано|ито|ито|ений|ена|аний|ана|итий|итого|итий|бит|бита|битый|битого|битом|битим|"
    r"ачен|ачена|жен|жена|лен|лена)$"
)
_BY = re.compile(r"\b(?:by|in|on|aboard|на|в|у)\s(?:[\w\-]+\s){0,2}$", re.IGNORECASE)
_BY_ENDINGS = ("ом", "ем", "єм", "ами", "ями")
BY_REACH = 30
_MODIFYING = frozenset({"uncrewed", "ground"})


class Subjects:
    """The aircraft of an article as subjects of its words of motion."""

    def __init__(self, reading: Reading, crafts: Crafts) -> None:
        self._reading = reading
        self._crafts = crafts

    def of(self, sentence: Sentence, trigger: Trigger) -> CraftMention | None:
        """Return the mention of the aircraft that moves, None if the sentence names none."""
        passive = self._passive(trigger)
        wants_after = (trigger.label in PATIENT_CLASSES and not passive) or (
            trigger.label in SWAPPING_CLASSES and passive
        )
        best: tuple[float, CraftMention] | None = None
        for mention in self._crafts.mentions:
            if not sentence.start <= mention.start < sentence.end:
                continue
            if mention.kind == "escort" and not self._scrambled(mention, trigger):
                continue
            if mention.kind in _MODIFYING and self._modifies(mention):
                continue
            cost = cost_between(self._reading, trigger, mention.start, mention.end)
            after = mention.start >= trigger.start
            if mention.kind == "ground" and after and not self._conveys(mention):
                continue
            if wants_after:
                cost += 0 if after else 60
            else:
                cost += 25 if after else 0
            if mention.craft is not None and self._crafts.all[mention.craft].fighter:
                cost += ESCORTING_COST if self._escorting(mention) else FIGHTER_COST
                cost += HUNTER_COST if trigger.label in PATIENT_CLASSES else 0
            if mention.kind == "uncrewed" and after:
                cost += FIGHTER_COST
            if mention.kind == "flight":
                cost += 15
            if best is None or cost < best[0]:
                best = (cost, mention)
        if best is None or self._beside_it(best[1], trigger):
            return None
        return best[1]

    def _beside_it(self, mention: CraftMention, trigger: Trigger) -> bool:
        """Return whether fighters are only beside the "it" that a verb of motion speaks of."""
        fighter = mention.craft is not None and self._crafts.all[mention.craft].fighter
        moves = trigger.label not in PATIENT_CLASSES
        return fighter and moves and speaks_of_it(trigger, self._reading)

    def _conveys(self, vehicle: CraftMention) -> bool:
        """Return whether a vehicle named behind a verb carries who moves, and is no cargo: "taken
        on by bus", «повезли автобусами»."""
        text = self._reading.joined
        by = _BY.search(text, max(0, vehicle.start - BY_REACH), vehicle.start)
        return by is not None or text[vehicle.start : vehicle.end].endswith(_BY_ENDINGS)

    def _modifies(self, mention: CraftMention) -> bool:
        """Return whether a mention only qualifies a noun: "drone parts", "missile engineers"."""
        index = self._reading.word_at(mention.start)
        word = None if index is None else self._reading.words[index]
        return word is not None and word.dep == "compound"

    def _scrambled(self, escort: CraftMention, trigger: Trigger) -> bool:
        """Return whether a word of motion may speak of fighters: in one clause, and of going up
        or coming in."""
        gap = self._reading.joined[escort.end : trigger.start]
        return trigger.label in ESCORT_CLASSES and "," not in gap

    def present(
        self, trigger: Trigger, mention: CraftMention | None, *, goes_on: bool, moved: bool
    ) -> bool:
        """Return whether an aircraft is the subject of words such as "was in". `goes_on`: a word of
        motion stands before in the sentence, so that "and was in" speaks of what moved; `moved`:
        one stands in the sentence before, so that "they were in" may speak of those aboard."""
        before = self._reading.joined[max(0, trigger.start - AUX_REACH) : trigger.start]
        if _IT.search(before) or (goes_on and _AND.search(before)):
            return True
        if trigger.pos == "j" and not goes_on:
            return False
        if goes_on and self._verbless(trigger):
            return True
        back = trigger.pos == "b" and _COPULA.search(before) is not None
        stands = trigger.label == "presence" and (goes_on or moved)
        if (stands or back) and stands_aboard(trigger, self._reading):
            return True
        if trigger.pos == "b" and mention is not None and _COPULA.search(before):
            return mention.start < trigger.start
        if mention is None or mention.end > trigger.start:
            return False
        limit = PRESENCE_COST if trigger.end - trigger.start <= SHORT_COPULA else LONG_PRESENCE_COST
        return cost_between(self._reading, trigger, mention.start, mention.end) < limit

    def _verbless(self, trigger: Trigger) -> bool:
        """Return whether a trigger stands in an English sentence without a verb."""
        sentence = self._reading.sentence_at(trigger.start)
        words = self._reading.words[sentence.first : sentence.last]
        return bool(words[0].tag) and not any(word.tag in FINITE for word in words)

    def without_others(self, sentence: Sentence, triggers: Sequence[Trigger]) -> list[Trigger]:
        """Return the triggers but the words of many subjects that stand close to no aircraft."""
        return [
            trigger
            for trigger in triggers
            if trigger.pos != "w" or self._beside(trigger, self.of(sentence, trigger))
        ]

    def _beside(self, trigger: Trigger, mention: CraftMention | None) -> bool:
        return mention is not None and (
            cost_between(self._reading, trigger, mention.start, mention.end) < WITNESS_COST
        )

    def _escorting(self, fighter: CraftMention) -> bool:
        return any(
            mention.kind == "escort" and 0 <= fighter.start - mention.end <= ESCORT_REACH
            for mention in self._crafts.mentions
        )

    def _passive(self, trigger: Trigger) -> bool:
        text = self._reading.joined
        if self._reading.lang == "en":
            return (
                _PASSIVE.search(text[max(0, trigger.start - 24) : trigger.start]) is not None
                or text[trigger.end : trigger.end + 4] == " by "
            )
        return _PASSIVE_FORM.search(text[trigger.start : trigger.end].lower()) is not None
