"""Owns where sentences begin and end, in every language alike. Knows no words but abbreviations."""

import re

from pipeline.nlp.lexicon import load_lexicon

_BREAK = re.compile(
    r"(?P<stop>[.!?…]{1,3}[\"»”’')\]]{0,2})[ \t\u00a0]{1,4}"
    r"(?=[\"«“„‘'(\[—–\-]{0,2}\s?[^\W_a-zа-яёіїєґ])"
    r"|(?P<line>[ \t]{0,20}\n[ \t\n\r]{0,40})"
)
_LAST_WORD = re.compile(r"[\w.]{1,20}$")


def split_sentences(text: str, lang: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence, without surrounding space.

    A line break always ends one. A full stop does when a capital or a digit follows, unless it
    belongs to an abbreviation of the language or to an initial.
    """
    abbreviations = load_lexicon(lang).abbreviations
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if match["stop"] and _is_abbreviation(text, match.start(), abbreviations):
            continue
        end = match.end("stop") if match["stop"] else match.start()
        _keep(spans, text, start, end)
        start = match.end()
    _keep(spans, text, start, len(text))
    return spans


def _is_abbreviation(text: str, stop: int, abbreviations: frozenset[str]) -> bool:
    if text[stop] != ".":
        return False
    word = _LAST_WORD.search(text, max(0, stop - 20), stop)
    if word is None:
        return False
    last = word[0].lower()
    return last in abbreviations or (len(last) == 1 and last.isalpha() and word[0].isupper())


def _keep(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
