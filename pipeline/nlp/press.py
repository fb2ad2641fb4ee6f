"""Owns the words by which the press tells of itself: `outlet_words.csv`."""

from dataclasses import dataclass
from functools import cache

from pipeline.nlp.lexicon import WordTable, read_forms, word_tables
from pipeline.nlp.reading import Reading, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class PressWords:
    """The words of one language. `nouns` stand beside the name of an outlet, `before` and `after`
    are verbs and phrases of crediting, `signing` verbs that only the press has, `citing` tells that
    one outlet has it from another, `silent` that one knows nothing, `captions` begin lines that
    credit a picture or point to another article."""

    nouns: WordTable
    before: WordTable
    after: WordTable
    signing: WordTable
    citing: WordTable
    silent: WordTable
    captions: tuple[str, ...]


@cache
def load_press(lang: str) -> PressWords:
    """Return the words of `en`, `uk` or `ru`; any other language gets empty tables."""

    nouns, before, after, signing, citing, silent = word_tables(
        "outlet_words", lang,
        ("noun", "noun_after", "noun_of"), ("verb_before",), ("verb_after",), ("press_verb",),
        ("citing",), ("silent",),
    )  # fmt: skip
    return PressWords(
        nouns=nouns,
        before=before,
        after=after,
        signing=signing,
        citing=citing,
        silent=silent,
        captions=tuple(sorted(read_forms("outlet_words", lang, "kind").get("caption", ()))),
    )


def is_caption(reading: Reading, sentence: Sentence) -> bool:
    """Return whether a sentence is of a line that credits a picture or points to another article:
    "Read also: Jet lands in Minsk"."""
    line = reading.joined[reading.joined.rfind("\n", 0, sentence.start) + 1 : sentence.end]
    return begins_caption(line, reading.lang)


def begins_caption(line: str, lang: str) -> bool:
    """Return whether a line begins with the words of a caption, whatever signs open it."""
    return line.lstrip(" \"'«([*•-").lower().startswith(load_press(lang).captions)
