"""Owns how mentions are scored: the set of values an article mentions, not where they stand.

Where gold annotates mentions, precision, recall and F1. Where it does not, only recall: what a gold
report holds must be among the article's mentions, but other aircraft and places may rightly be
mentioned too. Low recall here says that a finder fails; high recall beside a low report score says
that the claims do.
"""

from collections.abc import Callable, Sequence

from pipeline.evaluate.facts import operator_of
from pipeline.evaluate.figures import Figure, precision_recall_f1, share, tally
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.identity import fold
from pipeline.evaluate.predicted import Predicted

Found = Sequence[tuple[GoldArticle, Predicted]]

# Which fields of gold reports an article must mention. A date's value is not in the words but
# resolved from them, so dates are scored only where mentions are annotated.
_FIELDS = {
    "type": ("type_family",),
    "registration": ("registration",),
    "callsign": ("callsign",),
    "operator": ("operator",),
    "place": ("origin", "destination"),
}
_KINDS = (*_FIELDS, "date")


def mention_figures(found: Found) -> list[Figure]:
    """Return the figures of every kind of mention; none if the predictions hold no mentions."""
    read = [(a, p) for a, p in found if p.mentions is not None]
    annotated = [(a, p) for a, p in read if a.mentions is not None]
    if annotated:
        return [figure for kind in _KINDS for figure in _against_mentions(kind, annotated)]
    return [_recall(kind, read) for kind in _FIELDS] if read else []


def _against_mentions(kind: str, found: Found) -> list[Figure]:
    tallies = []
    for article, predicted in found:
        wanted = _of_kind(kind, article.mentions or frozenset())
        said = _of_kind(kind, predicted.mentions or frozenset())
        hits = len(wanted & said)
        missed, spurious = len(wanted) - hits, len(said) - hits
        tallies.append(tally(article.url, hits=hits, spurious=spurious, missed=missed))
    return precision_recall_f1(f"mentions.{kind}", tallies)


def _recall(kind: str, found: Found) -> Figure:
    hits = wanted = 0
    for article, predicted in found:
        values = {getattr(r.facts, field) for r in article.reports for field in _FIELDS[kind]}
        stated = {_folder(kind)(value) for value in values - {None}}
        wanted += len(stated)
        hits += len(stated & _of_kind(kind, predicted.mentions or frozenset()))
    return share(f"mentions.{kind}.recall", hits, wanted)


def _of_kind(kind: str, mentions: frozenset[tuple[str, str]]) -> set[str]:
    return {_folder(kind)(value) for this, value in mentions if this == kind}


def _folder(kind: str) -> Callable[[str], str]:
    return operator_of if kind == "operator" else fold
