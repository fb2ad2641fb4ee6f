"""Owns which language a text is in. Names of languages are ISO 639-1; knows nothing of pages."""

import re
from collections.abc import Sequence
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
