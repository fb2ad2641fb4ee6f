"""Owns the list of what was missed, wrong or spurious, with the sentence to look at."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluate.facts import LABELS, SAME, Facts, agrees
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.matching import Match, match_reports
from pipeline.evaluate.predicted import Predicted

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
LEG = "leg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One disagreement. `field` is `relevant`, `leg` or a field of the report; `wanted` is the
    gold's value, `said` the pipeline's. `sentence` is where the article speaks of it, or its
    title."""

    url: str
    lang: str
    field: str
    wanted: str | None
    said: str | None
    sentence: str


def misses(gold: Sequence[GoldArticle], predicted: Mapping[str, Predicted]) -> Iterator[Miss]:
    """Yield every disagreement, article by article in the gold's order."""
    matches = match_reports(gold, predicted)
    for article in gold:
        found = predicted.get(article.url, Predicted(url=article.url, relevant=None, gated=True))
        if article.relevant != bool(found.relevant):
            said = "gated" if found.gated else str(found.relevant)
            yield _miss(article, "relevant", str(article.relevant), said)
        for match in matches[article.url]:
            yield from _of_match(article, match)
        yield from _of_lonely(article, found, matches[article.url])


def _of_match(article: GoldArticle, match: Match) -> Iterator[Miss]:
    gold, said = match.gold.facts, match.predicted.facts
    for field in SAME:
        both_silent = getattr(gold, field) is None and getattr(said, field) is None
        if not both_silent and not agrees(field, gold, said):
            yield _miss(article, field, _text(gold, field), _text(said, field))
    for field in LABELS:
        if field not in SAME and getattr(gold, field) != getattr(said, field):
            yield _miss(article, field, _text(gold, field), _text(said, field))


def _of_lonely(article: GoldArticle, found: Predicted, matches: list[Match]) -> Iterator[Miss]:
    matched_gold = {id(match.gold) for match in matches}
    matched_said = {match.predicted.report_id for match in matches}
    for report in article.reports:
        if id(report) not in matched_gold:
            yield _miss(article, LEG, summary(report.facts), None)
    for row in found.reports:
        if row.report_id not in matched_said:
            yield _miss(article, LEG, None, summary(row.facts))


def summary(facts: Facts) -> str:
    """Return a report in one line: `Il-62 RA-86559 Moscow-Pyongyang 2023-09-26 happened`."""
    route = "-".join(
        place or country or "?"
        for place, country in (
            (facts.origin, facts.origin_country),
            (facts.destination, facts.destination_country),
        )
    )
    days = facts.arrived or facts.departed
    words = (facts.type_family, facts.registration, facts.callsign, facts.operator, route)
    return " ".join(filter(None, (*words, days and days[0].isoformat(), facts.status, facts.role)))


def _text(facts: Facts, field: str) -> str | None:
    value = getattr(facts, field)
    return "/".join(map(str, value)) if isinstance(value, tuple) else value


def _miss(article: GoldArticle, field: str, wanted: str | None, said: str | None) -> Miss:
    return Miss(
        url=article.url,
        lang=article.lang,
        field=field,
        wanted=wanted,
        said=said,
        sentence=_sentence(article, said or wanted or ""),
    )


def _sentence(article: GoldArticle, value: str) -> str:
    """Return the first sentence that holds the value or its longest word, else the title."""
    needles = [value, *sorted(re.findall(r"[\w-]{4,}", value), key=len, reverse=True)[:1]]
    sentences = [s for s in _SENTENCE_END.split(article.text) if s]
    for needle in filter(None, needles):
        for sentence in sentences:
            if needle.casefold() in sentence.casefold():
                return sentence
    return article.title
