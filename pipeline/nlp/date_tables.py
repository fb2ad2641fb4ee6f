"""Owns the tables of date words and date patterns, compiled. Reads no article text.

A text is matched as a string of symbols, one private-use character per token, so that a pattern
is a short regular expression over words and can never match inside one. `date_words.csv` says
which class a word form has (one class per form and language), `clock_zones.csv` which IANA zone
a zone word means, `date_patterns.csv` which runs of classes are a date.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

TABLES = Path(__file__).parent.parent / "gazetteers"
LANGUAGES = ("en", "uk", "ru")
MARK_CLASSES = ("comma", "dash", "slash", "mark", "x")
NUMBER_CLASSES = ("num", "fournum", "ord", "year", "yearord", "fulldate", "dotted", "clock")
_ITEM = re.compile(r"(?P<field>\w+)=|(?P<mark>[<!])?(?P<classes>\w+(?:\|\w+)*)|(?P<raw>[()?|])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word form: its class, the value it carries ("" for none), and whether it must begin
    with a capital letter to be this word (March, Sun.)."""

    word_class: str
    value: str
    capital: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One row of `date_patterns.csv`: `regex` runs over symbols, `fields` are set as they are."""

    kind: str
    regex: re.Pattern[str]
    fields: Mapping[str, Any]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words and patterns of one language. Keys of `words` are case-folded forms."""

    words: Mapping[str, Word]
    symbols: Mapping[str, str]
    patterns: tuple[Pattern, ...]


@cache
def lexicon(lang: str) -> Lexicon:
    """The compiled tables of one language of `LANGUAGES`; `KeyError` for any other."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    words: dict[str, Word] = {}
    for row in _rows("clock_zones.csv", lang):
        word = Word(word_class=row["class"], value=row["value"], capital=False)
        words.update((form.casefold(), word) for form in row["forms"].split())
    for row in _rows("date_words.csv", lang):
        word = Word(word_class=row["class"], value=row["value"], capital=row["capital"] == "1")
        words.update((form.casefold(), word) for form in row["forms"].split())
    classes = sorted({w.word_class for w in words.values()} | {*NUMBER_CLASSES, *MARK_CLASSES})
    symbols = {name: chr(0xE000 + number) for number, name in enumerate(classes)}
    patterns = tuple(
        Pattern(
            kind=row["kind"],
            regex=re.compile(_regex(row["pattern"], symbols)),
            fields=MappingProxyType(_fields(row["fields"])),
            example=row["example"],
        )
        for row in _rows("date_patterns.csv", lang)
    )
    return Lexicon(
        words=MappingProxyType(words), symbols=MappingProxyType(symbols), patterns=patterns
    )


def _rows(table: str, lang: str) -> Iterator[dict[str, str]]:
    with (TABLES / table).open(encoding="utf-8", newline="") as lines:
        yield from (row for row in csv.DictReader(lines) if row["lang"] == lang)


def _fields(text: str) -> dict[str, Any]:
    pairs = (pair.split("=", 1) for pair in text.split(";") if pair)
    return {name: int(value) if value.lstrip("-").isdigit() else value for name, value in pairs}


def _regex(pattern: str, symbols: Mapping[str, str]) -> str:
    """Turn `day=num|ord of? <in !x (year=year)?` into a regular expression over symbols.

    `name=` captures the class or group that follows, `<` looks behind, `!` forbids ahead.
    """
    out: list[str] = []
    field = None
    for item in _ITEM.finditer(pattern):
        if item["field"]:
            field = item["field"]
            continue
        if item["raw"]:
            opens = item["raw"] == "("
            out.append(f"(?P<{field}>" if opens and field else "(?:" if opens else item["raw"])
        else:
            chosen = "[" + "".join(symbols[name] for name in item["classes"].split("|")) + "]"
            out.append(_around(chosen, item["mark"], field))
        field = None
    return "".join(out)


def _around(chosen: str, mark: str | None, field: str | None) -> str:
    if mark:
        return f"(?<={chosen})" if mark == "<" else f"(?!{chosen})"
    return f"(?P<{field}>{chosen})" if field else chosen
