"""Owns the finding of outlets and tracking services named. Must not decide what they said."""

import re
from typing import Literal

from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.names import find_names
from pipeline.nlp.newsrooms import find_newsrooms
from pipeline.nlp.places import best_form

_WINDOW = 45
_CREDIT_CUE = re.compile(
    r"said|says?|report|wr(?:ote|ites?)|told|accord|cit(?:ed|ing|es)|quot|channel|agency|outlet|"
    r"newspaper|magazine|publish|learn|broadcast|television|\bTV\b|telegram|first|"
    r"пиш|писа|написа|повідом|сообщ|перед|канал|агентств|агенці|видан|издан|газет|телеграм|"
    r"посилан|ссылк|цит|розпов|расска|со слов|за дан|по дан|опубл|журнал|телеба|телеви|слова|"
    r"портал|сайт|проєкт|проект|монитор|монітор",
    re.IGNORECASE,
)


def find_outlets(text: str, *, lang: str | None, gazetteers: Gazetteers) -> list[Found]:
    """Return outlets, agencies, channels and analysts named; `value` is the usual Latin name.

    A name that is also a word («Медуза», Nova, Mash) counts only in quotes or near a word of
    saying. `ref` is "" for those that no table lists.
    """
    listed = _credits(text, "outlet", lang, gazetteers)
    unlisted = find_newsrooms(text, lang=lang, gazetteers=gazetteers)
    return sorted([*listed, *unlisted], key=lambda item: item.start)


def find_trackers(text: str, *, lang: str | None, gazetteers: Gazetteers) -> list[Found]:
    """Return the tracking and imagery services named, in order, without overlap."""
    return _credits(text, "tracker", lang, gazetteers)


def _credits(
    text: str, kind: Literal["outlet", "tracker"], lang: str | None, gazetteers: Gazetteers
) -> list[Found]:
    folded, names = find_names(text, gazetteers)
    found = []
    for name in names:
        form = best_form(name, kind, lang)
        if form is None or (form.risk and not _credited(folded.text, name.start, name.end)):
            continue
        found.append(
            folded.found(kind, name.start, name.end, form.value, ref=form.ref, finder=f"{kind}s")
        )
    return found


def _credited(text: str, start: int, end: int) -> bool:
    if text[start - 1 : start] == '"' and text[end : end + 1] == '"':
        return True
    around = text[max(0, start - _WINDOW) : start] + " " + text[end : end + _WINDOW]
    return _CREDIT_CUE.search(around) is not None
