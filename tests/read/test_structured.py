import json

import pytest

from pipeline.read.extract import survey
from pipeline.read.structured import Structured

URL = "https://outlet.example/a"


def read(head: str, body: str = "") -> Structured:
    page = f"<html lang='uk-UA'><head>{head}</head><body>{body}</body></html>"
    return survey(page.encode(), None, URL).structured


def script(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def news(**more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "datePublished": "2024-05-08"} | more


def test_the_articles_own_node_is_told_from_others_by_address_then_headline() -> None:
    other = news(datePublished="2020-01-01", url="https://outlet.example/b", headline="B")
    own = news(mainEntityOfPage={"@type": "WebPage", "@id": URL + "#main"})
    titled = news(headline="Plane &amp; pilot")
    assert read(script([other, own])).published == (("jsonld", "2024-05-08"),)
    head = '<meta property="og:title" content="Plane & pilot">' + script(
        {"@graph": [other, titled]}
    )
    assert read(head).published == (("jsonld", "2024-05-08"),)


def test_modified_dates_and_other_types_are_left_aside() -> None:
    head = script({"@type": "WebSite", "datePublished": "2001-01-01"})
    head += script({"@type": "NewsArticle", "dateModified": "2024-05-09"})
    head += '<meta property="article:modified_time" content="2024-05-09">'
    assert read(head).published == ()


def test_meta_elements_and_microdata_come_after_json_ld() -> None:
    head = '<meta property="article:published_time" content="2024-05-07">' + script(news())
    body = '<time itemprop="datePublished" datetime="2024-05-06">x</time>'
    assert [day for _, day in read(head, body).published] == [
        "2024-05-08",
        "2024-05-07",
        "2024-05-06",
    ]


def test_json_that_does_not_parse_still_gives_its_date() -> None:
    broken = script(news(headline="A plane")).replace("}</script>", "},}</script>")
    found = read(broken)
    assert found.published == (("jsonld", "2024-05-08"),)
    assert "A plane" in found.titles


def test_a_body_with_escaped_markup_becomes_text() -> None:
    body = "&lt;p&gt;The plane &amp;mdash; an Il-62 &amp;mdash; landed.&lt;/p&gt;"
    assert read(script(news(articleBody=body))).body == "The plane — an Il-62 — landed."


def test_the_visible_headline_comes_first_unless_there_are_several() -> None:
    head = "<title>T | Outlet</title>"
    assert read(head, "<h1>One <b>plane</b></h1>").titles == ("One plane", "T | Outlet")
    assert read(head, "<h1>One</h1><h1>Two</h1>").titles == ("T | Outlet",)


@pytest.mark.parametrize("depth", [50, 100_000])
def test_deep_nesting_is_survived(depth: int) -> None:
    nested = '{"@graph":[' * depth + "]}" * depth
    head = f'<script type="application/ld+json">{nested}</script>' + script(news())
    assert read(head).published == (("jsonld", "2024-05-08"),)


def test_the_language_of_the_markup_is_two_letters() -> None:
    assert read("").lang == "uk"
