"""Charsets: the text comes out right whatever was declared, or not declared."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.crawl.charset import decode

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
    assert decode(document.encode(charset), http_charset=header).text == document


def test_a_mark_at_the_start_outranks_every_declaration():
    for charset, mark in (
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ):
        found = decode(mark + feed(RU, "windows-1251").encode(charset), http_charset="koi8-r")
        assert (found.text, found.guessed) == (feed(RU, "windows-1251"), False)
        bare = decode(feed(UK).encode(charset), http_charset=None)
        assert bare.text == feed(UK)


def test_western_text_stays_western():
    document = feed("Überflug über Zürich: die größte Maschine landete am Mittag")
    assert decode(document.encode("cp1252"), http_charset="ISO-8859-1").text == document
    assert decode(document.encode("latin-1"), http_charset=None).text == document


def test_a_few_broken_bytes_do_not_make_utf_8_something_else():
    body = feed(RU * 5).encode()
    found = decode(body[:200] + b"\xd0" + body[200:], http_charset="utf-8")
    assert (found.charset, found.guessed) == ("utf-8", True)
    assert found.text.count("Пхеньян") >= 12


@pytest.mark.parametrize("name", ["rot13", "base64", "no-such-charset", "x" * 500, "ут\x00", ""])
def test_a_declared_charset_that_is_none_is_passed_over(name):
    assert decode(feed(RU).encode("cp1251"), http_charset=name).text == feed(RU)


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "cp1251", "utf-16", "iso2022_jp"]))
def test_no_bytes_raise(body, http):
    assert isinstance(decode(body, http_charset=http).text, str)


def test_growing_input_takes_no_time():
    started = time.perf_counter()
    decode(b"<?xml " + b"encoding " * 200_000, http_charset=None)
    decode(b"<?xml " * 200_000 + "я".encode("cp1251"), http_charset="cp1251")
    assert time.perf_counter() - started < 0.5
