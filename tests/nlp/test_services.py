"""Services of a state that an article names without the state."""

import time

import pytest

from pipeline.nlp.build import pipeline_for
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.reading import Reading, read_parts
from pipeline.nlp.services import LEADERS, SERVICES, government_of, service_of, service_words


def reading_of(text: str, lang: str) -> Reading:
    return read_parts("", text, lang=lang, nlp=pipeline_for(lang))


@pytest.mark.parametrize(
    ("text", "lang", "country", "word", "name"),
    [
        ("An Air Force C-130 took off.", "en", "PH", "Air Force", "Philippine Air Force"),
        ("The Army helicopter hit a wire.", "en", "US", "Army", "US Army aviation"),
        ("A coast guard plane was lost.", "en", "SE", "coast guard", "Swedish Coast Guard"),
        ("The defence force's Dornier fell.", "en", "MW", "defence force", "Malawi Defence Force"),
        ("Урядовий літак сів у Ризі.", "uk", "LV", "Урядовий", "Latvian government"),
        ("Вертоліт прикордонників упав.", "uk", "KZ", "прикордонників", "Kazakh Border Guard"),
        ("Самолёт ВВС вернулся.", "ru", "IN", "ВВС", "Indian Air Force"),
        ("Вертолёт МЧС сел в поле.", "ru", "BY", "МЧС", "Belarusian Emergencies Ministry"),
    ],
)  # fmt: skip
def test_a_word_for_a_service_is_that_of_the_state_asked_about(text, lang, country, word, name):
    reading = reading_of(text, lang)
    (hit,) = service_words(reading, ())
    found = service_of(reading, hit, country, load_gazetteers())
    assert (found.value, found.text, found.finder) == (name, word, SERVICES)
    assert reading.joined[found.start : found.end] == word


def test_the_service_that_has_a_name_of_its_own_comes_before_one_made_by_rule():
    reading = reading_of("An army helicopter is missing.", "en")
    (hit,) = service_words(reading, ())
    found = service_of(reading, hit, "JP", load_gazetteers())
    assert found.value == "Japan Ground Self-Defense Force"


def test_a_service_that_a_state_has_not_is_none():
    reading = reading_of("A coast guard plane was lost.", "en")
    (hit,) = service_words(reading, ())
    assert service_of(reading, hit, "CH", load_gazetteers()) is None


def test_a_word_inside_an_operator_named_is_no_service_of_another():
    text = "The Swedish Air Force sent a Gulfstream."
    named = Found(
        kind="operator", start=4, end=21, text=text[4:21], value="Swedish Air Force", ref="SE-AF",
        finder="operators",
    )  # fmt: skip
    assert service_words(reading_of(text, "en"), (named,)) == []


def test_a_leader_stands_for_the_government_and_for_his_own_name():
    text = "Путин прилетел на своём самолёте."
    leader = Found(
        kind="nationality", start=0, end=5, text="Путин", value="RU", ref="RU", finder=LEADERS
    )
    found = government_of(reading_of(text, "ru"), leader, load_gazetteers())
    assert (found.value, found.text) == ("Russian government", "Путин")


@pytest.mark.parametrize("piece", ["air force ", "министерства ", "ministry of "])
def test_time_grows_with_the_text_and_not_with_its_square(piece):
    reading = Reading(lang="en", title="", joined=piece * 20_000, sentences=(), words=())
    began = time.process_time()
    service_words(reading, ())
    assert time.process_time() - began < 5
