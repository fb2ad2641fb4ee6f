"""What the rest of an article says of a flight's status: refuted claims, plans, suppositions."""

from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article

pytestmark = pytest.mark.model


def told(title, text, lang):
    published = datetime(2024, 6, 14, 12, tzinfo=UTC)
    article = Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/story",
        outlet="Outlet (synthetic)", lang=lang, title=title, text=text, published_at=published,
        published_precision="day", published_basis="synthetic", fetched_at=published, gate="in",
    )  # fmt: skip
    found = annotate(
        article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False
    ).reports
    return [(report.destination, report.status) for report in found]


def test_a_tracker_error_stays_with_the_flight_denied():
    article = Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/story",
        outlet="Outlet (synthetic)", lang="en", title="Fact check: no jet in Minsk",
        text="A screenshot claims that the C-17 08-8201 flew from Ramstein to Minsk on Tuesday. "
        "This is false: the track was spoofed. On Tuesday it landed in Warsaw.",
        published_at=datetime(2024, 6, 14, 12, tzinfo=UTC), published_precision="day",
        published_basis="synthetic", fetched_at=datetime(2024, 6, 14, tzinfo=UTC), gate="in",
    )  # fmt: skip
    found = annotate(
        article, nlp=pipeline_for("en"), gazetteers=load_gazetteers(), learned=False
    ).reports
    told = [(report.destination, report.status, report.artifact) for report in found]
    assert ("Minsk", "denied", True) in told
    assert all(status == "denied" for _, status, artifact in told if artifact)


@pytest.mark.parametrize(
    ("lang", "title", "text", "destination"),
    [
        ("en", "Fact check: the night flight",
         "A post claims the Il-76 RA-76502 flew from Minsk to Havana on Monday. This is false. "
         "The aircraft stands in a hangar.", "Havana"),
        ("uk", "Перевірка допису",
         "У мережі пишуть, нібито Іл-76 RA-76502 у понеділок прилетів із Мінська до Гавани. "
         "Це вигадка, кажуть в аеропорту.", "Havana"),
        ("ru", "Проверка слуха",
         "Якобы Ил-76 RA-76502 в понедельник прилетел из Минска в Гавану. "
         "В аэропорту это опровергли.", "Havana"),
    ],
)  # fmt: skip
def test_a_claim_refuted_in_another_sentence_is_denied(lang, title, text, destination):
    assert told(title, text, lang) == [(destination, "denied")]


def test_who_was_on_board_denies_no_flight():
    text = (
        "The Falcon 900 landed in Geneva on Tuesday. The ministry denied that the general was "
        "on board."
    )
    assert told("A plane in Geneva", text, "en") == [("Geneva", "happened")]


def test_a_leg_after_one_to_come_is_to_come():
    text = "The Gulfstream is to fly from Minsk to Havana on Saturday. It then returns to Minsk."
    assert {status for _, status in told("Minsk to Havana", text, "en")} == {"planned"}


def test_a_day_after_publication_has_not_happened():
    text = "Ту-204 авиакомпании из Москвы вылетает в Гавану 29 июня 2024 года."
    assert [status for _, status in told("Новый рейс", text, "ru")] == ["planned"]
