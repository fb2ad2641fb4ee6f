"""Addresses: one spelling for one article, and nothing that is not http or https."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.crawl.urls import MAX_URL, address_of, clean_url, host_of, twin_key

BASE = "https://news.example/feed/rss.xml"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://news.example/a?id=5", "https://news.example/a?id=5"),
        ("https://news.example/a?utm_source=rss&id=5&UTM_Medium=x", "https://news.example/a?id=5"),
        ("https://news.example/a?utm_source=rss", "https://news.example/a"),
        ("https://news.example/a#comments", "https://news.example/a"),
        ("https://user:secret@news.example/a", "https://news.example/a"),
        ("HTTPS://News.Example:443/A", "https://news.example/A"),
        ("http://news.example:8080", "http://news.example:8080/"),
        ("/a/b", "https://news.example/a/b"),
        ("b?x=1", "https://news.example/feed/b?x=1"),
        ("//other.example/a", "https://other.example/a"),
        ("  https://news.example/a\n", "https://news.example/a"),
        ("https://новини.укр/літак?п=1", "https://xn--b1amarcd.xn--j1amh/%D0%BB%D1%96%D1%82%D0%B0%D0%BA?%D0%BF=1"),
        ("https://xn--b1amarcd.xn--j1amh/a", "https://xn--b1amarcd.xn--j1amh/a"),
        ("https://news.example/a%20b c", "https://news.example/a%20b%20c"),
        ("http://[2001:DB8::1]:81/a", "http://[2001:db8::1]:81/a"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://news.example/a", None),
        ("mailto:a@b.example", None),
        ("http://", None),
        ("http://[::1/", None),
        ("http://news.example:port/", None),
        ("https://news.example/" + "a" * MAX_URL, None),
        ("http://" + "a" * 64 + "ü.example/", None),
    ],
)  # fmt: skip
def test_an_entry_address_is_written_in_one_way_or_refused(url, clean):
    assert clean_url(url, base=BASE) == clean


def test_nothing_without_a_base_stays_nothing():
    assert clean_url("a/b") is None
    assert clean_url("") is None
    assert host_of("nothing") is None
    assert host_of("https://News.Example/a") == "news.example"


@given(st.text(max_size=200))
def test_no_text_raises_and_a_clean_address_stays_as_it_is(text):
    clean = clean_url(text, base=BASE)
    if clean is not None:
        assert clean.isascii()
        assert clean.startswith(("http://", "https://"))
        assert clean_url(clean) == clean
        assert address_of(clean).url == clean


@pytest.mark.parametrize(
    "twin",
    [
        "https://news.example/2024/jet-lands?id=5",
        "http://news.example/2024/jet-lands?id=5",
        "https://www.news.example/2024/jet-lands/?id=5",
        "https://m.news.example/2024/jet-lands?id=5",
        "https://mobile.news.example/2024/jet-lands?id=5&utm_source=x",
        "https://amp.news.example/2024/jet-lands?id=5",
        "https://news.example/2024/jet-lands/amp/?id=5",
        "https://news.example/2024/jet-lands/amp?id=5",
        "https://news.example/amp/2024/jet-lands?id=5",
        "https://news.example/2024/jet-lands?amp=1&id=5",
        "https://news.example/2024/jet-lands?id=5&outputType=amp#top",
        "https://news.example/2024/jet-lands.amp?id=5",
        "https://news.example/2024/jet-lands?id=5&fbclid=Iw&at_campaign_type=owned",
    ],
)
def test_twins_of_an_article_have_one_key(twin):
    assert twin_key(twin) == "news.example/2024/jet-lands?id=5"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/en/jet", "https://news.example/uk/jet"),
        ("https://en.news.example/jet", "https://ru.news.example/jet"),
        ("https://news.example/jet?lang=en", "https://news.example/jet?lang=ru"),
        ("https://news.example/jet?id=1", "https://news.example/jet?id=2"),
        ("https://news.example/ampere", "https://news.example/ere"),
        ("https://m.example/jet", "https://example/jet"),
        ("https://news.example:8080/jet-a", "https://news.example:8080/jet-b"),
        ("https://news.example/camp", "https://news.example/c"),
    ],
)
def test_editions_and_other_articles_are_no_twins(one, other):
    assert twin_key(one) != twin_key(other)


_PATH = st.lists(st.text("abcxyz-0189", min_size=1, max_size=8), min_size=1, max_size=4)


@given(
    _PATH,
    st.permutations(["a=1", "page=2", "lang=uk"]),
    st.sampled_from(["utm_x=1", "fbclid=2", "amp=1"]),
)
def test_the_key_knows_no_order_and_no_tracking_and_stays_as_it_is(path, query, extra):
    plain = "https://news.example/" + "/".join(path)
    key = twin_key(f"{plain}?a=1&page=2&lang=uk")
    assert twin_key(f"{plain}?{'&'.join([*query, extra])}") == key
    assert twin_key(f"https://{key}") == key


def test_time_of_a_key_grows_with_the_length_of_the_address_alone():
    for unit in ("/amp", ".amp", "amp.", "m.", "&amp=1"):
        assert twin_key("https://news.example/" + unit * (MAX_URL // len(unit) - 20))
