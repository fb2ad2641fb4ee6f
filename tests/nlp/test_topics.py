"""Articles about something else than flights, however many aircraft words they use."""

import time
from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.reading import read_parts
from pipeline.nlp.topics import topics_of
from pipeline.records import Article

pytestmark = pytest.mark.model


def reports(title, text, lang):
    published = datetime(2024, 6, 14, 12, tzinfo=UTC)
    article = Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/story",
        outlet="Outlet (synthetic)", lang=lang, title=title, text=text, published_at=published,
        published_precision="day", published_basis="synthetic", fetched_at=published, gate="in",
    )  # fmt: skip
    return annotate(
        article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False
    ).reports


def about(text, lang="en"):
    return topics_of(read_parts("", text, lang=lang, nlp=pipeline_for(lang))).about


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("en", "Falcons land another win",
         "The Falcons flew from Minsk to Astana on Thursday. Two goals in the second period were "
         "enough, said the coach; the goalkeeper agreed."),
        ("uk", "Із кабіни симулятора",
         "Віртуальний Ан-124 вилетів із Києва до Осло минулої суботи, геймери аплодували."),
        ("ru", "Выставка о лайнере",
         "В музее открыли выставку: Ту-134 летал из Москвы в Ригу. Экскурсии по субботам."),
        ("en", "Ninety years of memory",
         "The town remembers the Tu-154 that crashed on its way from Sofia to Varna in 1978; a "
         "wreath was laid at the memorial."),
    ],
)  # fmt: skip
def test_sport_games_museums_and_memory_tell_no_flight(lang, title, text):
    assert reports(title, text, lang) == ()


def test_a_flight_on_which_a_team_crashed_is_told():
    text = (
        "A Yak-42 crashed near Yaroslavl on Thursday on its way to Minsk. The coach, the "
        "goalkeeper and the whole squad of the club died; the league called off its matches."
    )
    assert [report.outcome for report in reports("Team lost", text, "en")] == ["crashed"]


def test_one_word_makes_no_topic():
    assert about("The pilot had trained on a simulator.") == frozenset()
    assert about("A virtual flight in a simulator, with a joystick.") == {"simulator"}


def test_topics_of_a_long_text_take_time_in_proportion():
    text = "The coach bought a virtual museum. " * 4000
    started = time.process_time()
    words = read_parts("", text[:3500], lang="uk", nlp=pipeline_for("uk"))
    topics_of(words)
    assert time.process_time() - started < 5
