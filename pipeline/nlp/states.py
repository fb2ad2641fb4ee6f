"""Owns which state an aircraft flies for where a person tells it: a rank, a pronoun, a leader.

Must not bind names of operators or nations that stand beside an aircraft: `owners.py` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.nlp.craft import Craft, CraftMention
from pipeline.nlp.crafts import Crafts
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.reading import Reading

_CHAIN_REACH = 60
_WORD_REACH = 26
_PERSON_REACH = 30
_BREAKS = frozenset(".,;:()—\n")
_SMALL = frozenset({"of", "the", "and", "with", "carrying", "с", "со", "з", "із", "зі"})
_THEIRS = frozenset({"a", "its", "their", "його", "їхніх", "їх", "своїх", "их", "своих"})
_SERVICES = (
    ("government", "government"),
    ("air_force", "air force"),
    ("navy", "navy"),
    ("military", "armed forces"),
)
_MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article tells of states. `bare` are ranks and services outside operators' names."""

    crafts: Crafts
    states: Sequence[Found]
    ranks: Sequence[Hit]
    bare: Sequence[Hit]
    reading: Reading
    gazetteers: Gazetteers


def bind_states(
    crafts: Crafts,
    states: Sequence[Found],
    operators: Sequence[Found],
    reading: Reading,
    gazetteers: Gazetteers,
) -> None:
    """Give aircraft without an owner the state of the person they fly, then its government.

    `states` are nations and leaders in order: «літак міністра оборони Росії», "his plane" after
    "Russia's defence minister", «президентский борт» in an article that names one leader,
    "another Il-76" after one whose owner is known, "the government Airbus".
    """
    ranks = tuple(load_lexicon(reading.lang).ranks.find(reading.joined))
    spans = [(found.start, found.end) for found in operators]
    bare = [hit for hit in ranks if not any(a <= hit.start < b for a, b in spans)]
    told = _Told(crafts, states, ranks, bare, reading, gazetteers)
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
            craft.operator = _service(craft, mention, told)
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
    """Return the nation of the person told of last before "his plane", else of the leader of whom
    the article tells alone."""
    if not _word_before(mention, "own", ranks, reading):
        return None
    here = reading.sentence_at(mention.start)
    since = reading.sentences[max(0, here.index - 1)].start
    for found in reversed(states):
        if since <= found.start < mention.start and _is_person(found, ranks):
            return found
    leaders = [found for found in states if found.finder == "leaders"]
    alone = len({found.value for found in leaders}) == 1 and mention.kind != "flight"
    return leaders[0] if alone else None


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


def _service(craft: Craft, mention: CraftMention, told: _Told) -> Found | None:
    """Return the service of a state in "the government Airbus", «военный Ил-62», "an Air Force
    C-17": that of the aircraft's nation, else of the first person of rank, else of the nation of
    all the other aircraft of the article."""
    for label, role in _SERVICES:
        hit = _word_at(mention, label, told)
        if hit is None or mention.kind == "flight":
            continue
        country = _country_of(craft, told)
        rows = told.gazetteers.operators
        row = next((r for r in rows if r.role == role and r.country == country), None)
        if row is not None and country:
            text = told.reading.joined[hit.start : hit.end]
            return Found(
                kind="operator", start=hit.start, end=hit.end, text=text,
                value=row.name, ref=row.op_id, finder="states",
            )  # fmt: skip
    return None


def _word_at(mention: CraftMention, label: str, told: _Told) -> Hit | None:
    """Return the word for a service right before an aircraft, or right after it: «C-17 ВПС»."""
    text = told.reading.joined
    for hit in told.bare:
        if hit.label != label:
            continue
        before, after = text[hit.end : mention.start], text[mention.end : hit.start]
        leads = hit.end <= mention.start and len(before) <= _WORD_REACH
        if leads and not set(before) & _BREAKS and before.count(" ") <= _MOST_BETWEEN:
            return hit
        trails = 0 <= hit.start - mention.end <= _PERSON_REACH and label == "air_force"
        words = [word for word in after.split() if word not in _SMALL | _THEIRS]
        if trails and not words:
            return hit
    return None


def _country_of(craft: Craft, told: _Told) -> str | None:
    if craft.nation is not None:
        return craft.nation.value
    if craft.country is not None:
        return craft.country
    person = next((item for item in told.states if _is_person(item, told.ranks)), None)
    if person is not None:
        return person.value
    nations = {c.nation.value if c.nation else c.country for c in told.crafts.all} - {None}
    return nations.pop() if len(nations) == 1 else None


def _inherit(craft: Craft, crafts: Crafts) -> None:
    """Let "another Il-76" fly for whom the one told before it flies."""
    if not craft.another or craft.type is None or craft.nation or craft.operator:
        return
    for known in reversed(crafts.all[craft.item : craft.number]):
        if known.type is not None and known.type.value == craft.type.value:
            craft.nation, craft.operator = known.nation, known.operator
            return
