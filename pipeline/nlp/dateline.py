"""Owns the dateline of an article: where and when it was filed. It tells of no flight."""

import re

from pipeline.nlp.reading import Reading

_CAPITAL = "A-ZÀ-ÞА-ЯЁІЇЄҐ"
_DATELINE = re.compile(
    rf"\s{{0,9}}[{_CAPITAL}][{_CAPITAL}'’. -]{{1,30}}[{_CAPITAL}](?![\w'’-])"
    r"(?:[,.] [^()/\n–—]{1,30}?)?"
    r"(?:\.? ?[(/][^()/\n]{2,40}[)/])?"
    rf"(?: ?[–—] ?| --? |\. (?=[{_CAPITAL}«\"]))"
)


def dateline_of(reading: Reading) -> tuple[int, int]:
    """Return the span of the dateline in the joined text, an empty one if there is none."""
    body = next((item.start for item in reading.sentences if not item.is_title), 0)
    return (body, dateline_end(reading.joined, body))


def dateline_end(text: str, start: int) -> int:
    """Return where a dateline ends that begins at `start` ("MINSK, May 24 (Reuters) - "), `start`
    itself if none does.

    A place alone in its sentence ("LUSAKA.") is none: it heads what follows.
    """
    match = _DATELINE.match(text, start)
    if match is None:
        return start
    filed = match[0].rstrip()
    return start if filed.isupper() and filed.endswith(".") else match.end()
