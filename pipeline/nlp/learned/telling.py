"""Owns an article as the models see it: legs, aircraft, places and days, and the words between.

Names stand in the words by their kind alone (`<loc>`), so that no model learns who flies where.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.nlp.crafts import Crafts
from pipeline.nlp.found import Found
from pipeline.nlp.frames import Frame
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.leg import Leg
from pipeline.nlp.lexicon import Hit
from pipeline.nlp.locations import Location
from pipeline.nlp.mentions import Findings
from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.times import is_weak
from pipeline.nlp.whens import When
from pipeline.records import Outcome, ReportRole, ReportStatus

LANGUAGES = ("en", "uk", "ru")
LABELS = (
    "depart", "arrive", "travel", "return", "flight", "route", "pickup", "presence", "sighting",
    "carry", "follow", "divert", "turn_back", "forced_down", "crash", "shot_down", "intercepted",
    "goal", "meet",
)  # fmt: skip
STATUSES: tuple[ReportStatus, ...] = ("happened", "planned", "denied", "hypothetical")
OUTCOMES: tuple[Outcome | None, ...] = (
    None, "crashed", "shot_down", "diverted", "turned_back", "forced_down", "intercepted",
)  # fmt: skip
STEM = 5  # letters; Ukrainian and Russian endings change, and no morphology of both is free to ship
_TOKEN = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")
_NAMED = frozenset({"type", "registration", "callsign", "both"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word in the form the models know it by, or a name by its kind."""

    start: int
    end: int
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What the rules made of an article. `kept` are the legs they hold for specific flights, with
    roles, and `others` those they dropped. `published` is the day of publication. `states` are the
    nations named, and those of leaders named."""

    reading: Reading
    crafts: Crafts
    frames: Sequence[Frame]
    places: Sequence[Location]
    whens: Sequence[When]
    motion: Sequence[Hit]
    kept: Sequence[tuple[Leg, ReportRole]]
    others: Sequence[Leg]
    published: date | None
    tokens: Sequence[Token]
    operators: Sequence[Found]
    states: Sequence[Found]
    gazetteers: Gazetteers

    @property
    def legs(self) -> list[Leg]:
        """Return the legs that are kept, then the others."""
        return [*(leg for leg, _ in self.kept), *self.others]

    def words_in(self, sentence: Sentence) -> Sequence[Token]:
        """Return the tokens of a sentence."""
        return self.tokens[self.token_at(sentence.start) : self.token_at(sentence.end)]

    def token_at(self, place: int) -> int:
        """Return the number of the first token that starts at a place or behind it."""
        return bisect_left(self.tokens, place, key=lambda token: token.start)


def tokens_of(reading: Reading, names: Iterable[tuple[int, int, str]]) -> list[Token]:
    """Return the tokens of an article, each name (start, end, kind) as one; of two that overlap
    the one that begins first."""
    tokens: list[Token] = []
    done = 0
    for start, end, kind in sorted(names, key=lambda name: (name[0], -name[1])):
        if start < done:
            continue
        tokens += _plain(reading, done, start)
        tokens.append(Token(start=start, end=end, form=kind))
        done = end
    return [*tokens, *_plain(reading, done, len(reading.joined))]


def _plain(reading: Reading, start: int, end: int) -> Iterable[Token]:
    for match in _TOKEN.finditer(reading.joined, start, end):
        form = form_of(match[0], reading.lang)
        yield Token(start=match.start(), end=match.end(), form=form)


def form_of(word: str, lang: str) -> str:
    """Return the form of a word that the models know: numbers are one, endings are cut off."""
    if word[0].isdigit():
        return "<num>"
    return word.lower() if lang == "en" else word.lower()[:STEM]


def names_in(
    crafts: Crafts, places: Sequence[Location], findings: Findings
) -> Iterable[tuple[int, int, str]]:
    """Yield the spans of all names with their kinds."""
    for place in places:
        yield place.start, place.end, "<loc>"
    for day in findings.dates:
        yield day.start, day.end, "<clock>" if is_weak(day) else "<date>"
    for mention in crafts.mentions:
        if mention.craft is not None:
            yield mention.start, mention.end, "<ac>" if mention.kind in _NAMED else "<acn>"
    for found, kind in ((findings.operators, "<op>"), (findings.outlets, "<outlet>")):
        for item in found:
            yield item.start, item.end, kind


def number(known: Sequence[object], value: object) -> int:
    """Return the place of a value in a list, behind its end for one that is not there."""
    return known.index(value) if value in known else len(known)


def told_in(leg: Leg) -> list[int]:
    """Return the sentences that tell of a leg, those of the text where there are any."""
    return [f.sentence for f in leg.frames if not f.is_title] or [f.sentence for f in leg.frames]


def same_place(first: Location | None, second: Location | None) -> bool:
    """Return whether two places have one name, to the city or to the country."""
    return (
        first is not None
        and second is not None
        and (first.city, first.country) == (second.city, second.country)
    )


def days_of(when: When) -> tuple[date, date]:
    return when.span.earliest, when.span.latest


def leg_numbers(telling: Telling, at: int, labels: Sequence[str]) -> dict[str, float]:
    """Return how the leg kept at number `at` is told, whatever place or day it is asked about;
    `labels` are the classes of words of motion that tell the question apart."""
    leg, role = telling.kept[at]
    return {
        "legs": len(telling.kept),
        "at": at,
        "primary": role == "primary",
        "status": STATUSES.index(leg.status),
        "outcome": OUTCOMES.index(leg.outcome),
        "is_return": leg.is_return,
        "frames": len(leg.frames),
        "told": labels_bits(leg, labels),
    }


def labels_bits(leg: Leg, labels: Sequence[str]) -> int:
    """Return which of some classes of words of motion tell of a leg, a bit for each."""
    told = {frame.label for frame in leg.frames}
    return sum(1 << place for place, label in enumerate(labels) if label in told)


def distance_numbers(telling: Telling, leg: Leg, start: int) -> dict[str, float]:
    """Return how far from what tells of a leg something stands that begins at `start`: in
    sentences and letters, and whether the leg's words of motion are the nearest there."""
    sentence = telling.reading.sentence_at(start).index
    told = [frame.sentence for frame in leg.frames]
    frame, nearest = nearest_frame(leg.frames, start), nearest_frame(telling.frames, start)
    return {
        "away": sentence - min(told, key=lambda other: abs(other - sentence)),
        "together": sentence in told,
        "since_first": sentence - min(told_in(leg)),
        "letters": start - frame.start,
        "frame": number(LABELS, frame.label),
        "nearest_mine": any(nearest.start == mine.start for mine in leg.frames),
    }


def nearest_frame(frames: Sequence[Frame], start: int) -> Frame:
    """Return the word of motion nearest to a place in the text."""
    return min(frames, key=lambda frame: abs(frame.start - start))


def firsts_of_copies(legs: Sequence[Leg]) -> list[int]:
    """Return for each leg the number of the first one of which the same words tell: "two Il-76s
    flew" tells of two, and what is true of one is true of both."""
    first: dict[tuple[int, ...], int] = {}
    return [
        first.setdefault((leg.craft, *sorted(frame.start for frame in leg.frames)), at)
        for at, leg in enumerate(legs)
    ]
