"""What the scorer counts, on cases small enough to count by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.evaluate.facts import Facts
from pipeline.evaluate.gold import GoldArticle, load_gold
from pipeline.evaluate.misses import misses
from pipeline.evaluate.predicted import Predicted, PredictedReport
from pipeline.evaluate.score import SMALLER_IS_BETTER, Scores, rows, score
from tests.evaluate.builders import BACK, OUT, gold_article, gold_report, right_about

SHARED_GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold" / "dev.jsonl"


def values(scores: Scores, group: str = "all") -> dict[str, float | None]:
    return {row.figure: row.value for row in rows(scores) if row.group == group}


def scored(articles: Sequence[GoldArticle], *predictions: Predicted) -> dict[str, float | None]:
    return values(score(articles, {p.url: p for p in predictions}))


def two_leg_article(name: str = "a", lang: str = "en") -> GoldArticle:
    return gold_article(name, gold_report("nk/1", OUT), gold_report("nk/2", BACK), lang=lang,
                        said_by=("NK News",), trackers=("Flightradar24",))  # fmt: skip


def with_facts(article: GoldArticle, *facts: Facts) -> Predicted:
    template = right_about(article)
    made = tuple(
        replace(template.reports[0], report_id=f"r{n}", event_id=f"e{n}", facts=fact)
        for n, fact in enumerate(facts)
    )
    return replace(template, reports=made)


def test_who_is_right_about_everything_scores_one_everywhere():
    articles = [two_leg_article("a"), two_leg_article("b", "uk"), gold_article("c", lang="ru")]
    scores = score(articles, {a.url: right_about(a) for a in articles})
    for row in rows(scores):
        if row.value is not None and row.figure not in SMALLER_IS_BETTER:
            assert row.value == 1.0, row
            assert row.low is not None, row
    assert list(scores.groups) == ["all", "en", "ru", "uk"]


@pytest.mark.skipif(not SHARED_GOLD.exists(), reason="the larger gold is not on this machine")
def test_the_larger_gold_scored_against_itself_is_perfect():
    articles, bad = load_gold(SHARED_GOLD)
    assert not bad
    predicted = {a.url: right_about(a) for a in articles}
    perfect = values(score(articles, predicted))
    wrong = {name: v for name, v in perfect.items() if v not in (1.0, None)}
    assert set(wrong) <= SMALLER_IS_BETTER
    assert not list(misses(articles, predicted))


def test_a_leg_nobody_told_is_missed_and_an_invented_one_is_spurious():
    article = two_leg_article()
    found = scored([article], with_facts(article, OUT, Facts(callsign="XX1")))
    assert found["legs.precision"] == found["legs.recall"] == 0.5
    assert found["callsign.precision"] == 0.0
    assert found["callsign.recall"] is None
    assert found["destination.recall"] == 1.0  # the way back has no city in the gold


def test_a_wrong_value_is_both_spurious_and_missed():
    article = gold_article("a", gold_report("nk/1", OUT))
    found = scored([article], with_facts(article, replace(OUT, type_family="Il-76")))
    assert found["type_family.precision"] == found["type_family.recall"] == 0.0
    assert found["legs.f1"] == 1.0


def test_reports_are_matched_by_what_they_say_and_not_by_their_order():
    article = two_leg_article()
    found = scored([article], with_facts(article, BACK, OUT))
    assert found["origin.f1"] == found["arrived.f1"] == found["departed.f1"] == 1.0


def test_reports_that_share_nothing_are_no_match():
    article = gold_article("a", gold_report("nk/1", Facts(type_family="Il-62")))
    found = scored([article], with_facts(article, Facts(origin="Caracas")))
    assert found["legs.f1"] == 0.0
    assert found["status.accuracy"] is None


@pytest.mark.parametrize(("shift", "right"), [(0, 1.0), (1, 1.0), (2, 0.0)])
def test_a_date_counts_when_both_ends_lie_within_one_day(shift: int, right: float):
    article = gold_article("a", gold_report("nk/1", OUT))
    day = date(2023, 9, 26 + shift)
    found = scored([article], with_facts(article, replace(OUT, arrived=(day, day))))
    assert found["arrived.f1"] == right


def test_a_span_much_wider_than_the_gold_does_not_count():
    article = gold_article("a", gold_report("nk/1", OUT))
    wide = (date(2023, 9, 1), date(2023, 9, 26))
    assert scored([article], with_facts(article, replace(OUT, arrived=wide)))["arrived.f1"] == 0.0


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Russian military", 1.0),
        ("the Russian Armed Forces", 1.0),
        ("Russian Aerospace Forces", 1.0),
        ("US Air Force", 0.0),
        ("Rossiya Airlines", 0.0),
    ],
)
def test_the_russian_forces_are_one_operator_and_others_are_not(said: str, right: float):
    article = gold_article("a", gold_report("nk/1", OUT))
    found = scored([article], with_facts(article, replace(OUT, operator=said)))
    assert found["operator.f1"] == right


def test_credits_ignore_case_and_punctuation():
    article = gold_article("a", gold_report("nk/1", OUT), said_by=("Censor.NET",),
                           trackers=("Flightradar24",))  # fmt: skip
    report = replace(right_about(article).reports[0], said_by=("Censor Net",),
                     trackers=("FlightRadar 24", "ADS-B Exchange"))  # fmt: skip
    found = scored([article], replace(right_about(article), reports=(report,)))
    assert found["said_by.f1"] == 1.0
    assert found["trackers.precision"] == 0.5


def test_a_relevant_article_that_the_gate_lost_lowers_gate_recall():
    articles = [two_leg_article("a"), two_leg_article("b"), gold_article("c")]
    lost = Predicted(url=articles[1].url, relevant=False, gated=True)
    found = scored(articles, right_about(articles[0]), lost, right_about(articles[2]))
    assert found["gate.recall"] == 0.5
    assert found["gate.pass_share"] == pytest.approx(2 / 3)
    assert found["relevance.recall"] == 0.5
    assert found["relevance.precision"] == 1.0


def test_an_article_the_database_lacks_is_named_and_counts_as_lost():
    article = two_leg_article()
    scores = score([article], {})
    assert scores.missing == (article.url,)
    assert values(scores)["gate.recall"] == 0.0


def test_mentions_without_annotation_give_recall_only():
    article = two_leg_article()
    seen = right_about(article, mentions=frozenset({("type", "Il-62"), ("type", "An-124"),
                                                    ("place", "Moscow")}))  # fmt: skip
    found = scored([article], seen)
    assert found["mentions.type.recall"] == 1.0
    assert found["mentions.place.recall"] == 0.5
    assert "mentions.type.precision" not in found


def test_annotated_mentions_give_precision_too():
    article = gold_article("a", mentions=frozenset({("type", "Il-62")}))
    seen = right_about(article, mentions=frozenset({("type", "Il-62"), ("type", "An-124")}))
    found = scored([article], seen)
    assert found["mentions.type.precision"] == 0.5
    assert found["mentions.type.recall"] == 1.0


def test_the_order_of_articles_changes_no_figure_and_no_interval():
    articles = [two_leg_article(name) for name in "abc"]
    predicted = {a.url: right_about(a) for a in articles[:2]}
    assert score(articles, predicted).groups == score(articles[::-1], predicted).groups


def test_misses_name_the_field_both_values_and_the_sentence():
    article = gold_article("a", gold_report("nk/1", OUT), gold_report("nk/2", BACK))
    wrong = replace(OUT, destination="Moscow", status="planned")
    listed = list(misses([article], {article.url: with_facts(article, wrong)}))
    told = {m.field: (m.wanted, m.said, m.sentence) for m in listed}
    assert told["destination"] == ("Pyongyang", "Moscow", "An Il-62 left Moscow.")
    assert told["status"][:2] == ("happened", "planned")
    assert told["leg"][1] is None
    assert "2023-09-28" in (told["leg"][0] or "")


def test_a_gated_relevant_article_is_a_miss_that_says_so():
    article = two_leg_article()
    lost = Predicted(url=article.url, relevant=False, gated=True)
    first = next(misses([article], {article.url: lost}))
    assert (first.field, first.wanted, first.said) == ("relevant", "True", "gated")


def test_a_report_in_no_event_is_linked_to_nothing():
    articles = [gold_article(name, gold_report("nk/1", OUT)) for name in "ab"]
    alone = [
        Predicted(url=a.url, relevant=True, gated=False, reports=(
            PredictedReport(report_id=a.url, event_id=None, trip_id=None, facts=OUT),))
        for a in articles
    ]  # fmt: skip
    found = scored(articles, *alone)
    assert found["links.leg_b3.precision"] == 1.0
    assert found["links.leg_b3.recall"] == 0.5
    assert found["links.leg_pairs.recall"] == 0.0
