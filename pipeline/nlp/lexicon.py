"""Owns the word tables of motion, place prepositions and cues. Must not know articles or records.

A table row holds `forms`: phrases separated by `;`, matched on whole words without regard to case.
`*` stands for the rest of a word, `..` for up to six words between. No phrase crosses a line.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

GAP_WORDS = 6
NO_WORD = "none"  # the label of idioms that hold a word of a table and do not mean it
_SHORT = 400  # characters; longer texts are articles, whose words are looked up once
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
    """One phrase of a table, with the label and the part of speech of its row."""

    form: str
    label: str
    pos: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Starts:
    """The phrases of several tables by their first word, or by its stem where it ends in `*`; of
    each the number of its table.

    Only the phrases that begin with a word are tried at it, so time grows with the text alone.
    """

    words: dict[str, list[tuple[int, Phrase]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[int, Phrase]]] = field(default_factory=dict)

    def at(self, word: str) -> dict[int, list[Phrase]]:
        """Return what begins with a word, by table: whole words, then stems, the longest first."""
        starting = [*self.words.get(word, ())]
        for length in range(len(word), 2, -1):
            starting += self.stems.get(word[:length], ())
        head = _HEAD.match(word)
        if head is not None and head[0] != word:
            starting += self.words.get(head[0], ())
        found: dict[int, list[Phrase]] = {}
        for number, phrase in starting:
            found.setdefault(number, []).append(phrase)
        return found


@dataclass(frozen=True, slots=True)
class WordTable:
    """The phrases of one table of a language, which share one pass over a text with its others."""

    _starts: _Starts
    _number: int

    def find(self, text: str, fits: Callable[[Hit], bool] = lambda _: True) -> Iterator[Hit]:
        """Yield hits from left to right, the longest fitting phrase at each word; they never
        overlap. `fits` tells a verb from a noun of the same form."""
        pass_over = _kept_pass if len(text) > _SHORT else _pass
        end = 0
        for start, phrases in pass_over(self._starts, text).get(self._number, ()):
            if start < end:
                continue
            for phrase in phrases:
                match = _pattern(phrase.form).match(text, start)
                if match is None:
                    continue
                hit = Hit(label=phrase.label, pos=phrase.pos, start=start, end=match.end())
                if fits(hit):
                    end = hit.end
                    yield hit
                    break


def _pass(starts: _Starts, text: str) -> dict[int, list[tuple[int, list[Phrase]]]]:
    """Return by table the words of a text that begin a phrase of it, and which."""
    found: dict[int, list[tuple[int, list[Phrase]]]] = {}
    for word in _WORD.finditer(text):
        for number, phrases in _at(starts, word[0].lower()).items():
            found.setdefault(number, []).append((word.start(), phrases))
    return found


# An article is asked for by all tables in turn, its pieces by one and never again.
_kept_pass = lru_cache(maxsize=8)(_pass)


@lru_cache(maxsize=20_000)
def _at(starts: _Starts, word: str) -> dict[int, list[Phrase]]:
    return starts.at(_plain(word))


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
    afoot: WordTable
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


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Return a phrase compiled, when it is first tried: most never are in a run."""
    return re.compile(phrase_pattern(form) + r"(?!\w)", re.IGNORECASE)


def _tables(tables: Iterable[list[tuple[str, str, str]]]) -> Iterator[WordTable]:
    """Yield a table of each list of (label, pos, forms) rows. Longer phrases are tried first,
    whatever their row, and idioms before words of the same form."""
    starts = _Starts()
    for number, rows in enumerate(tables):
        phrases = [
            (form.strip().lower(), label, pos)
            for label, pos, forms in rows
            for form in forms.split(";")
            if form.strip()
        ]
        phrases.sort(key=lambda item: (-len(item[0]), item[0], item[1] != NO_WORD, item))
        for form, label, pos in phrases:
            first = form.split()[0]
            into = starts.stems if first.endswith("*") else starts.words
            phrase = Phrase(form=form, label=label, pos=pos)
            into.setdefault(_plain(first).rstrip("*"), []).append((number, phrase))
        yield WordTable(starts, number)


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


def word_tables(table: str, lang: str, *kinds: Sequence[str]) -> tuple[WordTable, ...]:
    """Return the phrases of some kinds of a table, once for each set of kinds asked for."""
    rows = _of(table, lang, "kind")
    return tuple(_tables([row for row in rows if row[0] in some] for some in kinds))


@cache
def load_lexicon(lang: str) -> Lexicon:
    """Return the tables of `en`, `uk` or `ru`; any other language gets empty ones."""
    trade = _of("company_words", lang, "kind")
    offices = [(row["iso2"], row["office"], row["forms"]) for row in _rows("leaders")
               if row["lang"] == lang]  # fmt: skip
    tables = {
        "motion": _of("motion", lang, "class"),
        "cues": _of("leg_cues", lang, "cue"),
        "aircraft": _of("aircraft_words", lang, "kind"),
        "credits": _of("credit_cues", lang),
        "places": _of("place_words", lang, "kind"),
        "leaders": offices,
        "topics": _of("topics", lang, "topic"),
        "ranks": _of("ranks", lang, "kind"),
        "aboard": _of("aboard_words", lang),
        "afoot": _of("afoot_words", lang),
        "verdicts": _of("verdicts", lang, "kind"),
        "voices": _of("voice_words", lang, "kind"),
        "companies": [row for row in trade if row[0] in ("noun", "from", "other_trade")],
        "carriers": [row for row in trade if row[0] in ("same_firm", "fleet", "label")],
    }
    return Lexicon(
        lang=lang,
        **dict(zip(tables, _tables(tables.values()), strict=True)),
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
