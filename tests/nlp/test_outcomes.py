"""An outcome accuses: it is read only from words that say what became of the aircraft."""

import time
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
    found = annotate(article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False)
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


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "An An-26 flew from Khartoum to Malakal on Tuesday. Rebels had threatened to shoot "
         "down any plane."),
        ("uk", "Ан-26 у вівторок прилетів із Хартума до Малакаля. Повстанці погрожували збивати "
         "літаки."),
        ("ru", "Ан-26 во вторник прилетел из Хартума в Малакаль. Повстанцы угрожали сбивать "
         "самолёты."),
    ],
)  # fmt: skip
def test_what_is_threatened_is_no_outcome(lang, text):
    assert outcomes(lang, text) == [None]


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The Airbus A340 left Berlin for Canberra on Tuesday. An hour later it landed in "
         "Berlin with a stuck flap."),
        ("uk", "Airbus A340 у вівторок вилетів з Берліна до Канберри. За годину він сів у Берліні "
         "через закрилки."),
        ("ru", "Airbus A340 во вторник вылетел из Берлина в Канберру. Через час он сел в Берлине "
         "из-за закрылков."),
    ],
)  # fmt: skip
def test_who_lands_where_the_flight_began_has_turned_back(lang, text):
    assert outcomes(lang, text) == ["turned_back"]


@pytest.mark.model
def test_a_day_trip_told_as_flown_is_two_flights():
    text = (
        "The Airbus A340 flew from Berlin to Riga on Tuesday. In the evening it landed in Berlin."
    )
    assert outcomes("en", text) == [None, None]


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uk", "Патрульний P-8 вилетів з Мілденголла у вівторок і повернувся на базу."),
        ("ru", "Патрульный P-8 вылетел из Милденхолла во вторник и вернулся на базу."),
    ],
)
def test_a_patrol_that_comes_home_has_not_turned_back(lang, text):
    assert outcomes(lang, text) == [None]


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uk", "Ан-26 у вівторок прилетів із Хартума до Малакаля. Видимість впала до ста метрів."),
        ("ru", "Ан-26 во вторник прилетел из Хартума в Малакаль. Видимость упала до ста метров."),
        ("uk", "Ан-26 у вівторок прилетів із Хартума до Малакаля і викотився на перон."),
    ],
)
def test_what_falls_or_rolls_out_besides_is_no_crash(lang, text):
    assert outcomes(lang, text) == [None]


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Read also: A C-17 crashed in Oslo on Monday"),
        ("uk", "Читайте також: C-17 у понеділок розбився в Осло"),
        ("ru", "Читайте также: C-17 в понедельник разбился в Осло"),
    ],
)
def test_a_line_that_points_to_another_article_tells_no_flight(lang, line):
    assert outcomes(lang, line) == []


@pytest.mark.model
def test_time_grows_with_the_text_alone():
    sentence = "Fighters compelled an unknown passenger aircraft on its long way. "
    spent = []
    for times in (20, 80):
        start = time.process_time()
        outcomes("en", sentence * times)
        spent.append(time.process_time() - start)
    assert spent[1] < 12 * max(spent[0], 0.05)
