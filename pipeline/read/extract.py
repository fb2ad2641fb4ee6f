"""Owns what runs inside the killable child: HTML to text. Decides nothing about the article.

Two steps, cheap and dear: `survey` (resiliparse, about 2 ms) for every page, `extract`
(trafilatura, about 25 ms) for those whose survey passed the gate.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pipeline.charset import decode
from pipeline.read.byline import dated, hydrated, print_dates
from pipeline.read.published import Evidence
from pipeline.read.region import cut
from pipeline.read.structured import Structured, read_structured

# Words of an article below which a second, thorough look costs little against what it may find,
# and the share of the first look's words (menus included) that a good reading keeps.
_SHORT_ARTICLE = 100
_MOST_LOST = 0.5
# The second look may add links and captions; it has to find clearly more to be believed.
_CLEARLY_MORE = 1.5
# Below this many characters trafilatura distrusts its own reading and pours the whole page into
# one line. Its default of 250 is longer than many wire items.
_SHORTEST_TEXT = "80"

# Text has hardly a control character; a compressed file has them by the dozen.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_SAMPLE = 4096
_MOST_CONTROL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A first look: the charset found, noisy main text (nothing left out), and the markup."""

    charset: str
    text: str
    structured: Structured


@dataclass(frozen=True, slots=True, kw_only=True)
class Main:
    """What a thorough reading of a page gives: its text, and what stands beside its headline.

    `dated` are dates of publication that the page shows or marks up, best first.
    """

    text: str
    headline: str = ""
    dated: tuple[Evidence, ...] = ()


def survey(body: bytes, content_type: str | None, url: str) -> Survey:
    """Look at a page as received; what is no text at all has none."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    decoded = decode(body, header=content_type)
    if _is_binary(decoded.text):
        return Survey(charset=decoded.charset, text="", structured=Structured())
    tree = HTMLTree.parse(decoded.text)
    text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
    return Survey(charset=decoded.charset, text=text, structured=read_structured(tree, url=url))


def _is_binary(text: str) -> bool:
    """Return whether these are the characters of a picture or an archive, whatever its name."""
    start = text[:_SAMPLE]
    return len(_CONTROL.findall(start)) > _MOST_CONTROL * len(start)


def extract(
    body: bytes,
    charset: str,
    *,
    url: str,
    prune: Sequence[str],
    headlines: Sequence[str],
    expected_words: int,
    undated: bool,
) -> Main:
    """Return a page's main text, one paragraph a line, "" where there is none.

    `prune` are XPaths of elements that are not the article's text, `headlines` what its title may
    be, best first. `expected_words` is the length of the first, noisy look. Dates are looked for
    where the page is `undated` so far.
    """
    from trafilatura.utils import load_html

    tree = load_html(body.decode(charset, "replace"))
    if tree is None:
        return Main(text="")
    stated = hydrated(tree, headlines) if undated else []
    printed = print_dates(tree) if undated else []
    headline = cut(tree, prune=prune, headlines=headlines)
    found = stated or (dated(tree, headline) if undated else [])
    for element in printed:
        element.text = ""
    told = " ".join("".join(headline.itertext()).split()) if headline is not None else ""
    text = _main_text(tree, url=url, expected_words=expected_words)
    return Main(text=text, headline=told, dated=tuple(found))


def _main_text(tree: Any, *, url: str, expected_words: int) -> str:
    """Return the text trafilatura finds.

    A text much shorter than `expected_words` is read again the thorough way, which counts if it
    finds clearly more: `fast` alone loses whole articles now and then. `favor_precision` loses
    more of them with `fast` than without, so it is not used.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document, use_config

    trusting, by_default = use_config(), use_config()
    trusting.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SHORTEST_TEXT)
    best = ""
    for fast, config in ((True, trusting), (False, by_default)):
        document = bare_extraction(
            deepcopy(tree),
            url=url,
            fast=fast,
            include_comments=False,
            include_tables=False,
            config=config,
        )
        text = (document.text or "") if isinstance(document, Document) else ""
        if len(text) > _CLEARLY_MORE * len(best):
            best = text
        if len(best.split()) >= max(_SHORT_ARTICLE, expected_words * _MOST_LOST):
            break
    return best


def text_of_fragment(html: str) -> str:
    """Return the text of a piece of HTML, such as a feed's summary, one paragraph a line."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, list_bullets=False, alt_texts=False))
