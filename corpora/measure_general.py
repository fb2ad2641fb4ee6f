"""Measures what reading makes of news that is not about flights: nearly all of it is false.

    python corpora/measure_general.py DIRECTORY [--list]

DIRECTORY holds, at any depth, annotated corpora of general news in the layouts their makers gave
them: BSNLP 2021 (`raw/LANG/*`), factRuEval 2016 (`*.txt` beside `*.spans`), re3d
(`documents.json`) and Giveme5W1H (`gold_standard/*.json`). Their annotations are not used.
`--list` prints a line for each report, so that a person can say which of them are true.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.nlp.annotate import annotate
from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gate import Gate
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import Article, Report

PUBLISHED = datetime(2016, 11, 9, 12, tzinfo=UTC)  # the corpora's own days say little
BSNLP_HEADER = 4  # id, language, day, address


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """What came of general news. `reports` are (language, title, report)."""

    documents: int
    passed: int
    reports: tuple[tuple[str, str, Report], ...]


def texts(directory: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (language, title, text) of every document, in the order of their paths."""
    for path in sorted(item for item in directory.rglob("*") if item.is_file()):
        if path.parent.parent.name == "raw":
            lines = path.read_text("utf-8").split("\n")[BSNLP_HEADER:]
            yield path.parent.name, lines[0].strip(), "\n\n".join(lines[1:])
        elif path.suffix == ".txt" and path.with_suffix(".spans").exists():
            title, _, text = path.read_text("utf-8").partition("\n")
            yield "ru", title.strip(), text
        elif path.name == "documents.json":
            for line in path.read_text("utf-8").splitlines():
                document = json.loads(line)
                yield "en", document.get("title") or "", document["text"]
        elif path.parent.name == "gold_standard" and path.suffix == ".json":
            document = json.loads(path.read_text("utf-8"))
            text = f"{document.get('description') or ''}\n\n{document.get('text') or ''}"
            yield "en", document.get("title") or "", text


def read(number: int, lang: str, title: str, text: str) -> tuple[Report, ...]:
    """Return the reports of one document."""
    article = Article(
        article_id=f"general_{number}", page_id="page", url=f"http://general.example/{number}",
        outlet="general", lang=lang, title=title, text=text, published_at=PUBLISHED,
        published_precision="day", published_basis="assumed", fetched_at=PUBLISHED, gate="in",
    )  # fmt: skip
    return annotate(article, nlp=pipeline_for(lang), gazetteers=load_gazetteers()).reports


def measure(directory: Path) -> General:
    """Read every document of a directory that passes the gate."""
    gate = Gate(load_gazetteers())
    documents = passed = 0
    reports: list[tuple[str, str, Report]] = []
    for lang, title, text in texts(directory):
        documents += 1
        if gate.decide(f"{title}\n{text}").passed:
            passed += 1
            reports += [(lang, title, item) for item in read(documents, lang, title, text)]
    return General(documents=documents, passed=passed, reports=tuple(reports))


def main() -> None:
    """Print what came of the documents of a directory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    general = measure(asked.directory)
    for lang, title, report in general.reports if asked.list else ():
        ends = f"{report.origin or '?'} → {report.destination or '?'}"
        print(lang, report.type_family or "?", ends, report.status, title[:60], sep=" | ")
    told = len({title for _, title, _ in general.reports})
    print(
        f"{general.documents} documents, {general.passed} past the gate, "
        f"{len(general.reports)} reports in {told} of them"
    )


if __name__ == "__main__":
    main()
