"""Reading gold: what a line holds, and what a bad line is told."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import NoInputError
from pipeline.evaluate.gold import load_gold, part_of

REPORT = {
    "leg_id": "nk/1", "trip_id": "nk", "family": "Il-62", "variant": "Il-62M",
    "registration": None, "callsign": None, "operator": None, "operator_country": "RU",
    "origin": "Moscow", "origin_country": "RU", "destination": None, "destination_country": "KP",
    "departed": None, "arrived": ["2023-09-26", "2023-09-27"],
    "status": "happened", "outcome": None, "role": "primary",
}  # fmt: skip


def line(**gold: object) -> str:
    body = {"relevant": True, "reports": [REPORT], "said_by": ["TASS"], "trackers": []} | gold
    article = {"url": "https://synthetic.example/1", "lang": "en", "title": "T", "text": "X"}
    return json.dumps({**article, "gold": body})


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_line_becomes_an_article_with_its_reports(tmp_path: Path):
    (article,), bad = load_gold(write(tmp_path, line()))
    assert not bad
    (report,) = article.reports
    assert (report.leg_id, report.trip_id, article.said_by) == ("nk/1", "nk", ("TASS",))
    assert (report.facts.type_family, report.facts.type_variant) == ("Il-62", "Il-62M")
    assert report.facts.arrived == (date(2023, 9, 26), date(2023, 9, 27))
    assert report.facts.departed is None
    assert article.mentions is None


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        json.dumps({"url": "x"}),
        line(reports=[{**REPORT, "arrived": ["2023-09-31", "2023-10-01"]}]),
        line(reports=[{"leg_id": "nk/1"}]),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path, broken: str):
    articles, (problem,) = load_gold(write(tmp_path, broken, line()))
    assert len(articles) == 1
    assert problem.startswith(f"{tmp_path}/gold.jsonl:1: ")


def test_a_second_line_of_one_address_is_a_bad_line(tmp_path: Path):
    articles, (problem,) = load_gold(write(tmp_path, line(), "", line()))
    assert len(articles) == 1
    assert "gold.jsonl:3: https://synthetic.example/1" in problem


def test_optional_annotations_are_read(tmp_path: Path):
    report = {**REPORT, "independent_sources": 2, "said_by": ["Bloomberg"]}
    mentions = [{"kind": "type", "value": "Il-62"}]
    (article,), _ = load_gold(write(tmp_path, line(reports=[report], mentions=mentions)))
    assert article.mentions == frozenset({("type", "Il-62")})
    assert article.reports[0].said_by == ("Bloomberg",)
    assert article.reports[0].independent_sources == 2


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(NoInputError, match=r"nowhere\.jsonl"):
        load_gold(tmp_path / "nowhere.jsonl")


def test_all_articles_of_a_trip_are_in_one_part_and_a_third_of_trips_is_checked():
    parts = [part_of(f"il62-{number}") for number in range(3000)]
    assert parts == [part_of(f"il62-{number}") for number in range(3000)]
    assert 0.3 < parts.count("check") / len(parts) < 0.37
