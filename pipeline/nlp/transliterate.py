"""Owns the writing of Cyrillic names in Latin letters. Must not translate what a table knows."""

import re

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


def latin_name(name: str) -> str:
    """Return a name in Latin letters: «Витязь Эйр» is `Vityaz Air`; Latin words stay."""
    return _WORD.sub(lambda match: _latin(match[0]), name)


def _latin(word: str) -> str:
    lower = word.lower()
    if lower in _WORDS:
        return _WORDS[lower]
    latin = "".join(_LETTERS[char] for char in lower)
    if len(word) > 1 and word.isupper():
        return latin.upper()
    return latin.capitalize() if word[:1].isupper() else latin
