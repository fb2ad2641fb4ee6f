"""What else a name may be: a word of a dictionary or a person's name. Nothing of the lists is kept.

English: the words of `english-words` (web2), the surnames and given names of the census of the
United States as `names` has them. Cyrillic: OpenCorpora, asked through `pymorphy3`.
"""

from functools import cache
from importlib.resources import files

import pymorphy3
from english_words import get_english_words_set

SHORTEST = 4
COMMON = 10_000  # surnames, the most common first
_GIVEN = ("dist.female.first", "dist.male.first")
_AS_RUSSIAN = str.maketrans("іїєґІЇЄҐ", "ииегИИЕГ")


def is_english_word(name: str) -> bool:
    """Return whether a name without marks and capitals is an English word or a person's name."""
    return name in _english() or name in _persons()


def is_cyrillic_word(form: str) -> bool:
    """Return whether a name of one word, as it would be in Russian, is a word or a person's name,
    or too short to tell."""
    if " " in form or "-" in form:
        return False
    russian = form.translate(_AS_RUSSIAN)
    if len(russian) < SHORTEST:
        return True
    words = _words()
    return words.word_is_known(russian.lower()) and not all(
        "Geox" in reading.tag for reading in words.parse(russian)
    )


@cache
def _english() -> frozenset[str]:
    words = get_english_words_set(["web2"], lower=False)
    return frozenset(word for word in words if word.islower())


@cache
def _persons() -> frozenset[str]:
    given = (name for table in _GIVEN for name in _names(table))
    return frozenset([*_names("dist.all.last")[:COMMON], *given])


def _names(table: str) -> list[str]:
    lines = (files("names") / table).read_text(encoding="ascii").splitlines()
    return [line.split()[0].lower() for line in lines]


@cache
def _words() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()
