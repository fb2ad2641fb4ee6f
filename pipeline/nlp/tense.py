"""Owns the tense of a word of motion: told as past, or as yet to come. Knows no other cues."""

import re
from collections.abc import Sequence
from typing import Literal

from pipeline.nlp.dates import DateExpression
from pipeline.nlp.reading import Reading
from pipeline.nlp.roles import Trigger
from pipeline.nlp.status import Tense

NOUNS = frozenset({"flight", "route"})
VERBS = frozenset({"depart", "arrive", "travel", "return"})
# What is done to an aircraft, told without a finite verb, is threatened or tried: «погрожує збити».
DEEDS = frozenset({"shot_down"})
FINITE = frozenset({"", "w", "b", "v"})  # parts of speech of the table that may be a finite verb
NAMED_REACH = 80  # characters from a noun of flying to its verb: «рейс из Минска … вылетит»
_EN_PAST = frozenset({"VBD"})
_EN_PRESENT = frozenset({"VBZ", "VBP"})
_PAST = re.compile(r"\w{2,}(?:[вл]|[лв]?ла|ло|ли|вся|лась|лася|лось|лося|лись|лися|лся)")
_PRESENT = re.compile(r"\w{2,}(?:є|ає|яє|[аяиу]ть|[аиеёуюя]т)(?:ся)?")
_INFINITIVE = re.compile(r"\w{2,}(?:ти|ть)(?:ся|сь)?")
_LATER_TODAY = frozenset({"afternoon", "evening", "night"})
_BREAK = re.compile(r"[,;:.\n—]")


def tense_of(
    reading: Reading, triggers: Sequence[Trigger], number: int, dates: Sequence[DateExpression]
) -> Tense:
    """Return "future" also of a present that has a day to come ("leaves on Friday", «прилетает
    сегодня вечером») and of a noun whose verb is to come («рейс в Минск вылетит»)."""
    trigger = triggers[number]
    if trigger.pos == "f":
        return "future"
    if trigger.pos == "n" or trigger.label in NOUNS:
        return "future" if _verb_to_come(reading, triggers, number) else ""
    if trigger.label in DEEDS:
        return "infinitive" if _form(reading, trigger) == "infinitive" else ""
    if trigger.pos not in FINITE or (trigger.label not in VERBS and reading.lang != "en"):
        return ""
    form = _form(reading, trigger)
    if trigger.label not in VERBS:
        return "past" if form == "past" else ""
    if form == "present" and any(_to_come(date) for date in dates):
        return "future"
    return "past" if form == "past" else ""


def _verb_to_come(reading: Reading, triggers: Sequence[Trigger], number: int) -> bool:
    """Return whether the next word of motion is a future that nothing parts from the noun."""
    if number + 1 == len(triggers):
        return False
    noun, verb = triggers[number], triggers[number + 1]
    between = reading.joined[noun.end : verb.start]
    near = len(between) <= NAMED_REACH and _BREAK.search(between) is None
    return verb.pos == "f" and near


def _to_come(date: DateExpression) -> bool:
    """Return whether a present with this date tells of what is to come."""
    if date.kind == "weekday":
        return date.modifier is None and date.hour is None
    today = date.kind == "relative_day" and date.offset == 0
    return today and date.part_of_day in _LATER_TODAY


def _form(reading: Reading, trigger: Trigger) -> Literal["past", "present", "infinitive", ""]:
    """Return the form of the verb that a trigger begins with, as its tag or its ending says."""
    index = reading.word_at(trigger.start)
    if index is None:
        return ""
    if reading.lang == "en":
        tag = reading.words[index].tag
        if tag == "VB":
            return "infinitive"
        return "past" if tag in _EN_PAST else "present" if tag in _EN_PRESENT else ""
    word = reading.words[index].text.lower()
    if _PAST.fullmatch(word):
        return "past"
    if trigger.label in DEEDS and _INFINITIVE.fullmatch(word):
        return "infinitive"
    return "present" if _PRESENT.fullmatch(word) else ""
