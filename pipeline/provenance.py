"""Owns where the information of each report comes from, as the store keeps it: copies,
translations, source roots. How they are found is decided in `read.copies` and `link`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.link.embed import Embedder
from pipeline.link.sources import roots_of
from pipeline.link.translations import NAMES, Telling, find_translations
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.read.copies import CopyOf, find_copies
from pipeline.records import Article, Report
from pipeline.store import Store
from pipeline.world import publishers_of


def write_sources(store: Store, gazetteers: Gazetteers, *, vectors: Path) -> None:
    """Find copies and translations among the articles, and each report's source root.

    `vectors` is the folder that keeps sentence vectors between runs; their model is loaded only if
    two articles in different languages name the same things.
    """
    articles = store.select(Article, "article", where="text is not null", order="article_id")
    reports = store.select(Report, "report", order="article_id, seq")
    copies = find_copies(articles)
    copies |= _translations(store, articles, reports, copies, vectors)
    rows = [(key, copy.article_id, copy.overlap) for key, copy in sorted(copies.items())]
    store.insert_rows("article_copy", ("article_id", "copy_of", "overlap"), rows)
    outlets = {article.article_id: article.outlet for article in articles}
    copied = copied_reports(reports, {key: copy.article_id for key, copy in copies.items()})
    families = publishers_of(gazetteers)
    roots = roots_of(
        {r.report_id: (outlets[r.article_id], r.basis) for r in reports}, copied, families
    )
    voices = roots_of(
        {r.report_id: (outlets[r.article_id], r.said_by[:1]) for r in reports}, copied, families
    )
    store.insert_rows(
        "report_source",
        ("report_id", "source_root", "voice"),
        [(key, root, voices[key]) for key, root in sorted(roots.items())],
    )


def _translations(
    store: Store,
    articles: Sequence[Article],
    reports: Sequence[Report],
    copies: Mapping[str, CopyOf],
    vectors: Path,
) -> dict[str, CopyOf]:
    """Return the translations among the articles that tell of a flight."""
    telling = {report.article_id for report in reports}
    if len({article.lang for article in articles if article.article_id in telling}) < 2:
        return {}
    names = store.query(
        """select article_id, list(char_start order by mention_id) as starts,
            list(value order by mention_id) as names
        from mention where part = 'text' and list_contains(?::varchar[], kind)
        group by article_id order by article_id""",
        [list(NAMES)],
    )
    named = {row["article_id"]: zip(row["starts"], row["names"], strict=True) for row in names}
    return find_translations(
        [
            Telling(article=article, names=tuple(named.get(article.article_id, ())))
            for article in articles
            if article.article_id in telling
        ],
        copies=copies,
        embed=Embedder(folder=vectors).embed,
    )


def copied_reports(reports: Sequence[Report], copies: Mapping[str, str]) -> dict[str, str]:
    """Return report of a copy -> the report of the same number in its original, or its first."""
    numbered: dict[str, dict[int, str]] = defaultdict(dict)
    for report in reports:
        numbered[report.article_id][report.seq] = report.report_id
    return {
        report.report_id: originals.get(report.seq, originals[min(originals)])
        for report in reports
        if (originals := numbered.get(copies.get(report.article_id, "")))
    }
