"""What articles of our own say comes out as reports, with every value on its words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.nlp.annotate import annotate, reading_version
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Annotation, Article, stable_id

pytestmark = pytest.mark.model

FRIDAY = datetime(2023, 9, 29, 12, tzinfo=UTC)


def article(title: str, text: str, lang: str = "en", published: datetime = FRIDAY) -> Article:
    return Article(
        article_id=stable_id("art", title, text),
        page_id="pag_synthetic",
        url="https://outlet.example/story",
        outlet="Outlet (synthetic)",
        lang=lang,
        title=title,
        text=text,
        published_at=published,
        published_precision="day",
        published_basis="synthetic",
        fetched_at=published,
        gate="in",
    )


def read(title: str, text: str, lang: str = "en", published: datetime = FRIDAY) -> Annotation:
    return annotate(
        article(title, text, lang, published),
        nlp=pipeline_for(lang),
        gazetteers=load_gazetteers(),
    )


def ends(annotation: Annotation) -> list[tuple[str | None, str | None]]:
    return [(report.origin, report.destination) for report in annotation.reports]


def days(span) -> tuple[date, date] | None:
    return None if span is None else (span.earliest, span.latest)


SEED_TITLE = "Moscow's military VIP jet pays Pyongyang a short visit"
SEED_TEXT = (
    "A Russian military jet for senior officials landed in Pyongyang this week, Bloomberg "
    "reported.\n\n"
    "According to FlightRadar24, the Il-62M operated by the Russian Air Force left Moscow for "
    "Pyongyang and arrived on Tuesday morning. Its registration shows that it was the same plane "
    "Russia sent to North Korea in August, days after Defence Minister Sergei Shoigu travelled to "
    "the country. The plane returned to Russia on Thursday.\n\n"
    "Foreign Minister Sergei Lavrov plans to visit Pyongyang next month."
)


@pytest.fixture(scope="module")
def seed() -> Annotation:
    return read(SEED_TITLE, SEED_TEXT)


def test_the_story_retold_gives_out_back_and_the_august_flight(seed):
    out, back, august = seed.reports
    assert (out.origin, out.destination, out.role) == ("Moscow", "Pyongyang", "primary")
    assert days(out.arrived) == (date(2023, 9, 26), date(2023, 9, 26))
    assert (back.origin, back.destination, back.destination_country) == ("Pyongyang", None, "RU")
    assert days(back.arrived or back.departed) == (date(2023, 9, 28), date(2023, 9, 28))
    assert (august.destination_country, august.role) == ("KP", "background")
    assert days(august.departed) == (date(2023, 8, 1), date(2023, 8, 31))


def test_the_story_retold_states_no_registration_and_one_source(seed):
    for report in seed.reports:
        assert report.registration is None
        assert report.type_family == "Il-62"
        assert report.operator == "Russian Air Force"
        assert report.said_by == ("Bloomberg",)
        assert [name.casefold() for name in report.trackers] == ["flightradar24"]


def test_the_story_retold_relates_its_three_flights(seed):
    out, back, august = seed.reports
    relations = {(r.report_id, r.related_report_id, r.relation) for r in seed.relations}
    assert (back.report_id, out.report_id, "next_leg_of") in relations
    assert (august.report_id, out.report_id, "background_of") in relations
    assert any(kind == "same_airframe_as" for _, _, kind in relations)


def test_every_mention_and_claim_stands_on_its_words(seed):
    parts = {"title": SEED_TITLE, "text": SEED_TEXT}
    for mention in seed.mentions:
        assert parts[mention.part][mention.char_start : mention.char_end] == mention.text
    for claim in seed.claims:
        assert parts[claim.part][claim.char_start : claim.char_end] == claim.original


def test_every_field_of_a_report_has_a_claim(seed):
    for report in seed.reports:
        told = {
            claim.field: claim.value for claim in seed.claims if claim.report_id == report.report_id
        }
        assert told["type_family"] == report.type_family
        assert told["operator"] == report.operator
        assert told["status"] == report.status
        assert told["said_by"] == "Bloomberg"


def test_reading_twice_gives_the_same_annotation(seed):
    assert read(SEED_TITLE, SEED_TEXT) == seed


def test_an_article_without_text_says_nothing():
    bare = article("t", "x")
    gated = Article(**{f: getattr(bare, f) for f in bare.__slots__} | {"text": None})
    found = annotate(gated, nlp=pipeline_for("en"), gazetteers=load_gazetteers())
    assert (found.mentions, found.reports, found.claims, found.relations) == ((), (), (), ())


def test_the_version_names_rules_tables_models_and_parser():
    assert len(reading_version().split("+")) == 4


OUT_AND_BACK = [
    (
        "en",
        "The Il-76 took off from Minsk for Tripoli on Monday. It returned to Minsk on Wednesday.",
    ),
    ("uk", "У понеділок Іл-76 вилетів з Мінська до Триполі. У середу літак повернувся до Мінська."),
    ("ru", "В понедельник Ил-76 вылетел из Минска в Триполи. В среду самолёт вернулся в Минск."),
]


@pytest.mark.parametrize(("lang", "text"), OUT_AND_BACK)
def test_out_and_back_are_two_legs(lang, text):
    assert ends(read("", text, lang)) == [("Minsk", "Tripoli"), ("Tripoli", "Minsk")]


ONE_LEG_TOLD_TWICE = [
    ("en", "A Tu-154 landed in Damascus on Tuesday. The plane had left Moscow the same morning."),
    ("uk", "Ту-154 сів у Дамаску у вівторок. Літак вилетів з Москви того ж ранку."),
    ("ru", "Ту-154 сел в Дамаске во вторник. Самолёт вылетел из Москвы тем же утром."),
]


@pytest.mark.parametrize(("lang", "text"), ONE_LEG_TOLD_TWICE)
def test_one_leg_told_from_both_ends_is_one_report(lang, text):
    (report,) = read("", text, lang).reports
    assert (report.origin, report.destination) == ("Moscow", "Damascus")
    assert days(report.arrived) == (date(2023, 9, 26), date(2023, 9, 26))


STOPS = [
    ("en", "On Monday the An-124 flew from Moscow to Caracas with a fuel stop in Dakar."),
    ("uk", "У понеділок Ан-124 вилетів з Москви до Каракаса з дозаправкою в Дакарі."),
    ("ru", "В понедельник Ан-124 вылетел из Москвы в Каракас с дозаправкой в Дакаре."),
]


@pytest.mark.parametrize(("lang", "text"), STOPS)
def test_a_stop_for_fuel_does_not_split_a_leg(lang, text):
    assert ends(read("", text, lang)) == [("Moscow", "Caracas")]


PLANNED = [
    ("en", "The government's Falcon 900 is to fly from Paris to Beirut on Sunday."),
    ("uk", "Урядовий Falcon 900 у неділю вилетить з Парижа до Бейрута."),
    ("ru", "Правительственный Falcon 900 в воскресенье вылетит из Парижа в Бейрут."),
]


@pytest.mark.parametrize(("lang", "text"), PLANNED)
def test_a_flight_to_come_is_planned_and_dated_ahead(lang, text):
    (report,) = read("", text, lang).reports
    assert (report.status, report.origin, report.destination) == ("planned", "Paris", "Beirut")
    assert days(report.departed) == (date(2023, 10, 1), date(2023, 10, 1))


SUPPOSED = [
    ("en", "If he resigned, an A319 could take him from Caracas to Moscow, diplomats said."),
    ("uk", "Якби він погодився, A319 міг би полетіти з Каракаса до Москви."),
    ("ru", "Если он уйдёт, A319 мог бы полететь из Каракаса в Москву."),
]


@pytest.mark.parametrize(("lang", "text"), SUPPOSED)
def test_a_flight_only_imagined_is_hypothetical(lang, text):
    (report,) = read("", text, lang).reports
    assert report.status == "hypothetical"


DENIED = [
    ("en", "The airline denied that its Il-76 EW-78843 landed in Benghazi on Monday."),
    ("uk", "Авіакомпанія спростувала, що її Іл-76 EW-78843 сів у Бенгазі в понеділок."),
    ("ru", "Авиакомпания опровергла, что её Ил-76 EW-78843 сел в Бенгази в понедельник."),
]


@pytest.mark.parametrize(("lang", "text"), DENIED)
def test_a_flight_denied_is_denied(lang, text):
    (report,) = read("", text, lang).reports
    assert (report.status, report.destination) == ("denied", "Benghazi")


OUTCOMES = [
    ("en", "A Boeing 737 crashed on Monday soon after it had left Tehran for Kabul.", "crashed"),
    ("uk", "Boeing 737, що летів з Тегерана до Кабула, розбився в понеділок.", "crashed"),
    ("ru", "Boeing 737, летевший из Тегерана в Кабул, разбился в понедельник.", "crashed"),
    ("en", "An Il-22 was shot down near Voronezh on Saturday.", "shot_down"),
    ("uk", "У суботу під Воронежем збили Іл-22.", "shot_down"),
    ("ru", "В субботу под Воронежем сбили Ил-22.", "shot_down"),
    ("en", "The A340 left Berlin for Canberra on Monday and turned back.", "turned_back"),
    ("uk", "A340 вилетів з Берліна до Канберри в понеділок і розвернувся.", "turned_back"),
    ("ru", "A340 вылетел из Берлина в Канберру в понедельник и развернулся.", "turned_back"),
    ("en", "Fighters forced an An-12 to land in Jaipur on Friday.", "forced_down"),
    ("uk", "У п'ятницю винищувачі змусили сісти Ан-12 у Джайпурі.", "forced_down"),
    ("ru", "В пятницу истребители заставили сесть Ан-12 в Джайпуре.", "forced_down"),
    ("en", "On Tuesday two Polish MiG-29 fighters intercepted a Russian Il-20.", "intercepted"),
    ("uk", "У вівторок польські МіГ-29 перехопили російський Іл-20.", "intercepted"),
    ("ru", "Во вторник польские МиГ-29 перехватили российский Ил-20.", "intercepted"),
]


@pytest.mark.parametrize(("lang", "text", "outcome"), OUTCOMES)
def test_what_became_of_a_flight_is_its_outcome(lang, text, outcome):
    (report,) = read("", text, lang).reports
    assert report.outcome == outcome
    if outcome in ("crashed", "shot_down"):
        assert report.departed is not None
        assert report.arrived is None


def test_the_intercepted_aircraft_is_reported_and_not_the_fighter():
    (report,) = read("", "On Tuesday two Polish MiG-29s intercepted a Russian Il-20.").reports
    assert (report.type_family, report.operator_country) == ("Il-20", "RU")


NOT_FLIGHTS = [
    ("en", "The air force has ordered twelve C-130 transports, the ministry said on Monday."),
    ("en", "Foreign Minister Sergei Lavrov arrived in Beijing on Tuesday for talks."),
    ("uk", "Міністр прибув до Пекіна у вівторок на переговори."),
    ("ru", "Министр прибыл в Пекин во вторник на переговоры."),
    ("ru", "Музей авиации отреставрировал Ту-104 и Ил-62."),
    ("en", "Air defence shot down an MQ-9 drone over Sanaa on Friday."),
]


@pytest.mark.parametrize(("lang", "text"), NOT_FLIGHTS)
def test_what_is_no_flight_of_an_aircraft_is_no_report(lang, text):
    assert read("", text, lang).reports == ()


def test_two_aircraft_of_one_article_keep_their_own_ends_and_owners():
    text = (
        "A Russian Tu-204 landed in Abu Dhabi on Wednesday; it had come from Moscow. "
        "An American Gulfstream landed in Abu Dhabi on Tuesday from Washington."
    )
    first, second = read("", text).reports
    assert (first.type_family, first.operator_country, first.origin) == ("Tu-204", "RU", "Moscow")
    assert second.operator_country == "US"


VOCABULARY = (
    "the plane Il-76 RA-86559 left landed in from to Moscow Pyongyang on Tuesday and , . was shot "
    "down denied that it flew back home if would Bloomberg said fuel stop – two again"
)
WORDS = st.lists(st.sampled_from([*VOCABULARY.split(), "\n"]), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=WORDS)
def test_claims_stand_on_their_words_whatever_the_text(words):
    text = " ".join(words)
    found = read("Il-76 lands", text)
    parts = {"title": "Il-76 lands", "text": text}
    for claim in found.claims:
        assert parts[claim.part][claim.char_start : claim.char_end] == claim.original
    for mention in found.mentions:
        assert parts[mention.part][mention.char_start : mention.char_end] == mention.text
    assert len({report.report_id for report in found.reports}) == len(found.reports)


ARTIFACTS = [
    ("en", "An Il-62M flew from Moscow to Minsk on Monday. The track was a glitch."),
    ("uk", "Іл-62М летів з Москви до Мінська в понеділок. Це збій трекера."),
    ("ru", "Ил-62М летел из Москвы в Минск в понедельник. Это сбой трекера."),
]


@pytest.mark.parametrize(("lang", "text"), ARTIFACTS)
def test_a_track_that_the_article_calls_an_error_is_marked(lang, text):
    (report,) = read("", text, lang).reports
    assert report.artifact


def test_two_aircraft_on_one_way_on_one_day_accompany_each_other():
    text = "On Monday RA-86559, an Il-62M, and RA-64521, a Tu-214, flew from Moscow to Pyongyang."
    found = read("", text)
    assert len(found.reports) == 2
    assert [relation.relation for relation in found.relations] == ["accompanied_by"]


def test_a_long_article_is_read_in_time_that_grows_with_it():
    unit = "The Il-76 left Moscow for Minsk on Monday and landed. "
    import time

    start = time.process_time()
    read("", unit * 150)
    assert time.process_time() - start < 20


def test_an_aircraft_that_came_down_in_a_city_landed_there():
    (report,) = read("", "A Russian Il-62M came down in Pyongyang on Tuesday.").reports
    assert (report.destination, report.outcome) == ("Pyongyang", None)


def test_a_title_that_says_back_turns_no_flight_around():
    text = "The Il-62M flew from Moscow to Minsk on Monday. It returned to Moscow on Wednesday."
    found = read("Il-62M back in two days", text)
    assert [report.outcome for report in found.reports] == [None, None]


def test_a_word_that_names_an_operator_and_its_nation_makes_one_claim_of_the_country():
    title = "Літак Emirates розвернувся"
    text = "Boeing 777 Emirates у вівторок вилетів із Дубая до Києва, а борт Emirates повернувся."
    found = read(title, text, lang="uk")
    assert found.reports
    ids = [claim.claim_id for claim in found.claims]
    assert len(ids) == len(set(ids))
