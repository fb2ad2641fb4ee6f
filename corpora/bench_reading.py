"""Owns the benchmark of reading: CPU of gate, finders and rules beside plain spaCy, in one run.

    python corpora/bench_reading.py

Takes the gold articles that pass the gate, language by language. Prints CPU milliseconds an
article, least of three rounds, and their ratio to a pass of the whole English spaCy model over the
English ones; and the gate's cost on the pages of corpora/ beside trafilatura's on the same pages.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.evaluate.gold import GoldArticle, load_gold
from pipeline.nlp.actors import (
    find_nationalities,
    find_operators,
    find_outlets,
    find_places,
    find_trackers,
)
from pipeline.nlp.aircraft import find_callsigns, find_registrations, find_types
from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import ENGLISH_MODEL, pipeline_for
from pipeline.nlp.companies import find_companies
from pipeline.nlp.dates import find_dates
from pipeline.nlp.fold import fold
from pipeline.nlp.gate import Gate
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.mentions import find_all
from pipeline.read.extract import survey
from pipeline.records import Article

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parent
LANGUAGES = ("en", "uk", "ru")
ROUNDS = 3

Call = Callable[[GoldArticle], object]


def seconds_of(call: Callable[[], object]) -> float:
    """Return the least CPU seconds of some rounds. What is kept for a text, like its folding, is
    forgotten between them."""
    times = []
    for _ in range(ROUNDS):
        fold.cache_clear()
        started = time.process_time()
        call()
        times.append(time.process_time() - started)
    return min(times)


def milliseconds(call: Call, articles: Sequence[GoldArticle]) -> float:
    """Return the CPU milliseconds an article of calling something for each of them."""
    call(articles[0])
    return 1000 * seconds_of(lambda: [call(article) for article in articles]) / len(articles)


def _record(article: GoldArticle) -> Article:
    assert article.published_at is not None
    return Article(
        article_id=article.url, page_id="", url=article.url, outlet=article.outlet,
        lang=article.lang, title=article.title, text=article.text,
        published_at=article.published_at, published_precision="instant", published_basis=None,
        fetched_at=article.published_at, gate="in",
    )  # fmt: skip


def finders(lang: str) -> dict[str, Callable[[str], object]]:
    """Return each finder of a language as a function of a text."""
    gazetteers = load_gazetteers()
    named = {
        "operators": find_operators, "companies": find_companies, "places": find_places,
        "nationalities": find_nationalities, "outlets": find_outlets, "trackers": find_trackers,
    }  # fmt: skip
    aircraft = {
        "types": find_types, "registrations": find_registrations, "callsigns": find_callsigns,
    }  # fmt: skip
    return {
        **{name: partial(find, gazetteers=gazetteers) for name, find in aircraft.items()},
        **{name: partial(find, lang=lang, gazetteers=gazetteers) for name, find in named.items()},
        "dates": partial(find_dates, lang=lang),
    }


def costs(articles: Sequence[GoldArticle], lang: str, gate: Gate) -> dict[str, float]:
    """Return the milliseconds an article of each step of reading in one language."""
    gazetteers, nlp = load_gazetteers(), pipeline_for(lang)
    found: dict[str, float] = {
        "gate": milliseconds(lambda a: gate.decide(f"{a.title}\n{a.text}"), articles)
    }
    for name, find in finders(lang).items():
        found[f"find {name}"] = milliseconds(_over_both(find), articles)
    found["finders together"] = milliseconds(
        lambda a: find_all(a.title, a.text, lang=lang, gazetteers=gazetteers), articles
    )
    found["our spaCy pipeline"] = milliseconds(lambda a: nlp(f"{a.title}\n\n{a.text}"), articles)
    found["reading, all of it"] = milliseconds(
        lambda a: annotate(_record(a), nlp=nlp, gazetteers=gazetteers), articles
    )
    return found


def _over_both(find: Callable[[str], object]) -> Call:
    return lambda article: (find(article.title), find(article.text))


def page_costs(gate: Gate) -> dict[str, float]:
    """Return the milliseconds a page of what every page pays and of trafilatura's default."""
    import trafilatura

    pages = [path.read_bytes() for path in sorted(ROOT.rglob("*.html"))]
    texts = [survey(page, "text/html", "http://bench.example/").text for page in pages]

    def mean(call: Callable[[Any], object], items: Sequence[Any]) -> float:
        return 1000 * seconds_of(lambda: [call(item) for item in items]) / len(items)

    return {
        "gate": mean(gate.decide, texts),
        "main text and gate": mean(
            lambda page: gate.decide(survey(page, "text/html", "http://bench.example/").text), pages
        ),
        "trafilatura": mean(trafilatura.extract, pages),
    }


def whole_model() -> "Language":
    """Return the English model as it comes, with every component."""
    pipeline_for("en")  # imports spaCy as the pipeline does, without torch
    import spacy

    return spacy.load(ENGLISH_MODEL)


def main() -> None:
    gate = Gate(load_gazetteers())
    model = whole_model()
    gold = {lang: load_gold(ROOT / "gold" / f"{lang}.jsonl")[0] for lang in LANGUAGES}
    read = {
        lang: [a for a in articles if a.published_at and gate.decide(f"{a.title}\n{a.text}").passed]
        for lang, articles in gold.items()
    }
    plain = milliseconds(lambda a: model(f"{a.title}\n\n{a.text}"), read["en"])
    print(f"plain spaCy, English model: {plain:.2f} ms an article ({len(read['en'])} articles)")
    for lang, articles in read.items():
        print(f"{lang}: {len(articles)} articles")
        for name, cost in costs(articles, lang, gate).items():
            print(f"  {name:22} {cost:7.3f} ms  {cost / plain:6.3f} of plain spaCy")
    pages = page_costs(gate)
    for name, cost in pages.items():
        share = cost / pages["trafilatura"]
        print(f"page: {name:20} {cost:7.3f} ms  {share:6.3f} of trafilatura")


if __name__ == "__main__":
    main()
