"""Which words of an article tell a further leg, or one told before: articles of our own."""

from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article, Report, stable_id

pytestmark = pytest.mark.model

FRIDAY = datetime(2023, 9, 29, 12, tzinfo=UTC)
EN, UK, RU = "en", "uk", "ru"


def legs(lang: str, text: str) -> tuple[Report, ...]:
    article = Article(
        article_id=stable_id("art", lang, text), page_id="pag_synthetic",
        url="https://outlet.example/further", outlet="Outlet (synthetic)", lang=lang, title="",
        text=text, published_at=FRIDAY, published_precision="day", published_basis="synthetic",
        fetched_at=FRIDAY, gate="in",
    )  # fmt: skip
    return annotate(
        article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False
    ).reports


def ends(reports: tuple[Report, ...]) -> list[tuple[str | None, str | None]]:
    return [(report.origin, report.destination) for report in reports]


FROM_AND_TO = [
    (EN, "The Il-76 flew from Minsk to Rome on Monday and on Tuesday from Rome to Oslo."),
    (UK, "Іл-76 перелетів із Мінська до Рима в понеділок, а у вівторок — із Рима до Осло."),
    (RU, "Ил-76 перелетел из Минска в Рим в понедельник, а вечером – из Рима в Осло."),
]


@pytest.mark.parametrize(("lang", "text"), FROM_AND_TO)
def test_a_verb_told_once_takes_two_more_ends(lang: str, text: str) -> None:
    assert ends(legs(lang, text)) == [("Minsk", "Rome"), ("Rome", "Oslo")]
