"""Sixty-eight pages of nine designs, written by somebody who had not read the code."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"


@pytest.fixture(scope="module")
def designs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("designs", CORPORA / "measure_designs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures(designs: ModuleType) -> dict[str, Any]:
    measured: dict[str, dict[str, Any]] = designs.measure(compare=False)
    return measured["flightdesk"]


def test_the_text_is_the_article_and_nothing_else(figures: dict[str, Any]) -> None:
    assert figures["pages"] == 68
    assert figures["token_f1"] >= 0.97
    assert min(figures["token_f1_of_design"].values()) >= 0.95
    assert figures["noise"] <= 0.02 * figures["pages"]
    assert figures["registrations"] == 0


def test_the_day_is_that_of_publication_or_unknown(figures: dict[str, Any]) -> None:
    assert figures["day_right"] >= 66
    assert figures["day_wrong"] == figures["day_invented"] == figures["modified_taken"] == 0


def test_titles_are_headlines(figures: dict[str, Any]) -> None:
    assert figures["title"] <= 1


def test_faults_are_seen(designs: ModuleType) -> None:
    truth = {
        "text": "The plane landed.", "noise": ["G-ABCD", "Read also"], "optional": [],
        "title": "A", "published": "2020-05-05T23:30:00-05:00", "modified": "2020-06-01",
    }  # fmt: skip
    reading = designs.Reading(text="Read also G-ABCD", title="B", day="2020-06-01T00:00:00+00:00")
    found = designs.faults(truth, reading)
    assert found["f1"] == 0.0
    assert (found["noise"], found["registrations"]) == (["G-ABCD", "Read also"], ["G-ABCD"])
    assert (found["title"], found["day_wrong"][:10]) == ("B", "2020-06-01")
    assert "modified_taken" in found
    right = designs.Reading(text="The plane landed.", title="A", day="2020-05-06T04:30:00+00:00")
    assert designs.faults(truth, right) == {"f1": 1.0}
