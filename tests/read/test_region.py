import time
from typing import Any

import pytest

pytest.importorskip("lxml.html")
from lxml import html as lxml_html

from pipeline.read.region import cut, headline_of

STORY = (
    "<p>The freighter left Baku before dawn and landed in Ostend at noon, the airport said.</p>"
    "<p>Nobody would say what was on board; two lorries left by the back gate in the evening.</p>"
    "<p>It was the third such flight since the summer, and the first to be met by a minister.</p>"
)


def page(inside: str) -> Any:
    return lxml_html.document_fromstring(f"<html><body><h1>A freighter</h1>{inside}</body></html>")


def left(inside: str) -> str:
    tree = page(inside)
    cut(tree, prune=(), headlines=("A freighter",))
    return " ".join(" ".join(tree.itertext()).split())


@pytest.mark.parametrize(
    "noise",
    [
        '<div class="comments"><p>It was G-NOPE, I saw it!</p></div>',
        '<div id="disqus_thread_respond"><p>It was G-NOPE, I saw it!</p></div>',
        '<section class="Related_wrap__1ab2c"><a href="/x">G-NOPE lands in Bonn</a></section>',
        "<div><h3>Read also</h3><ul><li><a href=/x>G-NOPE lands</a></li></ul></div>",
        "<p><b>По теме:</b></p><ul><li><a href=/x>Борт G-NOPE сел</a></li></ul>",
        "<p>Related coverage <a href=/x>G-NOPE lands in Bonn</a></p>",
        "<table><tr><td><b>Обсуждение (2):</b></td></tr><tr><td>Это G-NOPE</td></tr></table>",
        "<div><img src=a.jpg><br><span style='font-size:10px'>G-NOPE in 2011</span></div>",
        "<table><tr><td><img src=a.jpg></td></tr><tr><td><font>G-NOPE</font></td></tr></table>",
        "<marquee>URGENT: G-NOPE is late</marquee>",
        '<div class="poll"><p>Would you fly with G-NOPE?</p></div>',
    ],
)
def test_what_is_not_the_article_goes(noise: str) -> None:
    text = left(f"<div>{STORY}{noise}</div>")
    assert "G-NOPE" not in text
    assert "third such flight" in text


@pytest.mark.parametrize(
    "wrapped",
    [
        f'<div class="social-share-comments">{STORY}</div>',
        f'<div id="premium" class="paywall">{STORY}</div>',
        f'<div class="article-body related">{STORY}</div>',
        f"<div><h2>Comments</h2>{STORY}</div>",
        f"<main class='sidebar'>{STORY}</main>",
    ],
)
def test_most_of_the_prose_stays_whatever_it_is_called(wrapped: str) -> None:
    assert "third such flight" in left(wrapped)


def test_long_comments_go_and_a_short_article_stays() -> None:
    comments = "<p>I know better than all of you what this aircraft was doing there.</p>" * 40
    text = left(f"<div>{STORY}</div><div class='comments'>{comments}</div>")
    assert "third such flight" in text
    assert "I know better" not in text


def test_lines_parted_by_breaks_become_paragraphs() -> None:
    tree = page("<div>One <b>bold</b> line.<br><br>Another<br>line.<br><br><br>Third.</div>")
    cut(tree, prune=(), headlines=())
    paragraphs = [" ".join(" ".join(p.itertext()).split()) for p in tree.iter("p")]
    assert paragraphs == ["One bold line.", "Another line.", "Third."]


def test_the_headline_is_the_element_that_says_it() -> None:
    tree = lxml_html.document_fromstring(
        "<html><body><h1>The Courier</h1><font>Plane lands</font><b>Other</b></body></html>"
    )
    assert headline_of(tree, ("Plane lands", "The Courier")).tag == "font"
    assert headline_of(tree, ("Never written",)) is None


def test_a_large_page_is_cut_in_time() -> None:
    cards = "<div class='card'><div><a href=/x>Headline</a></div><p>Teaser.</p></div>" * 10_000
    started = time.process_time()
    assert "third such flight" in left(f"<article>{STORY}</article><div>{cards}</div>")
    assert time.process_time() - started < 20
