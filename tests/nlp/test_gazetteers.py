"""The tables hold what their readers promise."""

import csv
import re
from collections import Counter
from datetime import date
from importlib.resources import files

import airportsdata
import pytest

from pipeline.nlp.gazetteers import Gazetteers, load_gazetteers, read_table
from pipeline.nlp.names import inflect

OUR_TABLES = (
    "types", "type_words", "nationality_marks", "icao24_strides", "serials", "denied",
    "callsigns", "inflections", "countries", "outlets", "trackers", "operators", "places",
    "gate_words",
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteers() -> Gazetteers:
    return load_gazetteers()


@pytest.mark.parametrize("table", OUR_TABLES)
def test_every_row_names_its_source(table: str) -> None:
    rows = list(read_table(table))
    assert rows
    assert [row for row in rows if not row["source"]] == []


@pytest.mark.parametrize("table", OUR_TABLES)
def test_every_row_has_as_many_cells_as_the_header(table: str) -> None:
    path = files("pipeline.gazetteers") / f"{table}.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_every_pattern_compiles(gazetteers: Gazetteers) -> None:
    patterns = [row.strict for row in gazetteers.marks] + [row.loose for row in gazetteers.marks]
    patterns += [row.pattern for row in gazetteers.serials]
    patterns += [pattern for _, pattern in gazetteers.denied]
    for pattern in patterns:
        re.compile(pattern)


def test_every_airport_code_is_known_to_airportsdata(gazetteers: Gazetteers) -> None:
    known = airportsdata.load("ICAO")
    codes = {code for place in gazetteers.places for code in place.airports}
    codes |= {code for operator in gazetteers.operators for code in operator.bases}
    assert len(codes) > 3000
    assert sorted(codes - known.keys()) == []


def test_no_key_stands_twice(gazetteers: Gazetteers) -> None:
    for keys in (
        [row.type_id for row in gazetteers.types],
        [row.op_id for row in gazetteers.operators],
        [row.place_id for row in gazetteers.places],
        [row.iso2 for row in gazetteers.countries],
        [row.name for row in gazetteers.outlets],
        [row.name for row in gazetteers.trackers],
        [row.prefix for row in gazetteers.callsigns],
        [row.token for row in gazetteers.type_words],
    ):
        assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_every_operator_ends_in_a_parent_without_a_parent(gazetteers: Gazetteers) -> None:
    for operator in gazetteers.operators:
        last = gazetteers.operator(gazetteers.operator_lineage(operator.op_id)[-1])
        assert last.parent == "", operator.op_id


def test_the_223rd_flight_unit_belongs_to_the_russian_military(gazetteers: Gazetteers) -> None:
    names = [gazetteers.operator(key).name for key in gazetteers.operator_lineage("RU-223")]
    assert names[0] == "223rd Flight Unit"
    assert "Russian military" in names


def test_every_city_has_a_country_and_no_region_has_a_city(gazetteers: Gazetteers) -> None:
    for place in gazetteers.places:
        if place.kind == "region":
            assert place.city == "", place.place_id
        else:
            assert len(place.country) == 2, place.place_id
            assert place.city, place.place_id


def test_the_content_hash_is_a_sha256_and_stays(gazetteers: Gazetteers) -> None:
    assert re.fullmatch("[0-9a-f]{64}", gazetteers.content_hash)
    load_gazetteers.cache_clear()
    assert load_gazetteers().content_hash == gazetteers.content_hash


@pytest.mark.parametrize(
    ("word", "lang", "inflected"),
    [
        ("москва", "ru", "москвою"),
        ("москва", "uk", "москві"),
        ("київ", "uk", "києва"),
        ("пхеньян", "ru", "пхеньяном"),
        ("латакия", "ru", "латакии"),
        ("внуково", "ru", "внукова"),
        ("доха", "uk", "досі"),
        ("авіалінії", "uk", "авіаліній"),
        ("північна", "uk", "північної"),
        ("саудівська", "uk", "саудівській"),
        ("владивосток", "uk", "владивостоці"),
        ("петербург", "uk", "петербурзі"),
    ],
)
def test_a_name_stands_for_its_cases(
    gazetteers: Gazetteers, word: str, lang: str, inflected: str
) -> None:
    stem, endings = inflect(word, lang, gazetteers.inflections)
    assert inflected.startswith(stem)
    assert inflected[len(stem) :] in endings


def test_a_foreign_name_in_o_does_not_decline(gazetteers: Gazetteers) -> None:
    assert inflect("осло", "ru", gazetteers.inflections) == ("осло", frozenset({""}))


def test_leaders_have_times_in_office_that_are_in_order() -> None:
    for row in read_table("leaders"):
        for interval in row["office"].split():
            start, mark, end = interval.partition("/")
            assert mark == "/", row
            assert date.fromisoformat(start), row
            assert not end or date.fromisoformat(end) > date.fromisoformat(start), row


def test_no_two_operators_share_a_written_form() -> None:
    seen: dict[tuple[str, str], str] = {}
    for row in load_gazetteers().operators:
        for form in row.forms:
            assert seen.setdefault(form, row.op_id) == row.op_id, form
