"""Owns which operator and which nation belong to which aircraft of an article.

A name belongs to the aircraft beside it. Must not follow aircraft (`crafts.py`) or their flights.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from pipeline.nlp.companies import lineage_of, row_of
from pipeline.nlp.craft import Craft, CraftMention
from pipeline.nlp.crafts import Crafts
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.lexicon import load_lexicon
from pipeline.nlp.owner_shares import (
    CARRIERS,
    bind_sole_service,
    share_sole,
)
from pipeline.nlp.owner_words import (
    flies_no_more,
    flies_now,
    names_people,
    names_register,
    starts_anew,
)
from pipeline.nlp.reading import Reading
from pipeline.nlp.states import bind_states

_OWNER_REACH = 75
_BEFORE_REACH = 40
_BEFORE_WORDS = 4
_MARK_REACH = 18
_SAYING_REACH = 14
_VOICE_REACH = 40
_VOICE_NEAR = 16
_CLAUSE_COST = 20
_FOLLOWING_COST = 8
_CLAUSE_MARKS = ",;:—"
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OPEN = "9999"
_LABEL_GAP = re.compile(r"\s?[:—–-]\s?(?:the\s)?[«\"“]?", re.IGNORECASE)
_BREAKS = frozenset(",.;:()—\n")


def bind_owners(
    crafts: Crafts,
    operators: Sequence[Found],
    nations: Sequence[Found],
    reading: Reading,
    gazetteers: Gazetteers,
    published: datetime | None = None,
) -> None:
    """Give each aircraft the operator and the nation named beside it, the first that is named.

    An operator belongs to the nearest mention of an aircraft in its sentence, at most 75
    characters off; one that only speaks there ("the air force said") owns nothing unless it is an
    airline. The one operator of an article about one aircraft owns it wherever it is named.
    """
    loose = _bind_operators(crafts, operators, reading, gazetteers)
    states = states_told(nations, reading, published)
    for found in states:
        mention = _owned(crafts, found, reading)
        if mention is not None and mention.craft is not None:
            craft = crafts.all[mention.craft]
            craft.nation = craft.nation or found
    _bind_only(crafts, loose, gazetteers)
    _drop_foreign_states(crafts, gazetteers)
    _of_mark(crafts, nations, reading)
    bind_states(crafts, states, operators, reading, gazetteers)
    _share_in_fleets(crafts, reading, gazetteers)
    flying = [found for found in operators if not only_speaks(found, crafts, reading, gazetteers)]
    share_sole(crafts, flying, gazetteers)
    bind_sole_service(crafts, operators, gazetteers)


def only_speaks(found: Found, crafts: Crafts, reading: Reading, gazetteers: Gazetteers) -> bool:
    """Return whether an operator named is no reason to doubt who flies the others: a ministry, a
    state's service that speaks, who flew it once."""
    row = row_of(found, gazetteers)
    if flies_no_more(reading.joined, found.start) or row.kind == "ministry":
        return True
    if row.kind in CARRIERS:
        return False
    return _speaks(found, reading, nearest_aircraft(crafts, found, reading))


def _bind_operators(
    crafts: Crafts, operators: Sequence[Found], reading: Reading, gazetteers: Gazetteers
) -> list[Found]:
    """Give aircraft the operators named beside them; return the airlines named beside none."""
    loose: list[Found] = []
    for found in (*operators, *_same_again(operators, reading)):
        if flies_no_more(reading.joined, found.start):
            continue
        mention = nearest_aircraft(crafts, found, reading) or _labelled(crafts, found, reading)
        mention = mention or _noted(crafts, found, reading)
        speaks = _speaks(found, reading, mention) and row_of(found, gazetteers).kind != "airline"
        if speaks and mention is not None and mention.craft is not None:
            _mourns(crafts.all[mention.craft], found, reading, gazetteers)
        elif mention is not None and mention.craft is not None:
            craft = crafts.all[mention.craft]
            known = craft.operator
            newer = known is not None and flies_now(reading.joined, found.start)
            if known is None or newer or _narrower(found, known, gazetteers):
                craft.operator = found
        elif row_of(found, gazetteers).kind == "airline":
            loose.append(found)
    return loose


def _same_again(operators: Sequence[Found], reading: Reading) -> list[Found]:
    """Return "the same carrier", «того же отряда» as the operator named last before them."""
    again = []
    for hit in load_lexicon(reading.lang).carriers.find(reading.joined):
        before = [found for found in operators if found.end <= hit.start]
        if hit.label == "same_firm" and before:
            text = reading.joined[hit.start : hit.end]
            again.append(replace(before[-1], start=hit.start, end=hit.end, text=text))
    return again


def _labelled(crafts: Crafts, found: Found, reading: Reading) -> CraftMention | None:
    """Return the aircraft spoken of last, or next, for "Operator: Harmony Jets"."""
    sentence = reading.sentence_at(found.start)
    before = reading.joined[sentence.start : found.start]
    hits = [h for h in load_lexicon(reading.lang).carriers.find(before) if h.label == "label"]
    if not hits or not _LABEL_GAP.fullmatch(before, hits[-1].end):
        return None
    named = [item for item in crafts.mentions if item.craft is not None]
    earlier = [item for item in named if item.start < found.start]
    return earlier[-1] if earlier else next(iter(named), None)


def _noted(crafts: Crafts, found: Found, reading: Reading) -> CraftMention | None:
    """Return the aircraft of the sentence before for a note like "Kuwait Air Force, grey." """
    sentence = reading.sentence_at(found.start)
    if sentence.start != found.start or reading.joined[found.end : found.end + 1] not in (",", "."):
        return None
    if sentence.opens_paragraph or not sentence.index:
        return None
    before = reading.sentences[sentence.index - 1]
    named = [item for item in crafts.mentions if item.craft is not None]
    last = [item for item in named if before.start <= item.start < sentence.start]
    return last[-1] if last else None


def _share_in_fleets(crafts: Crafts, reading: Reading, gazetteers: Gazetteers) -> None:
    """Let the aircraft told after "seven jets of the detachment" fly for it, unless they fly for
    another or are called another nation's."""
    plural = [
        (hit.start, hit.end)
        for hit in load_lexicon(reading.lang).carriers.find(reading.joined)
        if hit.label == "fleet"
    ]
    for mention in crafts.mentions:
        several = any(a < mention.end and mention.start < b for a, b in plural)
        if mention.craft is None or not several or crafts.all[mention.craft].fighter:
            continue
        head = crafts.all[mention.craft]
        sentence = reading.sentence_at(mention.start)
        if head.operator is None or head.count > 1:
            continue
        if not sentence.start <= head.operator.start < sentence.end:
            continue
        country = row_of(head.operator, gazetteers).country
        for craft in crafts.all[head.number + 1 :]:
            nation = craft.nation.value if craft.nation is not None else craft.country
            if craft.operator is None and not craft.fighter and nation in (None, country):
                craft.operator = head.operator


def _mourns(craft: Craft, found: Found, reading: Reading, gazetteers: Gazetteers) -> None:
    """Give an aircraft the nation whose service tells of its loss: «подтвердило потерю Ил-76»."""
    sentence = reading.sentence_at(found.start)
    after = reading.joined[found.end : min(sentence.end, found.end + _VOICE_REACH)]
    lost = any(hit.label == "loss" for hit in load_lexicon(reading.lang).voices.find(after))
    country = row_of(found, gazetteers).country
    if lost and country and craft.nation is None:
        craft.nation = replace(found, kind="nationality", value=country, ref=country)


def _drop_foreign_states(crafts: Crafts, gazetteers: Gazetteers) -> None:
    """Take an air force or government from an aircraft that is called another nation's: it met the
    aircraft, or speaks of it. Airlines do fly aircraft of other nations."""
    for craft in crafts.all:
        if craft.operator is None or craft.nation is None:
            continue
        row = row_of(craft.operator, gazetteers)
        if row.kind in ("airline", "operator") or row.country in ("", craft.nation.value):
            continue
        if craft.firm is not None and craft.firm.value == craft.operator.value:
            craft.nation = None
        else:
            craft.operator = None


def _of_mark(crafts: Crafts, nations: Sequence[Found], reading: Reading) -> None:
    """Give an aircraft that nobody is named to fly the nation of its mark, where the article also
    has the adjective of that nation: a mark alone tells no operator."""
    told = {
        found.value: found
        for found in reversed(nations)
        if "adjective" in found.flags and not names_register(reading.joined, found.end)
    }
    for craft in crafts.all:
        if craft.registration is not None and craft.nation is None and craft.operator is None:
            craft.nation = told.get(craft.registration.ref)


def _narrower(found: Found, known: Found, gazetteers: Gazetteers) -> bool:
    """Return whether an operator is a part of the one known: an air force of "the military"."""
    return known.ref in lineage_of(found, gazetteers)[1:]


def _bind_only(crafts: Crafts, loose: Sequence[Found], gazetteers: Gazetteers) -> None:
    """Give the one carrier named apart from aircraft the one aircraft of the article, or else all
    that are called its country's, where no other flies for anybody."""
    flying = [craft for craft in crafts.all if not craft.fighter]
    names = {found.value for found in loose}
    if len(names) != 1 or any(craft.operator is not None for craft in flying):
        return
    country = row_of(loose[0], gazetteers).country
    for craft in flying:
        nation = craft.nation.value if craft.nation is not None else craft.country
        foreign = bool(country) and nation not in (None, country)
        if (len(flying) == 1 and not foreign) or (country and nation == country):
            craft.operator = loose[0]


def _speaks(found: Found, reading: Reading, mention: CraftMention | None) -> bool:
    """Return whether a state's service speaks of the aircraft or meets it, and does not fly it.

    A word of saying, denying or intercepting follows the name, or one like "spokesman for the",
    "intercepted by", «в» stands before it, and the name is no genitive: «Ту-214 Минобороны».
    """
    genitive = mention is not None and reading.joined[mention.end : found.start] == " "
    if genitive and reading.lang != "en":
        return False
    lexicon = load_lexicon(reading.lang)
    after = reading.joined[found.end : found.end + _SAYING_REACH]
    credit = next(lexicon.credits.find(after), None)
    if credit is not None and not after[: credit.start].strip(" ,"):
        return True
    after = reading.joined[found.end : found.end + _VOICE_REACH]
    voice = next((hit for hit in lexicon.voices.find(after) if hit.label == "after"), None)
    follows = mention is not None and mention.start >= found.end
    until = mention.start - found.end if mention is not None and follows else _VOICE_NEAR
    if voice is not None and not set(after[: voice.start]) & _BREAKS:
        return voice.start <= min(until, _VOICE_NEAR)
    since = max(reading.sentence_at(found.start).start, found.start - _VOICE_REACH)
    before = reading.joined[since : found.start]
    ends = [hit.end for hit in lexicon.voices.find(before) if hit.label == "before"]
    return bool(ends) and not before[ends[-1] :].strip()


def nearest_aircraft(crafts: Crafts, found: Found, reading: Reading) -> CraftMention | None:
    """Return the aircraft mentioned nearest to a name, in its sentence and within 75 letters."""
    sentence = reading.sentence_at(found.start)
    best: tuple[int, CraftMention] | None = None
    for mention in crafts.mentions:
        if mention.craft is None or not sentence.start <= mention.start < sentence.end:
            continue
        low, high = min(mention.end, found.end), max(mention.start, found.start)
        gap = reading.joined[low:high]
        cost = len(gap) + _CLAUSE_COST * sum(gap.count(mark) for mark in _CLAUSE_MARKS)
        if mention.start > found.start:
            modifies = gap.count(" ") <= 1 and not set(gap) & _BREAKS
            cost += -_FOLLOWING_COST if modifies else _FOLLOWING_COST
        if best is None or cost < best[0]:
            best = (cost, mention)
    return best[1] if best is not None and best[0] <= _OWNER_REACH else None


def states_told(
    nations: Sequence[Found], reading: Reading, published: datetime | None
) -> list[Found]:
    """Return the nations named and those of the leaders named, in the order of the text."""
    return sorted((*nations, *_leaders(reading, published)), key=lambda found: found.start)


def _leaders(reading: Reading, published: datetime | None) -> Iterable[Found]:
    """Yield leaders named who were in office, as nations: "Putin's plane" flies for Russia.

    In office is who was when the article was published, or in a year that it names.
    """
    years = {int(year) for year in _YEAR.findall(reading.joined)}
    for hit in load_lexicon(reading.lang).leaders.find(reading.joined):
        text = reading.joined[hit.start : hit.end]
        if text[:1].isupper() and _in_office(hit.pos, published, years):
            yield Found(
                kind="nationality", start=hit.start, end=hit.end, text=text, value=hit.label,
                ref=hit.label, finder="leaders", flags=("leader",),
            )  # fmt: skip


def _in_office(office: str, published: datetime | None, years: Iterable[int]) -> bool:
    """Return whether a day of the article lies in one of the intervals; none named is always."""
    if not office or published is None:
        return True
    today = published.date().isoformat()
    for interval in office.split():
        start, _, end = interval.partition("/")
        end = end or _OPEN
        if start <= today <= end or any(start[:4] <= str(year) <= end[:4] for year in years):
            return True
    return False


def _owned(crafts: Crafts, found: Found, reading: Reading) -> CraftMention | None:
    """Return the aircraft a nation or leader owns: "a Russian plane", "Russia's plane",
    «літак Франції», "with a Portuguese registration"."""
    text = reading.joined
    if flies_no_more(text, found.start):
        return None
    owns = text[found.end : found.end + 2] in ("'s", "’s", "s'")
    adjective = "adjective" in found.flags
    for mention in crafts.mentions:
        if mention.craft is not None and mention.start <= found.start < mention.end:
            return mention  # "Air Force One" is an aircraft and tells its nation
    for mention in crafts.mentions:
        if mention.craft is None or mention.start < found.end:
            continue
        between = text[found.end : mention.start]
        near = len(between) <= _BEFORE_REACH and between.count(" ") <= _BEFORE_WORDS
        if near and (owns or adjective) and not set(between) & _BREAKS:
            return None if names_people(between) or starts_anew(between) else mention
        break
    before = [m for m in crafts.mentions if m.craft is not None and m.end <= found.start]
    if not before:
        return None
    between = text[before[-1].end : found.start]
    after = text[found.end : found.end + _MARK_REACH]
    mark = next(load_lexicon(reading.lang).aircraft.find(after), None)
    marked = mark is not None and mark.label == "mark" and not set(after[: mark.start]) & _BREAKS
    if adjective or marked:
        return before[-1] if marked and len(between) <= _OWNER_REACH else None
    if "\n" in between:
        return None
    beside = between.strip() in ("", "of", "of the", "президента", "главы", "МЗС", "МИД")
    return before[-1] if beside and len(between) <= _MARK_REACH else None
