"""An outcome accuses: it is read only from words that say what became of the aircraft."""

from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article

PUBLISHED = datetime(2024, 3, 8, tzinfo=UTC)


def outcomes(lang: str, text: str) -> list[str | None]:
    article = Article(
        article_id="art_1", page_id="pag_1", url="http://wire.example/1", outlet="Wire", lang=lang,
        title="", text=text, published_at=PUBLISHED, published_precision="day",
        published_basis="synthetic", fetched_at=PUBLISHED, gate="in",
    )  # fmt: skip
    found = annotate(article, nlp=pipeline_for(lang), gazetteers=load_gazetteers())
    return [report.outcome for report in found.reports]


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "An Il-62M flew from Moscow to Minsk on Tuesday and vanished from Flightradar24."),
        ("en", "The Tu-154 left Vladivostok on Tuesday; trackers lost contact over the sea."),
        (
            "uk",
            "Іл-62М у вівторок вилетів з Москви до Мінська, а над морем його позначка зникла.",
        ),
        ("ru", "Ил-62М во вторник вылетел из Москвы в Минск, но над Смоленском исчез с радаров."),
    ],
)
def test_a_signal_that_is_lost_is_no_crash(lang, text):
    assert outcomes(lang, text) == [None]


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "An An-26 that left Khartoum on Tuesday crashed near Malakal."),
        ("uk", "Ан-26, що вилетів з Хартума у вівторок, розбився біля Малакаля."),
        ("ru", "Ан-26, вылетевший из Хартума во вторник, разбился у Малакаля."),
    ],
)
def test_a_crash_is_one(lang, text):
    assert outcomes(lang, text) == ["crashed"]
