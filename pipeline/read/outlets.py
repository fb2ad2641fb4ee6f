"""Owns what is special about an outlet: boilerplate, other names, time zone. Reads only tables.

Text is judged line by line and a line is kept unless a row of the tables says it is boilerplate:
a sentence lost is a flight lost, a line too many is only noise.
"""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.read.normalise import normalise_line, normalise_text, skeleton

_TABLES = ("boilerplate.csv", "outlet_rules.csv", "page_parts.csv", "date_words.csv")
_KINDS = ("heading", "ending", "line")
_SENTENCE_END = re.compile("[.!?…][\"'»”’)\\]]{0,3}$")
# Headlines under "Related news" are shorter than this and end without a full stop.
_LONGEST_HEADLINE = 200
# Characters of sentences beside a wall's own words that make a page an article after all.
_SHORTEST_ARTICLE = 120
# A paragraph this long that stands twice was printed twice: as standfirst and as text.
_SHORTEST_REPEAT = 60
# How many there are stands before or after a heading, in brackets or not.
_COUNT = re.compile(r"^\d{1,5}\s+|\s*\(?\d{1,5}\)?\s*:?\s*$")
_TITLE_SEPARATOR = re.compile(r"\s+(?:[-–—|·•»]|::|//)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateRule:
    """One row: `line`, `heading`, `ending` and `wall` hold a compiled pattern, `element` an XPath.

    `heading` also drops the headlines under it, `ending` what little follows it. `*` as language
    or outlet means any; the days are the first and last on which the outlet's pages had it.
    """

    lang: str
    kind: str
    pattern: str
    valid_from: date | None
    valid_until: date | None
    outlet: str

    def holds(self, *, outlet: str, on: date | None) -> bool:
        """Return whether the rule is for this outlet and day; an unknown day is any day."""
        if self.outlet not in ("*", outlet):
            return False
        if on is None:
            return True
        return (self.valid_from or on) <= on <= (self.valid_until or on)


def tables_hash() -> str:
    """Return a hash of the tables that reading uses: part of the version of the stage."""
    folder = files("pipeline") / "gazetteers"
    return hashlib.sha256(b"\0".join((folder / t).read_bytes() for t in _TABLES)).hexdigest()[:16]


def time_zone(outlet: str) -> str | None:
    """Return the IANA zone in which the outlet writes times without an offset, if we know it."""
    return next(iter(_outlet_values(outlet, "timezone")), None)


def names(outlet: str) -> tuple[str, ...]:
    """Return the outlet's name and the names of its other editions."""
    return (outlet, *_outlet_values(outlet, "alias"))


def pruned_elements(outlet: str, *, on: date | None = None) -> tuple[str, ...]:
    """Return XPaths of elements that are never article text on this outlet's pages."""
    return tuple(rule.pattern for rule in _rules("element", outlet, on))


def is_wall(text: str, *, outlet: str) -> bool:
    """Return whether a page says that it hides its article: consent, login or robot wall.

    An article may speak of cookies and carry a notice about them, so sentences that are no
    wall's must be lacking.
    """
    wall = _any_of(tuple(rule.pattern for rule in _rules("wall", outlet, None)))
    others = told = lines = 0
    for line in (" ".join(each.split()) for each in text.split("\n")):
        lines += 1
        if not wall.search(line):
            others += 1
            told += len(line) if _SENTENCE_END.search(line) else 0
        if told >= _SHORTEST_ARTICLE:
            return False
    return others < lines


def heads_furniture(text: str) -> bool:
    """Return whether a text, in any of our languages, opens what is no part of an article.

    "Read also", "Comments (3)", "Most popular": what `boilerplate.csv` lists as headings.
    """
    heading = _COUNT.sub("", " ".join(text.split())).strip(" :»›>→")
    return bool(heading) and _headings().fullmatch(heading) is not None


def clean_title(title: str, *, outlet: str, site_name: str = "", url: str = "") -> str:
    """Return the headline without the outlet's name after it ("… — Outlet", "… | Outlet")."""
    cleaned = normalise_line(title)
    known = {skeleton(name) for name in (*names(outlet), site_name) if name}
    host = url.split("/")[2] if url.count("/") >= 2 else ""
    known |= {skeleton(host), skeleton(host.removeprefix("www.")), skeleton(host.split(".")[0])}
    while separators := list(_TITLE_SEPARATOR.finditer(cleaned)):
        last = separators[-1]
        if skeleton(cleaned[last.end() :]) not in known or not cleaned[: last.start()].strip():
            break
        cleaned = cleaned[: last.start()].strip()
    return cleaned


def title_parts(title: str) -> tuple[str, ...]:
    """Return the parts of a title that a separator parts, the longest first; () of an unparted one.

    One of them is the headline, the others name the outlet or a section: the page decides.
    """
    parts = [part.strip() for part in _TITLE_SEPARATOR.split(title)]
    return tuple(sorted(parts, key=len, reverse=True)) if len(parts) > 1 else ()


def clean_text(
    title: str,
    text: str,
    *,
    outlet: str,
    lang: str | None,
    on: date | None = None,
    other_titles: Sequence[str] = (),
) -> str:
    """Return the text without what is not the article's: links to others, credits, footers.

    Dropped are the title (or one of `other_titles`) before the first sentence, with what stands
    above it; lines that are only the outlet's name; long paragraphs told a second time; and what
    `gazetteers/boilerplate.csv` lists for the language (all of them when `lang` is None) and
    outlet on the day the page is of. Lines that stay are changed by `normalise_text` alone.
    """
    lines = _without_titles(normalise_text(text).split("\n"), (title, *other_titles))
    told = _without_boilerplate(lines, outlet=outlet, lang=lang, on=on)
    own = {skeleton(name) for name in names(outlet)} - {""}
    kept: list[str] = []
    seen: set[str] = set()
    for line in told:
        if line in seen or skeleton(line) in own:
            continue
        kept.append(line)
        if len(line) >= _SHORTEST_REPEAT:
            seen.add(line)
    return normalise_text("\n".join(kept))


def _without_titles(lines: Sequence[str], titles: Iterable[str]) -> Sequence[str]:
    """Drop each title where it stands before the first sentence, with the furniture above it."""
    headlines = {skeleton(title) for title in titles} - {""}
    start = 0
    for position, line in enumerate(lines):
        if skeleton(line) in headlines:
            start = position + 1
        elif _SENTENCE_END.search(line):
            break
    return lines[start:]


def _without_boilerplate(
    lines: Sequence[str], *, outlet: str, lang: str | None, on: date | None
) -> Iterator[str]:
    kinds = {
        kind: _any_of(
            tuple(
                rule.pattern
                for rule in _rules(kind, outlet, on)
                if lang is None or rule.lang in ("*", lang)
            )
        )
        for kind in _KINDS
    }
    dropping = False
    for line in lines:
        kind = next((kind for kind in _KINDS if line and kinds[kind].fullmatch(line)), None)
        if kind is not None:
            dropping = dropping or kind in ("heading", "ending")
        elif not line:
            yield line
        elif not (dropping and _is_headline(line)):
            dropping = False
            yield line


def _is_headline(line: str) -> bool:
    return len(line) <= _LONGEST_HEADLINE and not _SENTENCE_END.search(line)


def _rules(kind: str, outlet: str, on: date | None) -> Iterator[BoilerplateRule]:
    return (r for r in _boilerplate() if r.kind == kind and r.holds(outlet=outlet, on=on))


def _outlet_values(outlet: str, kind: str) -> Iterator[str]:
    return (value for name, of, value in _outlet_rules() if name == outlet and of == kind)


@cache
def _headings() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{r.pattern})" for r in _rules("heading", "*", None)), re.I)


@lru_cache(maxsize=256)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for all: a line is tried once, not once a rule. No rule matches none."""
    return re.compile("|".join(f"(?:{one})" for one in patterns) or r"(?!)", re.IGNORECASE)


@cache
def _boilerplate() -> tuple[BoilerplateRule, ...]:
    return tuple(
        BoilerplateRule(
            lang=row["lang"],
            kind=row["kind"],
            pattern=row["pattern"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            outlet=row["outlet"],
        )
        for row in _read_table("boilerplate.csv")
    )


@cache
def _outlet_rules() -> tuple[tuple[str, str, str], ...]:
    rows = _read_table("outlet_rules.csv")
    return tuple((row["outlet"], row["kind"], row["value"]) for row in rows)


def _read_table(name: str) -> Iterator[dict[str, str]]:
    text = (files("pipeline") / "gazetteers" / name).read_text(encoding="utf-8")
    return iter(csv.DictReader(text.splitlines()))
