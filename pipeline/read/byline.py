"""Owns the dates a page shows or marks up beside its headline. Decides nothing about them.

Runs inside the killable child, on a tree without comments, sidebars and lists of other articles.
A date counts by where it stands: under the headline, right above it, or under the text where the
markup or a word says that it is the publication's. A date in the prose is the story's.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pipeline.read.dateline import days_in, is_only_date
from pipeline.read.normalise import skeleton
from pipeline.read.parts import parts_of, phrases
from pipeline.read.published import Evidence

# A byline is shorter; a paragraph is longer.
_LONGEST_BYLINE = 120
_LONGEST_DATE = 40
_SOON = 6
_MOST_PROSE = 0.5
_STATED = (
    "descendant-or-self::*[@itemprop='datePublished' or @pubdate"
    " or contains(concat(' ', @property, ' '), ' dc:created ')"
    " or contains(concat(' ', @property, ' '), ' dc:date ')"
    " or contains(concat(' ', @property, ' '), ':datePublished ')"
    " or (self::abbr and @title and contains(concat(' ', @class, ' '), ' published '))]"
)
# A call with one text, such as document.write("12 May 2024") or showDate("2024/05/12 10:00").
_PRINTS = re.compile(r"""\s{0,40}[\w.]{1,40}\(\s{0,9}(["'])([^"'<>]{8,60})\1\s{0,9}\)[;\s]{0,40}""")
_TITLE_KEYS = ("title", "headline", "name")
_PUBLISHED_KEYS = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publish_date", "pubDate",
    "publicationDate", "publication_date", "publishedDate", "firstPublished", "firstPublishedAt",
    "datePublish", "date_published",
)  # fmt: skip
_LONGEST_STATE = 3_000_000
_MOST_NODES = 100_000


def hydrated(tree: Any, headlines: Sequence[str]) -> list[Evidence]:
    """Return what the state a script was to fill the page from says of the article's date.

    The article is the object that bears one of the headlines.
    """
    wanted = {skeleton(text) for text in headlines} - {""}
    found: list[Evidence] = []
    for script in tree.xpath("//script[@type='application/json' or @id='__NEXT_DATA__']"):
        text = script.text or ""
        if len(text) > _LONGEST_STATE or not any(key in text for key in _PUBLISHED_KEYS):
            continue
        try:
            state = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(state):
            titles = (node.get(key) for key in _TITLE_KEYS)
            if any(isinstance(t, str) and skeleton(t) in wanted for t in titles):
                dates = (node.get(key) for key in _PUBLISHED_KEYS)
                found += [("meta", date) for date in dates if isinstance(date, str)]
    return found


def print_dates(tree: Any) -> list[Any]:
    """Put the dates that short scripts print where they stand, as a browser would show them, and
    return their elements."""
    printed = []
    for script in list(tree.iter("script")):
        call = _PRINTS.fullmatch(script.text or "")
        if call is not None and any(days_in(call[2])):
            script.tag, script.text = "span", call[2]
            printed.append(script)
    return printed


def dated(tree: Any, headline: Any) -> list[Evidence]:
    """Return the dates of publication beside the headline's element, the best first.

    Basis is `meta` where the markup says what the date is, `byline` where a reader sees it. The
    wording is ISO 8601, without an offset where the page gives none.
    """
    if headline is None:
        return list(_marked_up(tree))[:1]
    container = _container(tree, headline)
    before, after = _around(container, headline)
    until = _first_paragraph(after)
    byline, beside = after[:until], list(reversed(_beside(before, headline)))
    stated = [date for element in (*byline, *before[-20:]) for date in _marked_up(element)]
    seen = [date for element in (*byline, *beside) for date in _visible(element)]
    below = [
        date
        for at, element in enumerate(after[until:])
        if _says_published(element, first=at < _SOON)
        for date in (*_marked_up(element), *_visible(element))
    ]
    found = [*stated, *seen, *below]
    if found:
        return found
    shown = (text for e in (*byline, *beside) for text in (_byline(e), _after(e)))
    return list(_guessed([part for text in shown for part in _published_parts(text)]))


def _guessed(texts: Sequence[str]) -> Iterator[Evidence]:
    """Yield the day htmldate finds in bylines: it knows more languages than we do.

    Where it reads only a year it says the first of January; that is no date of ours.
    """
    from htmldate import find_date
    from lxml import html

    told = " ".join(texts)
    if not re.search(r"\d{4}", told):
        return
    page = html.fromstring("<html><body></body></html>")
    for text in texts:
        paragraph = page.makeelement("p", {})
        paragraph.text = text
        page[0].append(paragraph)
    day = find_date(page, original_date=True)
    if day and not day.endswith("-01-01"):
        yield "byline", day


def _container(tree: Any, headline: Any) -> Any:
    """Return the smallest element that holds the headline and most of the page's text."""
    whole = len(_text(tree))
    for element in headline.iterancestors():
        if len(_text(element)) > _MOST_PROSE * whole:
            return element
    return tree


def _around(container: Any, headline: Any) -> tuple[list[Any], list[Any]]:
    """Return the short elements before and after the headline, outermost of each kind too."""
    before: list[Any] = []
    after: list[Any] = []
    own = set(headline.iterdescendants()) | set(headline.iterancestors()) | {headline}
    side = before
    for element in container.iter("*"):
        if element is headline:
            side = after
        elif element not in own:
            side.append(element)
    return before, after


def _first_paragraph(elements: Sequence[Any]) -> int:
    """Return where the first element that is prose itself stands."""
    for at, element in enumerate(elements):
        own = (element.text or "") + "".join(child.tail or "" for child in element)
        if len(" ".join(own.split())) > _LONGEST_BYLINE:
            return at
    return len(elements)


def _beside(before: Sequence[Any], headline: Any) -> list[Any]:
    """Return of the elements before the headline those that share its parent or grandparent."""
    near = list(headline.iterancestors())[:2]
    return [e for e in before if any(parent in near for parent in _parents(e, 3))]


def _parents(element: Any, most: int) -> Iterator[Any]:
    for _, parent in zip(range(most), element.iterancestors(), strict=False):
        yield parent


def _marked_up(element: Any) -> Iterator[Evidence]:
    """Yield what the element's own markup says of a date of publication."""
    for marked in element.xpath(_STATED):
        wording = marked.get("content") or marked.get("datetime") or marked.get("title") or ""
        if wording:
            yield "meta", wording
        else:
            yield from (("byline", day) for day in days_in(_text(marked)))


def _visible(element: Any) -> Iterator[Evidence]:
    """Yield the dates an element shows that are not those of a later change."""
    if _is_of_change(element):
        return
    if element.tag == "time" and element.get("datetime"):
        yield "byline", element.get("datetime")
        return
    parts = [*_published_parts(_byline(element)), *_published_parts(_after(element))]
    yield from (("byline", day) for part in parts for day in days_in(part))


def _byline(element: Any) -> str:
    """Return the text of an element as short as a byline, without what tells of a change."""
    text = _text(element)
    if len(text) > _LONGEST_BYLINE or _is_of_change(element):
        return ""
    for part in [_text(e) for e in element.iterdescendants("*") if _is_named_changed(e)]:
        text = text.replace(part, " ")
    return text


def _after(element: Any) -> str:
    """Return the bare text behind an element, if it is short: pages of tables write dates so."""
    tail = " ".join((element.tail or "").split())
    return tail if len(tail) <= _LONGEST_DATE else ""


def _published_parts(text: str) -> Iterator[str]:
    """Yield the stretches of a text that no word such as "Updated" is before."""
    words = _either("modified words"), _either("published words")
    changed = False
    start = 0
    for match in re.finditer(rf"({words[0]})|({words[1]})", text, re.IGNORECASE):
        if not changed:
            yield text[start : match.start()]
        changed, start = bool(match[1]), match.end()
    if not changed:
        yield text[start:]


@cache
def _either(part: str) -> str:
    ordered = sorted(phrases(part), key=len, reverse=True)
    return "|".join(rf"(?<!\w){re.escape(phrase)}(?!\w)" for phrase in ordered)


def _is_of_change(element: Any) -> bool:
    return any(_is_named_changed(e) for e in (element, *_parents(element, 2)))


def _is_named_changed(element: Any) -> bool:
    said = f"{element.get('class', '')} {element.get('id', '')} {element.get('itemprop', '')}"
    parts = parts_of(said)
    return "modified" in parts and "published" not in said.lower()


def _says_published(element: Any, *, first: bool) -> bool:
    """Return whether an element under the text is the line that says when it was published.

    `first`: it stands where the text begins, where a line that is only a date is a dateline.
    """
    text = _text(element)
    if not 0 < len(text) <= _LONGEST_BYLINE:
        return False
    if first and is_only_date(text):
        return True
    if re.match(_either("published words"), text, re.IGNORECASE):
        return True
    return "date" in parts_of(element.get("class", "")) or element.tag == "time"


def _nodes(state: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON value, the first hundred thousand."""
    waiting = [state]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
