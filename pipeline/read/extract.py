"""Owns what runs inside the killable child: HTML to text. Decides nothing about the article.

Two steps, cheap and dear: `survey` (resiliparse, about 2 ms) for every page, `extract`
(trafilatura, about 25 ms) for those whose survey passed the gate.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.charset import decode
from pipeline.read.structured import Structured, read_structured


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A first look: the charset found, noisy main text (nothing left out), and the markup."""

    charset: str
    text: str
    structured: Structured


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The main text, one paragraph a line, and the date a reader would find on the page."""

    text: str
    visible_date: str | None


def survey(body: bytes, content_type: str | None, url: str) -> Survey:
    """Look at a page as received."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    decoded = decode(body, content_type=content_type)
    tree = HTMLTree.parse(decoded.text)
    text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
    return Survey(charset=decoded.charset, text=text, structured=read_structured(tree, url=url))


def extract(
    body: bytes, charset: str, url: str, prune: Sequence[str], latest_day: str
) -> Extract | None:
    """Read a page's main text, or None where trafilatura finds no article.

    `prune` are XPaths of elements that are not the article's text; dates after `latest_day`
    (ISO) are not looked at.
    """
    from trafilatura import bare_extraction

    document = bare_extraction(
        body.decode(charset, "replace"),
        url=url,
        fast=True,
        with_metadata=True,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        prune_xpath=list(prune),
        date_extraction_params={"original_date": True, "max_date": latest_day},
    )
    if document is None or isinstance(document, dict):
        return None
    return Extract(text=document.text or "", visible_date=document.date)


def text_of_fragment(html: str) -> str:
    """Return the text of a piece of HTML, such as a feed's summary, one paragraph a line."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, list_bullets=False, alt_texts=False))
