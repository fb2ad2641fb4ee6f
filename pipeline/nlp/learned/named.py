"""Owns the names an article has for who may fly: operators and nations, each mention of them.

A word for a service of a state alone ("the air force") is a name of each state it may be of. Must
not decide who flies: the models do.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.nlp.companies import flown_by, row_of
from pipeline.nlp.craft import Craft, CraftMention
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import OperatorRow
from pipeline.nlp.learned.model import Features
from pipeline.nlp.learned.telling import LANGUAGES, Telling, number
from pipeline.nlp.owner_words import flies_no_more, flies_now
from pipeline.nlp.owners import only_speaks
from pipeline.nlp.services import (
    GOVERNMENT,
    LEADERS,
    ROLES,
    SERVICES,
    government_of,
    service_of,
    service_words,
)

KINDS = ("airline", "operator", "mil", "gov", "ministry", "io")
FINDERS = ("operators", "companies", "brands", "states", SERVICES, LEADERS)
WINDOW, BETWEEN = 3, 7  # words around a name; most words to an aircraft that are told apart
MOST_STATES = 3
BESIDE = 60  # letters between a leader and an aircraft
UNNAMED = frozenset({SERVICES, LEADERS})  # finders of what no operator's name says


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name that may tell who flies: an operator, or a nation. `value` is what a record would
    say, `row` the operator's. `known` are its features that do not depend on the leg."""

    found: Found
    value: str
    country: str
    row: OperatorRow | None
    known: Features


def operators_of(telling: Telling) -> list[Named]:
    """Return the operators an article names, in the order of the text, and each word for a service
    of a state that it does not name beside it as that of the states it may be of."""
    gazetteers = telling.gazetteers
    founds = [*telling.operators, *_bare(telling), *_by_rules(telling)]
    founds = list({(f.start, f.value): f for f in reversed(founds)}.values())
    founds.sort(key=lambda found: (found.start, found.value))
    rows = [row_of(found, gazetteers) for found in founds]
    values = [flown_by(row, gazetteers).name for row in rows]
    firms = {v for v, row in zip(values, rows, strict=True) if row.kind in ("airline", "operator")}
    told = [v for v, f in zip(values, founds, strict=True) if f.finder not in UNNAMED]
    return [
        Named(
            found=found, value=value, country=row.country, row=row,
            known=_of_name(telling, found, value, told or values)
            | _of_operator(telling, found, row) | {"firms": len(firms)},
        )
        for found, value, row in zip(founds, values, rows, strict=True)
    ]  # fmt: skip


def nations_of(telling: Telling, operators: Sequence[Named]) -> list[Named]:
    """Return the nations an article names, by their own names, by leaders and by operators."""
    founds = [*telling.states, *(c.nation for c in telling.crafts.all if c.nation is not None)]
    founds = list({(f.start, f.value): f for f in reversed(founds)}.values())
    founds += [
        Found(
            kind="nationality", start=n.found.start, end=n.found.end, text=n.found.text,
            value=n.country, ref=n.country, finder=n.found.finder,
        )
        for n in operators if n.country and n.found.finder not in UNNAMED
    ]  # fmt: skip
    founds.sort(key=lambda found: (found.start, found.value))
    values = [found.value for found in founds]
    return [
        Named(
            found=found, value=found.value, country=found.value, row=None,
            known=_of_name(telling, found, found.value, values) | _of_nation(telling, found),
        )
        for found in founds
    ]  # fmt: skip


def _by_rules(telling: Telling) -> Iterable[Found]:
    return (craft.operator for craft in telling.crafts.all if craft.operator is not None)


def _bare(telling: Telling) -> Iterable[Found]:
    """Yield each word for a service as that of the states it may be of, and each leader beside an
    aircraft as the government."""
    for leader in telling.states:
        if leader.finder == LEADERS and _beside_aircraft(telling, leader.start, leader.end):
            found = government_of(telling.reading, leader, telling.gazetteers)
            if found is not None:
                yield found
    states = _states_told(telling)
    for hit in service_words(telling.reading, telling.operators):
        if hit.label == GOVERNMENT and not _beside_aircraft(telling, hit.start, hit.end):
            continue
        before = [found.value for found in telling.states if found.end <= hit.start]
        likely = dict.fromkeys([*before[-1:], *states])
        for country in [*likely][:MOST_STATES]:
            found = service_of(telling.reading, hit, country, telling.gazetteers)
            if found is not None:
                yield found


def _beside_aircraft(telling: Telling, start: int, end: int) -> bool:
    return any(
        item.craft is not None and item.start - end <= BESIDE and start - item.end <= BESIDE
        for item in telling.crafts.mentions
    )


def _states_told(telling: Telling) -> list[str]:
    """Return the states an aircraft may be of: those of the aircraft, then the one named most."""
    states = Counter(state for craft in telling.crafts.all for state in countries_of(craft))
    if not states:
        states = Counter(found.value for found in telling.states)
        states.update(place.country for place in telling.places if place.country)
    return [state for state, _ in states.most_common()]


def countries_of(craft: Craft) -> list[str]:
    """Return the states that speak for an aircraft: as told, beside it, by its mark."""
    told = [craft.nation.value if craft.nation else None, craft.country]
    told.append(craft.registration.ref if craft.registration else None)
    return [state for state in told if state]


def _of_name(telling: Telling, found: Found, value: str, values: Sequence[str]) -> Features:
    text, sentence = telling.reading.joined, telling.reading.sentence_at(found.start)
    others = list(dict.fromkeys(values))
    return {
        "lang": number(LANGUAGES, telling.reading.lang),
        "finder": number(FINDERS, found.finder),
        "title": sentence.is_title,
        "sentence": sentence.index,
        "sentences": len(telling.reading.sentences),
        "named": values.count(value),
        "names": len(others),
        "order": others.index(value) if value in others else len(others),
        "opens": sentence.start == found.start,
        "owns": text[found.end : found.end + 2] in ("'s", "’s"),
        "quoted": text[found.end : found.end + 1] in ('"', "»", "”"),
        "no_more": flies_no_more(text, found.start),
        "now": flies_now(text, found.start),
    }


def _of_operator(telling: Telling, found: Found, row: OperatorRow) -> Features:
    return {
        "kind": number(KINDS, row.kind),
        "role": number(ROLES, row.role),
        "listed": bool(found.ref),
        "speaks": found.finder not in UNNAMED
        and only_speaks(found, telling.crafts, telling.reading, telling.gazetteers),
    }


def _of_nation(telling: Telling, found: Found) -> Features:
    return {
        "adjective": "adjective" in found.flags,
        "country": "country" in found.flags,
        "leader": found.finder == LEADERS,
        "operator": found.kind != "nationality" or found.finder in FINDERS,
        "is_place": any(place.start <= found.start < place.end for place in telling.places),
    }


def name_words(telling: Telling, at: int, named: Named) -> frozenset[str]:
    """Return the words around a name, and between it and the aircraft of the leg kept at number
    `at` where they stand near, as the models know them."""
    leg, _ = telling.kept[at]
    found, tokens = named.found, telling.tokens
    first, last = telling.token_at(found.start), telling.token_at(found.end)
    words = {f"b{first - i}={tokens[i].form}" for i in range(max(0, first - WINDOW), first)}
    words |= {f"a{i - last + 1}={t.form}" for i, t in enumerate(tokens[last : last + WINDOW], last)}
    mentions = [item for item in telling.crafts.mentions if item.craft == leg.craft]
    mine = nearest(mentions, found)
    if mine is not None:
        follows = mine.start >= found.start
        begin, end = (last, telling.token_at(mine.start)) if follows else (
            telling.token_at(mine.end), first
        )  # fmt: skip
        side = "f" if follows else "p"
        if 0 <= end - begin <= BETWEEN:
            words |= {f"{side}={token.form}" for token in tokens[begin:end]}
            words.add(f"{side}:{' '.join(token.form for token in tokens[begin:end][:3])}")
    return frozenset(words)


def nearest(mentions: Sequence[CraftMention], found: Found) -> CraftMention | None:
    """Return the mention of an aircraft that stands nearest to a name."""
    return min(mentions, key=lambda item: apart(item, found), default=None)


def apart(mention: CraftMention, found: Found) -> int:
    """Return how many letters stand between a mention of an aircraft and a name."""
    return max(mention.start - found.end, found.start - mention.end, 0)
