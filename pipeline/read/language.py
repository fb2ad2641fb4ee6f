"""Owns which language a text is in. Names of languages are ISO 639-1; knows nothing of pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

# Letters that one of the two alphabets has and the other has not.
_LETTERS_OF_ONE = {
    # Some Ukrainian feeds write a Latin i inside Cyrillic words.
    "uk": re.compile("[іїєґІЇЄҐ]|(?<=[а-я])i|i(?=[а-я])"),
    "ru": re.compile("[ыэъёЫЭЪЁ]"),
}
# A quotation in the other language must not decide: one alphabet has to lead clearly.
_LETTERS_LEAD = 3
# Below this many characters a headline full of names looks like any language with those letters.
_ENOUGH_FOR_OTHERS = 200
# Probability left to the configured languages below which the text is in none of them.
_MOST_DOUBT = 0.1
# Telling takes time in proportion; twice as much gave no other language on 981 articles and pages.
_SAMPLE = 1000
# A shorter line is a name, a headline of another outlet, a slogan.
_SHORTEST_BLOCK = 80
# Of the letters that one of the two alphabets has alone, at least so many: names bring one or two.
_FEWEST_OWN_LETTERS = 3
# The share of a line's letters in the other script that makes it a line in that script.
_OTHER_SCRIPT = 0.8
# The probability of a language from which a single line is taken to be in it.
_SURE = 0.999
_CYRILLIC = re.compile("[а-яёіїєґА-ЯЁІЇЄҐ]")
_LATIN = re.compile("[a-zA-Z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line of a text that is in another language than the rest: a quotation, mostly."""

    char_start: int
    char_end: int
    lang: str


def identify(
    text: str, *, languages: Sequence[str], hints: Sequence[str | None] = ()
) -> str | None:
    """Return the language of the text, one of `languages` or, when surely none of them, another.

    Hints (the feed's, the page's) count only where the text gives nothing to go by; None where
    they give nothing either.
    """
    sample = text[:_SAMPLE]
    if not any(character.isalpha() for character in sample):
        return next((hint for hint in hints if hint in languages), None)
    ranked = [(str(lang), float(share)) for lang, share in _identifier().rank(sample)]
    configured = sum(share for lang, share in ranked if lang in languages)
    if len(sample) >= _ENOUGH_FOR_OTHERS and configured < _MOST_DOUBT:
        return ranked[0][0]
    by_letters = _by_letters(sample, languages)
    if by_letters is not None:
        return by_letters
    return next((lang for lang, _ in ranked if lang in languages), None)


def blocks_in_others(text: str, *, lang: str, languages: Sequence[str]) -> tuple[Block, ...]:
    """Return the lines of a text in `lang` that are surely in another language.

    A line that may be in the text's own language counts as in it. What is in none of `languages`
    has the name of the language it looks like most.
    """
    found = []
    start = 0
    for line in text.split("\n"):
        if len(line) >= _SHORTEST_BLOCK:
            other = _other_language(line, lang, languages)
            if other is not None:
                found.append(Block(char_start=start, char_end=start + len(line), lang=other))
        start += len(line) + 1
    return tuple(found)


def _other_language(line: str, lang: str, languages: Sequence[str]) -> str | None:
    cyrillic, latin = len(_CYRILLIC.findall(line)), len(_LATIN.findall(line))
    is_cyrillic = lang in _LETTERS_OF_ONE
    own, other = (cyrillic, latin) if is_cyrillic else (latin, cyrillic)
    if own >= (1 - _OTHER_SCRIPT) * (own + other) and is_cyrillic:
        others = [one for one in _LETTERS_OF_ONE if one != lang]
        return next((one for one in others if _is_surely(one, line, instead_of=lang)), None)
    (first, share), *_ = _identifier().rank(line)
    if own < (1 - _OTHER_SCRIPT) * (own + other):
        told = identify(line, languages=[one for one in languages if one != lang])
        return str(first) if share >= _SURE and first != lang else told
    return str(first) if share >= _SURE and first not in languages else None


def _is_surely(lang: str, line: str, *, instead_of: str) -> bool:
    """Return whether letters of one alphabet stand in the line, and none of the other's."""
    enough = len(_LETTERS_OF_ONE[lang].findall(line)) >= _FEWEST_OWN_LETTERS
    return enough and not _LETTERS_OF_ONE[instead_of].search(line)


def _by_letters(text: str, languages: Sequence[str]) -> str | None:
    """Return Ukrainian or Russian where only one of them can have written these letters."""
    if not {"uk", "ru"} <= set(languages):
        return None
    counts = {lang: len(pattern.findall(text)) for lang, pattern in _LETTERS_OF_ONE.items()}
    (_, less), (lang, more) = sorted(counts.items(), key=lambda item: item[1])
    return lang if more >= max(1, _LETTERS_LEAD * less) else None


@cache
def _identifier() -> Any:
    """Load py3langid, which ranks all languages it knows, once a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
