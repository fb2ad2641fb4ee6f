"""Gold's own reports go through the real linking, and what comes out is counted."""

from dataclasses import replace

from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.perfect import perfect_figures
from pipeline.perfect import gold_reports, perfect_links
from tests.evaluate.builders import BACK, OUT, gold_article, gold_report


def figures(*articles: GoldArticle) -> dict[str, float | None]:
    links = perfect_links(articles)
    return {f.name: f.value for f in perfect_figures(links, [a.url for a in articles])}


def test_a_leg_told_twice_is_one_event_and_out_and_back_are_one_trip():
    one = gold_article("one", gold_report("il62/1", OUT), gold_report("il62/2", BACK))
    other = gold_article("other", gold_report("il62/1", OUT), lang="uk")
    found = figures(one, other)

    assert found["perfect.leg_b3.f1"] == 1
    assert found["perfect.trip_b3.f1"] == 1
    assert found["perfect.cross_language_pairs.recall"] == 1
    assert found["perfect.block_pairs.recall"] == 1


def test_two_reports_that_share_nothing_are_a_pair_that_blocking_misses():
    bare = replace(OUT, type_family=None, operator=None, operator_country=None, destination=None,
                   origin=None, origin_country=None, destination_country=None)  # fmt: skip
    found = figures(
        gold_article("one", gold_report("il62/1", OUT)),
        gold_article("other", gold_report("il62/1", bare)),
    )

    assert found["perfect.block_pairs.recall"] == 0
    assert found["perfect.leg_pairs.recall"] == 0


def test_a_credit_of_the_article_is_the_root_of_its_reports_unless_one_has_its_own():
    article = gold_article(
        "one",
        gold_report("il62/1", OUT),
        gold_report("il62/2", BACK, said_by=("NK News",)),
        said_by=("Bloomberg",),
        outlet="The Meridian Post",
    )

    assert [item.source_root for item in gold_reports([article])] == ["Bloomberg", "NK News"]
