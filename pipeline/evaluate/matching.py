"""Owns which gold report a predicted report is held against: one to one, within one article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluate.facts import LABELS, SAME, Facts, agrees
from pipeline.evaluate.gold import GoldArticle, GoldReport
from pipeline.evaluate.predicted import Predicted, PredictedReport

# What two reports of one article must share at least once to be about the same leg.
SUBSTANCE = tuple(field for field in SAME if field != "outcome")
CONTRADICTION = -0.5  # half an agreement: a wrong value must not cost a report its partner
LABEL = 0.25  # status, role and outcome only decide between equals


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A gold report and the predicted report that is held against it; `lang` is the article's."""

    url: str
    lang: str
    gold: GoldReport
    predicted: PredictedReport


def agreement(gold: Facts, predicted: Facts) -> float:
    """Return how well two reports agree, 0 when they share nothing. Always >= 0."""
    verdicts = [agrees(field, gold, predicted) for field in SUBSTANCE]
    if True not in verdicts:
        return 0.0
    labels = sum(getattr(gold, field) == getattr(predicted, field) for field in LABELS)
    total: float = verdicts.count(True) + CONTRADICTION * verdicts.count(False) + LABEL * labels
    return max(total, 0.01)


def best_pairs(gold: Sequence[Facts], predicted: Sequence[Facts]) -> list[tuple[int, int]]:
    """Return the one-to-one pairs with the best total agreement, none of them sharing nothing."""
    from scipy.optimize import linear_sum_assignment  # slow to import; only this verb needs it

    if not gold or not predicted:
        return []
    table = [[agreement(g, p) for p in predicted] for g in gold]
    rows, columns = linear_sum_assignment(table, maximize=True)
    pairs = ((int(row), int(column)) for row, column in zip(rows, columns, strict=True))
    return [(row, column) for row, column in pairs if table[row][column] > 0]


def match_reports(
    articles: Sequence[GoldArticle], predicted: Mapping[str, Predicted]
) -> dict[str, list[Match]]:
    """Return the matches of every article by its URL."""
    matches: dict[str, list[Match]] = {}
    for article in articles:
        found = predicted[article.url].reports if article.url in predicted else ()
        pairs = best_pairs([r.facts for r in article.reports], [r.facts for r in found])
        matches[article.url] = [
            Match(
                url=article.url,
                lang=article.lang,
                gold=article.reports[row],
                predicted=found[column],
            )
            for row, column in pairs
        ]
    return matches
