"""Owns the look-up of names of places, operators, countries and credited names, inflected or not.

All names compete in one index: the longest name that starts at a word wins, so that the city in
"Moscow Times" is no place. Must not know what a name is used for: its callers filter by kind.

A word of a table form asks of the text: an upper-case first letter where it has one, upper case
throughout where it is an abbreviation, else nothing. Cyrillic words that are no abbreviation
stand for all their cases, by the rows of `inflections.csv`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pipeline.nlp.fold import Folded, fold
from pipeline.nlp.gazetteers import Gazetteers, Inflection, NameForm
from pipeline.nlp.towns import KEY, Towns, letters_dropped, town_key

WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)*")
_GAP = re.compile(r"[\s\"'.\-]{1,3}")
_LONGEST_ENDING = 4
_SHORTEST_INFLECTED = 3
# Letters that folding leaves as they are, enough of them for a key whatever an ending drops. Latin
# ones only of an ASCII text: beside Cyrillic ones they may be look-alikes.
_LONG = 7
_LONG_FIRST_WORD = re.compile(rf"[А-Яа-яЁёІіЇїЄєҐґ]{{{_LONG}}}|[A-Za-z]{{{_LONG}}}[\x00-\x7f]*$")
_FormWord = tuple[str, frozenset[str] | None, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """A name in a text: offsets into the folded text and every table form that reads so."""

    start: int
    end: int
    forms: tuple[NameForm, ...]


@dataclass(slots=True)
class _Node:
    exact: dict[str, list[tuple[int, "_Node"]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[frozenset[str], int, "_Node"]]] = field(default_factory=dict)
    forms: list[NameForm] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NameIndex:
    """All name forms by their words. `waiting` are those that no text asked for yet, by the letters
    they begin with: a short run builds a third of the index."""

    root: _Node
    waiting: dict[str, list[NameForm]]
    waiting_towns: dict[str, list[int]]
    towns: Towns
    inflections: tuple[Inflection, ...]
    drops: dict[tuple[str, str], int]
    known: dict[tuple[str, str], _FormWord] = field(default_factory=dict)

    def matches(self, folded: Folded) -> Iterator[NameMatch]:
        """Yield the longest match at each word, left to right, without overlap."""
        words = [(m.start(), m.end(), m[0]) for m in WORD.finditer(folded.text)]
        at = 0
        while at < len(words):
            last, forms = self._longest(folded.text, words, at)
            if forms:
                yield NameMatch(start=words[at][0], end=_name_end(words[last]), forms=tuple(forms))
                at = last + 1
            else:
                at += 1

    def _longest(
        self, text: str, words: list[tuple[int, int, str]], at: int
    ) -> tuple[int, list[NameForm]]:
        self._grow(_plain(words[at][2]))
        best: tuple[int, list[NameForm]] = (at, [])
        nodes, index = [self.root], at
        while nodes and index < len(words):
            if index > at and not _GAP.fullmatch(text, words[index - 1][1], words[index][0]):
                break
            nodes = [after for node in nodes for after in _step(node, words[index][2])]
            forms = [form for node in nodes for form in node.forms]
            if forms:
                best = (index, forms)
            index += 1
        return best

    def _grow(self, word: str) -> None:
        """Put the forms into the index that may begin with a word."""
        for length in range(1, KEY + 1):
            key = word[:length]
            for form in self.waiting.pop(key, ()):
                _insert(self.root, form, self._words_of(form))
            for number in self.waiting_towns.pop(key, ()):
                for form in self.towns.forms(number):
                    if town_key(form.text, form.lang, self.drops) == key:
                        _insert(self.root, form, self._words_of(form))

    def _words_of(self, form: NameForm) -> Iterator[_FormWord]:
        for word in WORD.findall(fold(form.text).text):
            key = word, form.lang
            read = self.known.get(key)  # forms share most of their words
            if read is None:
                read = self.known[key] = _word_of_form(*key, self.inflections)
            yield read


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е")


def _name_end(word: tuple[int, int, str]) -> int:
    return word[1] - 2 if word[2].endswith(("'s", "'S")) else word[1]


def _step(node: _Node, word: str) -> Iterator[_Node]:
    shape = _shape(word)
    lower = _plain(word)
    for reading in {lower, lower.removesuffix("'s")}:
        for needed, after in node.exact.get(reading, ()):
            if shape >= needed:
                yield after
    if node.stems:
        for cut in range(min(_LONGEST_ENDING, len(lower) - 1) + 1):
            stem, ending = lower[: len(lower) - cut], lower[len(lower) - cut :]
            for endings, needed, after in node.stems.get(stem, ()):
                if ending in endings and shape >= needed:
                    yield after


def _shape(word: str) -> int:
    """0 lower case, 1 a capital first, 2 capitals throughout (two letters or more)."""
    if not word[:1].isupper() and not word[:1].isdigit():
        return 0
    return 2 if len(word) > 1 and not any(char.islower() for char in word.removesuffix("'s")) else 1


@cache
def name_index(gazetteers: Gazetteers) -> NameIndex:
    """Return the index of every name form of the gazetteers, one for a process."""
    waiting: dict[str, list[NameForm]] = {}
    most_dropped = max(row.drop for row in gazetteers.inflections)
    for form in gazetteers.name_forms():
        key = _key(form.text, most_dropped)
        if key:
            waiting.setdefault(key, []).append(form)
    towns, inflections = gazetteers.towns, gazetteers.inflections
    drops = letters_dropped(inflections)
    return NameIndex(_Node(), waiting, towns.by_key(), towns, inflections, drops)


def _key(text: str, most_dropped: int) -> str:
    """Return the letters that the first word begins with in every case, at most `KEY`; "" where
    there is no word."""
    if _LONG_FIRST_WORD.match(text) and KEY + most_dropped <= _LONG:
        return _plain(text[:KEY])
    first = WORD.search(fold(text).text)
    word = _plain(first[0]) if first else ""
    return word[: max(1, min(KEY, len(word) - most_dropped))]


def _insert(root: _Node, form: NameForm, words: Iterable[_FormWord]) -> None:
    node = root
    for stem, endings, needed in words:
        if endings is None:
            node = _child_exact(node, stem, needed)
        else:
            node = _child_stem(node, stem, endings, needed)
    node.forms.append(form)


def _word_of_form(word: str, lang: str, inflections: tuple[Inflection, ...]) -> _FormWord:
    """Return a word of a form as the index holds it: the word or its stem, its endings (None where
    it stands as written) and the capitals it asks for."""
    lower, needed = _plain(word), _shape(word)
    if lang == "en" or needed == 2 or len(lower) < _SHORTEST_INFLECTED:
        return lower, None, needed
    return *inflect(lower, lang, inflections), needed


def _child_exact(node: _Node, word: str, needed: int) -> _Node:
    for have, after in node.exact.setdefault(word, []):
        if have == needed:
            return after
    after = _Node()
    node.exact[word].append((needed, after))
    return after


def _child_stem(node: _Node, stem: str, endings: frozenset[str], needed: int) -> _Node:
    for have_endings, have, after in node.stems.setdefault(stem, []):
        if have == needed and have_endings == endings:
            return after
    after = _Node()
    node.stems[stem].append((endings, needed, after))
    return after


def inflect(
    word: str, lang: str, inflections: tuple[Inflection, ...]
) -> tuple[str, frozenset[str]]:
    """Return stem and endings of a lower-case word by the first row that fits its ending."""
    for row in inflections:
        if row.lang == lang and word.endswith(row.nominative):
            return word[: len(word) - row.drop], row.endings
    return word, frozenset({""})


@lru_cache(maxsize=16)
def find_names(text: str, gazetteers: Gazetteers) -> tuple[Folded, tuple[NameMatch, ...]]:
    """Return the folded text and its names; one pass serves all finders of a text."""
    folded = fold(text)
    return folded, tuple(name_index(gazetteers).matches(folded))
