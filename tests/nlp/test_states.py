"""Which state an aircraft flies for, where a person, a rank or a pronoun tells it."""

from datetime import UTC, datetime

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article

pytestmark = pytest.mark.model


def owners(text, lang):
    published = datetime(2024, 6, 14, 12, tzinfo=UTC)
    article = Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/story",
        outlet="Outlet (synthetic)", lang=lang, title="", text=text, published_at=published,
        published_precision="day", published_basis="synthetic", fetched_at=published, gate="in",
    )  # fmt: skip
    found = annotate(
        article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False
    ).reports
    return [(report.operator, report.operator_country) for report in found]


@pytest.mark.parametrize(
    ("lang", "text", "country"),
    [
        ("en", "Russia's defence minister left on Friday. His plane took off from Bratislava for "
         "Moscow in the evening.", "RU"),
        ("uk", "Літак глави МЗС РФ у четвер сів у Валлетті.", "RU"),
        ("ru", "Самолёт министра обороны Казахстана в четверг сел в Минске.", "KZ"),
        ("ru", "Путин вернулся. Президентский Ил-96 вылетел в четверг из Минска в Москву.", "RU"),
    ],
)  # fmt: skip
def test_a_person_of_rank_tells_the_state(lang, text, country):
    assert [nation for _, nation in owners(text, lang)] == [country]


def test_the_government_of_the_nation_told_flies_its_aircraft():
    text = (
        "Germany's foreign minister is stuck. The government Airbus A340 took off from Abu Dhabi "
        "for Canberra on Monday."
    )
    assert owners(text, "en") == [("German government", "DE")]


def test_the_nation_of_who_reports_owns_nothing():
    text = "The Polish ministry said on Friday that an Il-76 had landed in Minsk on Thursday."
    assert owners(text, "en") == [(None, None)]


def test_an_air_force_that_met_another_nations_aircraft_does_not_fly_it():
    text = "Royal Air Force jets intercepted a Russian Il-20 over the Baltic on Monday."
    assert owners(text, "en") == [(None, "RU")]


@pytest.mark.parametrize(
    ("lang", "text", "operator"),
    [
        ("uk", "Російський військовий Іл-76 у середу вилетів з Мінська до Баку.",
         "Russian military"),
        ("ru", "Немецкий правительственный Global 6000 в среду вылетел из Минска в Баку.",
         "German government"),
        ("ru", "Белорусский Ил-76 ВВС в среду вылетел из Минска в Баку.", "Belarusian Air Force"),
        ("en", "The Nigerian capital was calm. A Nigerian C-130 of the air force left Lagos for "
         "Accra on Monday.", "Nigerian Air Force"),
    ],
)  # fmt: skip
def test_a_service_named_without_its_state_is_that_of_the_aircraft(lang, text, operator):
    assert [name for name, _ in owners(text, lang)] == [operator]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "An Il-76 left Minsk for Baku on Monday, a spokesman for the Polish Army said."),
        ("en", "The Polish military tracked an An-26 that left Minsk for Baku on Monday."),
        ("uk", "Ан-26 у понеділок вилетів з Мінська до Баку, розповів начальник польської армії."),
        ("ru", "В Минобороны Польши заявили, что Ан-26 в понедельник вылетел из Минска в Баку."),
    ],
)
def test_a_service_that_only_speaks_or_watches_flies_nothing(lang, text):
    assert [name for name, _ in owners(text, lang)] == [None]


def test_a_ministry_that_tells_of_its_own_loss_gives_the_nation():
    text = "Минобороны России подтвердило потерю Ил-76: он разбился под Рязанью в среду."
    assert owners(text, "ru") == [(None, "RU")]


def test_the_emirates_are_a_country_and_emirates_is_an_airline():
    text = "An Emirates A380 left Dubai for Paris on Monday."
    assert owners(text, "en") == [("Emirates", "AE")]
    text = "A Kazakh Il-76 left the Emirates for Bangui on Monday."
    assert owners(text, "en") == [(None, "KZ")]


def test_the_same_carrier_is_the_one_named_before():
    text = (
        "Ил-76 «Волги-Днепр» в среду вылетел из Минска в Баку. В марте Ан-124 той же компании "
        "вылетел из Минска в Дели."
    )
    assert [name for name, _ in owners(text, "ru")] == ["Volga-Dnepr", "Volga-Dnepr"]


@pytest.mark.parametrize(
    ("lang", "first", "then", "operator"),
    [
        ("en", "An Air India Boeing 777 left Minsk for Baku on Monday.",
         "Another Boeing 777 left Mumbai for Baku on Tuesday.", "Air India"),
        ("ru", "Ил-76 МЧС России RA-76363 в среду вылетел из Минска в Баку.",
         "Другой Ил-76, RA-76845, в четверг вылетел из Минска в Дели.",
         "Russian Emergencies Ministry"),
        ("uk", "Іл-76 тих самих ВКС злетів.", "Іл-76 ВКС РФ у середу вилетів з Мінська до Баку.",
         "Russian Air Force"),
    ],
)  # fmt: skip
def test_the_others_of_a_type_fly_for_the_one_operator_named(lang, first, then, operator):
    assert {name for name, _ in owners(f"{first} {then}", lang)} == {operator}


@pytest.mark.parametrize(
    "then",
    [
        "A Boeing 777, VT-ALG, left Mumbai on Tuesday, and a Qantas A380 left Minsk.",
        "A Turkish Boeing 777 left Ankara for Baku on Tuesday.",
        "An Airbus A320 left Minsk for Baku on Tuesday.",
    ],
)
def test_another_operator_nation_or_type_shares_nothing(then):
    told = owners(f"An Air India Boeing 777, VT-ALA, left Minsk on Monday. {then}", "en")
    assert [name for name, _ in told].count("Air India") == 1


def test_the_one_service_named_flies_the_aircraft_of_its_nation():
    says = "The engine was sound, the Ghana Air Force has confirmed."
    text = f"A Ghanaian Falcon 900 left Accra for Lomé on Monday. {says}"
    assert owners(text, "en") == [("Ghana Air Force", "GH")]
    text = f"A Togolese Falcon 900 left Accra for Lomé on Monday. {says}"
    assert owners(text, "en") == [(None, "TG")]
    text = f"A Ghanaian Falcon 900 left Accra for Lomé on Monday. {says} Emirates flew on."
    assert owners(text, "en") == [(None, "GH")]


def test_a_mark_alone_gives_no_aircraft_to_an_air_force():
    text = (
        "A Falcon 900, G-EXEC, left London for Lomé on Monday. The pilot had left early. "
        "Tea is dear, the RAF has confirmed."
    )
    assert [name for name, _ in owners(text, "en")] == [None]


def test_who_stands_beside_an_aircraft_flies_it_whatever_nation_is_named_later():
    text = (
        "Ил-96 специального лётного отряда «Россия» в среду вылетел из Москвы в Анкоридж. "
        "Там уже стоял борт номер один Соединённых Штатов."
    )
    assert ("Special Flight Squadron Rossiya", "RU") in owners(text, "ru")


def test_a_label_binds_the_operator_to_the_aircraft_spoken_of_last():
    text = "An Il-76 left Minsk for Baku on Monday. Operator: Rada Airlines."
    assert owners(text, "en") == [("Rada Airlines", "BY")]


def test_the_aircraft_of_a_fleet_fly_for_it_but_those_of_others_do_not():
    text = (
        "Several jets of the Rossiya detachment left Moscow on Monday. A Tu-214, RA-64516, flew "
        "from Moscow to Omsk. A Turkish Falcon 900 flew from Moscow to Ankara."
    )
    told = owners(text, "en")
    assert ("Special Flight Squadron Rossiya", "RU") in told
    assert (None, "TR") in told


def test_aircraft_of_a_maker_at_large_are_no_one_aircraft():
    text = "Among the Gulfstreams stood 4L-GGG. It left Baku for Tbilisi on Monday."
    published = datetime(2024, 6, 14, 12, tzinfo=UTC)
    article = Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/story",
        outlet="Outlet (synthetic)", lang="en", title="", text=text, published_at=published,
        published_precision="day", published_basis="synthetic", fetched_at=published, gate="in",
    )  # fmt: skip
    reports = annotate(
        article, nlp=pipeline_for("en"), gazetteers=load_gazetteers(), learned=False
    ).reports
    assert [report.type_family for report in reports] == [None]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Biden's plane left Minsk for Baku on Monday.", "US"),  # in office in June 2024
        ("Merkel's plane left Minsk for Baku on Monday.", None),  # no longer
        ("In 2019 Merkel's plane left Minsk for Baku.", "DE"),
        ("Merz's plane left Minsk for Baku on Monday.", None),  # not yet
    ],
)
def test_a_leaders_aircraft_is_the_states_while_in_office(text, country):
    assert {nation for _, nation in owners(text, "en")} == {country}


def test_air_force_one_is_an_aircraft_of_its_nation():
    assert owners("Air Force One left Minsk for Baku on Monday.", "en") == [(None, "US")]


def test_a_type_in_apposition_is_that_of_the_aircraft_told():
    text = (
        "A Russian Air Force jetliner left Minsk for Baku on Monday. Its crew said nothing. The "
        "type, an Il-62M, is old."
    )
    assert owners(text, "en") == [("Russian Air Force", "RU")]


def test_a_flag_named_by_its_country_is_the_nation():
    text = "A jet left Minsk for Baku on Monday. It is a plane with a Kenya registration."
    assert [nation for _, nation in owners(text, "en")] == ["KE"]
