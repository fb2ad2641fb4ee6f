"""What is yet to come, supposed or denied, by the forms and words of a sentence."""

import time
from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article

pytestmark = pytest.mark.model


def told(text, lang, title=""):
    published = datetime(2024, 6, 11, 9, tzinfo=UTC)  # a Tuesday
    article = Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/story",
        outlet="Outlet (synthetic)", lang=lang, title=title, text=text, published_at=published,
        published_precision="day", published_basis="synthetic", fetched_at=published, gate="in",
    )  # fmt: skip
    found = annotate(
        article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False
    ).reports
    return [(report.destination, report.status) for report in found]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Il-76 RA-76502 flies from Minsk to Havana on Friday."),
        ("en", "The Il-76 RA-76502 leaves Minsk for Havana this evening."),
        ("uk", "Іл-76 RA-76502 вилітає з Мінська до Гавани в п'ятницю."),
        ("uk", "Іл-76 RA-76502 сьогодні ввечері вилітає з Мінська до Гавани."),
        ("ru", "Ил-76 RA-76502 в пятницу вылетает из Минска в Гавану."),
        ("ru", "Рейс Ил-76 RA-76502 из Минска в Гавану компания выполнит 14 июня."),
    ],
)
def test_a_present_with_a_day_to_come_is_planned(lang, text):
    assert told(text, lang) == [("Havana", "planned")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Il-76 RA-76502 flew from Minsk to Havana on Friday."),
        (
            "en",
            "Many will recall the Il-76 RA-76502, which flew from Minsk to Havana on Friday.",
        ),
        ("en", "The Il-76 RA-76502 could not refuel, left Minsk and flew to Havana on Friday."),
        ("uk", "Іл-76 RA-76502 вилетів із Мінська до Гавани в п'ятницю."),
        ("ru", "Ил-76 RA-76502 в пятницу вылетел из Минска в Гавану."),
    ],
)
def test_a_past_is_no_plan_and_no_supposition(lang, text):
    assert told(text, lang) == [("Havana", "happened")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "If the weather holds, the Il-76 will fly from Minsk to Havana on Friday."),
        ("uk", "Якщо дозволить погода, у п'ятницю Іл-76 вилетить із Мінська до Гавани."),
        ("ru", "Если позволит погода, в пятницу Ил-76 вылетит из Минска в Гавану."),
    ],
)
def test_a_plan_with_a_day_stays_one_under_a_condition(lang, text):
    assert told(text, lang) == [("Havana", "planned")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "If the deal holds, the Il-76 could fly from Minsk to Havana on Friday."),
        ("uk", "Якщо угоду підпишуть, у п'ятницю Іл-76 міг би полетіти з Мінська до Гавани."),
        ("ru", "Если сделку подпишут, в пятницу Ил-76 мог бы полететь из Минска в Гавану."),
    ],
)
def test_what_could_be_is_supposed(lang, text):
    assert told(text, lang) == [("Havana", "hypothetical")]


def test_fighters_of_a_name_like_a_verb_suppose_nothing():
    text = "Два МіГ-29 у п'ятницю перехопили Іл-20, який летів із Мінська до Риги."
    assert told(text, "uk") == [("Riga", "happened")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Nobody denies that the Il-76 RA-76502 flew from Minsk to Havana on Friday."),
        ("uk", "Ніхто не заперечує, що Іл-76 RA-76502 у п'ятницю прилетів із Мінська до Гавани."),
        ("ru", "Никто не отрицает, что Ил-76 RA-76502 в пятницу прилетел из Минска в Гавану."),
    ],
)
def test_what_nobody_denies_happened(lang, text):
    assert told(text, lang) == [("Havana", "happened")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uk", "Нібито Іл-76 у п'ятницю прилетів із Мінська до Гавани, але в аеропорту це "
         "заперечують."),
        ("ru", "Якобы Ил-76 в пятницу прилетел из Минска в Гавану, но в аэропорту это отрицают."),
    ],
)  # fmt: skip
def test_a_claim_may_be_denied_behind_it(lang, text):
    assert told(text, lang) == [("Havana", "denied")]


def test_what_was_called_off_stays_a_plan():
    text = (
        "The Il-76 RA-76502 was to leave Minsk for Havana on Friday. "
        "On Thursday the trip was called off."
    )
    assert told(text, "en") == [("Havana", "planned")]


def test_a_claim_of_there_and_back_is_denied_as_one():
    text = (
        "A post claims that the Il-76 RA-76502 flew from Minsk to Havana on Friday and went on "
        "to Caracas on Saturday. The ministry rejected this."
    )
    assert told(text, "en") == [("Havana", "denied"), ("Caracas", "denied")]


def test_time_grows_with_the_text_alone():
    sentence = "Рейс Ил-76 из Минска в Гавану и рейс Ил-76 из Риги в Осло вылетает в пятницу. "

    def seconds(times: int) -> float:
        start = time.process_time()
        told(sentence * times, "ru")
        return time.process_time() - start

    # 4 times the text, the better of two: other programs may be busy
    assert min(seconds(160), seconds(160)) < 12 * max(seconds(40), 0.05)
