"""Owns which words of a sentence tell of motion: verbs, nouns, routes, aircraft named by origin."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.crafts import Crafts
from pipeline.nlp.dates import DateExpression
from pipeline.nlp.gapped import gapped_verbs
from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.roles import Trigger, hint_of, routes_in

NAME_REACH = 24
BACK_REACH = 28
BACK_VERBS = frozenset({"depart", "arrive", "travel", "return"})
_COPULA = re.compile(r"\b(?:was|were|is|are|be|been)\s$")
_TAGS = {"v": "VB", "n": "NN"}


def motion_words(reading: Reading, names: Sequence[tuple[int, int]]) -> list[Hit]:
    """Return the words of motion of a text: of the right part of speech, and in no name."""
    text = reading.joined
    for start, end in names:
        text = f"{text[:start]}{'x' * (end - start)}{text[end:]}"
    found = load_lexicon(reading.lang).motion.find(text, lambda hit: _tag_fits(reading, hit))
    return [hit for hit in found if hit.label != "none"]


def triggers_in(
    reading: Reading,
    sentence: Sentence,
    words: Sequence[Hit],
    locations: Sequence[Location],
    crafts: Crafts,
    dates: Sequence[DateExpression],
) -> list[Trigger]:
    """Return the triggers of one sentence from left to right."""
    triggers = [
        Trigger(label=hit.label, start=hit.start, end=hit.end, pos=hit.pos)
        for hit in words
        if sentence.start <= hit.start < sentence.end
    ]
    triggers = _turned_home(reading, triggers)
    triggers = gapped_verbs(reading, sentence, triggers, locations, dates)
    triggers += routes_in(reading, sentence, triggers, locations)
    triggers += _named_from(reading, sentence, triggers, locations, crafts)
    triggers = triggers or _verbless(reading, sentence, locations, crafts)
    return sorted(triggers, key=lambda trigger: trigger.start)


def _verbless(
    reading: Reading, sentence: Sentence, locations: Sequence[Location], crafts: Crafts
) -> list[Trigger]:
    """Return the named aircraft of a sentence without a verb of motion as its trigger, when places
    stand there as ends: "RA-86559: from Moscow on Monday"."""
    if not any(
        hint_of(reading, sentence, location, ())[0] in ("from", "to") for location in locations
    ):
        return []
    for mention in crafts.mentions:
        named = mention.kind in ("type", "registration", "callsign") and mention.craft is not None
        if named and sentence.start <= mention.start < sentence.end:
            return [Trigger(label="flight", start=mention.start, end=mention.end)]
    return []


def _turned_home(reading: Reading, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Join "back", "home" and their like to the verb beside them, which then tells of a return."""
    kept = list(triggers)
    for adverb in [item for item in triggers if item.pos == "b"]:
        for number, verb in enumerate(kept):
            low, high = min(adverb.end, verb.end), max(adverb.start, verb.start)
            gap = reading.joined[low:high]
            beside = len(gap) <= BACK_REACH and not set(gap) & set(",.;:—")
            beside = beside and _COPULA.search(gap) is None
            opens = adverb is triggers[0] and reading.joined[adverb.start].isupper()
            way = verb.label == "flight" and adverb.start == verb.end + 1
            moves = verb.label in BACK_VERBS and verb.pos != "b" and (beside or opens)
            if moves or way:
                kept[number] = replace(verb, label="return", base=verb.label)
                kept.remove(adverb)
                break
    return kept


def _named_from(
    reading: Reading,
    sentence: Sentence,
    triggers: Sequence[Trigger],
    locations: Sequence[Location],
    crafts: Crafts,
) -> list[Trigger]:
    """Return aircraft named by where they come from: "a Rivet Joint from Mildenhall"."""
    named: list[Trigger] = []
    for location in locations:
        hint, since = hint_of(reading, sentence, location, triggers)
        if hint != "from":
            continue
        for mention in crafts.mentions:
            between = reading.joined[mention.end : since]
            if mention.craft is None or mention.end > since or len(between) > NAME_REACH:
                continue
            if any(mark in between for mark in ".;:") or between.count(",") > 1:
                continue
            if not any(mention.start < item.start < location.start for item in triggers):
                named = [item for item in named if item.start != mention.start]
                named.append(Trigger(label="flight", start=mention.start, end=mention.end))
    return [
        item
        for item in named
        if not any(known.start < item.end and item.start < known.end for known in triggers)
    ]


def _tag_fits(reading: Reading, hit: Hit) -> bool:
    wanted = _TAGS.get(hit.pos)
    index = reading.word_at(hit.start)
    if wanted is None or index is None or not reading.words[index].tag:
        return True
    return reading.words[index].tag.startswith(wanted)
