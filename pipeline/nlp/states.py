"""Owns which state an aircraft flies for where a person tells it: a rank, a pronoun, a leader.

Must not bind names of operators or nations that stand beside an aircraft: `owners.py` does.
"""

from collections.abc import Sequence

from pipeline.nlp.crafts import Craft, CraftMention, Crafts
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.reading import Reading

_CHAIN_REACH = 60
_WORD_REACH = 26
_PERSON_REACH = 30
_BREAKS = frozenset(".,;:()—\n")
_SMALL = frozenset({"of", "the", "and"})
_GOVERNMENT = "gov"


def bind_states(
    crafts: Crafts, states: Sequence[Found], reading: Reading, gazetteers: Gazetteers
) -> None:
    """Give aircraft without an owner the state of the person they fly, then its government.

    `states` are nations and leaders in order: «літак міністра оборони Росії», "his plane" after
    "Russia's defence minister", «президентский борт» in an article that names one leader,
    "another Il-76" after one whose owner is known, "the government Airbus".
    """
    ranks = tuple(load_lexicon(reading.lang).ranks.find(reading.joined))
    for mention in crafts.mentions:
        if mention.craft is None or crafts.all[mention.craft].fighter:
            continue
        craft = crafts.all[mention.craft]
        if craft.nation is None and craft.operator is None:
            craft.nation = (
                _of_person(mention, states, ranks, reading)
                or _of_pronoun(mention, states, ranks, reading)
                or _of_president(mention, states, ranks, reading)
            )
        if craft.operator is None:
            craft.operator = _government(craft, mention, states, ranks, reading, gazetteers)
    for craft in crafts.all:
        _inherit(craft, crafts)


def _of_person(
    mention: CraftMention, states: Sequence[Found], ranks: Sequence[Hit], reading: Reading
) -> Found | None:
    """Return the nation of a chain of ranks after the aircraft: «самолёт министра обороны РФ»."""
    text = reading.joined
    found = next((item for item in states if item.start >= mention.end), None)
    if found is None or found.start - mention.end > _CHAIN_REACH:
        return None
    between = text[mention.end : found.start]
    if set(between) & _BREAKS or not between.startswith(" "):
        return None
    inside = [hit for hit in ranks if mention.end <= hit.start < found.start]
    rest = [word for word in _without(text, mention.end, found.start, inside) if word not in _SMALL]
    followed = any(hit.start == found.end + 1 and hit.label == "rank" for hit in ranks)
    ranked = bool(inside) or ("adjective" in found.flags and followed)
    return found if ranked and not rest else None


def _without(text: str, start: int, end: int, hits: Sequence[Hit]) -> list[str]:
    """Return the words between two places that are no rank."""
    words, at = [], start
    for hit in hits:
        words += text[at : hit.start].split()
        at = hit.end
    return words + text[at:end].split()


def _word_before(mention: CraftMention, label: str, ranks: Sequence[Hit], reading: Reading) -> bool:
    for hit in ranks:
        between = reading.joined[hit.end : mention.start]
        near = hit.end <= mention.start and len(between) <= _WORD_REACH
        if hit.label == label and near and not set(between) & _BREAKS:
            return between.count(" ") <= (1 if label == "own" else 3)
    return False


def _of_pronoun(
    mention: CraftMention, states: Sequence[Found], ranks: Sequence[Hit], reading: Reading
) -> Found | None:
    """Return the nation of the person told of last before "his plane"."""
    if not _word_before(mention, "own", ranks, reading):
        return None
    here = reading.sentence_at(mention.start)
    since = reading.sentences[max(0, here.index - 1)].start
    for found in reversed(states):
        if since <= found.start < mention.start and _is_person(found, ranks):
            return found
    return None


def _is_person(found: Found, ranks: Sequence[Hit]) -> bool:
    return found.finder == "leaders" or any(
        0 <= hit.start - found.end <= _PERSON_REACH // 10 and hit.label == "rank" for hit in ranks
    )


def _of_president(
    mention: CraftMention, states: Sequence[Found], ranks: Sequence[Hit], reading: Reading
) -> Found | None:
    """Return the first leader named, for «президентский борт»."""
    if not _word_before(mention, "presidential", ranks, reading):
        return None
    return next((found for found in states if found.finder == "leaders"), None)


def _government(
    craft: Craft,
    mention: CraftMention,
    states: Sequence[Found],
    ranks: Sequence[Hit],
    reading: Reading,
    gazetteers: Gazetteers,
) -> Found | None:
    """Return the government of "the government Airbus", of the aircraft's nation or the nation of
    the first person of rank."""
    if not _word_before(mention, "government", ranks, reading):
        return None
    nation = craft.nation or next((item for item in states if _is_person(item, ranks)), None)
    if nation is None:
        return None
    row = next(
        (
            row
            for row in gazetteers.operators
            if row.kind == _GOVERNMENT and row.country == nation.value and not row.parent
        ),
        None,
    )
    if row is None:
        return None
    hit = next(
        hit for hit in reversed(ranks) if hit.label == "government" and hit.end <= mention.start
    )
    return Found(
        kind="operator", start=hit.start, end=hit.end, text=reading.joined[hit.start : hit.end],
        value=row.name, ref=row.op_id, finder="states",
    )  # fmt: skip


def _inherit(craft: Craft, crafts: Crafts) -> None:
    """Let "another Il-76" fly for whom the one told before it flies."""
    if not craft.another or craft.type is None or craft.nation or craft.operator:
        return
    for known in reversed(crafts.all[: craft.number]):
        if known.type is not None and known.type.value == craft.type.value:
            craft.nation, craft.operator = known.nation, known.operator
            return
