"""Airlines called by the first words of their names are found beside words that tell so."""

import time

import pytest

from pipeline.nlp.brands import brand_row, find_brands
from pipeline.nlp.gazetteers import load_gazetteers


def brands(text, lang):
    return [item.value for item in find_brands(text, lang=lang, gazetteers=load_gazetteers())]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Boeing 737 турецької Pegasus", "uk"),
        ("турецкого лоукостера Pegasus", "ru"),
        ("самолёт Pegasus сел в Баку", "ru"),
        ("a Pegasus jet", "en"),
        ("The Turkish budget airline Pegasus", "en"),
    ],
)
def test_a_brand_beside_an_aircraft_or_its_nation_is_the_airline(text, lang):
    assert brands(text, lang) == ["Pegasus Airlines"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("програма-шпигун Pegasus", "uk"),
        ("израильской Pegasus", "ru"),
        ("Pegasus is a spy tool", "en"),
        ("the Delta flight", "en"),
    ],
)
def test_a_brand_alone_or_a_word_is_no_airline(text, lang):
    assert brands(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("a Condor Boeing 767", "en", "Condor"),
        ("літак Condor", "uk", "Condor"),
        ("самолёт Condor", "ru", "Condor"),
        ("a Fly Jamaica Boeing 757", "en", "Fly Jamaica Airways"),
        ("рейс Fly Jamaica", "ru", "Fly Jamaica Airways"),
    ],
)
def test_a_common_word_and_a_name_that_holds_a_nation_count_beside_an_aircraft(text, lang, name):
    assert brands(text, lang) == [name]
    assert brands("The Condor of the Andes, and to fly Jamaica", lang) == []


def test_a_name_that_two_airlines_begin_with_is_no_brand():
    assert brand_row("China", load_gazetteers()) is None


@pytest.mark.parametrize("piece", ["Pegasus ", "рейс ", "Turkish "])
def test_time_grows_with_the_text_and_not_with_its_square(piece):
    text = piece * 20_000
    began = time.process_time()
    brands(text, "en")
    assert time.process_time() - began < 5
