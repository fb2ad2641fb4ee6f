"""Owns the set-based stage: reports in the store become events, trips and relations, and briefs.

Says what comes after what; which reports are one flight is decided in `link`, which event they are
in `register`, what then is worked out again in `renew`.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from importlib.resources import files

import duckdb

from pipeline.batch import Batch
from pipeline.briefs import write_briefs
from pipeline.judge import take_in, write_contradictions
from pipeline.link.context import Context
from pipeline.link.embed import Embedder
from pipeline.link.judged import contradictions, in_force
from pipeline.link.memory import NOW
from pipeline.link.regroup import KEPT, Seen, regroup
from pipeline.link.weights import load_weights
from pipeline.nlp.gazetteers import Gazetteers, load_gazetteers
from pipeline.provenance import KEPT as SOURCES
from pipeline.provenance import write_sources
from pipeline.records import Judgement
from pipeline.register import register
from pipeline.renew import KEPT as CHAINS
from pipeline.renew import renew
from pipeline.reports import NOW_THERE, stored_reports
from pipeline.store import Store
from pipeline.world import context_of

_DERIVED = ("event_report", "event", "conflict", "event_relation", "trip")
_RULES = (
    "events", "fields", "fusion", "itinerary", "nlp/sentences", "provenance", "read/copies",
    "reference", "relations", "renew", "rows", "standing", "trips", "world",
)  # fmt: skip
"""Modules beside those of `pipeline.link` that decide what comes of the same reports."""


def link(batch: Batch) -> None:
    """Group all reports into events, unless nothing that they depend on has changed."""
    store, gazetteers = batch.store, load_gazetteers()
    take_in(batch)
    rules = _rules(store, gazetteers)
    now_there = f"{rules} {_content(store)}"
    row = store.query("select version from stage_run where item = '*' and stage = 'link'")
    before = row[0]["version"] if row else ""
    if before == now_there:
        return
    now = batch.clock()
    with store.transaction():
        # Under other rules or weights, what is remembered of earlier runs counts for nothing.
        anew = not before.startswith(f"{rules} ")
        for table in (*_DERIVED, *SOURCES, *KEPT, *CHAINS) if anew else ():
            store.clear(table)
        embedder = Embedder(folder=batch.config.state / "vectors")
        write_sources(store, gazetteers, embed=embedder.embed)
        context = context_of(gazetteers)
        again = _group(store, _words(batch), context)
        registered = register(store, again, now)
        renew(store, registered, context, now)
        store.mark("*", "link", now_there, now=now)
    counted = store.query(
        "select (select count(*) from event) as events, count(*) as told from report"
    )
    batch.tally.counts["events"] = counted[0]["events"]
    batch.report.progress("link", done=counted[0]["told"], total=counted[0]["told"])


def brief(batch: Batch) -> None:
    """Write the CSV briefs into the day's folder, over those of an earlier run of the day."""
    config, options, today = batch.config.briefs, batch.options, batch.clock().date()
    since = options.since
    if since is None and config.days is not None:
        since = date.fromordinal(today.toordinal() - config.days)
    folder = config.directory / today.isoformat()
    batch.tally.briefs = write_briefs(
        batch.store.connection, folder, since=since, until=options.until
    )


def _rules(store: Store, gazetteers: Gazetteers) -> str:
    """Return a hash of how reports are grouped and fused: the tables, the code, DuckDB and rensa,
    whose hashes are remembered, and how articles were read, since their names are not compared."""
    read = store.query(
        "select distinct version from stage_run where stage = 'annotate' order by version"
    )
    told = (duckdb.__version__, version("rensa"), gazetteers.content_hash, read)
    digest = hashlib.sha256(repr(told).encode())
    modules = (each for each in files("pipeline.link").iterdir() if each.name.endswith(".py"))
    for module in sorted(modules, key=lambda each: each.name):
        digest.update(module.read_bytes())
    for name in _RULES:
        digest.update(files("pipeline").joinpath(f"{name}.py").read_bytes())
    return digest.hexdigest()


def _content(store: Store) -> str:
    """Return a hash of all reports, articles, relations and judgements."""
    found = []
    for sql in (
        "select * from report",
        "select article_id, url, outlet, lang, published_at, fetched_at from article "
        "where text is not null",
        "select * from report_relation",
        "select * from judgement",
    ):
        hashes = f"select count(*) as number, sum(hash(told)) as sum from ({sql}) told"  # noqa: S608 - constants
        (row,) = store.query(hashes)
        found.append(f"{row['number']} {row['sum']}")
    return hashlib.sha256(" ".join(found).encode()).hexdigest()


def _words(batch: Batch) -> list[Judgement]:
    """Return the words of people in force, and write which contradict each other."""
    store = batch.store
    order = "left_report_id, right_report_id, judged_at, judged_by"
    words = store.select(Judgement, "judgement", order=order)
    ends = {end for one in words for end in (one.left_report_id, one.right_report_id)}
    urls = {url for one in words for url in (one.left_url, one.right_url) if url}
    reports = stored_reports(store.connection, sorted(ends), urls=sorted(urls))
    found = in_force(words, reports)
    write_contradictions(batch, contradictions(found, reports))
    return found


def _group(store: Store, words: Sequence[Judgement], context: Context) -> frozenset[str]:
    store.connection.execute(NOW.format(kind="table", query=NOW_THERE))
    seen = Seen(load=lambda ids: stored_reports(store.connection, ids), judgements=words)
    return regroup(store.connection, seen, weights=load_weights(), context=context)
