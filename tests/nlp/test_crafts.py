"""Which words of an article speak of one aircraft, and what each is told to be."""

from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.craft_words import is_base, is_denied
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.owner_words import flies_no_more, flies_now, names_people
from pipeline.records import Article


def reports(text, lang="en", title=""):
    published = datetime(2024, 6, 14, 12, tzinfo=UTC)
    article = Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/story",
        outlet="Outlet (synthetic)", lang=lang, title=title, text=text, published_at=published,
        published_precision="day", published_basis="synthetic", fetched_at=published, gate="in",
    )  # fmt: skip
    return annotate(
        article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False
    ).reports


@pytest.mark.model
def test_aircraft_of_several_told_one_by_one_are_of_their_type():
    text = (
        "Two Boeing 777s left Siem Reap on Monday. 5R-HER landed in Mashhad on Tuesday. 5R-RIJ "
        "landed in Tehran on Tuesday."
    )
    told = {report.registration: report.type_family for report in reports(text)}
    assert told["5R-HER"] == told["5R-RIJ"] == "Boeing 777"


@pytest.mark.model
def test_what_an_aircraft_is_built_on_is_no_other_aircraft():
    text = (
        "The E-4B of the US Air Force left Omaha for London on Monday. It is built on the Boeing "
        "747. The plane landed in London on Tuesday."
    )
    assert {report.type_family for report in reports(text)} == {"E-4B"}


@pytest.mark.model
def test_an_identical_aircraft_is_of_the_type_told():
    text = (
        "Іл-76 у понеділок вилетів з Мінська до Баку. Такий самий борт у вівторок вилетів з "
        "Мінська до Тегерана."
    )
    assert [report.type_family for report in reports(text, "uk")] == ["Il-76", "Il-76"]


@pytest.mark.model
def test_an_item_of_a_list_inherits_nothing_from_the_item_before():
    text = (
        "✈️ Ил-76 «Волга-Днепр» в понедельник вылетел из Москвы в Баку.\n\n"
        "✈️ Ещё один Ил-76 в понедельник вылетел из Бенгази в Бамако."
    )
    assert [report.operator for report in reports(text, "ru")] == ["Volga-Dnepr", None]


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text", "operator"),
    [
        ("en", "A Boeing 737 chartered by the Australian government left London for Bangkok on "
         "Monday. The plane of VistaJet landed on Tuesday.", "VistaJet"),
        ("uk", "Іранський Boeing 747 у неділю вилетів з Тегерана до Москви. Fars Air Qeshm під "
         "санкціями.", "Fars Air Qeshm"),
    ],
)  # fmt: skip
def test_who_pays_does_not_fly_and_who_is_named_apart_does(lang, text, operator):
    assert reports(text, lang)[0].operator == operator


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text", "owner"),
    [
        ("en", "A C-17 landed in Beirut on Monday. Kuwait Air Force, grey, no number.",
         ("Kuwait Air Force", "KW")),
        ("en", "The Air China Boeing 747 left Minsk for Baku on Monday.", ("Air China", "CN")),
        ("en", "Half an hour beyond the Irish coast his C-32A left London for Baku on Monday.",
         (None, None)),
        ("uk", "Російська техніка їде. Іл-76 (RA-76638) у вівторок вилетів з Мінська до Баку.",
         (None, "RU")),
        ("uk", "Іл-76 (RA-76638) у вівторок вилетів з Мінська до Баку.", (None, None)),
        ("ru", "Boeing 777 (5R-IJA) мадагаскарского реестра в среду вылетел из Минска в Баку.",
         (None, None)),
        ("uk", "Ан-26 польських ВПС у вівторок вилетів з Мінська до Баку. Тіла привіз A400M "
         "тих-таки ВПС, який у середу вилетів з Баку до Мінська.", ("Polish Air Force", "PL")),
    ],
)  # fmt: skip
def test_who_an_aircraft_flies_for(lang, text, owner):
    last = reports(text, lang)[-1]
    assert (last.operator, last.operator_country) == owner


@pytest.mark.model
def test_the_aircraft_of_another_leader_is_another():
    text = (
        "Ил-96 Путина в пятницу вылетел из Минска в Баку. Борт Зеленского в субботу вылетел из "
        "Баку в Лондон."
    )
    assert [report.operator_country for report in reports(text, "ru")] == ["RU", "UA"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("it was an Il-76, not the ", True), ("in place of its usual ", True),
        ("вместо обычного ", True), ("with the ", False),
    ],
)  # fmt: skip
def test_what_something_was_not(before, expected):
    assert is_denied(f"{before}ORDER6", len(before)) is expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("built on the ", True), ("a military version of the ", True), ("на базе «", True),
        ("на основі цивільного ", True), ("landed on the ", False), ("на базе стоит ", False),
    ],
)  # fmt: skip
def test_what_something_was_made_from(before, expected):
    assert is_base(f"{before}Boeing 747", len(before)) is expected


def test_owners_that_were_and_that_are():
    assert flies_no_more("ex-Singapore 777s", 3)
    assert flies_no_more("бывших сингапурских Boeing", 7)
    assert not flies_no_more("the Singapore 777", 4)
    text = "It belonged to Mahan Air and is now operated by Emtrasur"
    assert flies_now(text, text.index("Emtrasur"))
    assert not flies_now(text, text.index("Mahan"))
    assert names_people(" crew of the ")
    assert not names_people(" cargo ")
