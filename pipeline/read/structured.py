"""Owns what a page says of itself in markup: JSON-LD, meta elements, title. Reads no prose.

Runs inside the killable child: every function here may meet hostile markup.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from pipeline.read.normalise import normalise_line, normalise_text, skeleton
from pipeline.read.published import Evidence

# schema.org/Article and its subtypes all end so; a live blog is one too.
_ARTICLE_SUFFIXES = ("article", "posting", "report")
_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date.issued",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "published_at",
    "mediator_published_time",
    "date",
)
_METAS = frozenset((*_PUBLISHED_METAS, "og:title", "twitter:title", "og:site_name"))
_PAIR = re.compile(r'"(@type|headline|datePublished)"\s{0,9}:\s{0,9}"([^"\\]{1,300})"')
_BETWEEN_PARTS = re.compile(r"\s(?:[-–—|·•»]|::|//)\s")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_MOST_SCRIPTS = 40
_MOST_METAS = 500
_DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """What the markup states; empty strings and tuples where it is silent.

    `published` has basis `jsonld` or `meta`, best first.
    `body` is the article's text as JSON-LD has it. `paid`: JSON-LD says that not all may read it.
    """

    titles: tuple[str, ...] = ()
    site_name: str = ""
    lang: str = ""
    published: tuple[Evidence, ...] = ()
    body: str = ""
    paid: bool = False


def read_structured(tree: Any, *, url: str) -> Structured:
    """Return what the markup of a resiliparse `HTMLTree` states about the article at this URL."""
    metas = _metas(tree)
    nodes = _linked_data(tree)
    article = _article(nodes, url=url, title=metas.get("og:title", ""))
    # Some pages describe only the page: its date is the article's where no article has one.
    dated = (article, *(node for node in nodes if "WebPage" in _strings(node.get("@type"))))
    published: list[Evidence] = [
        ("jsonld", value) for node in dated for value in _strings(node.get("datePublished"))
    ]
    published += [("meta", metas[name]) for name in _PUBLISHED_METAS if name in metas]
    published += [("meta", moment) for moment in _microdata_date(tree)]
    heading = _text_of(tree, "h1")
    is_masthead = _is_masthead(heading, tree.title or "", metas.get("og:title", ""))
    titles = [
        "" if is_masthead else heading,
        metas.get("og:title", ""),
        *_strings(article.get("headline")),
        metas.get("twitter:title", ""),
        tree.title or "",
    ]
    root = tree.document.query_selector("html")
    return Structured(
        titles=tuple(title for title in (normalise_line(unescape(t)) for t in titles) if title),
        site_name=normalise_line(metas.get("og:site_name", "")),
        lang=(root.getattr("lang") or "")[:2].lower() if root is not None else "",
        published=tuple(published),
        body=_plain(next(_strings(article.get("articleBody")), "")),
        paid=str(article.get("isAccessibleForFree", True)).lower().endswith("false"),
    )


def _is_masthead(heading: str, title: str, og_title: str) -> bool:
    """Return whether the page's only h1 is the outlet's name: the shortest part of its title."""
    parts = sorted((skeleton(part) for part in _BETWEEN_PARTS.split(title)), key=len)
    shortest = len(parts) > 1 and skeleton(heading) == parts[0]
    return shortest and skeleton(heading) != skeleton(og_title)


def _microdata_date(tree: Any) -> Iterator[str]:
    element = tree.document.query_selector('[itemprop="datePublished"]')
    if element is not None:
        yield element.getattr("content") or element.getattr("datetime") or ""


def _plain(body: str) -> str:
    """Return an articleBody as text: some write it with markup, some escape that once more."""
    from resiliparse.extract.html2text import extract_plain_text

    text = unescape(unescape(body))
    return normalise_text(extract_plain_text(text) if _MARKUP.search(text) else text)


def _metas(tree: Any) -> dict[str, str]:
    """Return the first content of each meta element we read, by its name in small letters."""
    metas: dict[str, str] = {}
    # Slicing copies a collection at once; iterating over it searches the page for each element.
    for element in tree.document.get_elements_by_tag_name("meta")[:_MOST_METAS]:
        for attribute in ("property", "name", "itemprop"):
            name = element.getattr(attribute)
            if name:
                name = name.strip().lower()
                if name in _METAS and name not in metas:
                    metas[name] = element.getattr("content") or ""
    return metas


def _text_of(tree: Any, selector: str) -> str:
    """Return the text of the only such element, "" where there are none or several."""
    elements = tree.document.query_selector_all(selector)
    return str(elements[0].text) if len(elements) == 1 else ""


def _linked_data(tree: Any) -> list[Mapping[str, Any]]:
    """Return the objects of the page's JSON-LD."""
    scripts = tree.document.query_selector_all('script[type="application/ld+json"]')
    return [
        node for script in scripts[:_MOST_SCRIPTS] for node in _nodes(_loads(script.text), depth=0)
    ]


def _article(
    linked_data: Iterable[Mapping[str, Any]], *, url: str, title: str
) -> Mapping[str, Any]:
    """Return the JSON-LD node of the page's own article: by address, by headline, or the first."""
    nodes = [node for node in linked_data if _is_article(node)]
    address = url.split("#")[0].rstrip("/")
    for node in nodes:
        if any(a.split("#")[0].rstrip("/") == address for a in _addresses(node)):
            return node
    wanted = skeleton(title)
    for node in nodes:
        if wanted and any(skeleton(unescape(h)) == wanted for h in _strings(node.get("headline"))):
            return node
    return nodes[0] if nodes else {}


def _loads(text: str) -> object:
    try:
        return json.loads(text.strip().rstrip(";"), strict=False)
    except RecursionError:
        return None
    except ValueError:
        return _salvaged(text)


def _salvaged(text: str) -> dict[str, str]:
    """Return the first type, headline and date of JSON that does not parse (1 script in 100)."""
    node: dict[str, str] = {}
    for key, value in _PAIR.findall(text):
        node.setdefault(key, value)
    return node


def _nodes(value: object, *, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth=depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _nodes(value.get(key), depth=depth + 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(kind.lower().endswith(_ARTICLE_SUFFIXES) for kind in _strings(node.get("@type")))


def _addresses(node: Mapping[str, Any]) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        yield from _strings(value.get("@id") if isinstance(value, dict) else value)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))
