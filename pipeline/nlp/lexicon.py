"""Owns the word tables of motion, place prepositions and cues. Must not know articles or records.

A table row holds `forms`: phrases separated by `;`, matched on whole words without regard to case.
`*` stands for the rest of a word, `..` for up to six words between. No phrase crosses a line.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

GAP_WORDS = 6
NO_WORD = "none"  # the label of idioms that hold a word of a table and do not mean it
_SPACE = r"[^\S\n]+"

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_HEAD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One phrase of a table found in a string: its label, and the part of speech it asks for; of a
    leader `pos` is the time in office, as ISO intervals."""

    label: str
    pos: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One phrase of a table, compiled, with the label and the part of speech of its row."""

    pattern: re.Pattern[str]
    label: str
    pos: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """Phrases of one language by their first word, or by its stem where it ends in `*`.

    Only the phrases that begin with a word are tried at it, so time grows with the text alone.
    """

    words: dict[str, tuple[Phrase, ...]]
    stems: dict[str, tuple[Phrase, ...]]

    def find(self, text: str, fits: Callable[[Hit], bool] = lambda _: True) -> Iterator[Hit]:
        """Yield hits from left to right, the longest fitting phrase at each word; they never
        overlap. `fits` tells a verb from a noun of the same form."""
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end:
                continue
            for phrase in self._starting(_plain(word[0].lower())):
                match = phrase.pattern.match(text, word.start())
                if match is None:
                    continue
                hit = Hit(label=phrase.label, pos=phrase.pos, start=match.start(), end=match.end())
                if fits(hit):
                    end = hit.end
                    yield hit
                    break

    def _starting(self, word: str) -> Iterator[Phrase]:
        yield from self.words.get(word, ())
        if self.stems:
            for length in range(len(word), 2, -1):
                yield from self.stems.get(word[:length], ())
        head = _HEAD.match(word)
        if head is not None and head[0] != word:
            yield from self.words.get(head[0], ())


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
    topics: WordTable
    ranks: WordTable
    aboard: WordTable
    verdicts: WordTable
    companies: WordTable
    carriers: WordTable
    voices: WordTable
    prepositions: dict[str, str]
    abbreviations: frozenset[str]
    compass: frozenset[str]


def _plain(word: str) -> str:
    """Return a word as it is looked up: one apostrophe, and «ё» as the «е» it is printed as."""
    return word.replace("’", "'").replace("ё", "е")


def phrase_pattern(form: str) -> str:
    """Return the regex of one phrase of a table, without word bounds."""
    words = []
    for word in form.split():
        if word == "..":
            words.append(rf"(?:[\w'’\-]+{_SPACE}){{0,{GAP_WORDS}}}?")
        else:
            plain = re.escape(_plain(word)).replace(r"\*", r"\w*").replace("'", "['’]")
            words.append(plain.replace("е", "[её]") + _SPACE)
    pattern = "".join(words)
    return pattern.removesuffix(_SPACE)


def _table(rows: list[tuple[str, str, str]]) -> WordTable:
    """Compile (label, pos, forms) rows. Longer phrases are tried first, whatever their row, and
    idioms before words of the same form."""
    phrases = [
        (form.strip().lower(), label, pos)
        for label, pos, forms in rows
        for form in forms.split(";")
        if form.strip()
    ]
    phrases.sort(key=lambda item: (-len(item[0]), item[0], item[1] != NO_WORD, item))
    words: dict[str, list[Phrase]] = {}
    stems: dict[str, list[Phrase]] = {}
    for form, label, pos in phrases:
        first = form.split()[0]
        pattern = re.compile(phrase_pattern(form) + r"(?!\w)", re.IGNORECASE)
        into = stems if first.endswith("*") else words
        into.setdefault(_plain(first).rstrip("*"), []).append(
            Phrase(pattern=pattern, label=label, pos=pos)
        )
    return WordTable(
        words={word: tuple(found) for word, found in words.items()},
        stems={stem: tuple(found) for stem, found in stems.items()},
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


def read_forms(table: str, lang: str, label: str) -> dict[str, frozenset[str]]:
    """Return the forms of a table as they stand there, by label."""
    return {kind: frozenset(forms.split(";")) for kind, _, forms in _of(table, lang, label)}


def word_table(table: str, lang: str, *kinds: str) -> WordTable:
    """Return the phrases of some kinds of a table that is not part of every lexicon."""
    return _table([row for row in _of(table, lang, "kind") if row[0] in kinds])


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
        leaders=_table(
            [
                (row["iso2"], row["office"], row["forms"])
                for row in _rows("leaders")
                if row["lang"] == lang
            ]
        ),
        topics=_table(_of("topics", lang, "topic")),
        ranks=_table(_of("ranks", lang, "kind")),
        aboard=_table(_of("aboard_words", lang)),
        verdicts=_table(_of("verdicts", lang, "kind")),
        voices=_table(_of("voice_words", lang, "kind")),
        companies=word_table("company_words", lang, "noun", "from", "other_trade"),
        carriers=word_table("company_words", lang, "same_firm", "fleet", "label"),
        prepositions={
            row["preposition"]: row["role"]
            for row in _rows("place_prepositions")
            if row["lang"] == lang
        },
        abbreviations=frozenset(
            form for _, _, forms in _of("abbreviations", lang) for form in forms.split(";")
        ),
        compass=frozenset(
            form
            for kind, _, forms in _of("place_words", lang, "kind")
            if kind == "compass"
            for form in forms.split(";")
        ),
    )
