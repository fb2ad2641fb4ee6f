import pytest

from pipeline.read.language import identify

OURS = ("en", "uk", "ru")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Russian Il-62M lands in Pyongyang", "en"),
        ("Літак сів у Києві", "uk"),
        ("Самолёт сел в Киеве", "ru"),
        ("Iнформацiйна стрiчка про лiтак", "uk"),
        ("Российский борт сел в Минске, передаёт «Укрінформ» из Киева", "ru"),
    ],
)
def test_headlines_are_told_apart(text: str, lang: str) -> None:
    assert identify(text, languages=OURS) == lang


def test_the_page_may_not_be_in_its_outlets_language() -> None:
    text = "Самолёт президента вылетел из Москвы и приземлился в Пекине."
    assert identify(text, languages=OURS, hints=("uk",)) == "ru"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Samolot rosyjski wylądował we wtorek w Pjongjangu, podała agencja. " * 4, "pl"),
        ("Un avion militaire russe a atterri mardi à Caracas, selon les données. " * 4, "fr"),
        ("Самалёт сеў у Мінску і паляцеў у Маскву, паведаміла агенцтва. " * 5, "be"),
    ],
)
def test_a_text_in_none_of_the_languages_is_named(text: str, lang: str) -> None:
    assert identify(text, languages=OURS) == lang


def test_hints_count_where_there_are_no_letters() -> None:
    assert identify("1234", languages=OURS, hints=(None, "uk")) == "uk"
    assert identify("", languages=OURS) is None


def test_only_configured_languages_are_answered_for_short_texts() -> None:
    assert identify("Ан-124", languages=("en", "ru")) in ("en", "ru")
