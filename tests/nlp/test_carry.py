"""An aircraft named once is followed through its paragraph, and never into another story."""

from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article, Report
from tests.nlp.told import legs

PUBLISHED = datetime(2024, 3, 8, tzinfo=UTC)
OPENING = "A Russian Il-62M stood in Minsk on Tuesday."


def reports(text: str) -> tuple[Report, ...]:
    article = Article(
        article_id="art_1", page_id="pag_1", url="http://wire.example/1", outlet="Wire", lang="en",
        title="", text=text, published_at=PUBLISHED, published_precision="day",
        published_basis="synthetic", fetched_at=PUBLISHED, gate="in",
    )  # fmt: skip
    return annotate(
        article, nlp=pipeline_for("en"), gazetteers=load_gazetteers(), learned=False
    ).reports


@pytest.mark.model
@pytest.mark.parametrize("subject", ["It", "The crew", "The delegation", "The trijet"])
def test_what_flies_or_is_aboard_goes_on_with_the_aircraft(subject: str):
    told = reports(f"{OPENING} {subject} left Minsk for Algiers on Wednesday.")
    assert "Algiers" in [report.destination for report in told]


@pytest.mark.model
@pytest.mark.parametrize(
    "sentence",
    [
        "A tram turned round at the depot in Gomel on Wednesday.",
        "Flowers were brought to Gomel on Wednesday.",
        "Injured workers were taken to hospital in Gomel on Wednesday.",
    ],
)
def test_what_flies_in_no_aircraft_tells_of_no_flight(sentence: str):
    assert "Gomel" not in [report.destination for report in reports(f"{OPENING} {sentence}")]


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "uk",
            "Ан-26 у середу вилетів із Гоми до Кінду й упав. Рятувальники дісталися до Валікале.",
        ),
        ("ru", "Ан-26 в среду вылетел из Гомы в Кинду и упал. Спасатели добрались до Валикале."),
    ],
)
def test_those_who_come_to_a_wreck_come_in_no_aircraft_told_of(lang: str, text: str):
    assert [report.destination for report in legs(lang, text)] == ["Kindu"]
    flown = text.replace("Рятувальники дісталися", "Він долетів")
    flown = flown.replace("Спасатели добрались", "Он долетел")
    assert "Walikale" in [report.destination for report in legs(lang, flown)]


@pytest.mark.model
def test_an_aircraft_is_not_carried_beyond_its_paragraph():
    between = "Prices rose again. Rain is expected. The theatre has a new roof. Schools are open."
    told = reports(f"{OPENING} {between} It went to Gomel on Wednesday.")
    assert "Gomel" not in [report.destination for report in told]


@pytest.mark.model
def test_an_office_for_transport_is_no_aircraft():
    police = "British Transport Police said on Tuesday that a tram crashed in Croydon, London."
    assert reports(police) == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("The Tupolev landed in Minsk on Tuesday.", "Tupolev"),
        ("Two planes met: a Dassault flew to Minsk on Tuesday.", "Dassault"),
        ("Mr Bell was in Gomel on Tuesday and went on to Minsk.", None),
        ("Lena Hawker said on Tuesday that the delegation flew to Minsk.", None),
    ],
)
def test_a_maker_that_is_also_a_surname_needs_an_article_or_an_aircraft_beside_it(text, family):
    assert {report.type_family for report in reports(text)} <= {family}
    if family is not None:
        assert reports(text)


@pytest.mark.model
def test_an_aircraft_of_another_carrier_is_another_aircraft():
    told = reports(
        "A flydubai plane flew from Kathmandu to Dubai on Tuesday. In January an ATR 72 aircraft "
        "operated by Yeti Airlines crashed near Pokhara."
    )
    assert [(r.outcome, r.type_family) for r in told] == [(None, None), ("crashed", "ATR 72")]


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "A suicide bomber was brought from Gardez to Kabul on Tuesday.",
        "The voting machine was taken from Minsk to Gomel on Tuesday.",
    ],
)
def test_a_word_of_an_aircraft_in_another_sense_is_none(text: str):
    assert reports(text) == ()


@pytest.mark.model
def test_a_carrier_named_behind_the_word_tells_aircraft_apart():
    article = Article(
        article_id="art_1", page_id="pag_1", url="http://wire.example/1", outlet="Wire", lang="ru",
        title="", published_at=PUBLISHED, published_precision="day",
        text="Boeing 777 авиакомпании Lufthansa во вторник вылетел из Франкфурта в Баку. "
        "4 марта самолёт Air Astana прилетел из Тбилиси в Алма-Ату.",
        published_basis="synthetic", fetched_at=PUBLISHED, gate="in",
    )  # fmt: skip
    told = annotate(
        article, nlp=pipeline_for("ru"), gazetteers=load_gazetteers(), learned=False
    ).reports
    assert [(r.type_family, r.operator) for r in told] == [
        ("Boeing 777", "Lufthansa"),
        (None, "Air Astana"),
    ]


@pytest.mark.model
def test_an_aircraft_named_as_what_it_was_not_is_none():
    told = reports("It was an Il-76, not the An-26 of the first videos. It left Minsk on Tuesday.")
    assert [report.type_family for report in told] == ["Il-76"]


@pytest.mark.model
def test_a_pronoun_between_the_words_stands_for_the_aircraft():
    told = reports("An Il-76 burnt over Malha. The militia says that they shot it down on Tuesday.")
    assert [(report.type_family, report.outcome) for report in told] == [("Il-76", "shot_down")]


@pytest.mark.model
def test_those_who_left_on_the_ground_flew_nowhere():
    told = reports(f"{OPENING} Belarus turned to Moscow after the last troops left in 2022.")
    assert "Moscow" not in [report.destination for report in told]
