"""Owns how a place is introduced: by which preposition, or as what of which word of motion.

Must not decide which role that gives the place: `roles.py` does.
"""

import re
from collections.abc import Sequence
from typing import Literal, Protocol

from pipeline.nlp.lexicon import load_lexicon
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading, Sentence

Hint = Literal[
    "from", "to", "at", "via", "over", "near", "of", "by", "between", "with", "object", "dash",
    "and", "none",
]  # fmt: skip

_BACK_WORDS = 6
_BACK = 70
_TOKENS = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[^\w\s]")
DASHES = frozenset("-‐‑–—−→")
_STOPS = frozenset(",.;:!?)")
_WITH = frozenset({"с", "со", "з", "із", "зі"})  # also "from"
_INSTRUMENTAL = re.compile(
    r"[а-яёіїєґ'’\-]{2,}(?:ом|ем|ём|єм|ами|ями|ым|им|ыми|ими|ией|ою|ею|єю|ью)", re.IGNORECASE
)
_AWAY = frozenset({"от", "від", "од"})  # a direction or a distance may stand before it
_AND = frozenset({"and", "та", "і", "й", "и"})


class Spanned(Protocol):
    """What stands somewhere in a text, as a word of motion does."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def hint_of(
    reading: Reading, sentence: Sentence, location: Location, triggers: Sequence[Spanned]
) -> tuple[Hint, int]:
    """Return how a location is introduced, and where the preposition or link begins."""
    lexicon = load_lexicon(reading.lang)
    prepositions = lexicon.prepositions
    start = max(sentence.start, location.start - _BACK)
    tokens = list(_TOKENS.finditer(reading.joined, start, location.start))
    for back, token in enumerate(reversed(tokens)):
        if back >= _BACK_WORDS:
            break
        word, ahead = token[0].lower(), tokens[: len(tokens) - back - 1]
        pair = f"{ahead[-1][0].lower()} {word}" if ahead else ""
        if pair in prepositions:  # "close to", «неподалік від»
            return _as_hint(prepositions[pair]), ahead[-1].start()
        if any(item.start <= token.start() < item.end for item in triggers):
            ends_with = word in prepositions and prepositions[word] in ("to", "from", "at")
            return (_as_hint(prepositions[word]) if ends_with else "object"), token.start()
        if word in prepositions:
            hint = _by_preposition(reading, word, ahead, tokens[len(tokens) - back :])
            if hint is None:
                continue
            two = word == "of" or (word in _AWAY and hint == "near")  # "out of", «к югу от»
            return hint, ahead[-1].start() if two else token.start()
        if reading.lang != "en" and word in lexicon.compass:  # «севернее Тюмени»
            return "over", token.start()
        if word in DASHES:
            return "dash", token.start()
        if word in _AND:
            return "and", token.start()
        if word in _STOPS:
            return "none", token.start()
    return "none", location.start


def _by_preposition(
    reading: Reading,
    word: str,
    ahead: Sequence[re.Match[str]],
    between: Sequence[re.Match[str]],
) -> Hint | None:
    """Return what a preposition says, by the words `ahead` of it and `between` it and the place;
    None if it only joins two nouns ("the airport of Minsk")."""
    directed = bool(ahead) and _is_compass(reading, ahead[-1])
    if word == "of":
        if ahead and ahead[-1][0].lower() == "out":
            return "from"
        return "near" if directed else None
    if word in _WITH and _of_company(between):
        return "with"
    if word in _AWAY and directed:
        return "near"
    role = load_lexicon(reading.lang).prepositions[word]
    return "from" if role == "near" and _from_before(ahead) else _as_hint(role)


def _of_company(between: Sequence[re.Match[str]]) -> bool:
    """Return whether "with", not "from", stands before a place, by the case of a noun between:
    «с президентом России»."""
    return any(_INSTRUMENTAL.fullmatch(token[0]) for token in between)


def _is_compass(reading: Reading, token: re.Match[str]) -> bool:
    """Return whether "of" follows a direction: "south of Tyumen" is not Tyumen."""
    return token[0].lower() in load_lexicon(reading.lang).compass


def _from_before(tokens: Sequence[re.Match[str]]) -> bool:
    """Return whether "from" stands a few words before, as in "from a strip outside Culiacán"."""
    return any(token[0].lower() == "from" for token in tokens[-3:])


def _as_hint(role: str) -> Hint:
    known: dict[str, Hint] = {
        "from": "from", "to": "to", "at": "at", "via": "via", "over": "over", "near": "near",
        "of": "of", "by": "by", "between": "between", "with": "with",
    }  # fmt: skip
    return known.get(role, "none")
