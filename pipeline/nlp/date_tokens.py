"""Owns cutting a text into the tokens that date patterns run over. Decides nothing about dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.nlp.date_tables import Lexicon, Word

_APOSTROPHES = str.maketrans("’ʼ‘`", "''''")
# Latin letters that pass for Cyrillic ones in news text («Iнформацiйне»).
_LOOKALIKES = str.maketrans("aceiopxy", "асеіорху")
_CYRILLIC = re.compile("[а-яёіїєґ]")
_TOKEN = re.compile(
    r"""
      (?P<fulldate>(?:\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.(?:19|20)\d\d|\d\d\.\d\d\.\d\d|\d\d?/\d\d?/(?:19|20)\d\d)
        (?![\w-]|\.\d))
    | (?P<clock>[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!(?![ap]\.?m\b)[\w:]))
    | (?P<number>\d{1,9}(?:[.,]\d{1,3})*(?:[-‐‑]?[^\W\d_]{1,4})?(?!\w|[.,]\d))
    | (?P<meridiem>[ap]\.\s?m\.?(?!\w))
    | (?P<compound>(?!mid[-‐‑])[^\W\d_]{1,40}[-‐‑–]\d\w*)
    | (?P<word>[^\W\d_]+(?:['’ʼ‘`][^\W\d_]+)*(?!\w))
    | (?P<comma>,)
    | (?P<dash>[-‐‑–—−])
    | (?P<slash>/)
    | (?P<mark>\n|[^\s\w])
    | (?P<other>\w+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"(?P<digits>[\d.,]*\d)[-‐‑]?(?P<suffix>\D*)")
_ORDINAL_SUFFIXES = {
    "en": frozenset(("st", "nd", "rd", "th")),
    "uk": frozenset(("го", "ого", "е", "те", "ше", "ге", "му", "ому", "й")),
    "ru": frozenset(("го", "ого", "е", "ое", "му", "ому", "м", "й")),
}
_YEAR_SUFFIXES = frozenset(("г", "р"))
# Classes that a dash may join with a number: "31 July–2 August", "26-Sep-2023".
_JOINED_BY_DASH = frozenset(("month", "namemonth", "abbrmonth"))
_NO_WORD = Word(word_class="x", value="", capital=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: where it stands, its class ("x": no date word) and its value."""

    start: int
    end: int
    word_class: str
    value: str


def tokens_of(text: str, *, lang: str, words: Lexicon) -> list[Token]:
    """Cut `text` into tokens in order, each with the class that the lexicon of `lang` gives."""
    tokens: list[Token] = []
    position = 0
    while match := _TOKEN.search(text, position):
        tokens.extend(_tokens(match, text, lang, words))
        position = tokens[-1].end
    return tokens


def _tokens(match: re.Match[str], text: str, lang: str, words: Lexicon) -> Iterator[Token]:
    """The token of a match, which may be shorter (July–2) or longer (Sept.) than the match."""
    kind = match.lastgroup or "x"
    start, end = match.span()
    if kind == "compound":
        head = start + len(re.split("[-‐‑–]", match[0], maxsplit=1)[0])
        word = _word(text, start, head, words)
        yield Token(start, end, "x", "") if word.word_class not in _JOINED_BY_DASH else word
    elif kind == "word":
        yield _word(text, start, end, words)
    elif kind == "number":
        yield from _number(text, start, end, lang, words)
    elif kind == "meridiem":
        yield Token(start, end, "ampm", "12" if match[0][0] in "pP" else "0")
    else:
        yield Token(start, end, "x" if kind == "other" else kind, match[0])


def _word(text: str, start: int, end: int, lexicon: Lexicon) -> Token:
    form = _folded(text[start:end])
    if text[end : end + 1] == "." and f"{form}." in lexicon.words:
        form, end = f"{form}.", end + 1
    elif form not in lexicon.words and form.endswith("'s"):
        form, end = form[:-2], end - 2
    word = lexicon.words.get(form, _NO_WORD)
    if word.capital and not text[start].isupper():
        word = _NO_WORD
    return Token(start, end, word.word_class, word.value)


def _folded(word: str) -> str:
    form = word.translate(_APOSTROPHES).casefold()
    return form.translate(_LOOKALIKES) if _CYRILLIC.search(form) else form


def _number(text: str, start: int, end: int, lang: str, words: Lexicon) -> Iterator[Token]:
    match = _NUMBER.fullmatch(text, start, end)
    digits, suffix = (match["digits"], match["suffix"].casefold()) if match else ("", "")
    split = start + len(digits)
    joined = words.words.get(suffix) or words.words.get(f"{suffix}.") or _NO_WORD
    if joined.word_class in _JOINED_BY_DASH:
        yield Token(start, split, _number_class(digits), digits)
    elif suffix == "z" and len(digits) == 4:  # 0340Z: aviation's UTC
        yield Token(start, split, "fournum", digits)
        yield Token(split, end, "zone", "UTC")
    elif suffix in ("am", "pm"):
        yield Token(start, split, _number_class(digits), digits)
        yield Token(split, end, "ampm", "12" if suffix == "pm" else "0")
    elif suffix in _ORDINAL_SUFFIXES[lang]:
        plain = _number_class(digits)
        ordinal = {"num": "ord", "year": "yearord"}.get(plain, "x")
        yield Token(start, end, ordinal, digits)
    elif suffix and not (suffix in _YEAR_SUFFIXES and _number_class(digits) == "year"):
        yield Token(start, end, "x", "")
    else:
        yield Token(start, end, _number_class(digits), digits)


def _number_class(digits: str) -> str:
    if digits.isdecimal():
        if len(digits) <= 2:
            return "num"
        if len(digits) == 4:
            return "year" if digits[:2] in ("19", "20") else "fournum"
    return "dotted" if re.fullmatch(r"\d\d?\.\d\d", digits) else "x"
