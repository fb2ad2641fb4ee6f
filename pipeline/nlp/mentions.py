"""Owns the collecting of every finder's findings of an article. Decides nothing about them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pipeline.nlp.actors import (
    find_nationalities,
    find_operators,
    find_outlets,
    find_places,
    find_trackers,
)
from pipeline.nlp.aircraft import find_callsigns, find_registrations, find_types
from pipeline.nlp.brands import find_brands
from pipeline.nlp.companies import find_companies
from pipeline.nlp.dates import DateExpression, find_dates
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.reading import JOINT, Reading, shifted
from pipeline.records import Mention, stable_id

_LEAD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the finders found, in offsets into the joined text."""

    types: tuple[Found, ...]
    registrations: tuple[Found, ...]
    callsigns: tuple[Found, ...]
    operators: tuple[Found, ...]
    nations: tuple[Found, ...]
    places: tuple[Found, ...]
    outlets: tuple[Found, ...]
    trackers: tuple[Found, ...]
    dates: tuple[DateExpression, ...]

    def named(self) -> Iterable[Found]:
        """Yield everything but the dates."""
        for group in (
            self.types, self.registrations, self.callsigns, self.operators, self.nations,
            self.places, self.outlets, self.trackers,
        ):  # fmt: skip
            yield from group


def find_all(title: str, text: str, *, lang: str, gazetteers: Gazetteers) -> Findings:
    """Run every finder on each part alone, so that no finding crosses from title to text."""
    parts = [(title, 0), (text, len(title) + len(JOINT) if title else 0)]

    def over(find: Callable[[str], list[Found]]) -> tuple[Found, ...]:
        return tuple(item for part, offset in parts for item in shifted(find(part), offset))

    companies = over(lambda part: find_companies(part, lang=lang, gazetteers=gazetteers))
    outlets = over(lambda part: find_outlets(part, lang=lang, gazetteers=gazetteers))
    brands = over(lambda part: find_brands(part, lang=lang, gazetteers=gazetteers))
    brands = tuple(b for b in brands if not any(c.start <= b.start < c.end for c in companies))
    unlisted = [*companies, *(item for item in outlets if not item.ref)]

    def beside(found: tuple[Found, ...]) -> tuple[Found, ...]:
        """Drop what is but a word of a longer name: the place in "Ural Cargo Express"."""
        return tuple(
            item for item in found
            if not any(name.start <= item.start and item.end <= name.end for name in unlisted)
        )  # fmt: skip

    named = over(lambda part: find_operators(part, lang=lang, gazetteers=gazetteers))
    operators = sorted((*beside(named), *companies, *brands), key=lambda item: item.start)
    return Findings(
        types=beside(over(lambda part: find_types(part, gazetteers=gazetteers))),
        registrations=over(lambda part: find_registrations(part, gazetteers=gazetteers)),
        callsigns=tuple(_callsigns(title, text, gazetteers)),
        operators=tuple(operators),
        nations=beside(
            over(lambda part: find_nationalities(part, lang=lang, gazetteers=gazetteers))
        ),
        places=beside(over(lambda part: find_places(part, lang=lang, gazetteers=gazetteers))),
        outlets=outlets,
        trackers=over(lambda part: find_trackers(part, lang=lang, gazetteers=gazetteers)),
        dates=tuple(
            replace(item, start=item.start + offset, end=item.end + offset)
            for part, offset in parts
            for item in find_dates(part, lang=lang)
        ),
    )


def _callsigns(title: str, text: str, gazetteers: Gazetteers) -> list[Found]:
    """Find callsigns; what tells that a title is about a flight may stand in the first lines."""
    lead = f"{title}{JOINT}{text[:_LEAD]}" if title else ""
    in_title = [
        item for item in find_callsigns(lead, gazetteers=gazetteers) if item.end <= len(title)
    ]
    offset = len(title) + len(JOINT) if title else 0
    return [*in_title, *shifted(find_callsigns(text, gazetteers=gazetteers), offset)]


def as_mentions(article_id: str, reading: Reading, findings: Findings) -> tuple[Mention, ...]:
    """Return mention records in order of place, kind and value."""
    spans = [
        (item.start, item.end, item.kind, item.value, item.finder, item.flags)
        for item in findings.named()
    ]
    spans += [(item.start, item.end, "date", item.text, "dates", ()) for item in findings.dates]
    mentions = []
    for start, end, kind, value, finder, flags in sorted(spans, key=lambda span: span[:4]):
        part, first, last = reading.locate(start, end)
        mentions.append(
            Mention(
                mention_id=stable_id("men", article_id, part, first, last, kind, value),
                article_id=article_id,
                kind=kind,
                part=part,
                char_start=first,
                char_end=last,
                text=reading.joined[start:end],
                value=value,
                finder=finder,
                flags=flags,
            )
        )
    return tuple(mentions)
