"""The models of who flies: what they may change, and what every change stands on."""

import time

import pytest

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.learned.bind import QUESTIONS, bind_fliers
from pipeline.nlp.learned.model import LEARNED, Forest, Owners, Words, load_model
from pipeline.nlp.learned.named import Named, name_words, nations_of, operators_of
from pipeline.nlp.learned.of_operators import nation_features, operator_features
from pipeline.nlp.learned.telling import Telling
from pipeline.nlp.leg import Flier
from tests.nlp.test_learned import NO, YES, article, constant, stump, told

SILENT = Words(questions=QUESTIONS, weights={}, start=(0.0,) * len(QUESTIONS))
OPEN = constant("order", [-0.2])  # a probability of .45: neither sure nor unlikely
TWO = (
    "An Il-76 RA-76502 of the Russian Air Force left Minsk for Tripoli on Tuesday. "
    "Volga-Dnepr will fly it back to Moscow on Friday."
)


def owners(operators: Forest = OPEN, nations: Forest = OPEN, words: Words = SILENT) -> Owners:
    return Owners(words=words, operators=operators, nations=nations)


def bound(text: str, models: Owners, lang: str = "en") -> list[Flier | None]:
    telling = told(text, lang)
    bind_fliers(telling, models)
    return [leg.flier for leg, _ in telling.kept]


def named(telling: Telling, value: str) -> Named:
    return next(name for name in operators_of(telling) if name.value == value)


@pytest.mark.model
def test_models_that_are_not_sure_leave_who_flies_to_the_rules():
    assert bound(TWO, owners()) == [None, None]


@pytest.mark.model
def test_an_operator_taken_from_the_models_says_so_and_has_its_words():
    telling = told(TWO)
    bind_fliers(telling, owners(stump("order", NO, YES)))
    for leg, _ in telling.kept:
        operator = leg.flier.operator
        assert (operator.value, operator.finder) == ("Volga-Dnepr", LEARNED)
        assert telling.reading.joined[operator.start : operator.end] == "Volga-Dnepr"


@pytest.mark.model
def test_two_legs_of_one_aircraft_may_be_flown_by_two():
    first, back = bound(TWO, owners(stump("last_before", NO, YES)))
    assert first is None  # the rules have the Russian Air Force
    assert back.operator.value == "Volga-Dnepr"


@pytest.mark.model
def test_the_whole_of_which_the_known_operator_is_a_part_takes_nothing_over():
    text = (
        "An Il-76 RA-76502 of the Russian Air Force left Minsk for Tripoli on Tuesday. "
        "The Russian military is silent."
    )
    assert bound(text, owners(stump("order", NO, YES))) == [None]


@pytest.mark.model
def test_an_operator_that_is_unlikely_is_dropped():
    first, _ = bound(TWO, owners(constant("order", [NO])))
    assert first.operator is None


@pytest.mark.model
def test_a_nation_is_asked_for_only_where_no_operator_tells_it():
    text = "An Il-76 left Minsk for Tripoli on Tuesday. Many such jets are Ukrainian."
    (flier,) = bound(text, owners(nations=stump("adjective", NO, YES)))
    assert (flier.operator, flier.nation.value, flier.nation.text) == (None, "UA", "Ukrainian")
    known = f"{TWO} Many such jets are Ukrainian."
    assert bound(known, owners(nations=stump("adjective", NO, YES))) == [None, None]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("A Swedish jet left Riga for Oslo on Monday, the air force said.", "en",
         "Swedish Air Force"),
        ("Шведський літак у понеділок вилетів з Риги до Осло, кажуть у ВПС.", "uk",
         "Swedish Air Force"),
        ("Шведский самолёт в понедельник вылетел из Риги в Осло, говорят в ВВС.", "ru",
         "Swedish Air Force"),
        ("Самолёт Лукашенко в понедельник вылетел из Минска в Сочи.", "ru",
         "Belarusian government"),
    ],
)  # fmt: skip
def test_a_service_named_alone_is_one_of_the_nations_told(text, lang, name):
    assert named(told(text, lang), name).country in ("SE", "BY")


@pytest.mark.model
def test_a_ministry_does_not_fly_but_its_forces():
    text = "A Tu-154 of the Russian defence ministry left Moscow for Sochi on Monday."
    assert "Russian military" in {name.value for name in operators_of(told(text))}
    assert not any("Ministry" in name.value for name in operators_of(told(text)))


@pytest.mark.model
def test_words_between_a_name_and_its_aircraft_are_told_apart():
    telling = told("An Il-76 operated by Volga-Dnepr left Minsk for Tripoli on Tuesday.")
    words = name_words(telling, 0, named(telling, "Volga-Dnepr"))
    assert {"b1=by", "b2=operated", "p=by", "p=operated", "a1=left"} <= words
    score = Words(questions=QUESTIONS, weights={"b1=by": (3.0, 0.0)}, start=(0.0, 0.0))
    assert score.features(words)["words_flies"] > 0.9
    assert score.features(words)["words_owns"] == 0.5


@pytest.mark.model
def test_a_callsign_speaks_for_the_airline_that_has_it():
    text = "Flight SU2024 left Moscow for Sochi on Monday, Aeroflot said; Pobeda said nothing."
    telling = told(text)
    names = operators_of(telling)
    rows = dict(zip((n.value for n in names), operator_features(telling, 0, names), strict=True))
    assert (rows["Aeroflot"]["callsign"], rows["Pobeda"]["callsign"]) == (2, 3)


@pytest.mark.model
def test_the_models_shipped_know_the_features_that_are_given():
    shipped, telling = load_model().owners, told(TWO)
    names = operators_of(telling)
    nations = nations_of(telling, names)
    said = shipped.words.features([])
    assert set(shipped.operators.names) == set(operator_features(telling, 0, names)[0] | said)
    assert set(shipped.nations.names) == set(nation_features(telling, 0, nations)[0] | said)


@pytest.mark.model
def test_claims_of_the_models_carry_their_words():
    text = (
        "Prime Minister Anna Berg of Sweden left Riga for Oslo on Monday. Her Gulfstream, a jet "
        "of the air force, was home by evening."
    )
    one = article(text)
    found = annotate(one, nlp=pipeline_for("en"), gazetteers=load_gazetteers())
    learned = [c for c in found.claims if c.field == "operator" and c.finder == LEARNED]
    for claim in learned:
        assert text[claim.char_start : claim.char_end] == claim.original


@pytest.mark.model
def test_a_list_of_more_names_than_news_has_is_left_to_the_rules():
    airlines = "Aeroflot, Pobeda, Belavia, Utair and Nordwind told of it. " * 200
    began = time.process_time()
    fliers = bound(f"{TWO} {airlines}", owners(constant("order", [YES])))
    assert time.process_time() - began < 4
    assert fliers == [None, None]


@pytest.mark.model
def test_the_most_names_that_are_asked_about_take_a_second_or_two():
    airlines = "Aeroflot, Pobeda, Belavia, Utair and Nordwind told of it. " * 60
    telling = told(f"{TWO} {airlines}")
    began = time.process_time()
    bind_fliers(telling, load_model().owners)
    assert time.process_time() - began < 4


@pytest.mark.model
def test_rows_to_learn_from_know_who_flies():
    pytest.importorskip("sklearn")
    from corpora.owner_rows import owner_rows
    from pipeline.evaluate.facts import Facts

    telling = told(TWO)
    rows = owner_rows(7, telling, {0: Facts(operator="Russian military", operator_country="RU")})
    right = [row.answer for row in rows["operators"]]
    assert sorted(right) == [0, 1]
    assert {row.article for row in rows["operators"]} == {7}
    assert sum(row.answer for row in rows["nations"]) >= 1
