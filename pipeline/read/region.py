"""Owns the cut of a page's tree down to its article. Reads no text of it, decides no date.

Runs inside the killable child. What goes are elements that their names, their heading or their
shape say are something else; what holds most of the page's prose stays, whatever it is called.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.read.dateline import days_in
from pipeline.read.normalise import skeleton
from pipeline.read.outlets import heads_furniture
from pipeline.read.parts import parts_of

# Names in the table that say nothing against an element.
_HARMLESS = frozenset({"body", "date", "modified"})
# An element with more than this share of the page's prose is the article or around it.
_MOST_PROSE = 0.5
# Comments and lists of links can outgrow a short article; this much prose must remain.
_LEAST_LEFT = 200
_LONGEST_HEADLINE = 400
# A headline has hardly more characters that are no letters than letters.
_LONGEST_SPELLING = 3
_LEAVES = " | ".join(
    f"//{tag}[not(*)]" for tag in ("font", "b", "strong", "div", "span", "p", "td")
)
_LONGEST_HEADING = 60
_LONGEST_CAPTION = 250
_LONG_CELL = 200
_ROOTS = ("html", "body", "main", "article")
_SMALL = "i|em|small|cite|font|td|figcaption"
_NAMED = "//*[@class or @id or @role]"
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "big",
        "br",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "strike",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HEADINGS = "h1|h2|h3|h4|h5|h6|b|strong|div|span|td|th|p|font|dt|legend|a|summary"


def cut(tree: Any, *, prune: Sequence[str], headlines: Sequence[str]) -> Any:
    """Remove from the tree what is not the article's, and return the element of the headline.

    `prune` are XPaths of elements that are never an article's; `headlines` are what the page's
    title may be. The headline's element is None where none of them stands on the page.
    """
    from lxml import etree

    etree.strip_elements(tree, etree.Comment, with_tail=False)
    for path in (*prune, "//script | //style | //marquee | //select | //button"):
        for element in tree.xpath(path):
            _drop(element)
    headline = headline_of(tree, headlines)
    page = _Prose(tree, headline)
    _drop_named(tree, page)
    _drop_headed(tree, page)
    _drop_captions(tree, page)
    _unfold_tables(tree)
    _wrap_runs(tree)
    _whitewash(tree, page)
    return headline


def headline_of(tree: Any, headlines: Sequence[str]) -> Any:
    """Return the element whose whole text is a headline, the first of those given best first."""
    keys = [key for key in map(skeleton, headlines) if key]
    if not keys:
        return None
    # Of a text much shorter or longer than all headlines the skeleton need not be made.
    least, most = min(map(len, keys)), _LONGEST_SPELLING * max(map(len, keys))
    found: dict[str, Any] = {}
    for element in tree.xpath(f"//h1 | //h2 | //h3 | {_LEAVES}"):
        text = _text(element, most=min(_LONGEST_HEADLINE, most))
        if text and _LONGEST_SPELLING * len(text) >= least:
            found.setdefault(skeleton(text), element)
    return next((found[key] for key in keys if key in found), None)


class _Prose:
    """How much prose each element holds, counted once, and whether the article needs it."""

    def __init__(self, tree: Any, headline: Any) -> None:
        self._of: dict[Any, int] = {}
        inside: dict[Any, int] = defaultdict(int)
        for element in reversed(tree.xpath("descendant-or-self::*")):
            told = 0 if element.tag == "a" else _length(element.text) + inside.pop(element, 0)
            self._of[element] = told
            if element is not tree:
                inside[element.getparent()] += told + _length(element.tail)
        self.whole = self._of[tree]
        around = (headline, *headline.iterancestors()) if headline is not None else ()
        self._around = frozenset(around)
        self._tree = tree

    def prose(self, element: Any) -> int:
        """Return how many characters of the element's text are in no link."""
        return self._of.get(element, 0)

    def share(self, element: Any) -> float:
        """Return the element's share of the prose that is left."""
        return self._of.get(element, 0) / max(1, self._of[self._tree])

    def has(self, element: Any) -> bool:
        """Return whether the element still stands on the page."""
        return element is self._tree or any(p is self._tree for p in element.iterancestors())

    def protects(self, element: Any, *, sure: bool = False) -> bool:
        """Return whether the element is, or may be, around the article.

        `sure`: what the element is called can mean nothing else, however long it is.
        """
        if element.tag in _ROOTS or element in self._around or element.getparent() is None:
            return True
        left = self._of[self._tree] - self._of.get(element, 0)
        return (self.share(element) > _MOST_PROSE and not sure) or left < min(
            _LEAST_LEFT, self.whole / 2
        )

    def drop(self, element: Any) -> None:
        """Remove an element, not the text after it."""
        prose = self._of.get(element, 0)
        for parent in element.iterancestors():
            self._of[parent] = self._of.get(parent, 0) - prose
        element.drop_tree()


def _drop_named(tree: Any, page: _Prose) -> None:
    """Drop what class, id or role call comments, related, a menu …; comments first."""
    named = []
    for element in tree.xpath(_NAMED):
        get = element.get
        parts = parts_of(f"{get('class', '')} {get('id', '')} {get('role', '')}")
        if parts - _HARMLESS - ({"menu"} if "date" in parts else set()) and "body" not in parts:
            named.append((("comments" not in parts), element))
    for others, element in sorted(named, key=lambda pair: pair[0]):
        if page.has(element) and not page.protects(element, sure=not others):
            page.drop(element)


def _drop_headed(tree: Any, page: _Prose) -> None:
    """Drop blocks that a heading such as "Read also" or "Comments (3)" opens."""
    for element in list(_each(tree, _HEADINGS)):
        if page.prose(element) > _LONGEST_HEADING:
            continue
        text = _text(element, most=_LONGEST_HEADING) if len(element) <= 2 else ""
        opens, heads = heads_furniture(element.text or ""), heads_furniture(text)
        if not (opens or heads) or not page.has(element):
            continue
        if opens and _is_links(element):
            page.drop(element)
            continue
        if not heads:
            continue
        block = element
        for parent in element.iterancestors():
            if page.protects(parent) or not _text(parent).startswith(text):
                break
            block = parent
        following = block.getnext()
        alone = _text(block) == text
        if not page.protects(block):
            page.drop(block)
        if alone and following is not None and _is_links(following):
            page.drop(following)


def _drop_captions(tree: Any, page: _Prose) -> None:
    """Drop what is set small beside a picture in the same block."""
    for image in tree.xpath("//img | //picture | //amp-img"):
        for block in image.iterancestors():
            if page.protects(block):
                break
            text = _text(block, most=_LONGEST_CAPTION)
            if text and _is_set_small(block, text) and not _tells_the_hour(text):
                page.drop(block)
                break


def _tells_the_hour(text: str) -> bool:
    """Return whether a text has a day and the time of it, as bylines have and captions have not."""
    return any("T" in moment for moment in days_in(text))


def _is_set_small(block: Any, text: str) -> bool:
    small = list(_each(block, _SMALL)) + block.xpath(".//*[contains(@style, 'font-size')]")
    return any(_text(element) == text for element in small if element is not block)


def _unfold_tables(tree: Any) -> None:
    """Make divisions of the cells of tables that lay out a page: they hold paragraphs or tables."""
    tables = tree.xpath("//table")
    layouts = [
        table
        for table in tables
        if table.xpath(".//table")
        or any(
            len(cell.xpath("./br | ./p | .//p")) >= 2 and len(_text(cell)) > _LONG_CELL
            for cell in table.xpath(".//td")
        )
    ]
    for table in layouts:
        for part in table.iter("table", "tbody", "tr", "td"):
            part.tag = "div"


def _wrap_runs(tree: Any) -> None:
    """Make paragraphs of what empty lines (`<br><br>`) part: an extractor knows paragraphs only."""
    for block in [b for b in tree.iter("div", "section", "article") if _has_empty_line(b)]:
        pieces: list[tuple[Any, str]] = [(None, block.text or "")]
        for child in list(block):
            tail, child.tail = child.tail or "", None
            block.remove(child)
            pieces += [(child, ""), (None, tail)]
        block.text = None
        run: list[tuple[Any, str]] = []
        for at, (child, text) in enumerate(pieces):
            is_break = child is not None and child.tag == "br"
            is_block = child is not None and child.tag not in _INLINE
            if is_block or (is_break and _breaks_again(pieces, at)):
                _close_run(block, run)
                run = []
                if is_block:
                    block.append(child)
            elif child is not None or text:
                run.append((child, text))
        _close_run(block, run)


def _has_empty_line(block: Any) -> bool:
    return any(_is_empty_line(br) for br in block.iterchildren("br"))


def _is_empty_line(br: Any) -> bool:
    following = br.getnext()
    return not (br.tail or "").strip() and following is not None and following.tag == "br"


def _breaks_again(pieces: list[tuple[Any, str]], at: int) -> bool:
    """Return whether another line break follows, or went before, with nothing between."""
    return any(
        0 <= other < len(pieces)
        and pieces[other][0] is not None
        and pieces[other][0].tag == "br"
        and not pieces[(other + at) // 2][1].strip()
        for other in (at - 2, at + 2)
    )


def _close_run(block: Any, run: list[tuple[Any, str]]) -> None:
    """Append a paragraph of the run to the block, unless the run is blank."""
    if not any(text.strip() if child is None else True for child, text in run):
        return
    paragraph = block.makeelement("p", {})
    for child, text in run:
        if child is not None:
            paragraph.append(child)
        elif len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + text
        else:
            paragraph.text = (paragraph.text or "") + text
    block.append(paragraph)


def _whitewash(tree: Any, page: _Prose) -> None:
    """Take the names from what stayed for its prose: an extractor would trust them."""
    for element in tree.xpath(_NAMED):
        if element.tag not in ("html", "body") and page.share(element) > _MOST_PROSE:
            said = " ".join(element.get(a, "") for a in ("class", "id"))
            if parts_of(said) - _HARMLESS or "premium" in said:
                for attribute in ("class", "id", "role"):
                    element.attrib.pop(attribute, None)


def _is_links(element: Any) -> bool:
    """Return whether an element is little more than links."""
    text = _text(element)
    linked = sum(len(_text(link)) for link in element.iter("a"))
    return len(text) < 600 and linked * 2 >= len(text) > 0


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _text(element: Any, *, most: int | None = None) -> str:
    """Return an element's text on one line; "" where it is longer than `most`."""
    if most is None:
        return " ".join(" ".join(element.itertext()).split())
    words: list[str] = []
    length = -1
    for piece in element.itertext():
        for word in piece.split():
            words.append(word)
            length += len(word) + 1
        if length > most:
            return ""
    return " ".join(words)


def _each(tree: Any, tags: str) -> Iterator[Any]:
    yield from tree.iter(*tags.split("|"))


def _drop(element: Any) -> None:
    """Remove an element, not the text after it."""
    if element.getparent() is not None:
        element.drop_tree()
