"""Owns the word tables of motion, place prepositions and cues. Must not know articles or records.

A table row holds `forms`: phrases separated by `;`, matched on whole words without regard to case.
`*` stands for the rest of a word, `..` for up to six words between.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLES = (
    "motion", "place_prepositions", "place_words", "leg_cues", "aircraft_words", "credit_cues",
    "abbreviations", "capitals", "leaders",
)  # fmt: skip
GAP_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One phrase of a table found in a string: its label, and the part of speech it asks for."""

    label: str
    pos: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """Phrases of one language with their labels, matched by one pattern, longest phrase first."""

    pattern: re.Pattern[str]
    rows: tuple[tuple[str, str], ...]

    def find(self, text: str) -> Iterator[Hit]:
        """Yield hits from left to right; they never overlap."""
        for match in self.pattern.finditer(text):
            label, pos = self.rows[int((match.lastgroup or "p0")[1:])]
            yield Hit(label=label, pos=pos, start=match.start(), end=match.end())


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The word tables of one language."""

    lang: str
    motion: WordTable
    cues: WordTable
    aircraft: WordTable
    credits: WordTable
    places: WordTable
    leaders: WordTable
    prepositions: dict[str, str]
    abbreviations: frozenset[str]


def phrase_pattern(form: str) -> str:
    """Return the regex of one phrase of a table, without word bounds."""
    words = []
    for word in form.split():
        if word == "..":
            words.append(rf"(?:[\w'’\-]+\s+){{0,{GAP_WORDS}}}?")
        else:
            words.append(re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]") + r"\s+")
    pattern = "".join(words)
    return pattern[: -len(r"\s+")] if pattern.endswith(r"\s+") else pattern


def _table(rows: list[tuple[str, str, str]]) -> WordTable:
    """Compile (label, pos, forms) rows. Longer phrases are tried first, whatever their row."""
    labels = sorted({(label, pos) for label, pos, _ in rows})
    phrases = [
        (form.strip(), labels.index((label, pos)))
        for label, pos, forms in rows
        for form in forms.split(";")
        if form.strip()
    ]
    phrases.sort(key=lambda item: (-len(item[0]), item[0], item[1]))
    groups = [rf"(?P<p{n}>{phrase_pattern(form)})" for n, (form, _) in enumerate(phrases)]
    source = r"(?<![\w\-’'])(?:" + "|".join(groups) + r")(?!\w)" if groups else r"(?!)"
    return WordTable(
        pattern=re.compile(source, re.IGNORECASE),
        rows=tuple(labels[row] for _, row in phrases) or (("", ""),),
    )


def _rows(table: str) -> list[dict[str, str]]:
    source = files("pipeline") / "gazetteers" / f"{table}.csv"
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


def _of(table: str, lang: str, label: str = "") -> list[tuple[str, str, str]]:
    return [
        (row.get(label, ""), row.get("pos", ""), row["forms"])
        for row in _rows(table)
        if row["lang"] == lang
    ]


@cache
def load_lexicon(lang: str) -> Lexicon:
    """Return the tables of `en`, `uk` or `ru`; any other language gets empty ones."""
    return Lexicon(
        lang=lang,
        motion=_table(_of("motion", lang, "class")),
        cues=_table(_of("leg_cues", lang, "cue")),
        aircraft=_table(_of("aircraft_words", lang, "kind")),
        credits=_table(_of("credit_cues", lang)),
        places=_table(_of("place_words", lang, "kind")),
        leaders=_table(_of("leaders", lang, "iso2")),
        prepositions={
            row["preposition"]: row["role"]
            for row in _rows("place_prepositions")
            if row["lang"] == lang
        },
        abbreviations=frozenset(
            form for _, _, forms in _of("abbreviations", lang) for form in forms.split(";")
        ),
    )


@cache
def lexicon_hash() -> str:
    """Return the hash of all tables this module reads; part of the reading version."""
    digest = hashlib.sha256()
    for table in TABLES:
        digest.update((files("pipeline") / "gazetteers" / f"{table}.csv").read_bytes())
    return digest.hexdigest()[:12]
