"""What dates are found in text: words, kinds, parts, and what is no date."""

import pytest

from pipeline.nlp.date_tables import LANGUAGES, Pattern, lexicon
from pipeline.nlp.dates import DateExpression, find_dates


def only(text: str, lang: str) -> DateExpression:
    (found,) = find_dates(text, lang=lang)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pattern_reads_its_own_example(lang: str) -> None:
    rows = lexicon(lang).patterns
    assert len(rows) > 100
    assert [row.example for row in rows if not _reads(row, lang)] == []


def _reads(row: Pattern, lang: str) -> bool:
    found = find_dates(row.example, lang=lang)
    if row.kind == "none":
        return found == []
    if row.kind == "series":  # "3, 7 and 12 May": as many days as numbers
        return len(found) >= 3 and {item.kind for item in found} == {"day"}
    return [expression.kind for expression in found] == [row.kind] and {
        name: getattr(found[0], name) for name in row.fields
    } == row.fields


@pytest.mark.parametrize(
    ("lang", "text", "words", "parts"),
    [
        ("en", "It landed on Tuesday morning.", "Tuesday morning", {"weekday": 1}),
        ("en", "gone by Wednesday, says he", "by Wednesday", {"weekday": 2, "bound": "by"}),
        ("en", "on Sept. 26, 2023, at", "Sept. 26, 2023", {"day": 26, "month": 9, "year": 2023}),
        ("en", "the twenty-sixth of September", None, {"day": 26, "month": 9}),
        ("en", "three nights from 23 to 27 October", "from 23 to 27 October", {"day_to": 27}),
        ("en", "at the end of August", "the end of August", {"modifier": "late", "month": 8}),
        ("en", "a few days later it left", "a few days later", {"offset": None, "unit": "day"}),
        ("en", "36 hours later", None, {"offset": 36, "unit": "hour", "direction": "future"}),
        ("en", "19:40 UTC on Thursday", None, {"weekday": 3, "hour": 19, "zone": "UTC"}),
        ("en", "Sunday at about 7 p.m.", None, {"weekday": 6, "hour": 19, "minute": 0}),
        ("en", "0130 Moscow time", None, {"hour": 1, "minute": 30, "zone": "Europe/Moscow"}),
        ("en", "at 8:19pm", "8:19pm", {"hour": 20, "minute": 19}),
        ("en", "at ten past five", None, {"kind": "clock", "hour": 5}),
        ("en", "at ten to nine it landed", "at ten to nine", {"kind": "clock", "hour": 9}),
        ("en", "in the first days of August", "the first days of August", {"modifier": "early"}),
        ("ru", "около одиннадцати вечера", None, {"kind": "clock", "hour": 23}),
        ("ru", "к трём часам ночи", None, {"kind": "clock", "hour": 3}),
        ("ru", "наутро он ушёл", "наутро", {"kind": "event", "offset": 1}),
        ("ru", "двумя днями ранее", None, {"offset": 2, "direction": "past"}),
        ("ru", "в первых числах декабря", "первых числах декабря", {"modifier": "early"}),
        ("uk", "у 2018-му, 29 листопада", "2018-му, 29 листопада", {"year": 2018, "day": 29}),
        ("uk", "близько восьмої вечора", None, {"kind": "clock", "hour": 20}),
        ("uk", "за північ", None, {"kind": "clock", "part_of_day": "night"}),
        ("uk", "о 20.10 сів", "20.10", {"kind": "clock", "hour": 20, "minute": 10}),
        ("uk", "у п’ятницю, 29 вересня", "п’ятницю, 29 вересня", {"weekday": 4, "day": 29}),
        ("uk", "двадцять шостого вересня", None, {"day": 26, "month": 9}),
        ("uk", "23:00 за берлінським часом", None, {"hour": 23, "zone": "Europe/Berlin"}),
        ("uk", "за два дні він сів", "за два дні", {"offset": 2, "direction": "future"}),
        ("uk", "тиждень тому", None, {"offset": 1, "unit": "week", "direction": "past"}),
        ("uk", "у вiвторок", "вiвторок", {"weekday": 1}),
        ("ru", "в ночь на среду", "ночь на среду", {"weekday": 2, "into_night": True}),
        ("ru", "к субботе", None, {"weekday": 5, "bound": "by"}),
        ("ru", "тремя днями ранее", None, {"offset": 3, "direction": "past"}),
        ("ru", "в 5:44 мск", "5:44 мск", {"hour": 5, "minute": 44, "zone": "Europe/Moscow"}),
        ("ru", "26 сентября 2023 г. в Сунане", "26 сентября 2023 г.", {"year": 2023}),
    ],
)
def test_parts_are_read_from_the_words(
    lang: str, text: str, words: str | None, parts: dict[str, object]
) -> None:
    found = only(text, lang)
    assert found.text == (words or text)
    assert {name: getattr(found, name) for name in parts} == parts


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A Boeing 737 came in, flight 26 of the airline."),
        ("en", "Theresa May spoke of May and June Carter marched on; we march on Rome."),
        ("en", "It may land. The 26th flight cost $26, 2,000 euros or 12.5 million."),
        ("en", "Call +44 20 7946 0018, 24 hours a day, every Tuesday."),
        ("en", "The C-17, an An-26 and No. 12 stood there; the Sun reported."),
        ("en", "He sat on the wing; it cost 5.30 dollars."),
        ("en", "The Sunday Times counted three to five in their Sunday best."),
        ("uk", "Ан-26 вересав; № 12; 2 000 гривень; 800 кілометрів за годину."),
        ("uk", "кожного вівторка; двадцять шостий борт"),
        ("ru", "Ил-76 и Ан-26; окружающей среды; среди пилотов; каждый вторник; №12"),
        ("ru", "на 12.10 евро дороже, за 15.10 доллара, версия 10.5"),
        ("ru", "26-й полк, 61-й отряд, 5-го полка"),
    ],
)
def test_what_only_looks_like_a_date_is_none(lang: str, text: str) -> None:
    assert find_dates(text, lang=lang) == []


def test_a_type_number_before_a_month_is_not_its_day() -> None:
    assert [found.text for found in find_dates("the C-17 July 2014 flight", lang="en")] == [
        "July 2014"
    ]
    assert find_dates("борт Ан-26 вересня", lang="uk") == []


def test_two_days_joined_by_and_are_two_dates_and_between_makes_them_one() -> None:
    apart = find_dates("flew on 11 and 12 July", lang="en")
    assert [(found.text, found.day, found.month) for found in apart] == [
        ("11", 11, 7),
        ("12 July", 12, 7),
    ]
    assert only("between 11 and 12 July", "en").kind == "days"


def test_the_longest_reading_wins_and_none_overlap() -> None:
    text = "In the night of Tuesday to Wednesday, then on Friday 28 July 2017 at 09:17 UTC."
    assert [found.text for found in find_dates(text, lang="en")] == [
        "night of Tuesday to Wednesday",
        "Friday 28 July 2017 at 09:17 UTC",
    ]


def test_an_impossible_number_is_no_date() -> None:
    assert find_dates("on 45 September, at 29:17, on 2023-13-45", lang="en") == []


def test_a_date_written_the_american_way_is_read_only_where_it_cannot_be_two() -> None:
    assert find_dates("on 09/11/2023", lang="en") == []
    assert only("on 09/26/2023", "en").month == 9


def test_a_language_without_tables_has_no_dates() -> None:
    assert find_dates("am Dienstag, 26.09.2023", lang="de") == []
