"""Owns what changed between two revisions of an article, as lines a person can read. Pure."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"(?<=[.!?…»”\"])\s+|\n+")


def changes(older: str, newer: str) -> list[str]:
    """Return the sentences that went, each after `- `, and those that came, each after `+ `, in
    the order of the text; [] where only white space differs."""
    old, new = _sentences(older), _sentences(newer)
    lines: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += [f"- {sentence}" for sentence in old[a:b]]
            lines += [f"+ {sentence}" for sentence in new[c:d]]
    return lines


def _sentences(text: str) -> Sequence[str]:
    return [" ".join(part.split()) for part in _SENTENCE.split(text) if part.strip()]
