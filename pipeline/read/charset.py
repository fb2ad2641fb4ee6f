"""Owns what the bytes of a page mean as characters. Decides by evidence, not by declaration.

The order: a byte-order mark, bytes that are valid UTF-8, then what the HTTP header and the page
declare as long as the outcome looks like writing, then charset-normalizer.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Literal

CharsetBasis = Literal["bom", "utf-8", "header", "meta", "detected", "fallback"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{1,40})",
    re.IGNORECASE,
)
# The HTML standard looks for a declaration in the first 1024 bytes; pages put it later too.
_META_WINDOW = 4096
_WORD = re.compile(r"[^\W\d_]{3,}")
# One word in ten may be a stray: a name in capitals and small letters, a foreign loan.
_MOST_UNNATURAL = 0.1
# One bad byte in twenty beyond ASCII; legacy Cyrillic read as UTF-8 is bad nearly throughout.
_MOST_BROKEN = 0.05
_DETECTABLE = ["cp1251", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic", "cp1252", "cp1250"]
_SAMPLE_BYTES = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters, the charset they were read with (a Python codec name) and why."""

    text: str
    charset: str
    basis: CharsetBasis


def decode(body: bytes, *, content_type: str | None) -> Decoded:
    """Return the characters of a page; never raises: the last resort replaces bad bytes."""
    for bom, charset in _BOMS:
        if body.startswith(bom):
            text = body[len(bom) :].decode(charset, "replace")
            return Decoded(text=text, charset=charset, basis="bom")
    as_utf8 = body.decode("utf-8", "replace")
    if _is_utf8(as_utf8):
        return Decoded(text=as_utf8, charset="utf-8", basis="utf-8")
    header = _HEADER_CHARSET.search(content_type or "")
    meta = _META_CHARSET.search(body[:_META_WINDOW])
    declared: tuple[tuple[str, CharsetBasis], ...] = (
        (header.group(1) if header else "", "header"),
        (meta.group(1).decode("ascii") if meta else "", "meta"),
    )
    for name, basis in declared:
        text_as_declared = _strictly(body, name)
        if text_as_declared is not None and looks_like_writing(text_as_declared):
            return Decoded(text=text_as_declared, charset=name.lower(), basis=basis)
    return _detect(body, [name for name, _ in declared if name])


def looks_like_writing(text: str) -> bool:
    """Return whether words outside ASCII have the case of words and mix with their neighbours.

    Cyrillic read as Latin gives words of accented letters alone (`Èë`), KOI8 read as
    windows-1251 gives capitals after small letters (`оПНБЕПЙЮ`).
    """
    words = [word for word in _WORD.findall(text[:_SAMPLE_BYTES]) if not word.isascii()]
    if not words:
        return True
    unnatural = sum(1 for word in words if not _natural(word))
    return unnatural <= _MOST_UNNATURAL * len(words)


def _natural(word: str) -> bool:
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return word.lower() == word.upper()
    latin_accents = sum(1 for letter in word if "\x80" <= letter < "\u0250")
    return latin_accents < 3 or latin_accents * 2 <= len(word)


def _is_utf8(replaced: str) -> bool:
    """Return whether hardly any byte outside ASCII had to be replaced: a cut or glued page."""
    bad = replaced.count("\ufffd")
    return bad == 0 or bad <= _MOST_BROKEN * sum(1 for letter in replaced if letter > "\x7f")


def _strictly(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return None


def _detect(body: bytes, declared: list[str]) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE_BYTES], cp_isolation=_DETECTABLE).best()
    if best is not None:
        text = body.decode(best.encoding, "replace")
        if looks_like_writing(text):
            return Decoded(text=text, charset=best.encoding, basis="detected")
    for charset in ["utf-8", *declared, "cp1251"]:
        try:
            text = body.decode(charset, "replace")
        except LookupError:
            continue
        if text.count("\ufffd") * 100 <= len(text):
            return Decoded(text=text, charset=charset.lower(), basis="fallback")
    return Decoded(text=body.decode("utf-8", "replace"), charset="utf-8", basis="fallback")
