"""Owns where the information of each report comes from, as the store keeps it: copies,
translations, source roots. How they are found is decided in `read.copies` and `link`.

Only articles that are new or have changed are compared, and only those are decided again that
copies or translations connect with them: the rows are those of one run over everything.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from pipeline.link import alike
from pipeline.link.sources import roots_of, spellings
from pipeline.link.translations import LATEST, NAMES, Embed, Telling, translated_pairs
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.read.copies import CopyOf, originals
from pipeline.records import Article, Report
from pipeline.store import Store
from pipeline.world import publishers_of

KEPT = ("article_copy", "report_source", *alike.KEPT)
"""What is remembered between runs, beside what is told."""

_AMONG = "article_id in (select unnest(?::varchar[]))"


def write_sources(store: Store, gazetteers: Gazetteers, *, embed: Embed) -> None:
    """Find copies and translations among the articles, and each report's source root.

    `embed` returns a unit vector for each sentence, and is called only if two articles in different
    languages name the same things.
    """
    changed = alike.take_in(store.connection)
    if not changed.all:
        return
    reached = _compare_languages(store, changed.all, embed)
    copies = _decide(store, reached)
    _write_roots(store, reached, copies, publishers_of(gazetteers))
    _spell(store)


def _compare_languages(store: Store, changed: Collection[str], embed: Embed) -> list[str]:
    """Compare articles that are no copies with those in other languages; return all of which it
    must be decided anew whose copies or translations they are."""
    connection = store.connection
    near = alike.connected(connection, changed, translated=False)
    copies = originals(alike.pairs_among(connection, near, translated=False))
    new = alike.uncompared(connection, set(near) - copies.keys())
    if new:
        alike.mark_compared(connection, new)
        tellings = _tellings(store, new)
        pairs = translated_pairs(tellings, new=set(new), embed=embed)
        alike.keep_pairs(connection, pairs, translated=True)
    return alike.connected(connection, near, translated=True)


def _tellings(store: Store, new: Sequence[str]) -> list[Telling]:
    """Return these articles and those compared earlier that are a few days from any of them."""
    articles = store.select(
        Article,
        "article",
        where=f"""rowid in (select rowid from article
            where article_id in (select article_id from source_article where compared)
            and published_at::date in (
                select published_at::date + unnest(range(-{LATEST.days}, {LATEST.days} + 1))::int
                from article where {_AMONG}))""",  # noqa: S608 - constants
        order="article_id",
        values=[new],
    )
    names = store.query(
        f"""select article_id, list(char_start order by mention_id) as starts,
            list(value order by mention_id) as names
        from mention where part = 'text' and list_contains(?::varchar[], kind) and {_AMONG}
        group by article_id order by article_id""",  # noqa: S608 - a constant
        [list(NAMES), [article.article_id for article in articles]],
    )
    named = {row["article_id"]: zip(row["starts"], row["names"], strict=True) for row in names}
    return [
        Telling(article=article, names=tuple(named.get(article.article_id, ())))
        for article in articles
    ]


def _decide(store: Store, reached: Sequence[str]) -> Mapping[str, CopyOf]:
    """Write which of these articles are copies and translations, and return it."""
    connection = store.connection
    copies = originals(alike.pairs_among(connection, reached, translated=False))
    pairs = alike.pairs_among(connection, reached, translated=True)
    copies |= originals(p for p in pairs if not {p.later, p.earlier} & copies.keys())
    rows = [(key, copy.article_id, copy.overlap) for key, copy in sorted(copies.items())]
    store.delete("article_copy", "article_id", reached)
    store.insert_rows("article_copy", ("article_id", "copy_of", "overlap"), rows)
    return copies


def _write_roots(
    store: Store,
    reached: Sequence[str],
    copies: Mapping[str, CopyOf],
    families: Mapping[str, str],
) -> None:
    """Write the sources of the reports of these articles, in the spelling they are said in. The
    original of a copy among them is among them."""
    reports = store.select(
        Report, "report", where=_AMONG, order="article_id, seq", values=[reached]
    )
    outlets = {
        row["article_id"]: row["outlet"]
        for row in store.query(f"select article_id, outlet from article where {_AMONG}", [reached])  # noqa: S608 - a constant
    }
    copied = copied_reports(reports, {key: copy.article_id for key, copy in copies.items()})
    roots = roots_of(
        {r.report_id: (outlets[r.article_id], r.basis) for r in reports}, copied, families
    )
    voices = roots_of(
        {r.report_id: (outlets[r.article_id], r.said_by[:1]) for r in reports}, copied, families
    )
    store.delete("report_source", "article_id", reached)
    store.insert_rows(
        "report_source",
        ("report_id", "article_id", "said_root", "said_voice", "source_root", "voice"),
        [
            (r.report_id, r.article_id, root, voice, root, voice)
            for r in reports
            for root, voice in [(roots[r.report_id], voices[r.report_id])]
        ],
    )


def _spell(store: Store) -> None:
    """Write every source in the one spelling of all that are said: a new report may bring one that
    goes before."""
    for said, written in (("said_root", "source_root"), ("said_voice", "voice")):
        found = store.query(f"select distinct {said} as said from report_source order by said")  # noqa: S608 - names of our own
        other = {one: now for one, now in spellings(r["said"] for r in found).items() if one != now}
        names = [list(other), list(other.values())]
        store.query(
            f"""update report_source set {written} = spelt
            from (
                select report_id, coalesce(other.now, {said}) as spelt
                from report_source left join (
                    select unnest($1::varchar[]) as one, unnest($2::varchar[]) as now) as other
                on other.one = {said}
                where other.now is not null or {written} <> {said}) as told
            where told.report_id = report_source.report_id and {written} <> spelt""",  # noqa: S608 - names of our own
            names,
        )


def copied_reports(reports: Sequence[Report], copies: Mapping[str, str]) -> dict[str, str]:
    """Return report of a copy -> the report of the same number in its original, or its first."""
    numbered: dict[str, dict[int, str]] = defaultdict(dict)
    for report in reports:
        numbered[report.article_id][report.seq] = report.report_id
    return {
        report.report_id: originals_of.get(report.seq, originals_of[min(originals_of)])
        for report in reports
        if (originals_of := numbered.get(copies.get(report.article_id, "")))
    }
