"""What the rules alone read in a few sentences: for the tests of the rules."""

from datetime import UTC, datetime

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article, Report, stable_id

FRIDAY = datetime(2023, 9, 29, 12, tzinfo=UTC)


def legs(lang: str, text: str, title: str = "") -> tuple[Report, ...]:
    """Return the reports of an article published on a Friday; no trained model revises them."""
    article = Article(
        article_id=stable_id("art", lang, title, text), page_id="pag_synthetic",
        url="https://outlet.example/legs", outlet="Outlet (synthetic)", lang=lang, title=title,
        text=text, published_at=FRIDAY, published_precision="day", published_basis="synthetic",
        fetched_at=FRIDAY, gate="in",
    )  # fmt: skip
    return annotate(
        article, nlp=pipeline_for(lang), gazetteers=load_gazetteers(), learned=False
    ).reports


def ends(reports: tuple[Report, ...]) -> list[tuple[str | None, str | None]]:
    return [(report.origin, report.destination) for report in reports]
