"""Owns which aircraft a sentence that names none goes on about. Must not read places or dates."""

import re
from collections.abc import Mapping, Sequence

from pipeline.nlp.craft import CraftMention
from pipeline.nlp.crafts import Crafts
from pipeline.nlp.lexicon import load_lexicon
from pipeline.nlp.reading import Reading, Sentence, Word
from pipeline.nlp.roles import Trigger

# A paragraph of news. Beyond it a word of motion tells of somebody else: the limit takes under half
# a point of leg recall on our gold, and nearly every second false leg from general news.
CARRIED_SENTENCES = 3
# What is done to aircraft alone ("ordered to land") can be told of no tram, so it is looked for
# over the length of a short article.
OF_AIRCRAFT = frozenset({"forced_down", "divert", "intercepted", "shot_down"})
CARRIED_OF_AIRCRAFT = 6

SUBJECT_REACH = 40  # words
UP_TO_VERB = 4  # "should be on the ground": from "on" to "be"
PRONOUN_REACH = 60  # the part of a clause before its verb
SHORTEST_PRONOUN_GAP = 6  # " вона "
_HE = re.compile(r"(?:^|(?<=\s))\s?(?:він|вона|воно|он|она|оно|той|та|тот)\s", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[.,;:—\n]")
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
SHARING = frozenset({"conj", "xcomp", "advcl"})  # a verb that may leave its subject to its head


def carried(
    sentence: Sentence,
    trigger: Trigger,
    crafts: Crafts,
    reading: Reading,
    *,
    ends: int,
    moved: Mapping[int, int],
) -> int | None:
    """Return the aircraft spoken of last before a sentence, a few sentences ago, else the one the
    next sentence names: "She will set out for Berlin tomorrow. The Gulfstream …".

    None if the word of motion has a subject that flies in no aircraft ("a tram turned round"), or
    a name that goes to no place told (`ends`, how many are). Who goes from one place to another may
    have a name before the aircraft has one: "The king will fly from Oslo to Rome. His Falcon …".
    `moved` gives the sentence in which an aircraft
    was last told to move: "It had left Minsk" goes on speaking of it.
    """
    if _of_others(trigger, reading, placed=ends > 0):
        return None
    named = [mention for mention in crafts.mentions if mention.craft is not None]
    before = _last_before(sentence, named, crafts)
    if before is not None:
        named_in = reading.sentence_at(before.start).index
        since = sentence.index - max(named_in, moved.get(before.craft or 0, named_in))
        far = CARRIED_OF_AIRCRAFT if trigger.label in OF_AIRCRAFT else CARRIED_SENTENCES
        return before.craft if since <= far else None
    if sentence.is_title or not (ends > 1 or _unnamed(trigger, reading)):
        return None
    after = next((mention for mention in named if mention.start >= sentence.end), None)
    if after is None or reading.sentence_at(after.start).index != sentence.index + 1:
        return None
    return after.craft


def _last_before(
    sentence: Sentence, named: Sequence[CraftMention], crafts: Crafts
) -> CraftMention | None:
    for mention in reversed(named):
        flying = mention.craft is not None and not crafts.all[mention.craft].fighter
        if flying and mention.start < sentence.start:
            return mention
    return None


def _of_others(trigger: Trigger, reading: Reading, *, placed: bool) -> bool:
    """Return whether the parse gives a verb a subject other than an aircraft or those aboard; where
    there is none, whether its clause opens with those who come to a wreck on the ground."""
    if reading.lang != "en":
        near = reading.joined[max(0, trigger.start - PRONOUN_REACH) : trigger.start]
        clause = _CLAUSE_ENDS.split(near)[-1]
        return next(load_lexicon(reading.lang).afoot.find(clause), None) is not None
    subject = _subject(trigger, reading)
    if subject is None or subject.tag.startswith(("PRP", "W", "DT", "EX")):
        return False
    if subject.tag.startswith("NNP"):
        return not placed
    return next(load_lexicon(reading.lang).aboard.find(subject.text), None) is None


def _unnamed(trigger: Trigger, reading: Reading) -> bool:
    """Return whether who moves is left for the next sentence to name."""
    subject = _subject(trigger, reading)
    return subject is None or not subject.tag.startswith("NN")


def pronoun_moves(trigger: Trigger, reading: Reading) -> bool:
    """Return whether a verb has "it" or "she" as its subject: by the parse, or where there is none
    by the clause («летів він із Бамако»)."""
    if reading.lang != "en":
        near = reading.joined[max(0, trigger.start - PRONOUN_REACH) : trigger.start]
        clause = _CLAUSE_ENDS.split(near)[-1]
        behind = reading.joined[trigger.end : trigger.end + SHORTEST_PRONOUN_GAP]
        return _HE.search(clause) is not None or _HE.match(behind) is not None
    subject = _subject(trigger, reading)
    return subject is not None and subject.tag == "PRP"


def stands_aboard(trigger: Trigger, reading: Reading) -> bool:
    """Return whether the parse lets a pronoun, or those aboard, be where words such as "were in" or
    "on the ground" say."""
    subject = _standing(trigger, reading)
    if subject is None:
        return False
    known = load_lexicon(reading.lang).aboard.find(subject.text)
    return subject.tag == "PRP" or next(known, None) is not None


def speaks_of_it(trigger: Trigger, reading: Reading) -> bool:
    """Return whether the parse gives the verb of some words "it" as its subject, which is none of
    the aircraft its sentence names: "with two Rafales beside it, it landed"."""
    subject = _standing(trigger, reading)
    return subject is not None and subject.text.lower() == "it"


def _standing(trigger: Trigger, reading: Reading) -> Word | None:
    """Return the subject of the verb that words hang on, if they are no verb themselves."""
    index = reading.word_at(trigger.start)
    for _ in range(UP_TO_VERB):
        if index is None or reading.words[index].tag.startswith("VB"):
            break
        index = reading.words[index].head
    return None if index is None else _own_subject(index, reading)


def _subject(trigger: Trigger, reading: Reading) -> Word | None:
    """Return who moves by the parse: also the noun that a participle or "who" belongs to."""
    index = reading.word_at(trigger.start)
    while index is not None and reading.words[index].tag.startswith("VB"):
        verb = reading.words[index]
        told = _own_subject(index, reading)
        if verb.dep == "acl" or (verb.dep == "relcl" and told and told.tag.startswith("W")):
            return reading.words[verb.head]
        if told is not None:
            return told
        index = verb.head if verb.dep in SHARING and verb.head != index else None
    return None


def _own_subject(verb: int, reading: Reading) -> Word | None:
    near = reading.words[max(0, verb - SUBJECT_REACH) : verb + SUBJECT_REACH]
    return next((word for word in near if _is_subject(word, verb)), None)


def _is_subject(word: Word, verb: int) -> bool:
    return word.head == verb and word.dep in SUBJECTS
