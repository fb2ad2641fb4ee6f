"""Lines in another language are not read by the rules of the article's own."""

import json
from pathlib import Path

import pytest

from pipeline.batch import Options, Tally
from pipeline.bilingual import annotate_by_language
from pipeline.config import default_config
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.progress import Silent
from pipeline.queries import rows_of
from pipeline.read.language import Block, blocks_in_others
from pipeline.records import Article
from pipeline.stages import INGESTING, new_run_id, run_batch
from pipeline.store import open_published
from tests.test_store import article

LANGUAGES = ("en", "uk", "ru")
UKRAINIAN = "Літак Іл-76 EW-618TR у п'ятницю прилетів із Мінська до Бенгазі, повідомив аеропорт."
MORE = (
    "Що саме в ньому було, не розголошують. У міністерстві відповіли, що їм про це нічого не "
    "відомо, а в компанії не взяли слухавки. Місцеві жителі бачили, як ящики вивозили вночі."
)
RUSSIAN = (
    "«Это был Ил-62М RA-86559, который вылетел из Москвы и приземлился в Пхеньяне, и никто этого "
    "не скрывал», — написал он."
)
FRENCH = (
    "« L'avion Il-76 EW-618TR n'a jamais atterri à Benghazi et les images diffusées sur les "
    "réseaux sociaux étaient fausses, a déclaré le porte-parole de l'armée. »"
)


def told(text: str, *, lang: str = "uk") -> tuple[Article, tuple[Block, ...]]:
    blocks = blocks_in_others(text, lang=lang, languages=LANGUAGES)
    return article(title="Літак", lang=lang, text=text), blocks


def annotated(text: str):
    one, blocks = told(text)
    found = annotate_by_language(one, blocks, languages=LANGUAGES, gazetteers=load_gazetteers())
    for mention in found.mentions:
        assert (one.text or "")[mention.char_start : mention.char_end] == mention.text
    return found


@pytest.mark.parametrize(
    ("lang", "line", "other"),
    [("uk", RUSSIAN, "ru"), ("ru", UKRAINIAN, "uk"), ("uk", FRENCH, "fr"), ("en", FRENCH, "fr"),
     ("en", RUSSIAN, "ru")],
)  # fmt: skip
def test_a_line_in_another_language_is_told(lang: str, line: str, other: str) -> None:
    (block,) = blocks_in_others(f"One.\n\n{line}", lang=lang, languages=LANGUAGES)
    assert (block.lang, block.char_start, block.char_end) == (other, 6, 6 + len(line))


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("uk", UKRAINIAN),
        (
            "uk",
            "Газета «Коммерсантъ» пише, що літак у четвер прилетів до Бенгазі з вантажем зброї.",
        ),
        (
            "ru",
            "По данным Flightradar24, борт RA-78842 авиакомпании Aviacon Zitotrans летел в Гавану.",
        ),
        (
            "en",
            "Ras Al Khaimah, Addis Ababa, Ouagadougou and N'Djamena were on its way.",
        ),
        ("uk", "Flight RSD301, An-124 RA-82035"),
    ],
)
def test_names_make_no_other_language(lang: str, line: str) -> None:
    assert blocks_in_others(line, lang=lang, languages=LANGUAGES) == ()


def test_a_quotation_in_another_language_adds_no_flight() -> None:
    (report,) = annotated(f"{UKRAINIAN}\n\n{RUSSIAN}").reports
    assert report.registration == "EW-618TR"


def test_where_its_own_language_tells_nothing_the_other_is_read_by_its_own_rules() -> None:
    (report,) = annotated(f"Ось що він написав у своєму каналі.\n\n{RUSSIAN}").reports
    assert (report.registration, report.destination) == ("RA-86559", "Pyongyang")


def test_a_run_keeps_the_blocks_and_counts_what_nobody_reads(tmp_path: Path) -> None:
    line = {
        "url": "https://a.example/1", "outlet": "A", "lang": "uk", "title": "Іл-76 у Бенгазі",
        "text": "\n\n".join((UKRAINIAN, MORE, FRENCH, RUSSIAN)), "published": "2024-05-10",
    }  # fmt: skip
    (tmp_path / "one.jsonl").write_text(json.dumps(line), "utf-8")
    config = default_config(database=tmp_path / "desk.duckdb")

    def run() -> Tally:
        return run_batch(
            config, verb="ingest", run_id=new_run_id(), stages=INGESTING, report=Silent(),
            options=Options(paths=(tmp_path / "one.jsonl",)),
        )  # fmt: skip

    assert run().counts["blocks_in_other_languages"] == 1
    assert run().counts["articles_annotated"] == 0
    with open_published(config.published) as connection:
        blocks = rows_of(connection, "select lang from article_block order by char_start")
        reports = rows_of(connection, "select registration from reports")
    assert [row["lang"] for row in blocks] == ["fr", "ru"]
    assert reports == [{"registration": "EW-618TR"}]
