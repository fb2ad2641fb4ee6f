"""Other methods on the same gold reports, each at its best threshold, beside ours as shipped."""

import sys
from dataclasses import replace

import pytest

from pipeline.baselines import agglomerated, baselines, best, by_letters, by_splink
from pipeline.errors import UnavailableError
from pipeline.evaluate.gold import GoldArticle
from pipeline.perfect import perfect_links
from tests.evaluate.builders import BACK, OUT, gold_article, gold_report

AN124 = replace(OUT, type_family="An-124", registration="RA-82078", destination="Caracas",
                destination_country="VE", operator="Volga-Dnepr")  # fmt: skip


def few() -> list[GoldArticle]:
    return [
        gold_article("a", gold_report("il62/1", OUT), gold_report("il62/2", BACK)),
        gold_article("b", gold_report("il62/1", OUT), lang="uk", text="Іл-62 сів у Пхеньяні."),
        gold_article("c", gold_report("an124/1", AN124), text="An An-124 landed in Caracas."),
        gold_article("d", gold_report("an124/1", AN124), lang="ru", text="Ан-124 сел в Каракасе."),
    ]


LEGS = [("a", "il62/1"), ("a", "il62/2"), ("b", "il62/1"), ("c", "an124/1"), ("d", "an124/1")]


def test_the_best_threshold_is_chosen_on_the_test_itself():
    groupings = [(0.9, [1, 2, 3, 4, 5]), (0.5, [1, 2, 1, 3, 3]), (0.1, [1, 1, 1, 1, 1])]
    found = best("a method", "fields", LEGS, groupings)

    assert (found.threshold, found.pair_f1, found.b3_f1) == (0.5, 1.0, 1.0)


def test_letters_bring_like_texts_together_as_the_threshold_falls():
    texts = ["An Il-62 landed", "An Il-62 has landed", "Ан-124 сел в Каракасе"]
    groupings = dict(agglomerated(by_letters(texts)))
    counts = [len(set(groupings[one])) for one in sorted(groupings, reverse=True)]

    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-1]) == (2, 1)
    first, second, other = groupings[max(groupings)]
    assert first == second != other


@pytest.mark.slow
def test_splink_joins_what_states_the_same_registration_and_day():
    pytest.importorskip("splink")
    found = best("splink", "fields", LEGS, by_splink(few()))

    assert found.pair_recall == 1.0


def test_ours_runs_as_shipped_and_without_splink_it_says_what_is_missing(monkeypatch):
    ours = perfect_links(few())
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "splink", raising=False)

    with pytest.raises(UnavailableError, match="pip install"):
        baselines(few(), ours)
