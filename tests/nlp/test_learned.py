"""The models that revise what the rules read: how they score, and what they may and may not do."""

import time
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from pipeline.nlp.annotate import annotate, tell_legs
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.learned.model import Forest, Model, Words, forest_of, load_model, model_hash
from pipeline.nlp.learned.of_days import day_features
from pipeline.nlp.learned.of_ends import end_features, place_features
from pipeline.nlp.learned.revise import LEARNED, QUESTIONS, leg_rows, revise
from pipeline.nlp.learned.telling import OUTCOMES, Telling, days_of, form_of, tokens_of
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
SILENT = Words(weights={}, start=(0.0,) * len(QUESTIONS))


def model(**parts: Any) -> Model:
    """Return models that leave a leg of the rules as it is, but for those given."""
    alone: dict[str, Any] = {
        "words": SILENT,
        "keep": stump("kept", NO, YES),
        "role": stump("primary", NO, YES),
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
    words = Words(weights={"b=fuel": (2.0, 0.0)}, start=(-1.0, 0.0))
    assert words.scores(["b=fuel", "b=tea"]) == pytest.approx([1 / (1 + np.exp(-1.0)), 0.5])


def test_trees_trained_and_stored_score_as_the_library_does():
    ensemble = pytest.importorskip("sklearn.ensemble")
    from corpora.reading_rows import Row
    from corpora.train_reading import Task, learn_trees

    numbers = np.random.default_rng(5).integers(0, 9, size=(400, 3))
    for classes in (2, 3):
        answers = (numbers[:, 0] + numbers[:, 1]) % 5 % classes
        features = [{"a": a, "b": b, "c": c} for a, b, c in numbers.tolist()]
        rows = [
            Row(features=f, answer=int(a), article=0)
            for f, a in zip(features, answers, strict=True)
        ]
        task = Task(name="toy", trees=20, leaves=6, rate=0.1, rows=rows)
        ours = forest_of(learn_trees(task, features, [1.0] * len(rows))).scores(features)
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
    weights = tuple(3.0 if name == "turned_back" else 0.0 for name in QUESTIONS)
    words = Words(weights={"b=dumping": weights}, start=(0.0,) * len(QUESTIONS))
    telling = told(flat)
    (leg, _), *_ = revise(telling, model(outcome=sure, words=words))
    assert leg.outcome == "turned_back"
    frame = leg.outcome_frame
    assert telling.reading.joined[frame.start : frame.end] == flat.removesuffix(" It was empty.")


@pytest.mark.model
def test_what_is_lost_does_not_arrive():
    lost = constant("kept", [YES if n == 1 else NO for n in range(len(OUTCOMES))])
    weights = tuple(3.0 if name == "crashed" else 0.0 for name in QUESTIONS)
    words = Words(weights={"b=landed": weights}, start=(0.0,) * len(QUESTIONS))
    text = "An Il-76 RA-76502 from Minsk landed in Tripoli on Tuesday."
    (leg, _), *_ = revise(told(text), model(outcome=lost, words=words))
    assert (leg.outcome, leg.arrived) == ("crashed", None)
    assert leg.departed is not None


@pytest.mark.model
def test_the_models_shipped_know_the_features_that_are_given():
    shipped, telling = load_model(), told(TEXT)
    known = place_features(telling)
    spans = sorted({days_of(when) for when in telling.whens})
    rows = leg_rows(telling, shipped.words)
    ends = [end_features(telling, 0, "origin", place, known) for place in known]
    days = [day_features(telling, 0, "arrived", when, spans) for when in telling.whens]
    for forest, given in (
        (shipped.keep, rows), (shipped.role, rows), (shipped.outcome, rows),
        (shipped.ends, ends), (shipped.days, days),
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


def test_the_models_are_part_of_what_a_reading_depends_on():
    from pipeline.nlp.annotate import reading_version

    assert model_hash()[:12] in reading_version()
