"""Owns the text of an article as the rules see it: parts joined, sentences, words, mentions.

It keeps the map back to (part, start, end) and lets no spaCy object out.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.nlp.found import Found
from pipeline.records import Part

if TYPE_CHECKING:
    from spacy.language import Language

JOINT = "\n\n"
_ITEM = re.compile(
    r"\s*(?:\d{1,2}[.)]\s|(?:[•–—*\-\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?)+\s)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One token. `tag` is the Penn tag in English, "" elsewhere; `head` an index into words."""

    start: int
    end: int
    text: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in joined offsets; `first` and `last` bound its words (last is exclusive)."""

    index: int
    start: int
    end: int
    first: int
    last: int
    is_title: bool
    opens_paragraph: bool


_start = attrgetter("start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Title and text joined by a blank line; all offsets of rules are into `joined`."""

    lang: str
    title: str
    joined: str
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...]

    def locate(self, start: int, end: int) -> tuple[Part, int, int]:
        """Return the part and the offsets in it of a span of `joined` that lies in one part."""
        if end <= len(self.title):
            return "title", start, end
        offset = len(self.title) + len(JOINT) if self.title else 0
        return "text", start - offset, end - offset

    def sentence_at(self, place: int) -> Sentence:
        """Return the sentence that holds a place, or the one before it."""
        number = bisect_right(self.sentences, place, key=_start) - 1
        return self.sentences[max(0, number)]

    def word_at(self, place: int) -> int | None:
        """Return the index of the word that holds a place."""
        number = bisect_right(self.words, place, key=_start) - 1
        if number < 0 or place >= self.words[number].end:
            return None
        return number


def read_parts(title: str, text: str, *, lang: str, nlp: "Language") -> Reading:
    """Join the two parts and parse them once."""
    joined = f"{title}{JOINT}{text}" if title else text
    doc = nlp(joined)
    words = tuple(
        Word(
            start=token.idx,
            end=token.idx + len(token),
            text=token.text,
            tag=token.tag_,
            dep=token.dep_,
            head=token.head.i,
        )
        for token in doc
    )
    sentences: list[Sentence] = []
    for span in doc.sents:
        start = span.start_char
        end = start + len(span.text.rstrip())
        before = joined[:start].rstrip(" \t")
        sentences.append(
            Sentence(
                index=len(sentences),
                start=start,
                end=end,
                first=span.start,
                last=span.end,
                is_title=start < len(title),
                opens_paragraph=not before or before.endswith("\n"),
            )
        )
    return Reading(lang=lang, title=title, joined=joined, sentences=tuple(sentences), words=words)


def opens_item(reading: Reading, sentence: Sentence) -> bool:
    """Return whether a sentence opens an item of a list: "2. ", "— ", "• "."""
    return sentence.opens_paragraph and _ITEM.match(reading.joined, sentence.start) is not None


def shifted(found: Sequence[Found], offset: int) -> list[Found]:
    """Return the same findings with offsets into the joined text."""
    return [replace(item, start=item.start + offset, end=item.end + offset) for item in found]
