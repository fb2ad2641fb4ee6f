"""Owns the writing of Cyrillic names in Latin letters. Must not translate what a table knows."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ](?:'?[А-Яа-яЁёІіЇїЄєҐґ])*")
# What carriers call themselves in Cyrillic is English to begin with.
_WORDS = {
    "эйр": "Air", "ейр": "Air", "эйрлайнс": "Airlines", "ейрлайнс": "Airlines",
    "эйрлайнз": "Airlines", "эйрвейз": "Airways", "ейрвейз": "Airways", "карго": "Cargo",
    "джет": "Jet", "экспресс": "Express", "експрес": "Express", "авиалинии": "Airlines",
    "авиалиний": "Airlines", "авіалінії": "Airlines", "авіаліній": "Airlines",
    "чартер": "Charter", "скай": "Sky", "флай": "Fly", "уингс": "Wings", "вингс": "Wings",
}  # fmt: skip
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh",
    "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "i",
    "є": "ie", "'": "",
}  # fmt: skip
# Where Ukrainian differs: resolution 55 of the Cabinet of Ukraine (2010), which writes a letter
# that opens a word otherwise.
_UKRAINIAN = {
    "г": "h", "и": "y", "й": "i", "щ": "shch", "ю": "iu", "я": "ia", "ы": "y", "э": "e",
    "ё": "io",
}  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def latin_name(name: str) -> str:
    """Return a name in Latin letters: «Витязь Эйр» is `Vityaz Air`; Latin words stay."""
    return _WORD.sub(lambda match: _latin(match[0], _LETTERS), name)


def latin_title(name: str, *, lang: str) -> str:
    """Return the name of an outlet in Latin letters, each word with a capital, by the rules of the
    language it is written in: «Іранський монітор» is `Iranskyi Monitor`."""
    letters = _LETTERS | _UKRAINIAN if lang == "uk" else _LETTERS
    first = _LETTERS | _UKRAINIAN_FIRST if lang == "uk" else _LETTERS

    def title(match: re.Match[str]) -> str:
        word = match[0]
        opening = first.get(word[0].lower(), "")
        latin = opening + _latin(word[1:] if opening else word, letters)
        return latin[:1].upper() + latin[1:]

    return _WORD.sub(title, name)


def _latin(word: str, letters: Mapping[str, str]) -> str:
    lower = word.lower()
    if lower in _WORDS:
        return _WORDS[lower]
    latin = "".join(letters.get(char, char) for char in lower)
    if len(word) > 1 and word.isupper():
        return latin.upper()
    return latin.capitalize() if word[:1].isupper() else latin
