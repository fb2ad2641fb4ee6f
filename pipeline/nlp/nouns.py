"""Owns the tone of nouns of motion, which have no tense of their own, and where a clause begins.

«Рейс виконають у неділю», «вилетить о сьомій, приліт — о десятій»: a noun is of the time its verb
tells, else of the time the telling is at. Must not place or date: `frames.py` does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.roles import Trigger
from pipeline.nlp.status import Tone

VERB_REACH = 90  # a line of text between a noun and its verb
_NOUNS = frozenset({"flight", "route", "goal"})
_LINK = re.compile(r"\s(?:и|і|й|та|но|але|а|проте|однако)\s")
_BREAKS = frozenset(",.;:—")
_PAST = re.compile(r"\w{2,}[аяиіїеуюоы](?:в|л|ла|ло|ли)(?:ся|сь)?\b")


def last_link(reading: Reading, start: int, end: int) -> int:
    """Return where the last comma or conjunction of a stretch begins, -1 if it has none. What is
    negated before one is another word: «решил не рисковать и вернулся», "did not fly home but went
    on to Ganja"."""
    comma = reading.joined.rfind(",", start, end)
    if reading.lang == "en":
        return max(comma, reading.joined.rfind(" but ", start, end))
    links = [match.start() for match in _LINK.finditer(reading.joined, start, end)]
    return max([comma, *links])


def is_noun(trigger: Trigger) -> bool:
    """Return whether a word of motion is no verb."""
    return trigger.pos in ("n", "b") or trigger.label in _NOUNS


class NounTones:
    """Gives nouns the tone of their verbs, sentence by sentence."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._told: tuple[int, str] = (-2, "")

    def settled(
        self, sentence: Sentence, triggers: Sequence[Trigger], tones: Sequence[Tone]
    ) -> list[Tone]:
        """Return the tones of a sentence, nouns planned where what tells of them is."""
        out = list(tones)
        if self._reading.lang == "en":
            return out
        for number, trigger in enumerate(triggers):
            if is_noun(trigger) and out[number].status == "happened":
                status = self._of_verb(triggers, out, number) or self._before(sentence, out, number)
                out[number] = replace(out[number], status="planned") if status else out[number]
        if out:
            self._told = (sentence.index, out[-1].status)
        return out

    def _of_verb(self, triggers: Sequence[Trigger], tones: Sequence[Tone], number: int) -> bool:
        """Return whether a verb of the noun's own clause tells of what is to come."""
        noun = triggers[number]
        for other, tone in zip(triggers, tones, strict=True):
            low, high = min(noun.end, other.end), max(noun.start, other.start)
            gap = self._reading.joined[low:high]
            if not is_noun(other) and len(gap) <= VERB_REACH and not set(gap) & _BREAKS:
                return tone.status == "planned"
        return False

    def _before(self, sentence: Sentence, tones: Sequence[Tone], number: int) -> bool:
        """Return whether a noun without a verb goes on about a plan."""
        text = self._reading.joined
        if number:
            return tones[number - 1].status == "planned" and not _PAST.search(
                text, sentence.start, sentence.end
            )
        follows = self._told == (sentence.index - 1, "planned")
        return follows and not _PAST.search(text, sentence.start, sentence.end)
