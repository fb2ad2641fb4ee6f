"""A dateline says where and when an article was filed, and nothing of a flight."""

import time

import pytest

from pipeline.nlp.dateline import dateline_end


def dateline(text: str) -> str:
    return text[: dateline_end(text, 0)].strip()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MINSK, May 24 (Reuters) - A plane left.", "MINSK, May 24 (Reuters) -"),
        ("NUR-SULTAN (AP) — A plane left.", "NUR-SULTAN (AP) —"),
        ("WASHINGTON -- A plane left.", "WASHINGTON --"),
        ("KYIV – A plane left.", "KYIV –"),
        ("МОСКВА, 24 мая. /ТАСС/. Самолёт вылетел.", "МОСКВА, 24 мая. /ТАСС/."),
        ("СЕУЛ, 18 июня - Самолёт вылетел.", "СЕУЛ, 18 июня -"),
        ("КИЇВ. 24 травня. Літак вилетів.", "КИЇВ. 24 травня."),
    ],
)
def test_a_dateline_is_found_at_the_start_of_a_text(text: str, said: str):
    assert dateline(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "RA-86559 left Moscow - and came back.",
        "A NATO plane left Moscow - and came back.",
        "ИЛ-76 вылетел из Минска - и вернулся.",
        "Minsk - a plane left.",
        "LUSAKA. A plane left.",
        "",
    ],
)
def test_other_openings_are_none(text: str):
    assert dateline(text) == ""


def test_capitals_without_end_take_no_time():
    started = time.process_time()
    for text in ("A" * 100_000, "AB " * 33_000, "AB, " * 25_000, "MINSK, " + "x" * 100_000):
        dateline(text)
    assert time.process_time() - started < 0.1
