"""Owns the way from an article to its annotation. spaCy ends here: no Doc leaves this module."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.nlp.attribution import credited, crediting
from pipeline.nlp.build import model_version
from pipeline.nlp.claims import Source, anchor_of, tell
from pipeline.nlp.crafts import Crafts
from pipeline.nlp.dateline import dateline_of
from pipeline.nlp.ends import fill_ends
from pipeline.nlp.frames import find_frames
from pipeline.nlp.gazetteers import Gazetteers, load_gazetteers
from pipeline.nlp.later import with_ends
from pipeline.nlp.learned.model import load_model, model_hash
from pipeline.nlp.learned.revise import revise
from pipeline.nlp.learned.telling import Telling, names_in, tokens_of
from pipeline.nlp.leg import Leg
from pipeline.nlp.legs import build_legs
from pipeline.nlp.local_days import localise, newsroom_day
from pipeline.nlp.locations import Location, find_locations
from pipeline.nlp.meant import with_described
from pipeline.nlp.mentions import Findings, as_mentions, find_all
from pipeline.nlp.owners import bind_owners, states_told
from pipeline.nlp.prominence import ranked
from pipeline.nlp.reading import Reading, read_parts
from pipeline.nlp.relations import relate
from pipeline.nlp.relevance import keep_specific
from pipeline.nlp.settle import fill_chain, mark_artifacts, share_callsigns
from pipeline.nlp.status import cue_hits
from pipeline.nlp.topics import topics_of
from pipeline.nlp.triggers import motion_words
from pipeline.nlp.verdict import clear_artifacts, judge
from pipeline.nlp.whens import DayReader
from pipeline.records import Annotation, Article, Claim, Report, ReportRole

if TYPE_CHECKING:
    from spacy.language import Language

RULES = "2026-11-29"


def reading_version() -> str:
    """Return what an annotation depends on: our rules, tables, models and the English parser."""
    tables, learned = load_gazetteers().content_hash[:12], model_hash()[:12]
    return f"{RULES}+{tables}+{learned}+{model_version()}"


def annotate(
    article: Article, *, nlp: "Language", gazetteers: Gazetteers, learned: bool = True
) -> Annotation:
    """Return mentions, reports, claims and relations of one article.

    `nlp` is `pipeline_for(article.lang)`. An article without text yields nothing. Without `learned`
    the rules speak alone, and no trained model revises what they say. The result depends on the
    article, the tables and the models alone.
    """
    if article.text is None:
        return Annotation(
            article_id=article.article_id, mentions=(), reports=(), claims=(), relations=()
        )
    lang = article.lang or "en"
    reading = read_parts(article.title, article.text, lang=lang, nlp=nlp)
    findings = find_all(article.title, article.text, lang=lang, gazetteers=gazetteers)
    telling = tell_legs(article, reading, findings, gazetteers)
    crafts, legs = telling.crafts, list(telling.kept)
    if learned:
        legs = revise(telling, load_model())
        localise([leg for leg, _ in legs], article)
    credits = crediting(findings.outlets, reading)
    source = Source(
        article_id=article.article_id,
        outlet=article.outlet,
        reading=reading,
        gazetteers=gazetteers,
        credits=credits,
        said_by=credited(credits, outlet=article.outlet),
        trackers=credited(findings.trackers, outlet=article.outlet),
    )
    reports, claims = _tell_all(source, legs, crafts)
    return Annotation(
        article_id=article.article_id,
        mentions=as_mentions(article.article_id, reading, findings),
        reports=reports,
        claims=claims,
        relations=relate([leg for leg, _ in legs], reports),
    )


def tell_legs(
    article: Article, reading: Reading, findings: Findings, gazetteers: Gazetteers
) -> Telling:
    """Return what the rules make of an article: its aircraft and their legs, those of specific
    flights with their roles, and the others."""
    filed = range(*dateline_of(reading))
    dates = [item for item in findings.dates if item.start not in filed]
    locations = _places_of(reading, findings, filed, gazetteers)
    crafts = _crafts_of(article, reading, findings, locations, gazetteers)
    names = _named(findings)
    days = DayReader(article.published_at, newsroom_day(article))
    frames = with_ends(
        find_frames(reading, crafts, locations, dates, days, names), reading, dates, days
    )
    cues = cue_hits(reading)
    built = judge(
        build_legs(frames, crafts.all, days.only_day()), reading, cues, article.published_at
    )
    fill_ends(built, reading, locations)
    fill_chain(built, {})
    localise(built, article)
    legs = keep_specific(built, crafts.all, article.published_at, topics_of(reading), gazetteers)
    mark_artifacts(legs, crafts, cues)
    clear_artifacts(legs)
    share_callsigns(legs, crafts.all, cues)
    return Telling(
        reading=reading,
        crafts=crafts,
        frames=frames,
        places=[place for place in locations if place.city or place.country],
        whens=days.resolved(),
        motion=motion_words(reading, names),
        kept=ranked(legs, article.published_at),
        others=[leg for leg in built if leg.frames and not any(leg is kept for kept in legs)],
        published=article.published_at.date() if article.published_at else None,
        tokens=tokens_of(reading, names_in(crafts, locations, findings)),
        operators=findings.operators,
        states=states_told(findings.nations, reading, article.published_at),
        gazetteers=gazetteers,
    )


def _named(findings: Findings) -> list[tuple[int, int]]:
    """Return the spans of names that tell of no motion, whatever words they hold."""
    named = (*findings.operators, *findings.outlets, *findings.trackers)
    return [(found.start, found.end) for found in named]


def _crafts_of(
    article: Article,
    reading: Reading,
    findings: Findings,
    locations: Sequence[Location],
    gazetteers: Gazetteers,
) -> Crafts:
    """Return the aircraft of an article with who flies them; a nation named inside a place owns
    none."""
    crafts = Crafts(reading, gazetteers)
    crafts.read(
        findings.types,
        findings.registrations,
        findings.callsigns,
        (*findings.operators, *findings.nations),
    )
    owners = [
        found
        for found in findings.nations
        if not any(place.start <= found.start < place.end for place in locations if place.city)
    ]
    bind_owners(crafts, findings.operators, owners, reading, gazetteers, article.published_at)
    return crafts


def _places_of(
    reading: Reading, findings: Findings, filed: range, gazetteers: Gazetteers
) -> tuple[Location, ...]:
    """Return the places of an article, named or described, but not that of the dateline."""
    places = [item for item in findings.places if item.start not in filed]
    header = [item for item in findings.places if item.start in filed]
    return with_described(
        reading,
        find_locations(reading, places, findings.nations, gazetteers),
        findings.nations,
        find_locations(reading, header, (), gazetteers),
    )


def _tell_all(
    source: Source, legs: list[tuple[Leg, ReportRole]], crafts: Crafts
) -> tuple[tuple[Report, ...], tuple[Claim, ...]]:
    reports: list[Report] = []
    claims: list[Claim] = []
    copies: dict[int, int] = {}
    for seq, (leg, role) in enumerate(legs):
        anchor = anchor_of(leg).start
        report, told = tell(
            source, leg, crafts.all[leg.craft], seq=seq, role=role, copy=copies.get(anchor, 0)
        )
        copies[anchor] = copies.get(anchor, 0) + 1
        reports.append(report)
        claims.extend(told)
    return tuple(reports), tuple(claims)
