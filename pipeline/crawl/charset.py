"""Owns which charset the bytes of a feed are in. Decides; repairs nothing.

What bytes prove outranks what anybody declares: outlets declare UTF-8 and send windows-1251, and
the other way round.
"""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
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
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_HEAD = 1024  # bytes; an XML declaration stands at the start
_SAMPLE = 65_536  # bytes that a guess looks at
# Servers say these of every file, unasked, so they say nothing; anything else is meant.
_UNASKED = ("iso8859-1", "ascii", "cp1252")
# The prior: what the outlets of our languages send when they say nothing
_PRIOR = ("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic", "cp1252")
_MOSTLY_UTF8 = 0.1  # of the non-ASCII characters may be broken before it is no UTF-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the charset it was decoded with, and whether that charset is our guess."""

    text: str
    charset: str
    guessed: bool = False


def decode(body: bytes, *, http_charset: str | None) -> Decoded:
    """Return the text of a feed. Bytes that fit nothing become U+FFFD; it never raises."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return Decoded(text=body[len(mark) :].decode(charset, "replace"), charset=charset)
    for start, charset in _BARE_WIDE:
        if body.startswith(start):
            return Decoded(text=body.decode(charset, "replace"), charset=charset)
    declared = _declared(body, http_charset)
    if body.isascii() and not any(charset.startswith("iso2022") for charset in declared):
        return Decoded(text=body.decode("ascii"), charset="ascii")
    for charset in ("utf-8", *declared):
        text = _strict(body, charset)
        if text is not None:
            return Decoded(text=text, charset=charset)
    return _guess(body)


def _declared(body: bytes, http_charset: str | None) -> list[str]:
    """Return the charsets that are named and known, the more trustworthy first."""
    found = _DECLARED.search(body[:_HEAD])
    by_http = _known(http_charset)
    by_xml = _known(found[1].decode("ascii")) if found else None
    by_http = None if by_http in _UNASKED else by_http
    return [charset for charset in (by_http, by_xml) if charset and charset != "utf-8"]


def _known(name: str | None) -> str | None:
    try:
        b"".decode(name or "")  # refuses rot13 and base64, which are codecs too, but not of text
        return codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None


def _strict(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _guess(body: bytes) -> Decoded:
    text = body.decode("utf-8", "replace")
    beyond = sum(not char.isascii() for char in text)
    if text.count("\ufffd") <= _MOSTLY_UTF8 * beyond:
        return Decoded(text=text, charset="utf-8", guessed=True)
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_SAMPLE], cp_isolation=list(_PRIOR)).best()
    charset = best.encoding if best else _PRIOR[0]
    return Decoded(text=body.decode(charset, "replace"), charset=charset, guessed=True)
