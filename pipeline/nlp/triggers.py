"""Owns which words of a sentence tell of motion: verbs, nouns, routes, aircraft named by origin."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.nlp.crafts import Crafts
from pipeline.nlp.dates import DateExpression
from pipeline.nlp.gapped import gapped_verbs
from pipeline.nlp.hints import hint_of
from pipeline.nlp.lexicon import NO_WORD, Hit, load_lexicon
from pipeline.nlp.locations import Location
from pipeline.nlp.reading import Reading, Sentence
from pipeline.nlp.roles import Trigger, routes_in

NAME_REACH = 24
BACK_REACH = 28
BACK_VERBS = frozenset({"depart", "arrive", "travel", "return"})
JOINED_REACH = 100
_STANDING = frozenset({"presence", "return"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LEAVING = frozenset({"depart", "travel"})
_JOINED = re.compile(r"\s(?:і|й|та|а|и)\s")
_LISTED = re.compile(r",\s(?!що\b|як|котор|де\b|где\b|ко[лг]|пока\b|поки\b)")
_AND_BACK = re.compile(r"\s(?:і|й|та|и)\s$")
_COPULA = re.compile(r"\b(?:was|were|is|are|be|been)\s$")
BEFORE_A_VERB = "a"  # "went on to say" tells of no motion, "went on to Hanoi" does
_TAGS = {"v": "VB", "n": "NN"}


def motion_words(reading: Reading, names: Sequence[tuple[int, int]]) -> list[Hit]:
    """Return the words of motion of a text: of the right part of speech, and in no name."""
    text = reading.joined
    for start, end in names:
        text = f"{text[:start]}{'x' * (end - start)}{text[end:]}"
    found = load_lexicon(reading.lang).motion.find(text, lambda hit: _tag_fits(reading, hit))
    return [hit for hit in found if hit.label != NO_WORD]


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
        if sentence.start <= hit.start < sentence.end and not _in_date(hit, dates)
    ]
    triggers = [_met(trigger, sentence, crafts) for trigger in triggers]
    triggers = _ended(reading, _turned_home(reading, triggers))
    triggers = gapped_verbs(reading, sentence, triggers, locations, dates)
    triggers += routes_in(reading, sentence, triggers, locations)
    triggers += _named_from(reading, sentence, triggers, locations, crafts)
    triggers = triggers or _verbless(reading, sentence, locations, crafts)
    triggers += _fragment(reading, sentence, triggers, locations)
    return sorted(triggers, key=lambda trigger: trigger.start)


def _in_date(hit: Hit, dates: Sequence[DateExpression]) -> bool:
    """Return whether an adverb of going back is part of a date: «два года назад»."""
    return hit.pos == "b" and any(date.start <= hit.start < date.end for date in dates)


def _met(trigger: Trigger, sentence: Sentence, crafts: Crafts) -> Trigger:
    """Return what a word of meeting tells: fighters that meet an aircraft intercept it, a place
    that meets one is where it arrives."""
    if trigger.label != "meet":
        return trigger
    for mention in crafts.mentions:
        fighter = mention.craft is not None and crafts.all[mention.craft].fighter
        if sentence.start <= mention.start < trigger.start and (
            fighter or mention.kind == "escort"
        ):
            return replace(trigger, label="intercepted")
    return replace(trigger, label="arrive", pos="w")


def _ended(reading: Reading, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Return the triggers with being somewhere after a departure told as the arrival it is:
    «вылетел утром и через час был в Минске»."""
    out: list[Trigger] = []
    for trigger in triggers:
        left = out and out[-1].label in _LEAVING and out[-1].pos in ("", "o", "t")
        if left and trigger.label == "presence":
            gap = reading.joined[out[-1].end : trigger.start]
            joined = _JOINED.search(gap) or _LISTED.search(gap)
            if len(gap) <= JOINED_REACH and joined and not set(gap) & set(".;:"):
                trigger = replace(trigger, label="arrive")
        out.append(trigger)
    return out


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


def _fragment(
    reading: Reading,
    sentence: Sentence,
    triggers: Sequence[Trigger],
    locations: Sequence[Location],
) -> list[Trigger]:
    """Return the preposition that opens an English sentence without a verb as its trigger: "Out of
    Ramstein after midnight, on the ground at Nevatim by six"."""
    if not locations or any(item.label not in _STANDING for item in triggers):
        return []
    hint, since = hint_of(reading, sentence, locations[0], ())
    words = reading.words[sentence.first : sentence.last]
    if hint != "from" or since != sentence.start or any(w.tag in FINITE for w in words):
        return []
    return [Trigger(label="depart", start=since, end=words[0].end)] if words[0].tag else []


def _turned_home(reading: Reading, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Join "back", "home" and their like to the verb beside them, which then tells of a return."""
    kept = list(triggers)
    for adverb in [item for item in triggers if item.pos == "b"]:
        for number, verb in enumerate(kept):
            low, high = min(adverb.end, verb.end), max(adverb.start, verb.start)
            gap = reading.joined[low:high]
            beside = len(gap) <= BACK_REACH and not set(gap) & set(",.;:—")
            beside = beside and _COPULA.search(gap) is None and _AND_BACK.search(gap) is None
            opens = adverb is triggers[0] and reading.joined[adverb.start].isupper()
            way = verb.label == "flight" and high - low == 1
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
            if mention.start < sentence.start:
                continue
            if any(mark in between for mark in ".;:") or between.count(",") > 1:
                continue
            if _of_noun(reading, mention.start, triggers):
                continue
            if not any(mention.start < item.start < location.start for item in triggers):
                named = [item for item in named if item.start != mention.start]
                named.append(Trigger(label="flight", start=mention.start, end=mention.end))
    return [
        item
        for item in named
        if not any(known.start < item.end and item.start < known.end for known in triggers)
    ]


def _of_noun(reading: Reading, start: int, triggers: Sequence[Trigger]) -> bool:
    """Return whether an aircraft stands right behind a word of motion, whose place it then is:
    «вылет Ил-62М из Москвы», «відіслав старий лайнер з Мінська»."""
    for trigger in triggers:
        gap = reading.joined[trigger.end : start]
        if trigger.end > start:
            continue
        if trigger.pos == "n" and not gap.strip():
            return True
        verb = trigger.pos != "n" and trigger.label in BACK_VERBS
        if reading.lang != "en" and verb and gap.count(" ") <= 2 and not set(gap) & set(",.;:—("):
            return True
    return False


def _tag_fits(reading: Reading, hit: Hit) -> bool:
    if hit.pos == BEFORE_A_VERB:
        after = reading.word_at(hit.end + 1)
        return after is not None and reading.words[after].tag == "VB"
    wanted = _TAGS.get(hit.pos)
    index = reading.word_at(hit.start)
    if wanted is None or index is None or not reading.words[index].tag:
        return True
    return reading.words[index].tag.startswith(wanted)
