"""Owns which charset the bytes of a feed or page are in. Decides by evidence, not by declaration.

Outlets declare UTF-8 and send windows-1251, and the other way round. The order: a mark at the
start, bytes that are valid UTF-8 (or nearly), what the server and the document declare as long as
the outcome looks like writing, then charset-normalizer with the charsets of our languages.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Basis = Literal["mark", "utf-8", "header", "document", "nearly utf-8", "detected", "fallback"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<?" and "<r" without a mark, as in appendix F of XML 1.0
_BARE_WIDE = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_IN_DOCUMENT = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{1,40})",
    re.IGNORECASE,
)
# The HTML standard looks for a declaration in the first 1024 bytes; pages put it later too.
_HEAD = 4096
# Servers say these of every file, unasked; anything else is meant.
_UNASKED = ("iso8859-1", "ascii", "cp1252")
# What the outlets of our languages send when they say nothing, and their western neighbours.
_DETECTABLE = [
    "cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic", "cp1252", "cp1250",
]  # fmt: skip
_SAMPLE = 100_000
_MOST_BROKEN = 0.05  # of the characters beyond ASCII; legacy Cyrillic is broken nearly throughout
_WORD = re.compile(r"[^\W\d_]{3,}")
# One word in ten may be a stray: a name in capitals and small letters, a foreign loan.
_MOST_UNNATURAL = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters, the charset they were read with (a Python codec name) and why."""

    text: str
    charset: str
    basis: Basis

    @property
    def guessed(self) -> bool:
        """Whether neither the bytes nor anybody's word settled it."""
        return self.basis in ("nearly utf-8", "detected", "fallback")


def decode(body: bytes, *, header: str | None) -> Decoded:
    """Return the characters of a feed or page. Bytes that fit nothing become U+FFFD; never raises.

    `header` is the Content-Type of the response, or its charset alone.
    """
    for mark, charset in _MARKS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(charset, "replace")
            return Decoded(text=text, charset=charset, basis="mark")
    for start, charset in _BARE_WIDE:
        if body.startswith(start):
            return Decoded(text=body.decode(charset, "replace"), charset=charset, basis="mark")
    text = body.decode("utf-8", "replace")
    declared = list(_declared(body, header)) if body.isascii() or "\ufffd" in text else []
    escaped = any(charset.startswith("iso2022") for charset, _ in declared)
    if "\ufffd" not in text and not escaped:
        return Decoded(text=text, charset="utf-8", basis="utf-8")
    for charset, basis in declared:
        stated = _strictly(body, charset)
        if stated is not None and looks_like_writing(stated):
            return Decoded(text=stated, charset=charset, basis=basis)
    if _is_nearly_utf8(text):
        return Decoded(text=text, charset="utf-8", basis="nearly utf-8")
    return _detect(body, [charset for charset, _ in declared])


def looks_like_writing(text: str) -> bool:
    """Return whether words outside ASCII have the case of words and mix with their neighbours.

    Cyrillic read as Latin gives words of accented letters alone (`Èë`), KOI8 read as
    windows-1251 gives capitals after small letters (`оПНБЕПЙЮ`).
    """
    words = [word for word in _WORD.findall(text[:_SAMPLE]) if not word.isascii()]
    unnatural = sum(1 for word in words if not _is_natural(word))
    return unnatural <= _MOST_UNNATURAL * len(words)


def _declared(body: bytes, header: str | None) -> Iterator[tuple[str, Basis]]:
    """Yield the charsets that are named and known, the more trustworthy first."""
    named = _IN_HEADER.search(header or "")
    by_header = _known(named[1] if named else header)
    if by_header and by_header not in _UNASKED:
        yield by_header, "header"
    found = _IN_DOCUMENT.search(body[:_HEAD])
    by_document = _known(found[1].decode("ascii")) if found else None
    if by_document:
        yield by_document, "document"
    if by_header and by_header in _UNASKED:
        yield by_header, "header"


def _known(name: str | None) -> str | None:
    try:
        b"".decode(name or "")  # refuses rot13 and base64, which are codecs too, but not of text
        return codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None


def _is_natural(word: str) -> bool:
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return word.lower() == word.upper()
    latin_accents = sum(1 for letter in word if "\x80" <= letter < "\u0250")
    return latin_accents < 3 or latin_accents * 2 <= len(word)


def _is_nearly_utf8(replaced: str) -> bool:
    beyond = sum(1 for letter in replaced if letter > "\x7f")
    return replaced.count("\ufffd") <= _MOST_BROKEN * beyond


def _strictly(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return None


def _detect(body: bytes, declared: list[str]) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE], cp_isolation=_DETECTABLE).best()
    if best is not None:
        text = body.decode(best.encoding, "replace")
        if looks_like_writing(text):
            return Decoded(text=text, charset=best.encoding, basis="detected")
    for charset in (*declared, "cp1251"):
        text = body.decode(charset, "replace")
        if text.count("\ufffd") * 100 <= len(text) and looks_like_writing(text):
            return Decoded(text=text, charset=charset, basis="fallback")
    return Decoded(text=body.decode("utf-8", "replace"), charset="utf-8", basis="fallback")
