import csv
import json
import re
import time
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.outlets import (
    BoilerplateRule,
    clean_text,
    clean_title,
    is_wall,
    pruned_elements,
    time_zone,
)

SHARED = Path(__file__).parents[2] / ".." / "shared"
SENTENCES = {
    "en": "The plane left Moscow on Tuesday. A photo of it was published by a spotter.",
    "uk": "Літак вилетів із Москви у вівторок. Фото борту показав споттер.",
    "ru": "Борт вылетел из Москвы во вторник. Фото борта показал споттер.",
}
NOISE = {
    "en": [
        "Read also: An-124 seen in Pyongyang", "Watch: How trackers work", "Photo: Reuters",
        "Photo by Jane Doe / Agency", "Image credit: somebody", "(c) Some Desk, 2024",
        "© 2015-2024 Outlet. All rights reserved.", "Subscribe to our channel",
        "Extended searchHide extended search", "By period:", "-", "Tags: Il-62, Moscow",
        "#Il62 #Moscow", "September 29, 2023", "29.09.2023 10:20", "ADVERTISEMENT", "Outlet",
        "News | World | Sports", "This site uses cookies. Accept",
    ],
    "uk": [
        "Читайте також: Ан-124 у Пхеньяні", "Дивіться також: карта польотів", "Фото: УНІАН",
        "Підписуйтесь на наш канал у Telegram", "Усі права захищені.", "Теги: Іл-62, Москва",
        "Розширений пошук", "За період:", "29 вересня 2023 року, 11:40", "Outlet",
        "Цей сайт використовує файли cookie. Гаразд", "Переглядів: 1 204",
    ],
    "ru": [
        "Читайте также: Ан-124 в Пхеньяне", "Смотрите также: карта полётов", "Фото: РИА Новости",
        "Подписывайтесь на наш канал", "© Газета. Все права защищены.", "Теги: Ил-62, Москва",
        "Расширенный поиск", "За период:", "29 сентября 2023 года, 11:40", "Outlet",
        "Сайт использует файлы cookie. Согласен", "Просмотров: 12",
    ],
}  # fmt: skip
TABLE = list(
    csv.DictReader(
        (files("pipeline") / "gazetteers" / "boilerplate.csv").read_text("utf-8").splitlines()
    )
)


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_boilerplate_goes_and_sentences_stay(lang: str) -> None:
    text = "\n\n".join([*NOISE[lang], SENTENCES[lang], *NOISE[lang]])
    assert clean_text("A title", text, outlet="Outlet", lang=lang) == SENTENCES[lang]
    assert clean_text("A title", text, outlet="Outlet", lang=None) == SENTENCES[lang]


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_each_line_of_boilerplate_is_known_by_itself(lang: str) -> None:
    for line in NOISE[lang]:
        text = f"{SENTENCES[lang]}\n\n{line}"
        assert clean_text("A title", text, outlet="Outlet", lang=lang) == SENTENCES[lang], line


@pytest.mark.parametrize(
    "sentence",
    [
        "Watch officers saw the plane land.",
        "Photographs show the Il-62M at Pyongyang airport on Tuesday.",
        "Related flights were seen in August, the tracker said.",
        "More than 40 people were on board.",
        "Earlier the same plane flew to Damascus.",
        "Follow-up flights are planned for Thursday.",
        "Ранее этот же борт летал в Дамаск.",
        "Фото самолёта опубликовал споттер, борт сел в Минске.",
        "Читайте, куда летел борт RA-86559, в нашей таблице рейсов.",
        "Раніше цей самий борт літав до Дамаска.",
        "Реклама рейсу зникла, а літак вилетів до Анкари.",
        "The plane carried the tag RA-86559.",
        "Subscribers of the tracker saw it first.",
    ],
)
def test_sentences_that_begin_like_boilerplate_stay(sentence: str) -> None:
    assert clean_text("A title", sentence, outlet="Outlet", lang=None) == sentence


def test_the_title_and_what_stands_above_it_go_before_the_first_sentence_only() -> None:
    title = "VIP plane flies to Pyongyang"
    text = f"World\n{title}\n\n{title.upper()}\n\nIt landed on Tuesday.\n\n{title}"
    cleaned = clean_text(title, text, outlet="Outlet", lang="en")
    assert cleaned == f"It landed on Tuesday.\n\n{title}"


def test_headlines_under_a_heading_go_until_a_sentence_comes() -> None:
    text = "It landed.\n\nRelated news\n\nPlane A seen\nPlane B seen\n\nIt left again on Thursday."
    cleaned = clean_text("T", text, outlet="Outlet", lang="en")
    assert cleaned == "It landed.\n\nIt left again on Thursday."


def test_a_paragraph_told_twice_is_kept_once() -> None:
    told = "A Russian aircraft for senior passengers landed in Pyongyang on Tuesday morning."
    assert clean_text("T", f"{told}\n\n{told}\n\nIt left.", outlet="O", lang="en").count(told) == 1


def test_an_article_that_ends_without_a_full_stop_keeps_its_lines() -> None:
    text = "Seen this week:\n\n- Tu-204-300, RSD3\n- A319CJ, RSD72"
    assert clean_text("T", text, outlet="Outlet", lang="en") == text


@given(st.text())
def test_cleaning_twice_changes_nothing_more_and_adds_nothing(text: str) -> None:
    once = clean_text("A title", text, outlet="Outlet", lang="en")
    assert clean_text("A title", once, outlet="Outlet", lang="en") == once


@pytest.mark.parametrize(
    "title",
    ["A plane lands — Outlet", "A plane lands | Outlet", "A plane lands - Outlet - Outlet",
     "A plane lands | outlet.example", "A plane lands :: Outlet"],
)  # fmt: skip
def test_the_outlets_name_after_a_headline_goes(title: str) -> None:
    cleaned = clean_title(title, outlet="Outlet", url="https://www.outlet.example/x")
    assert cleaned == "A plane lands"


def test_a_credit_at_the_end_of_a_headline_stays() -> None:
    title = "Літак повернувся — Bloomberg"
    assert clean_title(title, outlet="Укрінформ") == title
    assert clean_title("Outlet", outlet="Outlet") == "Outlet"


def test_names_of_other_editions_count_as_the_outlets_name() -> None:
    assert clean_title("Літак сів | Укрінформ", outlet="Ukrinform") == "Літак сів"
    assert time_zone("Ukrinform") == "Europe/Kyiv"
    assert time_zone("An unheard-of outlet") is None


def test_a_rule_holds_in_its_time_and_for_its_outlet() -> None:
    rule = BoilerplateRule(
        lang="en", kind="line", pattern="x", outlet="Outlet",
        valid_from=date(2020, 1, 1), valid_until=date(2021, 1, 1),
    )  # fmt: skip
    assert rule.holds(outlet="Outlet", on=date(2020, 6, 1))
    assert rule.holds(outlet="Outlet", on=None)
    assert not rule.holds(outlet="Outlet", on=date(2022, 1, 1))
    assert not rule.holds(outlet="Other", on=date(2020, 6, 1))


def test_a_wall_is_a_page_without_an_article() -> None:
    assert is_wall("We value your privacy.\nAccept all cookies\nManage", outlet="O")
    assert is_wall("Checking your browser before accessing outlet.example.", outlet="O")
    assert is_wall("Увійдіть, щоб продовжити читати", outlet="O")
    article = "We value your privacy.\n\n" + SENTENCES["en"] * 3
    assert not is_wall(article, outlet="O")
    assert not is_wall("A plane landed.", outlet="O")


def test_every_row_of_the_table_compiles_and_names_its_source() -> None:
    from lxml import etree

    for row in TABLE:
        assert row["source"]
        if row["kind"] == "element":
            etree.XPath(row["pattern"])
        else:
            assert row["kind"] in ("line", "heading", "ending", "wall")
            re.compile(row["pattern"])
    assert len(pruned_elements("O")) == sum(row["kind"] == "element" for row in TABLE)


@pytest.mark.parametrize("row", [r for r in TABLE if r["kind"] != "element"], ids=str)
def test_no_pattern_slows_down_on_a_growing_near_miss(row: dict[str, str]) -> None:
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    words = " ".join(re.findall(r"[^\W\d_]{3,}", row["pattern"])[:5])
    for start in (words, "#a", "a | ", "1.1", "(", f"{words}: ", "- ", "© "):
        text = (start * (100_000 // max(1, len(start))))[:100_000] + "\x01"
        started = time.process_time()
        pattern.fullmatch(text)
        pattern.search(text[:20_000]) if row["kind"] == "wall" else None
        assert time.process_time() - started < 0.5


@pytest.mark.skipif(not (SHARED / "seed").exists(), reason="../shared is not here")
def test_the_seed_story_keeps_its_sentences_and_loses_the_page() -> None:
    for path in sorted((SHARED / "seed").glob("*.jsonl")):
        row = json.loads(path.read_text("utf-8"))
        cleaned = clean_text(row["title"], row["text"], outlet=row["outlet"], lang=row["lang"])
        assert cleaned.startswith("A VIP Russian military plane landed")
        assert cleaned.endswith("leaders of Russia and North Korea.")
        for noise in (row["title"], "Read also", "Photo:", "rights reserved", "search", "citing"):
            assert noise not in cleaned
        assert row["outlet"] not in cleaned.split("\n")


@pytest.mark.skipif(not (SHARED / "gold").exists(), reason="../shared is not here")
def test_no_line_of_two_sentences_is_lost_in_the_gold() -> None:
    dropped = []
    for path in (SHARED / "gold").glob("[dt]*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            cleaned = clean_text(row["title"], row["text"], outlet=row["outlet"], lang=row["lang"])
            kept = set(cleaned.split("\n"))
            lines = [" ".join(text.split()) for text in row["text"].split("\n")]
            dropped += [text for text in lines if text and text not in kept]
    assert dropped
    long = [text for text in dropped if len(re.findall(r"[.!?]\s", text)) >= 2 or len(text) > 120]
    assert long == []
