"""Owns what the models of reading are asked of an article of the gold, and the right answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from pipeline.evaluate.facts import Days, Facts, same_days, same_name
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.matching import best_pairs
from pipeline.nlp.annotate import tell_legs
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.claims import Source, tell
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.learned.around import words_beside, words_to_leg
from pipeline.nlp.learned.model import LEGS, Features
from pipeline.nlp.learned.of_days import DAYS, day_features
from pipeline.nlp.learned.of_ends import ENDS, end_features, place_features
from pipeline.nlp.learned.of_legs import leg_features, leg_words
from pipeline.nlp.learned.telling import (
    OUTCOMES,
    STATUSES,
    Telling,
    days_of,
    firsts_of_copies,
)
from pipeline.nlp.leg import Leg
from pipeline.nlp.locations import Location
from pipeline.nlp.mentions import find_all
from pipeline.nlp.reading import read_parts
from pipeline.records import Article, Report, ReportRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one model is asked once: its features, the right answer, and the article it is of."""

    features: Features
    answer: int
    article: int
    words: frozenset[str] = frozenset()


def article_of(gold: GoldArticle) -> Article:
    """Return an article of the gold as one that was fetched."""
    return Article(
        article_id=f"art_{gold.url}", page_id="pag_gold", url=gold.url, outlet=gold.outlet,
        lang=gold.lang, title=gold.title, text=gold.text, published_at=gold.published_at,
        published_precision="instant", published_basis="gold",
        fetched_at=gold.published_at or datetime(2026, 1, 1, tzinfo=UTC), gate="in",
    )  # fmt: skip


def read(gold: GoldArticle, gazetteers: Gazetteers) -> Telling:
    """Return what the rules alone make of an article."""
    article, nlp = article_of(gold), pipeline_for(gold.lang)
    reading = read_parts(gold.title, gold.text, lang=gold.lang, nlp=nlp)
    findings = find_all(gold.title, gold.text, lang=gold.lang, gazetteers=gazetteers)
    return tell_legs(article, reading, findings, gazetteers)


def source_of(gold: GoldArticle, telling: Telling, gazetteers: Gazetteers) -> Source:
    return Source(
        article_id=f"art_{gold.url}", outlet=gold.outlet, reading=telling.reading,
        gazetteers=gazetteers, credits=(), said_by=(), trackers=(),
    )  # fmt: skip


def reports_of(gold: GoldArticle, telling: Telling, gazetteers: Gazetteers) -> list[Report]:
    """Return a report for each leg of `telling.legs`."""
    source = source_of(gold, telling, gazetteers)
    dropped: list[tuple[Leg, ReportRole]] = [(leg, "background") for leg in telling.others]
    return reports_from(source, telling, [*telling.kept, *dropped])


def reports_from(
    source: Source, telling: Telling, legs: Sequence[tuple[Leg, ReportRole]]
) -> list[Report]:
    """Return a report for each leg."""
    return [
        tell(source, leg, telling.crafts.all[leg.craft], seq=at, role=role, copy=at)[0]
        for at, (leg, role) in enumerate(legs)
    ]


def facts_of(report: Report) -> Facts:
    """Return a report as the scorer sees it."""
    facts: dict[str, Any] = {field.name: getattr(report, field.name) for field in fields(Facts)}
    for name in ("departed", "arrived"):
        span = facts[name]
        facts[name] = None if span is None else (span.earliest, span.latest)
    return Facts(**facts)


def number_of(outcome: str | None) -> int:
    """Return the number by which the models know an outcome."""
    return [str(known) for known in OUTCOMES].index(str(outcome))


def is_place(place: Location, city: str | None, country: str | None) -> bool:
    """Return whether a place is the one the gold names, to the city or to the country alone."""
    if city is not None:
        return place.city is not None and same_name(place.city, city)
    return place.city is None and country is not None and place.country == country


def partners_of(gold: GoldArticle, reports: Sequence[Report]) -> dict[int, Facts]:
    """Return what the gold says of a leg, by the number of the report that tells it."""
    told = [report.facts for report in gold.reports]
    return {b: told[a] for a, b in best_pairs(told, [facts_of(r) for r in reports])}


def rows_of(
    number: int, gold: GoldArticle, telling: Telling, reports: Sequence[Report]
) -> dict[str, list[Row]]:
    """Return what each model is asked of one article."""
    partner = partners_of(gold, reports)
    rows: dict[str, list[Row]] = {name: [] for name in LEGS}
    firsts = firsts_of_copies(telling.legs)
    for at, leg in enumerate(telling.legs):
        words, features = leg_words(telling, leg), leg_features(telling, at)
        facts = partner.get(at)

        def row(answer: int, features: Features = features, words: frozenset[str] = words) -> Row:
            return Row(features=features, answer=answer, article=number, words=words)

        if firsts[at] == at:  # annotators write one report of a group, or one of each aircraft
            rows["keep"].append(row(int(facts is not None)))
        if facts is not None:
            rows["role"].append(row(int(facts.role == "primary")))
            rows["status"].append(row([str(known) for known in STATUSES].index(facts.status)))
            rows["outcome"].append(row(number_of(facts.outcome)))
            if at < len(telling.kept):
                rows["ends"] += _end_rows(number, telling, at, facts)
                rows["days"] += _day_rows(number, telling, at, facts)
    return rows


def _end_rows(number: int, telling: Telling, at: int, facts: Facts) -> Iterable[Row]:
    known, leg = place_features(telling), telling.kept[at][0]
    for place in known:
        words = words_beside(telling, place.start, place.end)
        words |= words_to_leg(telling, leg, place.start)
        for end in ENDS:
            city, country = getattr(facts, end), getattr(facts, f"{end}_country")
            features = end_features(telling, at, end, place, known)
            answer = int(is_place(place, city, country))
            yield Row(features=features, answer=answer, article=number, words=words)


def _day_rows(number: int, telling: Telling, at: int, facts: Facts) -> Iterable[Row]:
    spans = sorted({days_of(when) for when in telling.whens})
    for day in DAYS:
        right = right_days(getattr(facts, day), spans)
        for when in telling.whens:
            features = day_features(telling, at, day, when, spans)
            yield Row(features=features, answer=int(days_of(when) in right), article=number)


def right_days(wanted: Days | None, spans: Sequence[Days]) -> Sequence[Days]:
    """Return which stretches of days are the one wanted; those the scorer lets pass for it only
    where the article has it not, or the models would not care which of two days in a row it is."""
    if wanted is None or wanted in spans:
        return [] if wanted is None else [wanted]
    return [span for span in spans if same_days(wanted, span)]
