"""Owns the reading of variant suffixes after a type name. Must not decide what the type is."""

import re

from pipeline.nlp.fold import HOMOGLYPHS_TO_LATIN
from pipeline.nlp.gazetteers import TypeRow

_CYRILLIC_MAKERS = frozenset(
    {"Ilyushin", "Tupolev", "Antonov", "Yakovlev", "Sukhoi", "Mikoyan", "Mil", "Kamov", "Beriev"}
)
_TRANSLITERATE = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "З": "Z", "И": "I", "І": "I",
    "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T",
    "У": "U", "Ф": "F", "Х": "Kh", "Ч": "Ch", "Ш": "Sh", "Э": "E", "Я": "Ya",
}  # fmt: skip
_LETTERS = "A-ZА-ЯІЇЄ"
_SUFFIX = re.compile(
    rf"(?:(?P<glued>[{_LETTERS}]{{1,4}}(?:[рr]|sh|ш)?\d{{0,2}}[{_LETTERS}]?"
    rf"|[mмtт][dд]?(?![a-zа-яіїє])|neo|нео)(?=s?(?![^\W\d_])))?"
    rf"(?P<dashed>(?:-(?:\d{{1,3}}(?:[{_LETTERS}]{{0,4}}|[if])|[{_LETTERS}]{{2,4}})(?=s?(?!\w))){{0,2}})"
    rf"(?P<max>\s?MAX(?:[ -]?\d{{1,2}})?(?!\w))?"
)
_SPACED = re.compile(r"\s(?P<word>neo|MRTT|BBJ\d?)(?!\w)")


def variant_after(text: str, end: int, row: TypeRow) -> tuple[str | None, int]:
    """Return the variant that stands at `end` of the folded text, and where it ends.

    A name that is itself a variant of its family (C-40 of Boeing 737) is one without a suffix.
    """
    match = _SUFFIX.match(text, end)
    suffix = match[0] if match else ""
    stop = end + len(suffix)
    spaced = _SPACED.match(text, stop)
    if spaced:
        suffix, stop = suffix + spaced["word"], spaced.end()
    written = _latin(suffix.strip(), row)
    if suffix[:1] in ("", " ", "\n"):
        written = f" {written}" if written else ""
    if not written:
        return (row.base if row.base != row.family else None), end
    return row.base + written, stop


def icao_of(row: TypeRow, variant: str | None) -> str | None:
    """Return the Doc 8643 designator of a type and its variant, None if the type has none."""
    rest = (variant or "").removeprefix(row.base).strip(" ")
    for suffix, icao in row.icao_variants:
        if rest.startswith(suffix):
            return icao
    return row.icao or None


def _latin(suffix: str, row: TypeRow) -> str:
    if row.manufacturer in _CYRILLIC_MAKERS:
        letters = (_transliterated(char) for char in suffix)
        return _upper("".join(letters))
    return _upper(suffix.translate(HOMOGLYPHS_TO_LATIN))


def _transliterated(char: str) -> str:
    latin = _TRANSLITERATE.get(char.upper())
    if latin is None:
        return char
    return latin if char.isupper() else latin.lower()


def _upper(suffix: str) -> str:
    if suffix.lower() in {"neo", "нео"}:
        return "neo"
    return suffix.upper() if suffix.islower() else suffix
