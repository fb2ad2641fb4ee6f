import pytest

from pipeline.read.charset import decode, looks_like_writing

RUSSIAN = "<p>Самолёт Ил-62М Военно-воздушных сил сел в Пхеньяне во вторник утром.</p>" * 5
UKRAINIAN = "<p>Літак Іл-62М приземлився в Пхеньяні, пише Їжак у своїй стрічці Ґрунт.</p>" * 5


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN])
@pytest.mark.parametrize("declared", ["windows-1251", "utf-8", "iso-8859-1", "koi8-r", ""])
@pytest.mark.parametrize("sent", ["utf-8", "windows-1251"])
def test_bytes_outrank_what_the_meta_element_declares(text: str, declared: str, sent: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{text}</body></html>'
    assert text in decode(page.encode(sent), content_type=None).text


def test_the_header_decides_between_charsets_that_both_fit() -> None:
    body = "<p>Café déjà vu à Genève</p>".encode("windows-1252")
    decoded = decode(body, content_type="text/html; charset=windows-1252")
    assert decoded.basis == "header"
    assert "déjà" in decoded.text


def test_a_byte_order_mark_wins_and_is_no_character_of_the_text() -> None:
    for charset in ("utf-8-sig", "utf-16"):
        decoded = decode("Літак".encode(charset), content_type="text/html; charset=koi8-r")
        assert (decoded.text, decoded.basis) == ("Літак", "bom")


def test_one_cut_character_does_not_make_utf_8_something_else() -> None:
    body = RUSSIAN.encode()[:-20] + b"\xd0<p>"
    assert decode(body, content_type=None).charset == "utf-8"


def test_undeclared_koi8_is_detected() -> None:
    assert "Пхеньяне" in decode(RUSSIAN.encode("koi8-r"), content_type=None).text


def test_unknown_charset_names_and_noise_are_survived() -> None:
    for body in (b"", b"\xff", bytes(range(256)) * 10, b"<meta charset=no-such>\xe9"):
        assert isinstance(decode(body, content_type="text/html; charset=nonsense").text, str)


def test_mojibake_does_not_look_like_writing() -> None:
    assert not looks_like_writing(RUSSIAN.encode("cp1251").decode("cp1252"))
    assert not looks_like_writing("оПНБЕПЙЮ ЯЮЛНК╦Р")
    assert looks_like_writing("El avión aterrizó en Múnich, según señaló él")
