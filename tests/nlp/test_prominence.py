"""Which flights an article is about, and which it only mentions beside them."""

from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article

pytestmark = pytest.mark.model

FILLER = {
    "en": "The minister made no comment. Talks went on. Nobody was hurt. It was raining. ",
    "uk": "Міністр не відповів. Розмови тривали. Ніхто не постраждав. Йшов дощ. ",
    "ru": "Министр не ответил. Разговоры продолжались. Никто не пострадал. Было пасмурно. ",
}


def told(text, lang="en", title="The news of the day"):
    published = datetime(2024, 6, 14, 12, tzinfo=UTC)
    article = Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/story",
        outlet="Outlet (synthetic)", lang=lang, title=title, text=text, published_at=published,
        published_precision="day", published_basis="synthetic", fetched_at=published, gate="in",
    )  # fmt: skip
    found = annotate(
        article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False
    ).reports
    return [(report.destination, report.status, report.role) for report in found]


@pytest.mark.parametrize(
    ("lang", "main", "beside"),
    [
        ("en", "The Il-76 RA-76502 flew from Minsk to Havana on Thursday. ",
         "If the talks fail, the Il-76 could fly from Havana to Caracas."),
        ("uk", "Іл-76 RA-76502 у четвер прилетів із Мінська до Гавани. ",
         "Якщо розмови зірвуться, Іл-76 міг би полетіти з Гавани до Каракаса."),
        ("ru", "Ил-76 RA-76502 в четверг прилетел из Минска в Гавану. ",
         "Если разговоры сорвутся, Ил-76 мог бы полететь из Гаваны в Каракас."),
    ],
)  # fmt: skip
def test_what_is_supposed_far_behind_the_main_flight_is_background(lang, main, beside):
    found = told(main + FILLER[lang] + beside, lang)
    assert ("Havana", "happened", "primary") in found
    assert ("Caracas", "hypothetical", "background") in found


@pytest.mark.parametrize(
    ("lang", "main", "beside"),
    [
        ("en", "An An-26 from Minsk crashed near Riga on Thursday. ",
         "An Airbus A330 took the families from Paris to Oslo on Thursday."),
        ("uk", "Ан-26 із Мінська розбився біля Риги в четвер. ",
         "Airbus A330 у четвер доправив родичів із Парижа до Осло."),
        ("ru", "Ан-26 из Минска разбился под Ригой в четверг. ",
         "Airbus A330 в четверг доставил родных из Парижа в Осло."),
    ],
)  # fmt: skip
def test_what_flew_because_of_a_loss_is_told_beside_it(lang, main, beside):
    roles = {destination: role for destination, _, role in told(main + beside, lang)}
    assert roles["Oslo"] == "background"


def test_flights_of_one_day_told_side_by_side_are_all_primary():
    found = told(
        "An An-124 landed in Riga from Leipzig on Thursday. An Il-76 landed in Oslo from Minsk on "
        "Thursday. " + FILLER["en"] + "A C-17 landed in Warsaw from Dover on Thursday."
    )
    assert [role for _, _, role in found] == ["primary"] * 3


def test_another_aircraft_of_days_before_is_background_whatever_words_tell_it():
    found = told(
        "An An-124 landed in Riga from Leipzig on Thursday. An Il-76 landed in Oslo on Sunday."
    )
    assert found == [("Riga", "happened", "primary"), ("Oslo", "happened", "background")]


def test_what_a_title_tells_is_never_beside_the_matter():
    found = told(
        "An An-124 landed in Riga from Leipzig on Thursday. " + FILLER["en"] + FILLER["en"]
        + "An Il-76 landed in Oslo from Minsk on Thursday.",
        title="Il-76 lands in Oslo",
    )  # fmt: skip
    assert ("Oslo", "happened", "primary") in found


def test_an_old_flight_told_late_in_an_article_is_background():
    text = "The court met again. " + FILLER["en"] + FILLER["en"]
    found = told(text + "On 3 January 2024 the An-26 flew from Minsk to Riga.")
    assert found == [("Riga", "happened", "background")]
