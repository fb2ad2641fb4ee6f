"""Owns the arithmetic from a registration to its 24-bit address. Must not look up any register.

Allocation patterns as published in tar1090 `registrations.js`; `icao24_strides.csv` holds the
states that count letters, the rules below the ones that count numbers.
"""

import re
from functools import cache

from pipeline.nlp.gazetteers import read_table

_N_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_N_SUFFIXES = 601
_N_STEPS = (101711, 10111, 951)
_N_LAST_STEP = 35
_N_BASE = 0xA00001
_N_NUMBER = re.compile(r"N([1-9]\d{0,4})([A-HJ-NP-Z]{0,2})")
_NUMBERED = (
    (re.compile(r"R[AF]-(\d{5})"), 0x140000, 0),
    (re.compile(r"P-(\d{3})"), 0x727530, 0),
    (re.compile(r"CU-T(1\d{3})"), 0x0B03E8, 1000),
)


def icao24_of(registration: str) -> str | None:
    """Return six upper-case hex digits, or None where the state assigns without arithmetic.

    For `RF-` marks only the low 16 bits are certain: military transponders change the top ones.
    """
    for pattern, base, first in _NUMBERED:
        if match := pattern.fullmatch(registration):
            return f"{base + int(match[1]) - first:06X}"
    if match := _N_NUMBER.fullmatch(registration):
        return _n_number(match[1], match[2])
    mark, _, suffix = registration.partition("-")
    return _strided(f"{mark}-", suffix) or _strided(f"{mark}-{suffix[:1]}", suffix[1:])


def _n_number(digits: str, letters: str) -> str | None:
    if len(digits) + len(letters) > 5:
        return None
    address = _N_BASE + (int(digits[0]) - 1) * _N_STEPS[0]
    for place, digit in enumerate(digits[1:4], start=1):
        step = _N_STEPS[place] if place < len(_N_STEPS) else _N_LAST_STEP
        address += _N_SUFFIXES + int(digit) * step
    if len(digits) == 5:
        return f"{address + 1 + len(_N_LETTERS) + int(digits[4]):06X}"
    if len(digits) == 4 and letters:
        return f"{address + 1 + _N_LETTERS.index(letters):06X}"
    if letters:
        address += 1 + (len(_N_LETTERS) + 1) * _N_LETTERS.index(letters[0])
    if letters[1:]:
        address += 1 + _N_LETTERS.index(letters[1])
    return f"{address:06X}"


def _strided(prefix: str, letters: str) -> str | None:
    if not re.fullmatch(r"[A-Z]{3}", letters):
        return None
    for start, wide, narrow, first, last in _strides().get(prefix, ()):
        if first <= letters <= last:
            a, b, c = (ord(letter) - ord("A") for letter in letters)
            return f"{start + wide * a + narrow * b + c:06X}"
    return None


@cache
def _strides() -> dict[str, list[tuple[int, int, int, str, str]]]:
    strides: dict[str, list[tuple[int, int, int, str, str]]] = {}
    for row in read_table("icao24_strides"):
        numbers = int(row["start"], 16), int(row["stride_1"]), int(row["stride_2"])
        strides.setdefault(row["prefix"], []).append((*numbers, row["first"], row["last"]))
    return strides
