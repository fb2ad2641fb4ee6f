"""Owns whose calendar a day is of: the newsroom's for "today", the place's for a leg's ends.

Must not read words or join frames.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from pipeline.nlp.dates import resolve
from pipeline.nlp.leg import BROKEN_OFF, Leg
from pipeline.nlp.whens import When
from pipeline.read.outlets import time_zone
from pipeline.records import Article

# Where newsrooms of a language sit unless a table knows the outlet. English ones sit everywhere.
NEWSROOM_ZONES = {"uk": "Europe/Kyiv", "ru": "Europe/Moscow"}


def newsroom_day(article: Article) -> date | None:
    """Return the day of publication where the outlet is, None without a time of publication.

    Of an outlet whose zone nobody knows the day is that of UTC.
    """
    if article.published_at is None:
        return None
    zone = time_zone(article.outlet) or NEWSROOM_ZONES.get(article.lang or "")
    if article.published_precision != "instant" or zone is None:
        return article.published_at.date()
    return article.published_at.astimezone(ZoneInfo(zone)).date()


def localise(legs: Sequence[Leg], article: Article) -> None:
    """Turn the day of each end into the day of its place, where a clock of another zone or the
    hour of publication tells another one."""
    for leg in legs:
        landed = leg.came_down if leg.outcome in BROKEN_OFF else None
        landed = landed or leg.destination
        leg.departed = _local(leg.departed, leg.origin.tz if leg.origin else None, article)
        leg.arrived = _local(leg.arrived, landed.tz if landed else None, article)


def _local(when: When | None, tz: str | None, article: Article) -> When | None:
    if when is None or tz is None or when.weak:
        return when
    span = resolve(
        when.expression,
        published=article.published_at,
        published_local=newsroom_day(article),
        anchor=when.anchor,
        future=when.future,
        tz=tz,
    )
    return replace(when, span=span) if span is not None else when
