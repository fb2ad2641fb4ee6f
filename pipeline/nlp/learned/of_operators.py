"""Owns what speaks for an operator as who flies a leg, and for a nation as whose aircraft it is, as
numbers."""

from collections.abc import Callable, Sequence

from pipeline.nlp.companies import flown_by, lineage_of, row_of
from pipeline.nlp.craft import Craft, CraftMention
from pipeline.nlp.found import Found
from pipeline.nlp.learned.model import Features
from pipeline.nlp.learned.named import UNNAMED, Named, apart, nearest
from pipeline.nlp.learned.telling import Telling, distance_numbers, leg_numbers, number
from pipeline.nlp.leg import Leg
from pipeline.nlp.owners import nearest_aircraft

TOLD = ("depart", "arrive", "travel", "return", "flight", "shot_down", "crash", "intercepted")
MENTIONS = ("type", "registration", "callsign", "aircraft", "flight")
BREAKS = ",.;:()—\n"
FAR = 400  # letters; how much further away does not matter


def operator_features(telling: Telling, at: int, names: Sequence[Named]) -> list[Features]:
    """Return the features of each operator named as who flies the leg kept at number `at`."""
    return _of_all(telling, at, names, _of_flying)


def _of_flying(telling: Telling, at: int, named: Named) -> Features:
    leg, _ = telling.kept[at]
    craft = telling.crafts.all[leg.craft]
    return {
        **named.known,
        **_of_rules(telling, craft, named),
        **_of_craft(craft, leg, named.country),
        **_of_callsign(telling, leg, craft, named),
        **_of_aircraft(telling, leg, named.found),
        **_of_distance(telling, leg, named.found),
        **leg_numbers(telling, at, TOLD),
    }


def nation_features(telling: Telling, at: int, names: Sequence[Named]) -> list[Features]:
    """Return the features of each nation named as whose the aircraft of the leg kept at number `at`
    is."""
    return _of_all(telling, at, names, _of_owning)


def _of_all(
    telling: Telling,
    at: int,
    names: Sequence[Named],
    alone: Callable[[Telling, int, Named], Features],
) -> list[Features]:
    """Return what is told of each name `alone`, and how it stands beside the others."""
    beside = _beside(telling, telling.kept[at][0], names)
    return [alone(telling, at, named) | near for named, near in zip(names, beside, strict=True)]


def _of_owning(telling: Telling, at: int, named: Named) -> Features:
    leg, _ = telling.kept[at]
    craft = telling.crafts.all[leg.craft]
    flown = None if craft.operator is None else row_of(craft.operator, telling.gazetteers)
    return {
        **named.known,
        "known": _same(craft.nation.value if craft.nation else None, named.value),
        "known_here": craft.nation is not None and craft.nation.start == named.found.start,
        "flown": 0 if flown is None or not flown.country else 1 + (flown.country != named.value),
        "no_operator": flown is None,
        **_of_craft(craft, leg, named.country),
        **_of_aircraft(telling, leg, named.found),
        **_of_distance(telling, leg, named.found),
        **leg_numbers(telling, at, TOLD),
    }


def _of_rules(telling: Telling, craft: Craft, named: Named) -> Features:
    """Return what the rules made of the name: who flies this aircraft, and who the others."""
    gazetteers = telling.gazetteers
    flown = {
        other.number: flown_by(row_of(other.operator, gazetteers), gazetteers).name
        for other in telling.crafts.all
        if other.operator is not None
    }
    known = 0
    if craft.operator is not None:
        related = set(lineage_of(craft.operator, gazetteers)) & set(
            lineage_of(named.found, gazetteers)
        )
        known = 1 if flown[craft.number] == named.value else 2 if related else 3
    others = [name for craft_number, name in flown.items() if craft_number != craft.number]
    return {
        "known": known,
        "known_here": craft.operator is not None and craft.operator.start == named.found.start,
        "flies_others": others.count(named.value),
        "others_flown": len(others),
        "firm": 0 if craft.firm is None else 1 + (craft.firm.value != named.found.value),
    }


def _same(known: str | None, value: str) -> int:
    """Return 0 where one of two is unknown, 1 where they are the same, 2 where not."""
    return 0 if not known or not value else 1 if known == value else 2


def _of_craft(craft: Craft, leg: Leg, country: str) -> Features:
    return {
        "nation": _same(craft.nation.value if craft.nation else None, country),
        "country_before": _same(craft.country, country),
        "mark": _same(craft.registration.ref if craft.registration else None, country),
        "civil": craft.registration is not None and "serial" not in craft.registration.flags,
        "typed": craft.type is not None,
        "fighter": craft.fighter,
        "count": craft.count,
        "from_home": _same(leg.origin.country if leg.origin else None, country),
        "to_home": _same(leg.destination.country if leg.destination else None, country),
    }


def _of_callsign(telling: Telling, leg: Leg, craft: Craft, named: Named) -> Features:
    """Return whether the callsign of a leg is one of the operator's."""
    callsign = leg.callsign or next(iter(craft.callsigns), None)
    user = telling.gazetteers.user_of(callsign.ref) if callsign is not None else None
    if user is None or named.row is None:
        return {"callsign": 0 if callsign is None else 1, "callsign_state": 0}
    mine = user.user == named.row.name or user.prefix == named.row.icao
    return {
        "callsign": 2 if mine else 3,
        "callsign_state": _same(user.country, named.country),
    }


def _of_aircraft(telling: Telling, leg: Leg, found: Found) -> Features:
    """Return how the name stands to the mentions of the aircraft, and to those of others."""
    mentions = [item for item in telling.crafts.mentions if item.craft is not None]
    sentence = telling.reading.sentence_at(found.start)
    here = {item.craft for item in mentions if sentence.start <= item.start < sentence.end}
    last = next((item for item in reversed(mentions) if item.start < found.start), None)
    then = next((item for item in mentions if item.start >= found.start), None)
    mine = nearest([item for item in mentions if item.craft == leg.craft], found)
    beside = nearest_aircraft(telling.crafts, found, telling.reading)
    gap = "" if mine is None else _gap(telling.reading.joined, mine, found)
    return {
        "mine": FAR if mine is None else min(FAR, len(gap)),
        "mine_follows": mine is not None and mine.start >= found.start,
        "mine_words": 50 if mine is None else min(50, gap.count(" ")),
        "mine_breaks": 20 if mine is None else min(20, sum(map(gap.count, BREAKS))),
        "mine_kind": number(MENTIONS, mine.kind if mine else None),
        "here": 0 if not here else 1 if leg.craft in here else 2,
        "crafts_here": len(here),
        "last": 0 if last is None else 1 if last.craft == leg.craft else 2,
        "then": 0 if then is None else 1 if then.craft == leg.craft else 2,
        "nearest": 0 if beside is None else 1 if beside.craft == leg.craft else 2,
        "aircraft": len({item.craft for item in mentions}),
        "first_craft": bool(mentions) and mentions[0].craft == leg.craft,
    }  # fmt: skip


def _gap(text: str, mention: CraftMention, found: Found) -> str:
    return text[min(mention.end, found.end) : max(mention.start, found.start)]


def _beside(telling: Telling, leg: Leg, names: Sequence[Named]) -> list[Features]:
    """Return how near each name stands to the leg and to its aircraft, beside the other names."""
    starts = [frame.start for frame in leg.frames]
    crafts = [item for item in telling.crafts.mentions if item.craft == leg.craft]
    told = {frame.sentence for frame in leg.frames}
    sentences = [telling.reading.sentence_at(named.found.start).index for named in names]
    to_leg = [min(abs(named.found.start - start) for start in starts) for named in names]
    to_craft = [min((apart(c, named.found) for c in crafts), default=FAR) for named in names]
    real = [named.found.finder not in UNNAMED for named in names]
    closest: dict[str, tuple[int, int, bool, bool]] = {}
    for named, sentence, leg_gap, craft_gap, told_so in zip(
        names, sentences, to_leg, to_craft, real, strict=True
    ):
        near = closest.get(named.value, (leg_gap, craft_gap, False, False))
        here = near[2] or sentence in told
        closest[named.value] = (
            min(near[0], leg_gap), min(near[1], craft_gap), here, near[3] or told_so
        )  # fmt: skip
    before = [named.value for named, so in zip(names, real, strict=True)
              if so and named.found.start < min(starts)]  # fmt: skip
    after = [named.value for named, so in zip(names, real, strict=True)
             if so and named.found.start >= min(starts)]  # fmt: skip
    rows: list[Features] = []
    for named, leg_gap, craft_gap in zip(names, to_leg, to_craft, strict=True):
        rest = [near for value, near in closest.items() if value != named.value and near[3]]
        mine = closest[named.value]
        rows.append(
            {
                "nearer_to_leg": sum(near[0] < leg_gap for near in rest),
                "nearer_to_craft": sum(near[1] < craft_gap for near in rest),
                "nearest_to_leg": min(FAR, mine[0]),
                "nearest_to_craft": min(FAR, mine[1]),
                "told_here": mine[2],
                "others_here": sum(near[2] for near in rest),
                "last_before": before[-1:] == [named.value],
                "next_after": after[:1] == [named.value],
            }
        )
    return rows


def _of_distance(telling: Telling, leg: Leg, found: Found) -> Features:
    told = distance_numbers(telling, leg, found.start)
    return told | {"letters": max(-FAR, min(FAR, told["letters"]))}
