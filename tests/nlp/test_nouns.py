"""Nouns of motion in Ukrainian and Russian: planned where the verb they belong to tells a plan."""

from datetime import date

import pytest

from pipeline.nlp.build import pipeline_for
from pipeline.nlp.nouns import last_link
from pipeline.nlp.reading import read_parts
from tests.nlp.told import legs

pytestmark = pytest.mark.model

UK, RU = "uk", "ru"


OBJECTS = [
    (UK, "Рейс із Мінська до Дамаска перевізник виконає 3 жовтня на Boeing 737."),
    (RU, "Рейс из Минска в Дамаск перевозчик выполнит 3 октября на Boeing 737."),
]


@pytest.mark.parametrize(("lang", "text"), OBJECTS)
def test_a_flight_that_will_be_flown_is_one_planned_leg(lang: str, text: str) -> None:
    (leg,) = legs(lang, text)
    assert (leg.origin, leg.destination, leg.status) == ("Minsk", "Damascus", "planned")
    assert leg.departed is not None
    assert leg.departed.earliest == date(2023, 10, 3)


ARRIVALS = [
    (UK, "Boeing 747 EP-FAB вилетить із Тегерана 3 жовтня о 13:15, прибуття до Рима — о 16:10."),
    (RU, "Boeing 747 EP-FAB вылетит из Тегерана 3 октября в 13:15, прибытие в Рим — в 16:10."),
]


@pytest.mark.parametrize(("lang", "text"), ARRIVALS)
def test_an_arrival_told_beside_a_planned_departure_is_of_the_same_leg(
    lang: str, text: str
) -> None:
    (leg,) = legs(lang, text)
    assert (leg.origin, leg.destination, leg.status) == ("Tehran", "Rome", "planned")


@pytest.mark.parametrize("lang", [UK, RU])
def test_a_noun_after_what_happened_is_no_plan(lang: str) -> None:
    text = {
        UK: "Boeing 747 EP-FAB вилетить до Рима 3 жовтня. Посадка в Тегерані відбулася вчора.",
        RU: "Boeing 747 EP-FAB вылетит в Рим 3 октября. Посадка в Тегеране состоялась вчера.",
    }[lang]
    assert {leg.status for leg in legs(lang, text) if leg.destination == "Tehran"} <= {"happened"}


CONJOINED = [
    (UK, "Командир Ан-24 RA-47260 вирішив не чекати й повернувся до Мінська вчора."),
    (RU, "Командир Ан-24 RA-47260 решил не ждать и вернулся в Минск вчера."),
]


@pytest.mark.parametrize(("lang", "text"), CONJOINED)
def test_what_is_negated_before_a_conjunction_is_another_verb(lang: str, text: str) -> None:
    assert [leg.destination for leg in legs(lang, text)] == ["Minsk"]


def test_the_last_link_is_a_comma_or_a_conjunction() -> None:
    text = "Решил, не ждать и сел"
    reading = read_parts("", text, lang=RU, nlp=pipeline_for(RU))
    assert last_link(reading, 0, text.index("сел")) == text.index(" и ")
    assert last_link(reading, 0, text.index("ждать")) == text.index(",")
    assert last_link(reading, 0, 3) == -1
