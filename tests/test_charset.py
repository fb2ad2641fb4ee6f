"""Charsets of feeds and pages: the text comes out right whatever was declared, or not declared."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.charset import decode, looks_like_writing

RU = "Самолёт Ил-62М специального лётного отряда прилетел в Пхеньян во вторник утром."
UK = "Літак Іл-76 приземлився в Каракасі; її та ґанок тут лише задля літер."
TEXTS = {
    "cp1251": (RU, UK), "koi8-u": (RU, UK), "koi8-r": (RU,), "cp866": (RU,),
    "iso8859-5": (RU,), "utf-8": (RU, UK),
}  # fmt: skip
CASES = [(charset, text) for charset, texts in TEXTS.items() for text in texts]


def feed(text: str, declared: str | None = None) -> str:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    item = f"<item><title>{text}</title><link>http://e.org/1</link></item>"
    return f"{head}<rss><channel><title>{text}</title>{item * 2}</channel></rss>"


@pytest.mark.parametrize(("charset", "text"), CASES)
@pytest.mark.parametrize("declared", ["right", "utf-8", None])
@pytest.mark.parametrize("http", ["right", "utf-8", "ISO-8859-1", None])
def test_cyrillic_comes_out_right_whatever_was_declared(charset, text, declared, http):
    xml = charset if declared == "right" else declared
    document = feed(text, xml)
    header = charset if http == "right" else http
    assert decode(document.encode(charset), header=header).text == document


def test_a_mark_at_the_start_outranks_every_declaration():
    for charset, mark in (
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ):
        found = decode(mark + feed(RU, "windows-1251").encode(charset), header="koi8-r")
        assert (found.text, found.guessed) == (feed(RU, "windows-1251"), False)
        bare = decode(feed(UK).encode(charset), header=None)
        assert bare.text == feed(UK)


def test_western_text_stays_western():
    document = feed("Überflug über Zürich: die größte Maschine landete am Mittag")
    assert decode(document.encode("cp1252"), header="ISO-8859-1").text == document
    assert decode(document.encode("latin-1"), header=None).text == document


def test_a_few_broken_bytes_do_not_make_utf_8_something_else():
    body = feed(RU * 5).encode()
    found = decode(body[:200] + b"\xd0" + body[200:], header="utf-8")
    assert (found.charset, found.guessed) == ("utf-8", True)
    assert found.text.count("Пхеньян") >= 12


@pytest.mark.parametrize("name", ["rot13", "base64", "no-such-charset", "x" * 500, "ут\x00", ""])
def test_a_declared_charset_that_is_none_is_passed_over(name):
    assert decode(feed(RU).encode("cp1251"), header=name).text == feed(RU)


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "cp1251", "utf-16", "iso2022_jp"]))
def test_no_bytes_raise(body, http):
    assert isinstance(decode(body, header=http).text, str)


def test_growing_input_takes_no_time():
    started = time.process_time()
    decode(b"<?xml " + b"encoding " * 200_000, header=None)
    decode(b"<?xml " * 200_000 + "я".encode("cp1251"), header="cp1251")
    assert time.process_time() - started < 0.5


RUSSIAN = "<p>Самолёт Ил-62М Военно-воздушных сил сел в Пхеньяне во вторник утром.</p>" * 5
UKRAINIAN = "<p>Літак Іл-62М приземлився в Пхеньяні, пише Їжак у своїй стрічці Ґрунт.</p>" * 5


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN])
@pytest.mark.parametrize("declared", ["windows-1251", "utf-8", "iso-8859-1", "koi8-r", ""])
@pytest.mark.parametrize("sent", ["utf-8", "windows-1251"])
def test_bytes_outrank_what_the_meta_element_declares(text: str, declared: str, sent: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{text}</body></html>'
    assert text in decode(page.encode(sent), header=None).text


def test_the_header_decides_between_charsets_that_both_fit() -> None:
    body = "<p>Café déjà vu à Genève</p>".encode("windows-1252")
    decoded = decode(body, header="text/html; charset=windows-1252")
    assert decoded.basis == "header"
    assert "déjà" in decoded.text


def test_a_byte_order_mark_wins_and_is_no_character_of_the_text() -> None:
    for charset in ("utf-8-sig", "utf-16"):
        decoded = decode("Літак".encode(charset), header="text/html; charset=koi8-r")
        assert (decoded.text, decoded.basis) == ("Літак", "mark")


def test_one_cut_character_does_not_make_utf_8_something_else() -> None:
    body = RUSSIAN.encode()[:-20] + b"\xd0<p>"
    assert decode(body, header=None).charset == "utf-8"


def test_undeclared_koi8_is_detected() -> None:
    assert "Пхеньяне" in decode(RUSSIAN.encode("koi8-r"), header=None).text


def test_unknown_charset_names_and_noise_are_survived() -> None:
    for body in (b"", b"\xff", bytes(range(256)) * 10, b"<meta charset=no-such>\xe9"):
        assert isinstance(decode(body, header="text/html; charset=nonsense").text, str)


def test_mojibake_does_not_look_like_writing() -> None:
    assert not looks_like_writing(RUSSIAN.encode("cp1251").decode("cp1252"))
    assert not looks_like_writing("оПНБЕПЙЮ ЯЮЛНК╦Р")
    assert looks_like_writing("El avión aterrizó en Múnich, según señaló él")
