"""The models that revise what the rules read: how they score, and what they may and may not do."""

import time
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from pipeline.nlp.annotate import annotate, tell_legs
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.learned.around import words_beside, words_to_leg
from pipeline.nlp.learned.model import (
    LEARNED,
    Forest,
    Model,
    Words,
    forest_of,
    load_model,
    model_hash,
)
from pipeline.nlp.learned.of_days import day_features
from pipeline.nlp.learned.of_ends import ENDS, end_features, place_features
from pipeline.nlp.learned.revise import QUESTIONS, leg_rows, revise
from pipeline.nlp.learned.telling import OUTCOMES, STATUSES, Telling, days_of, form_of, tokens_of
from pipeline.nlp.mentions import find_all
from pipeline.nlp.reading import read_parts
from pipeline.records import Article

FRIDAY = datetime(2023, 9, 29, 12, tzinfo=UTC)
TEXT = (
    "An Il-76 RA-76502 of the Russian Air Force left Minsk for Tripoli on Tuesday. "
    "Over Crete it dumped fuel and went back. In August it had flown from Moscow to Damascus."
)


def article(text: str, lang: str = "en", title: str = "Il-76") -> Article:
    return Article(
        article_id="art_synthetic", page_id="pag_synthetic", url="https://outlet.example/a",
        outlet="Outlet (synthetic)", lang=lang, title=title, text=text, published_at=FRIDAY,
        published_precision="instant", published_basis="synthetic", fetched_at=FRIDAY, gate="in",
    )  # fmt: skip


def told(text: str, lang: str = "en") -> Telling:
    one, gazetteers = article(text, lang), load_gazetteers()
    reading = read_parts(one.title, text, lang=lang, nlp=pipeline_for(lang))
    findings = find_all(one.title, text, lang=lang, gazetteers=gazetteers)
    return tell_legs(one, reading, findings, gazetteers)


def stump(name: str, below: float, above: float, *, at: float = 0.5) -> Forest:
    """Return a forest of one tree: its score is `above` where a feature is over `at`."""
    return forest_of(
        {
            "names": [name], "roots": [[0]], "depth": 1, "start": [0.0],
            "feature": [0, 0, 0], "threshold": [at, 0, 0], "left": [1, 1, 2], "right": [2, 1, 2],
            "value": [0.0, below, above],
        }
    )  # fmt: skip


def constant(name: str, classes: list[float]) -> Forest:
    """Return a forest that says the same of everything: the scores of classes before softmax."""
    return forest_of(
        {
            "names": [name], "roots": [[0]] * len(classes), "depth": 1, "start": classes,
            "feature": [0], "threshold": [0], "left": [0], "right": [0], "value": [0.0],
        }
    )  # fmt: skip


YES, NO, OPEN = 5.0, -5.0, 0.0
SILENT = Words(questions=QUESTIONS, weights={}, start=(0.0,) * len(QUESTIONS))
NO_PLACE = Words(questions=ENDS, weights={}, start=(0.0, 0.0))


def speaks(word: str, answer: str) -> Words:
    """Return words of which one speaks for one answer, and none for any other."""
    weights = tuple(3.0 if name == answer else 0.0 for name in QUESTIONS)
    return Words(questions=QUESTIONS, weights={word: weights}, start=(0.0,) * len(QUESTIONS))


def model(**parts: Any) -> Model:
    """Return models that leave a leg of the rules as it is, but for those given."""
    alone: dict[str, Any] = {
        "leg_words": SILENT,
        "end_words": NO_PLACE,
        "keep": stump("kept", NO, YES),
        "role": stump("primary", NO, YES),
        "status": constant("kept", [OPEN] * len(STATUSES)),
        "outcome": constant("kept", [OPEN] * len(OUTCOMES)),
        "ends": constant("end", [-0.2]),
        "days": constant("end", [-0.2]),
    }
    return Model(**{**alone, **parts})


def test_a_tree_is_walked_to_its_leaf():
    scores = stump("x", -1.0, 2.0, at=3.5).scores([{"x": 3.0}, {"x": 4.0}])
    assert scores[:, 0] == pytest.approx([1 / (1 + np.exp(1.0)), 1 / (1 + np.exp(-2.0))])


def test_several_classes_share_one_probability():
    scores = constant("x", [1.0, 1.0, 3.0]).scores([{"x": 0.0}])
    assert scores.sum() == pytest.approx(1.0)
    assert scores.argmax() == 2


def test_a_feature_that_is_missing_is_an_error_and_no_guess():
    with pytest.raises(KeyError):
        stump("x", 0.0, 1.0).scores([{"y": 1.0}])


def test_no_rows_have_no_scores():
    assert stump("x", 0.0, 1.0).scores([]).shape == (0, 1)


def test_words_add_up_and_unknown_ones_say_nothing():
    words = Words(questions=("x", "y"), weights={"b=fuel": (2.0, 0.0)}, start=(-1.0, 0.0))
    wanted = {"x": 1 / (1 + np.exp(-1.0)), "y": 0.5}
    assert words.scores(["b=fuel", "b=tea"]) == pytest.approx(wanted)
    assert (words.weight("b=fuel", "x"), words.weight("b=tea", "x")) == (2.0, 0.0)


def test_words_say_the_same_in_any_order():
    weights = {"a": (0.1,), "b": (0.2,), "c": (0.3,)}
    words = Words(questions=("x",), weights=weights, start=(0.0,))
    assert sum((0.1, 0.2, 0.3)) != sum((0.3, 0.2, 0.1))
    assert words.scores(["a", "b", "c"]) == words.scores(["c", "b", "a"])


def test_trees_trained_and_stored_score_as_the_library_does():
    ensemble = pytest.importorskip("sklearn.ensemble")
    from corpora.train_reading import Task, learn_trees

    numbers = np.random.default_rng(5).integers(0, 9, size=(400, 3))
    for classes in (2, 3):
        answers = (numbers[:, 0] + numbers[:, 1]) % 5 % classes
        features = [{"a": a, "b": b, "c": c} for a, b, c in numbers.tolist()]
        task = Task(trees=20, leaves=6, rate=0.1)
        ours = forest_of(learn_trees(task, features, answers.tolist(), [1.0] * 400)).scores(
            features
        )
        library = ensemble.GradientBoostingClassifier(
            n_estimators=20, learning_rate=0.1, max_leaf_nodes=6, max_depth=None,
            min_samples_leaf=15, subsample=0.8, max_features=0.5, random_state=1,
        )  # fmt: skip
        theirs = library.fit(numbers, answers).predict_proba(numbers)
        assert ours == pytest.approx(theirs[:, 1:] if classes == 2 else theirs, abs=1e-3)


@pytest.mark.model
def test_models_that_agree_with_the_rules_change_nothing():
    before = told(TEXT)
    wanted = [(leg.origin, leg.destination, leg.departed, role) for leg, role in before.kept]
    after = revise(before, model())
    assert [(leg.origin, leg.destination, leg.departed, role) for leg, role in after] == wanted
    assert len(wanted) == 2


@pytest.mark.model
def test_a_leg_held_for_none_is_dropped():
    assert revise(told(TEXT), model(keep=constant("kept", [NO]))) == []


@pytest.mark.model
def test_aircraft_of_which_the_same_words_tell_are_kept_or_dropped_together():
    text = "Two Il-76s of the Russian Air Force left Minsk for Tripoli on Tuesday."
    assert len(revise(told(text), model(keep=stump("at", YES, NO)))) == 2
    assert revise(told(text), model(keep=stump("at", NO, YES))) == []


@pytest.mark.model
def test_the_only_leg_of_an_article_is_dropped_only_where_the_models_are_sure():
    doubt = model(keep=constant("kept", [-0.6]))  # a probability of .35
    only = "The Il-76 RA-76502 left Minsk for Tripoli on Tuesday."
    assert len(revise(told(only), doubt)) == 1
    assert revise(told(TEXT), doubt) == []


@pytest.mark.model
def test_background_legs_come_behind():
    legs = revise(told(TEXT), model(role=stump("at", NO, YES)))
    assert [role for _, role in legs] == ["primary", "background"]
    assert legs[0][0].origin.city == "Moscow"


@pytest.mark.model
def test_an_end_taken_from_the_models_says_so_and_has_its_words():
    text = "An Il-76 RA-76502 landed in Tripoli on Tuesday. Its crew, many say, knows Minsk well."
    telling = told(text)
    assert telling.kept[0][0].origin is None
    (leg, _), *_ = revise(telling, model(ends=stump("sentence", NO, YES, at=1.5)))
    assert (leg.origin.city, leg.origin.finder) == ("Minsk", LEARNED)
    assert telling.reading.joined[leg.origin.start : leg.origin.end] == "Minsk"


@pytest.mark.model
def test_no_flight_is_made_to_end_where_it_begins():
    for leg, _ in revise(told(TEXT), model(ends=constant("end", [YES]))):
        assert leg.origin.city != leg.destination.city


@pytest.mark.model
def test_an_outcome_needs_a_sentence_that_speaks_for_it():
    back = OUTCOMES.index("turned_back")
    sure = constant("kept", [YES if n == back else NO for n in range(len(OUTCOMES))])
    flat = "An Il-76 RA-76502 left Minsk for Tripoli on Tuesday, dumping fuel. It was empty."
    (leg, _), *_ = revise(told(flat), model(outcome=sure))
    assert leg.outcome is None
    telling, words = told(flat), speaks("b=dumping", "turned_back")
    (leg, _), *_ = revise(telling, model(outcome=sure, leg_words=words))
    assert leg.outcome == "turned_back"
    frame = leg.outcome_frame
    assert telling.reading.joined[frame.start : frame.end] == flat.removesuffix(" It was empty.")


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text", "word"),
    [
        ("en", "The Il-76 RA-76502 left Minsk for Tripoli on Tuesday, if all went well.", "well"),
        ("uk", "Іл-76 RA-76502 у вівторок вилетів з Мінська до Триполі, якби не туман.", "якби"),
        ("ru", "Ил-76 RA-76502 во вторник вылетел из Минска в Триполи, якобы пустой.", "якобы"),
    ],
)
def test_a_status_needs_a_sentence_that_speaks_for_it(lang, text, word):
    sure = constant("kept", [NO, NO, NO, YES])
    (leg, _), *_ = revise(told(text, lang), model(status=sure))
    assert (leg.status, leg.status_frame) == ("happened", None)
    telling, words = told(text, lang), speaks(f"b={word}", "hypothetical")
    (leg, _), *_ = revise(telling, model(status=sure, leg_words=words))
    assert (leg.status, leg.status_finder) == ("hypothetical", LEARNED)
    frame = leg.status_frame
    assert telling.reading.joined[frame.start : frame.end] == text


@pytest.mark.model
def test_a_likely_status_that_is_not_sure_enough_changes_nothing():
    doubt, words = constant("kept", [OPEN, 1.5, OPEN, OPEN]), speaks("b=fuel", "planned")
    (leg, _), *_ = revise(told(TEXT), model(status=doubt, leg_words=words))
    assert leg.status == "happened"


@pytest.mark.model
def test_what_is_lost_does_not_arrive():
    lost = constant("kept", [YES if n == 1 else NO for n in range(len(OUTCOMES))])
    text, words = (
        "An Il-76 RA-76502 from Minsk landed in Tripoli on Tuesday.",
        speaks("b=landed", "crashed"),
    )
    (leg, _), *_ = revise(told(text), model(outcome=lost, leg_words=words))
    assert (leg.outcome, leg.arrived) == ("crashed", None)
    assert leg.departed is not None


@pytest.mark.model
def test_the_models_shipped_know_the_features_that_are_given():
    shipped, telling = load_model(), told(TEXT)
    known = place_features(telling)
    spans = sorted({days_of(when) for when in telling.whens})
    rows = leg_rows(telling, shipped.leg_words)
    said = shipped.end_words.features([])
    ends = [end_features(telling, 0, "origin", place, known) | said for place in known]
    days = [day_features(telling, 0, "arrived", when, spans) for when in telling.whens]
    for forest, given in (
        (shipped.keep, rows), (shipped.role, rows), (shipped.status, rows),
        (shipped.outcome, rows), (shipped.ends, ends), (shipped.days, days),
    ):  # fmt: skip
        assert set(forest.names) == set(given[0])
        scores = forest.scores(given)
        assert ((scores >= 0) & (scores <= 1)).all()


@pytest.mark.model
def test_every_claim_of_the_models_points_to_its_words():
    one = article(TEXT)
    found = annotate(one, nlp=pipeline_for("en"), gazetteers=load_gazetteers())
    for claim in found.claims:
        part = one.title if claim.part == "title" else TEXT
        assert part[claim.char_start : claim.char_end] == claim.original


@pytest.mark.model
def test_a_list_longer_than_any_news_is_left_as_the_rules_read_it():
    flights = (f"An Il-76 RA-765{n} left Minsk for Tripoli on {n} August. " for n in range(10, 31))
    telling = told("".join(flights) * 2 + "Riga, Oslo, Minsk, Vilnius, Kyiv. " * 12)
    wanted = list(telling.kept)
    assert len(wanted) > 10
    assert revise(telling, model(keep=constant("kept", [NO]))) == wanted


@pytest.mark.model
def test_the_longest_text_that_is_revised_takes_a_second_or_two():
    sentence = "It was seen over Riga, Oslo, Minsk, Vilnius and Kyiv on Monday and on 3 May. "
    telling = told(f"{TEXT} {sentence * 40}")
    started = time.process_time()
    revise(telling, load_model())
    assert time.process_time() - started < 4


def test_names_stand_in_the_words_by_their_kind_alone():
    reading = read_parts("", "It left Minsk at 9.", lang="en", nlp=pipeline_for("en"))
    forms = [token.form for token in tokens_of(reading, [(8, 13, "<loc>")])]
    assert forms == ["it", "left", "<loc>", "at", "<num>", "."]


def test_endings_are_cut_off_where_no_parser_knows_them():
    assert form_of("вилетіла", "uk") == form_of("вилетіли", "uk")
    assert form_of("Landed", "en") == "landed"


@pytest.mark.model
@pytest.mark.parametrize(
    ("lang", "text", "left", "verb"),
    [
        ("en", "An Il-76 RA-76502 left Minsk for Tripoli on Tuesday.", "for", "left"),
        ("uk", "Іл-76 RA-76502 у вівторок вилетів з Мінська до Триполі.", "до", "вилет"),
        ("ru", "Ил-76 RA-76502 во вторник вылетел из Минска в Триполи.", "в", "вылет"),
    ],
)
def test_the_words_around_a_place_lead_to_what_tells_of_the_leg(lang, text, left, verb):
    telling = told(text, lang)
    place, (leg, _) = telling.places[-1], telling.kept[0]
    beside = words_beside(telling, place.start, place.end)
    assert {f"l1={left}", f"l2=<loc>_{left}", f"v<={verb}"} <= beside
    assert {f"f<={verb}", f"f<={verb}_{left}", "f<m=<loc>"} <= words_to_leg(
        telling, leg, place.start
    )


@pytest.mark.model
def test_a_place_in_another_sentence_is_so_far_from_the_leg():
    telling = told("An Il-76 RA-76502 left Minsk on Tuesday. The crew slept in Tripoli.")
    place, (leg, _) = telling.places[-1], telling.kept[0]
    assert {"a=1", "a1=in", "a1o=crew"} <= words_to_leg(telling, leg, place.start)


def test_the_models_are_part_of_what_a_reading_depends_on():
    from pipeline.nlp.annotate import reading_version

    assert model_hash()[:12] in reading_version()


def test_the_models_learn_the_very_day_where_the_article_has_it():
    pytest.importorskip("sklearn")
    from corpora.reading_rows import right_days

    monday, tuesday = (date(2023, 9, 25),) * 2, (date(2023, 9, 26),) * 2
    assert right_days(monday, [monday, tuesday]) == [monday]
    assert right_days(monday, [tuesday]) == [tuesday]
    assert right_days(None, [tuesday]) == []
