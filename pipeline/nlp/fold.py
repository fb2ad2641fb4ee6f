"""Owns the folding of text for matching and the map back. Must not drop a visible character.

Dashes, quotes, spaces and Latin diacritics fold one to one; characters of no width (zero-width
space and joiners, bidi marks, soft hyphen, byte-order mark) vanish, and the map keeps offsets
into the original. A word that mixes Cyrillic with a few Latin look-alikes becomes Cyrillic.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.nlp.found import Found
from pipeline.records import MentionKind

_NO_WIDTH = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_MIXED_WORD = re.compile(r"[A-Za-zІіЇїЄєА-Яа-яЁёҐґ]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")

HOMOGLYPHS_TO_LATIN = str.maketrans("АВЕКМНОРСТУХІЈЅаеорсухіј", "ABEKMHOPCTYXIJSaeopcyxij")
HOMOGLYPHS_TO_CYRILLIC = str.maketrans("ABEKMHOPCTYXIaeopcyxi", "АВЕКМНОРСТУХІаеорсухі")


def _table() -> dict[int, str]:
    table = dict.fromkeys([*range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
    table |= dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    table |= dict.fromkeys(map(ord, "’ʼ‘`´′ʹ＇"), "'")
    table |= dict.fromkeys(map(ord, "«»“”„‟″❝❞＂"), '"')
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF10, 0xFF5B)]:
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalnum():
            table[code] = base
    special = "ıiøoØOłlŁLđdĐDßsæaÆAœoŒOðdÐDþtÞT"
    return table | {ord(a): b for a, b in zip(special[::2], special[1::2], strict=True)}


_FOLD = _table()
_FOLDING = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_FOLD)) + "]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text. `offsets[i]` is where `text[i]` stands in the original; its last item is the
    length of the original."""

    source: str
    text: str
    offsets: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of `text[start:end]`; `start < end`."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def found(
        self,
        kind: MentionKind,
        start: int,
        end: int,
        value: str,
        *,
        ref: str,
        finder: str,
        variant: str | None = None,
        flags: tuple[str, ...] = (),
    ) -> Found:
        """Return what stands at `text[start:end]` as a `Found` of the original."""
        begin, stop = self.span(start, end)
        return Found(
            kind=kind,
            start=begin,
            end=stop,
            text=self.source[begin:stop],
            value=value,
            ref=ref,
            finder=finder,
            variant=variant,
            flags=flags,
        )


@lru_cache(maxsize=16)
def fold(source: str) -> Folded:
    """Return the text folded for matching. The same text is folded once for all finders."""
    if source.isascii() and "`" not in source:
        return Folded(source=source, text=source, offsets=range(len(source) + 1))
    text = source
    # Few characters of a text fold, each to one that does not: faster than translating them all.
    for char in sorted(set(_FOLDING.findall(source))):
        text = text.replace(char, _FOLD[ord(char)])
    offsets: tuple[int, ...] | range = range(len(source) + 1)
    if _NO_WIDTH.search(text):
        kept = [i for i, char in enumerate(text) if not _NO_WIDTH.match(char)]
        text = "".join(text[i] for i in kept)
        offsets = (*kept, len(source))
    if _CYRILLIC.search(text) and _LATIN.search(text):
        text = _MIXED_WORD.sub(lambda match: _one_script(match[0]), text)
    return Folded(source=source, text=text, offsets=offsets)


def _one_script(word: str) -> str:
    latin = len(_LATIN.findall(word))
    if 0 < latin < len(word) - latin and len(word) > 3:
        return word.translate(HOMOGLYPHS_TO_CYRILLIC)
    return word
