"""Owns what the models of who flies are asked of an article of the gold, and the right answers.

A name is asked about once for each leg.
"""

from collections.abc import Mapping

from corpora.reading_rows import Row
from pipeline.evaluate.facts import Facts, same_operator
from pipeline.nlp.learned.model import OWNERS
from pipeline.nlp.learned.named import Named, name_words, nations_of, operators_of
from pipeline.nlp.learned.of_operators import nation_features, operator_features
from pipeline.nlp.learned.telling import Telling


def owner_rows(number: int, telling: Telling, partner: Mapping[int, Facts]) -> dict[str, list[Row]]:
    """Return what the models are asked of one article, by task. `partner` are the reports of the
    gold by the number of the leg they tell."""
    operators = operators_of(telling)
    nations = nations_of(telling, operators)
    rows: dict[str, list[Row]] = {name: [] for name in OWNERS}
    for at in range(len(telling.kept)):
        facts = partner.get(at)
        if facts is None:
            continue
        flies = operator_features(telling, at, operators)
        owns = nation_features(telling, at, nations)
        for task, names, told in (("operators", operators, flies), ("nations", nations, owns)):
            for named, features in zip(names, told, strict=True):
                words = name_words(telling, at, named)
                rows[task].append(
                    Row(
                        features=features, answer=_answer(task, facts, named), article=number,
                        words=words,
                    )
                )  # fmt: skip
    return rows


def _answer(task: str, facts: Facts, named: Named) -> int:
    if task == "nations":
        return int(facts.operator_country == named.value)
    return int(facts.operator is not None and same_operator(facts.operator, named.value))
