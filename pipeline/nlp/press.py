"""Owns the words by which the press tells of itself: `outlet_words.csv`. Matches no text."""

from dataclasses import dataclass
from functools import cache

from pipeline.nlp.lexicon import WordTable, read_forms, word_table


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

    def of(*kinds: str) -> WordTable:
        return word_table("outlet_words", lang, *kinds)

    return PressWords(
        nouns=of("noun", "noun_after", "noun_of"),
        before=of("verb_before"),
        after=of("verb_after"),
        signing=of("press_verb"),
        citing=of("citing"),
        silent=of("silent"),
        captions=tuple(sorted(read_forms("outlet_words", lang, "kind").get("caption", ()))),
    )
