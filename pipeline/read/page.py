"""Owns the way from a page's bytes to an article. Does no input or output of its own.

Foreign markup is parsed in the child alone. Most pages tell of no aircraft: the first, cheap look
at a page decides by the gate whether it is read at all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.read import outlets, payloads, published
from pipeline.read.agree import agreed_text
from pipeline.read.child import Child, ChildFailure
from pipeline.read.extract import Survey, extract, survey, text_of_fragment
from pipeline.read.language import Block, blocks_in_others, identify
from pipeline.read.normalise import without_halves
from pipeline.read.published import Evidence, Published
from pipeline.read.template import OutletLine, template_lines, without_lines
from pipeline.records import Article, FeedEntry, Page, stable_id

CODE_VERSION = "4"
# A page that shows less is a shell that a script would have filled.
_FEWEST_WORDS = 5


class GateDecision(Protocol):
    """Whether a text may tell of a flight, and why: `in: …` or `out: …`."""

    @property
    def passed(self) -> bool: ...

    @property
    def reason(self) -> str: ...


class Gate(Protocol):
    """What decides, cheaply, whether an article is read."""

    def decide(self, text: str) -> GateDecision: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article, those of its lines that may be its outlet's template, and those that are in
    another language than the rest."""

    article: Article
    lines: tuple[OutletLine, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFailure:
    """Why a page gave no article.

    `reason` is `no_article` (nothing to read on it), `wall` (consent, login, robot check),
    `bad_payload` (not what its kind promises), `extract_timeout`, `extract_crash` or
    `extract_error`. `permanent`: the same bytes will give the same again.
    """

    page_id: str
    url: str
    reason: str
    detail: str
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A page with what its reading needs; `given` is the ingested line it came in, if it did."""

    page: Page
    entry: FeedEntry | None
    given: payloads.Line | None
    gate: Gate
    languages: Sequence[str]
    child: Child
    repeated: Collection[int]

    @property
    def outlet(self) -> str:
        return self.given.outlet if self.given else self.page.outlet

    @property
    def url(self) -> str:
        return self.given.url if self.given else self.page.url

    @property
    def lang_hints(self) -> tuple[str | None, ...]:
        entry_lang = self.entry.lang if self.entry else None
        return (self.given.lang if self.given else None, self.page.lang, entry_lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What is known of an article before its text is read.

    `headlines` are all that its page and feed give it, `seen` is all words found so far.
    """

    title: str
    headlines: tuple[str, ...]
    published: Published
    seen: str
    hints: tuple[str | None, ...]


def version() -> str:
    """Return the version of reading: changes with the code's constant and the outlets' tables."""
    return f"{CODE_VERSION}-{outlets.tables_hash()}"


def read_page(
    page: Page,
    body: bytes,
    *,
    entry: FeedEntry | None,
    gate: Gate,
    languages: Sequence[str],
    child: Child,
) -> Article | ReadFailure:
    """Return the article of an archived page, or why there is none, as `read_whole` does."""
    read = read_whole(page, body, entry=entry, gate=gate, languages=languages, child=child)
    return read.article if isinstance(read, Reading) else read


def read_whole(
    page: Page,
    body: bytes,
    *,
    entry: FeedEntry | None,
    gate: Gate,
    languages: Sequence[str],
    child: Child,
    repeated: Mapping[str, Collection[int]] | None = None,
) -> Reading | ReadFailure:
    """Return the article of an archived page, or why there is none; never raises for its content.

    A page that the gate turns away, or that is in none of `languages`, gives an article with text
    None whose `gate` says `out: …`. Where a page has no text (a wall, a shell filled by a script)
    the feed entry's own text is read and `gate` says so. Lines that are `repeated` on pages of the
    outlet (their hashes by its name) are no text of it; its id does not depend on them.
    """
    try:
        given = payloads.parse_line(body) if page.kind == "article" else None
        told = payloads.parse_entry(body, page=page) if page.kind == "entry" else entry
    except payloads.PayloadError as error:
        return _failure(page, "bad_payload", str(error))
    outlet = given.outlet if given else page.outlet
    source = _Source(
        page=page, entry=told, given=given, gate=gate, languages=languages, child=child,
        repeated=(repeated or {}).get(outlet, ()),
    )  # fmt: skip
    if given is not None and given.html is None:
        return _read_text(source, given.text or "")
    if page.kind == "entry":
        return _read_entry(source, reason="no_article", why="page not fetched")
    if given is not None and given.html is not None:
        body = given.html.encode("utf-8", "replace")
        return _read_html(source, body, content_type="text/html; charset=utf-8")
    return _read_html(source, body, content_type=page.content_type)


def _read_html(source: _Source, body: bytes, *, content_type: str | None) -> Reading | ReadFailure:
    page = source.page
    first = source.child.call(survey, body, content_type, page.final_url)
    if isinstance(first, ChildFailure):
        return _child_failure(page, first)
    stated = first.structured
    absence = _absence(first.text, outlet=source.outlet)
    if absence and not stated.body:
        return _read_entry(source, reason=absence, why="page has no article")
    look = _look(source, first)
    decision = source.gate.decide(look.seen)
    if not decision.passed:
        return _turned_away(source, look, decision.reason)
    prune = outlets.pruned_elements(source.outlet, on=page.fetched_at.date())
    main = source.child.call(
        extract,
        body,
        first.charset,
        url=page.final_url,
        prune=prune,
        headlines=(*look.headlines, *outlets.title_parts(look.title)),
        expected_words=len(first.text.split()),
        undated=look.published.at is None,
    )
    if isinstance(main, ChildFailure):
        return _child_failure(page, main)
    text = agreed_text(main.text, stated.body)
    absence = _absence(text, outlet=source.outlet)
    if absence:
        return _read_entry(source, reason=absence, why="page has no article")
    if stated.paid and _feed_tells_more(source, text):
        return _read_entry(source, reason="wall", why="page shows a part, the rest is paid")
    if look.published.at is None:
        look = replace(look, published=_published(source, main.dated))
    if main.headline in outlets.title_parts(look.title):
        look = replace(look, title=main.headline, headlines=(*look.headlines, main.headline))
    return _read(source, look, _paragraphs(text))


def _read_text(source: _Source, text: str) -> Reading:
    """Read an ingested text."""
    look = _plain_look(source, source.given.title if source.given else "", text)
    decision = source.gate.decide(look.seen)
    if not decision.passed:
        return _turned_away(source, look, decision.reason)
    return _read(source, look, text)


def _read_entry(source: _Source, *, reason: str, why: str) -> Reading | ReadFailure:
    """Read what the feed itself says, or fail with the reason where it says nothing."""
    entry = source.entry
    if entry is None:
        return _failure(source.page, reason, why)
    text = _feed_text(source)
    if isinstance(text, ChildFailure):
        return _child_failure(source.page, text)
    if not (text.strip() or entry.title.strip()):
        return _failure(source.page, reason, f"{why}, and the feed has no text")
    return _read(source, _plain_look(source, entry.title, text), text, note=f"; entry text, {why}")


def _feed_text(source: _Source) -> str | ChildFailure:
    """Return the longer of the texts the feed entry gives, "" where there is none."""
    texts = [""]
    entry = source.entry
    for html in (entry.content_html, entry.summary_html) if entry else ():
        text = source.child.call(text_of_fragment, html) if html.strip() else ""
        if isinstance(text, ChildFailure):
            return text
        texts.append(_paragraphs(text))
    return max(texts, key=len)


def _feed_tells_more(source: _Source, text: str) -> bool:
    told = _feed_text(source)
    return isinstance(told, str) and len(told) > len(text)


def _plain_look(source: _Source, title: str, text: str) -> _Look:
    headline = outlets.clean_title(title, outlet=source.outlet, url=source.url)
    return _Look(
        title=headline,
        headlines=(headline,),
        published=_published(source, []),
        seen=without_halves(f"{title}\n{text}"),
        hints=source.lang_hints,
    )


def _look(source: _Source, first: Survey) -> _Look:
    stated, entry, given = first.structured, source.entry, source.given
    titles = (given.title if given else "", *stated.titles, entry.title if entry else "")
    headlines = [
        outlets.clean_title(t, outlet=source.outlet, site_name=stated.site_name, url=source.url)
        for t in titles
    ]
    title = next((headline for headline in headlines if headline), "")
    in_feed = (entry.title, entry.summary_html) if entry else ()
    in_url: list[Evidence] = [("url", day) for day in published.days_in_url(source.url)]
    return _Look(
        title=title,
        headlines=tuple(headlines),
        published=_published(source, [*stated.published, *in_url]),
        seen=without_halves("\n".join((title, *stated.titles, *in_feed, stated.body, first.text))),
        hints=(*source.lang_hints, stated.lang),
    )


def _published(source: _Source, evidence: Iterable[Evidence]) -> Published:
    if source.given is not None and source.given.published:
        return published.as_given(source.given.published)
    return published.choose(
        evidence,
        entry=source.entry,
        fetched_at=source.page.fetched_at,
        time_zone=outlets.time_zone(source.outlet),
    )


def _read(source: _Source, look: _Look, text: str, *, note: str = "") -> Reading:
    """Return the article of a text: cleaned, in its language, as the gate sees it now.

    The first look at a page saw its sidebars too; what counts is the article itself.
    """
    text = without_halves(text)
    lang = identify(f"{look.title}\n{text}", languages=source.languages, hints=look.hints)
    on = look.published.at.date() if look.published.at else None
    whole = outlets.clean_text(
        look.title, text, outlet=source.outlet, lang=lang, on=on, other_titles=look.headlines
    )
    cleaned = without_lines(whole, source.repeated)
    summary = without_halves(source.entry.summary_html) if source.entry else ""
    decision = source.gate.decide("\n".join((*look.headlines, summary, cleaned)))
    reason = decision.reason
    if decision.passed and lang not in source.languages:
        reason = f"out: language {lang or 'unknown'}"
    is_in = decision.passed and lang in source.languages
    article = _article(
        source, look, lang=lang, text=cleaned if is_in else None, gate=reason + note,
        content=whole if is_in else None,
    )  # fmt: skip
    blocks: tuple[Block, ...] = ()
    if article.text is not None and lang is not None:
        blocks = blocks_in_others(article.text, lang=lang, languages=source.languages)
    return Reading(article=article, lines=_lines(source, whole), blocks=blocks)


def _lines(source: _Source, text: str) -> tuple[OutletLine, ...]:
    return tuple(
        OutletLine(
            page_id=source.page.page_id,
            outlet=source.outlet,
            url=source.url,
            line=key,
            tells=source.gate.decide(line).passed,
            known=key in source.repeated,
        )
        for key, line in template_lines(text).items()
    )


def _turned_away(source: _Source, look: _Look, reason: str) -> Reading:
    # Nothing is read in it, so the word of feed or page for its language is enough.
    told = next((hint for hint in look.hints if hint in source.languages), None)
    lang = told or identify(look.seen, languages=source.languages)
    return Reading(article=_article(source, look, lang=lang, text=None, gate=reason))


def _article(
    source: _Source,
    look: _Look,
    *,
    lang: str | None,
    text: str | None,
    gate: str,
    content: str | None = None,
) -> Article:
    """Return the record; `content` is the text with its outlet's template, if there is one."""
    return Article(
        article_id=stable_id("art", source.url, look.title, content or source.page.body_hash),
        page_id=source.page.page_id,
        url=source.url,
        outlet=source.outlet,
        lang=lang,
        title=look.title,
        text=text,
        published_at=look.published.at,
        published_precision=look.published.precision,
        published_basis=look.published.basis,
        fetched_at=source.page.fetched_at,
        gate=gate,
    )


def _paragraphs(text: str) -> str:
    """Extractors end a paragraph with one line break; ours are parted by an empty line."""
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def _absence(text: str, *, outlet: str) -> str | None:
    """Return why a page's text is no article: a failure's reason, or None."""
    if len(text.split()) < _FEWEST_WORDS:
        return "no_article"
    return "wall" if outlets.is_wall(text, outlet=outlet) else None


def _child_failure(page: Page, failure: ChildFailure) -> ReadFailure:
    permanent = failure.reason == "extract_error"
    return _failure(page, failure.reason, failure.detail, permanent=permanent)


def _failure(page: Page, reason: str, detail: str, *, permanent: bool = True) -> ReadFailure:
    return ReadFailure(
        page_id=page.page_id, url=page.url, reason=reason, detail=detail, permanent=permanent
    )
