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


def test_what_took_off_and_was_back_elsewhere_flew_once() -> None:
    text = "The Boeing 777 took off from Iqaluit on Monday and was back in Zurich by Tuesday."
    assert ends(legs(EN, text)) == [("Iqaluit", "Zurich")]


def test_what_took_off_again_and_went_back_flew_twice() -> None:
    text = "The Boeing 777 landed in Iqaluit on Monday and was back in Zurich by Tuesday."
    assert len(legs(EN, text)) == 2


def test_where_a_flight_that_turned_back_was_bound_for_may_be_told_later() -> None:
    text = (
        "A Global 6000 turned round over the sea on Tuesday and went back to Nice. The jet had "
        "left Nice for Dubai at 9.40 a.m."
    )
    (leg,) = legs(EN, text)
    assert (leg.origin, leg.destination, leg.outcome) == ("Nice", "Dubai", "turned_back")


LANDED_SHORT = [
    (EN, "A Boeing 737 that left Funchal for Kyiv on Tuesday landed in Chisinau the same day."),
    (UK, "Boeing 737, який у вівторок вилетів із Фуншала до Києва, того ж дня сів у Кишиневі."),
    (RU, "Boeing 737, который во вторник вылетел из Фуншала в Киев, в тот же день сел в Кишиневе."),
]


@pytest.mark.parametrize(("lang", "text"), LANDED_SHORT)
def test_what_left_for_one_place_and_landed_at_another_was_diverted(lang: str, text: str) -> None:
    (leg,) = legs(lang, text)
    assert (leg.origin, leg.destination, leg.outcome) == ("Funchal", "Kyiv", "diverted")


def test_a_stop_on_the_way_diverts_nothing() -> None:
    text = "Ил-76 во вторник вылетел из Минска в Хартум, дозаправился в Джидде и сел в Найроби."
    assert [report.outcome for report in legs(RU, text)] != ["diverted"]


def test_what_was_forced_down_goes_on_at_a_later_hour() -> None:
    text = (
        "A Boeing 737 flying from Athens to Vilnius was forced to land in Minsk on Sunday. It "
        "touched down at 1:16 p.m. after a warning. It left at 8:48 p.m. without five passengers."
    )
    first, second = legs(EN, text)
    assert (first.origin, first.destination) == ("Athens", "Vilnius")
    assert (second.origin, second.destination) == ("Minsk", "Vilnius")


def test_the_hour_a_flight_forced_down_had_left_is_not_of_another() -> None:
    text = (
        "A Boeing 737 flying from Athens to Vilnius was forced to land in Minsk on Sunday. It "
        "touched down at 1:16 p.m. after a warning. It left at 9:48 a.m. with five passengers."
    )
    assert len(legs(EN, text)) == 1
