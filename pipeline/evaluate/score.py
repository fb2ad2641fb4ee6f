"""Owns which figures there are and what each counts. Pure: gold and predictions in,
figures out, overall and per language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluate.facts import LABELS, SAME, agrees, outlet_of, tracker_of
from pipeline.evaluate.figures import Figure, Tally, precision_recall_f1, share, tally
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.links import link_figures
from pipeline.evaluate.matching import Match, match_reports
from pipeline.evaluate.mentions import Found, mention_figures
from pipeline.evaluate.perfect import PerfectLinks, perfect_figures
from pipeline.evaluate.predicted import Predicted

ALL = "all"
# Figures that are better when smaller; of all others, more is better.
SMALLER_IS_BETTER = frozenset(
    {
        "gate.pass_share",
        "links.events_mixing_legs",
        "links.events_with_two_registrations",
        "links.false_merges_of_registrations",
        "perfect.events_mixing_legs",
        "perfect.events_with_two_registrations",
        "perfect.false_merges_of_registrations",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All figures by group: `all` first, then each language of the gold. `missing` are gold URLs
    of which the database knows nothing; they count as not found."""

    articles: int
    groups: Mapping[str, tuple[Figure, ...]]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table a person reads. Values are shares from 0 to 1, or counts."""

    group: str
    figure: str
    value: float | None
    low: float | None
    high: float | None
    cases: int


def score(
    gold: Sequence[GoldArticle],
    predicted: Mapping[str, Predicted],
    perfect: PerfectLinks | None = None,
) -> Scores:
    """Return every figure that gold can tell, over all articles and per language; those of linking
    perfectly read reports where such links are given."""
    matches = match_reports(gold, predicted)
    languages = sorted({article.lang for article in gold})
    groups = {ALL: list(gold)}
    groups |= {lang: [a for a in gold if a.lang == lang] for lang in languages}
    return Scores(
        articles=len(gold),
        groups={
            name: (
                *_figures(articles, predicted, matches),
                *(perfect_figures(perfect, [a.url for a in articles]) if perfect else ()),
            )
            for name, articles in groups.items()
        },
        missing=tuple(article.url for article in gold if article.url not in predicted),
    )


def rows(scores: Scores) -> list[Row]:
    """Return the figures as flat rows, group by group, in a fixed order."""
    return [
        Row(group=group, figure=f.name, value=f.value, low=f.low, high=f.high, cases=f.cases)
        for group, figures in scores.groups.items()
        for f in figures
    ]


def _figures(
    articles: Sequence[GoldArticle],
    predicted: Mapping[str, Predicted],
    matches: Mapping[str, list[Match]],
) -> list[Figure]:
    found = [
        (a, predicted.get(a.url, Predicted(url=a.url, relevant=None, gated=True))) for a in articles
    ]
    matched = [match for a in articles for match in matches[a.url]]
    figures = _gate(found)
    figures += precision_recall_f1("relevance", [_relevance(a, p) for a, p in found])
    figures += mention_figures(found)
    legs = [_legs(a, p, len(matches[a.url])) for a, p in found]
    figures += precision_recall_f1("legs", legs)
    for field in SAME:
        figures += precision_recall_f1(
            field, [_field(field, a, p, matches[a.url]) for a, p in found]
        )
    figures += [_label(field, matched) for field in LABELS]
    figures += precision_recall_f1("said_by", [_said_by(a, p) for a, p in found])
    figures += precision_recall_f1("trackers", [_trackers(a, p) for a, p in found])
    return figures + link_figures(matched)


def _gate(found: Found) -> list[Figure]:
    relevant = [p for a, p in found if a.relevant]
    return [
        share("gate.recall", sum(not p.gated for p in relevant), len(relevant)),
        share("gate.pass_share", sum(not p.gated for _, p in found), len(found)),
    ]


def _relevance(article: GoldArticle, predicted: Predicted) -> Tally:
    said = bool(predicted.relevant)
    return tally(
        article.url,
        hits=said and article.relevant,
        spurious=said and not article.relevant,
        missed=article.relevant and not said,
    )


def _legs(article: GoldArticle, predicted: Predicted, matched: int) -> Tally:
    return tally(
        article.url,
        hits=matched,
        spurious=len(predicted.reports) - matched,
        missed=len(article.reports) - matched,
    )


def _field(field: str, article: GoldArticle, predicted: Predicted, matches: list[Match]) -> Tally:
    """A value of a matched report is a hit or it is spurious, and the gold's is then missed; values
    of reports without a partner are missed or spurious."""
    hits = sum(agrees(field, m.gold.facts, m.predicted.facts) is True for m in matches)
    said = sum(getattr(r.facts, field) is not None for r in predicted.reports)
    wanted = sum(getattr(r.facts, field) is not None for r in article.reports)
    return tally(article.url, hits=hits, spurious=said - hits, missed=wanted - hits)


def _label(field: str, matches: Sequence[Match]) -> Figure:
    right = sum(getattr(m.gold.facts, field) == getattr(m.predicted.facts, field) for m in matches)
    return share(f"{field}.accuracy", right, len(matches))


def _said_by(article: GoldArticle, predicted: Predicted) -> Tally:
    """Credits of the whole article: what it credits holds for all of its reports."""
    wanted = {*article.said_by, *(name for r in article.reports for name in r.said_by)}
    said = {name for r in predicted.reports for name in r.said_by}
    return _names(article.url, set(map(outlet_of, wanted)), set(map(outlet_of, said)))


def _trackers(article: GoldArticle, predicted: Predicted) -> Tally:
    said = {name for r in predicted.reports for name in r.trackers}
    return _names(article.url, set(map(tracker_of, article.trackers)), set(map(tracker_of, said)))


def _names(url: str, wanted: set[str], said: set[str]) -> Tally:
    hits = len(wanted & said)
    return tally(url, hits=hits, spurious=len(said) - hits, missed=len(wanted) - hits)
