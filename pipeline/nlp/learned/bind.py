"""Owns what the models change in who flies a leg and whose the aircraft is.

Every name stays one that the article has, with its words. A name is taken where it is more likely
right than not, and what the rules bound falls where it is clearly less: a wrong operator costs more
than a missing one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.nlp.companies import flown_by, lineage_of, row_of
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.learned.model import LEARNED, Features, Forest, Owners, Words
from pipeline.nlp.learned.named import Named, name_words, nations_of, operators_of
from pipeline.nlp.learned.of_operators import nation_features, operator_features
from pipeline.nlp.learned.telling import Telling
from pipeline.nlp.leg import Flier, Leg

# Probabilities, chosen by cross-validation like those of `revise.py`.
SET_OPERATOR, DROP_OPERATOR = 0.5, 0.4
SET_NATION, DROP_NATION = 0.6, 0.3
# Names times legs: news has under 300, and only a list of flights has more than this.
MOST_NAMES = 3000
QUESTIONS = ("flies", "owns")
"""What the words around a name alone are asked."""

Scored = Mapping[str, tuple[float, Named]]


def bind_fliers(telling: Telling, owners: Owners) -> None:
    """Set who flies each leg that is kept, and its nation, where the models know better than the
    rules. Legs are read as the rules left them: this comes before they are changed."""
    operators = operators_of(telling)
    nations = nations_of(telling, operators)
    if len(telling.kept) * (len(operators) + len(nations)) > MOST_NAMES:
        return
    for at, (leg, _) in enumerate(telling.kept):
        rows = operator_features(telling, at, operators)
        flies = _scored(telling, at, operators, rows, owners.operators, owners.words)
        rows = nation_features(telling, at, nations)
        owns = _scored(telling, at, nations, rows, owners.nations, owners.words)
        _set_flier(telling, leg, flies, owns)


def _scored(
    telling: Telling, at: int, names: Sequence[Named], rows: Sequence[Features], forest: Forest,
    words: Words,
) -> Scored:  # fmt: skip
    """Return for each value named its likeliest mention, with how likely it is."""
    told = [
        row | words.features(name_words(telling, at, named))
        for named, row in zip(names, rows, strict=True)
    ]
    best: dict[str, tuple[float, Named]] = {}
    for named, score in zip(names, forest.scores(told)[:, 0], strict=True):
        if named.value not in best or score > best[named.value][0]:
            best[named.value] = (float(score), named)
    return best


def _set_flier(telling: Telling, leg: Leg, flies: Scored, owns: Scored) -> None:
    """Give a leg its operator; and its nation, where the operator tells none."""
    craft, gazetteers = telling.crafts.all[leg.craft], telling.gazetteers
    nation, name = craft.nation, None
    if craft.operator is not None:
        name = flown_by(row_of(craft.operator, gazetteers), gazetteers).name
    operator = _chosen(craft.operator, name, flies, SET_OPERATOR, DROP_OPERATOR)
    if _is_whole(operator, craft.operator, gazetteers):
        operator = craft.operator
    country = "" if operator is None else row_of(operator, gazetteers).country
    if operator is None or not country:
        value = None if nation is None else nation.value
        nation = _chosen(nation, value, owns, SET_NATION, DROP_NATION)
    elif operator is not craft.operator and nation is not None and nation.value != country:
        nation = None  # it was read of the aircraft of another
    if operator is not craft.operator or nation is not craft.nation:
        leg.flier = Flier(operator=operator, nation=nation)


def _is_whole(operator: Found | None, known: Found | None, gazetteers: Gazetteers) -> bool:
    """Return whether an operator is what the one known is a part of: "the military" says no more
    than its air force."""
    if operator is None or known is None or not operator.ref:
        return False
    row = flown_by(row_of(operator, gazetteers), gazetteers)
    return row.op_id in lineage_of(known, gazetteers)[1:]


def _chosen(
    known: Found | None, value: str | None, scored: Scored, least: float, drop: float
) -> Found | None:
    """Return the name that is likely, else the one known (whose value is `value`), but none where
    that is unlikely."""
    best = max(scored, key=lambda name: scored[name][0], default=None)
    there = scored[value][0] if value is not None and value in scored else None
    if best is not None and best != value and scored[best][0] >= max(least, there or 0.0):
        return replace(scored[best][1].found, finder=LEARNED)
    return None if there is not None and there < drop else known
