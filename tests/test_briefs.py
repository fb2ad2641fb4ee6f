"""CSV briefs: no cell runs as a formula, and other programs read the same cells back."""

import csv
import io
from datetime import UTC, date, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.briefs import cell, csv_text, guarded


@pytest.mark.parametrize("lead", list("=+-@|%\t\r\n＝＋－＠"))
@pytest.mark.parametrize("padding", ["", " ", "\u200b", "\u00a0", "\ufeff "])
def test_text_that_could_run_gets_a_quote(lead, padding):
    assert guarded(f"{padding}{lead}SUM(A1)").startswith("'")


@pytest.mark.parametrize(
    "text", ["Il-62M", "RA-86559", "", "Pyongyang", "it's +5 degrees", "П'ять"]
)
def test_ordinary_text_stays_as_it_is(text):
    assert guarded(text) == text


def test_our_own_numbers_and_days_are_not_text():
    assert cell(-73.98) == "-73.980"
    assert cell(-1) == "-1"
    assert cell(date(2023, 9, 26)) == "2023-09-26"
    assert cell(datetime(2023, 9, 26, 5, tzinfo=UTC).replace(tzinfo=None)) == "2023-09-26T05:00:00Z"
    assert cell(None) == ""
    assert cell(["Bloomberg", "TASS"]) == "Bloomberg; TASS"


def test_nul_is_dropped_and_bidi_controls_are_shown():
    assert guarded("a\x00b") == "ab"
    assert guarded("04568\u202e-AR") == "04568<U+202E>-AR"


@given(st.lists(st.lists(st.text(max_size=40), min_size=2, max_size=2), max_size=5))
def test_what_is_written_reads_back_equal(rows):
    text = csv_text(["one", "two"], rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["one", "two"], *([cell(value) for value in row] for row in rows)]


@given(st.text(max_size=60))
def test_no_cell_starts_with_a_formula_lead(text):
    shown = guarded(text)
    assert not shown.lstrip(" \u200b\u00a0\ufeff").startswith(tuple("=+-@|%＝＋－＠｜％"))


def test_duckdb_reads_the_same_cells(tmp_path):
    rows = [["=cmd()", 'a "quoted", cell'], ["two\nlines", "Іл-62М"]]
    path = tmp_path / "x.csv"
    path.write_bytes(csv_text(["one", "two"], rows).encode())
    read = duckdb.sql(f"select * from read_csv('{path}', header=true, all_varchar=true)").fetchall()
    assert [list(row) for row in read] == [[cell(value) for value in row] for row in rows]
