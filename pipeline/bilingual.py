"""Owns how an article is annotated some of whose lines are in another language: no line is read by
the rules of a language that it is not in."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.read.language import Block
from pipeline.records import Annotation, Article


def annotate_by_language(
    article: Article, blocks: Sequence[Block], *, languages: Sequence[str], gazetteers: Gazetteers
) -> Annotation:
    """Return what an article tells in its own language; where that is nothing, what those of its
    `blocks` tell that are in another one of `languages`.

    A quotation repeats what its article tells, so the two are not added up.
    """
    lang = article.lang or "en"
    own = annotate(
        replace(article, text=_without(article.text or "", blocks)) if blocks else article,
        nlp=pipeline_for(lang),
        gazetteers=gazetteers,
    )
    for other in [one for one in languages if one in {block.lang for block in blocks}]:
        if own.reports:
            break
        told = annotate(
            replace(article, title="", lang=other, text=_only(article.text or "", blocks, other)),
            nlp=pipeline_for(other),
            gazetteers=gazetteers,
        )
        own = replace(told, mentions=(*own.mentions, *told.mentions))
    return own


def _without(text: str, blocks: Sequence[Block]) -> str:
    """Return the text with line breaks in the place of each block: no offset changes."""
    for block in blocks:
        blank = "\n" * (block.char_end - block.char_start)
        text = text[: block.char_start] + blank + text[block.char_end :]
    return text


def _only(text: str, blocks: Sequence[Block], lang: str) -> str:
    """Return line breaks with the blocks of one language in their places."""
    only = "\n" * len(text)
    for block in (each for each in blocks if each.lang == lang):
        inside = text[block.char_start : block.char_end]
        only = only[: block.char_start] + inside + only[block.char_end :]
    return only
