"""Owns what the words right before an aircraft make of it. Must not follow the aircraft."""

import re

from pipeline.nlp.lexicon import load_lexicon
from pipeline.nlp.reading import Reading

_VERB_REACH = 24
_NOMINATIVE = re.compile(r"(?:ий|ій|ой|ая|а|о[еє]|ие|і|дин)$")
_REACH = 48
_DENIED = re.compile(
    r"(?:,\s(?:and\s)?not|\brather than|\b(?:instead|in place|in lieu) of|\bа не|\bзам[іе]сть|"
    r"\bвместо)\s(?:(?:an?|the|its|their|his)\s)?(?:(?:usual|customary|regular|scheduled|"
    r"планов\w+|звичайн\w+|обычн\w+|привычн\w+)\s)?$",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\b(?:(?:based|built|modell?ed|founded) (?:up)?on|derived from|converted from|rebuilt from|"
    r"(?:version|variant|derivative|conversion|adaptation|development|cousin) of|"
    r"на (?:баз[іе]|основ[іе]|шасс[иі]|планер[іе])|"
    r"(?:модиф[иі]кац\w+|верс[ийіяяю]\w*|вар[иі]ант\w*|аналог\w*))\s"
    r"(?:(?:an?|the|airframe of|old|ageing|civil|civilian|airliner|лайнер\w*|літак\w*|"
    r"самол[её]т\w*|пасажирськ\w+|пассажирск\w+|цивільн\w+|гражданск\w+)\s){0,3}[«\"“„]?$",
    re.IGNORECASE,
)


def is_denied(text: str, start: int) -> bool:
    """Return whether what begins at `start` is named only as what it was not: "not the Antonov",
    "in place of its usual callsign"."""
    return _DENIED.search(text, max(0, start - _REACH), start) is not None


def is_base(text: str, start: int) -> bool:
    """Return whether a type that begins at `start` is what an aircraft was made from: "built on
    the Boeing 747", «на базе Боинга-747»."""
    return _BASE.search(text, max(0, start - _REACH), start) is not None


def tells_on(reading: Reading, start: int, end: int) -> bool:
    """Return whether a nominative opens a sentence and a comma or a word of motion follows it:
    «Второй, постарше, …», «Інший сів»."""
    if start != reading.sentence_at(start).start or not _NOMINATIVE.search(
        reading.joined[start:end]
    ):
        return False
    after = reading.joined[end : end + _VERB_REACH]
    if after.startswith(", "):
        return True
    lexicon = load_lexicon(reading.lang)
    noun = next(lexicon.aircraft.find(after), None)
    if noun is not None and noun.start == 1:
        return False
    hit = next(lexicon.motion.find(after), None)
    return hit is not None and hit.start == 1
