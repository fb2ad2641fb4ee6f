"""Owns which mentions of an article speak of one aircraft. Must not decide where it flew.

An article introduces aircraft one after the other. A type of the same family, a generic word
("the plane", «борт») or a registration not yet taken goes to the aircraft spoken of last; a
different registration, another family, or a word such as "another" introduces a new one.
"""

import re
from collections.abc import Sequence

from pipeline.nlp.aboard import ABOARD, without_named
from pipeline.nlp.companies import lineage_of
from pipeline.nlp.craft import BOTH, Craft, CraftMention
from pipeline.nlp.craft_firms import country_before, firm_beside, leader_beside
from pipeline.nlp.craft_types import is_closer, is_fighter, several_of_a_maker
from pipeline.nlp.craft_words import is_base, is_denied, tells_on
from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.lexicon import NO_WORD, load_lexicon
from pipeline.nlp.reading import Reading, opens_item

_MODIFIER_REACH = 28
_OWNER_REACH = 75
_APPOSITION_REACH = 25
_LIST_GAP = re.compile(
    r"\s{0,2}(?:[,;/&]|and|та|і|й|и)\s{0,2}(?:and|та|і|й|и)?\s{0,2}\(?", re.IGNORECASE
)
_LISTED_KINDS = frozenset({"registration", "callsign"})
_ALONE = frozenset({"other", BOTH})
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4}
_NEW = frozenset({"other", "alike"})  # "another", "an identical": of one that is not yet told of
_MODIFIERS = frozenset({"same", *_NEW, *_COUNTS})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VBN"})
_INDEFINITE = re.compile(r"(?<!is )(?<!was )(?<!as )(?<!be )\ban? (?:[\w\-]+ ){0,3}$")
_AND = re.compile(r"[,\s](?:and|та|і|й|и)\s", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:^|[^,\s])\s+an?\s$|^an?\s$")
FLAG_OF_OTHERS = "US"  # aircraft of any country fly under an N number


class Crafts:
    """The aircraft of one article in order of their first mention, and all mentions of them."""

    def __init__(self, reading: Reading, gazetteers: Gazetteers) -> None:
        self._reading = reading
        self._gazetteers = gazetteers
        self._current: Craft | None = None
        self._owner: str | None = None
        self._firm: Found | None = None
        self._last_end = 0
        self._first = 0
        self._text = len(reading.title)
        self.all: list[Craft] = []
        self.mentions: list[CraftMention] = []

    def read(
        self,
        types: Sequence[Found],
        registrations: Sequence[Found],
        callsigns: Sequence[Found],
        owners: Sequence[Found],
    ) -> None:
        """Follow the aircraft from the first word to the last. `owners` are operators and
        nations; one that stands directly before a mention tells aircraft apart."""
        words = load_lexicon(self._reading.lang).aircraft.find(self._reading.joined)
        leaders = tuple(load_lexicon(self._reading.lang).leaders.find(self._reading.joined))
        modifiers: list[tuple[int, int, str]] = []
        items: list[tuple[int, int, str, Found | None]] = []
        for hit in words:
            if hit.label == NO_WORD or any(f.start <= hit.start < f.end for f in owners):
                continue
            if hit.label in _MODIFIERS:
                modifiers.append((hit.start, hit.end, hit.label))
                if hit.label in _ALONE and self._stands_alone(hit.start, hit.end):
                    items.append((hit.start, hit.end, hit.label, None))
            else:
                items.append((hit.start, hit.end, hit.label, None))
        items += [(f.start, f.end, f.kind, f) for f in types if not several_of_a_maker(f)]
        items += [(f.start, f.end, f.kind, f) for f in (*registrations, *callsigns)]
        items.sort(key=lambda item: (item[0], item[3] is None, -item[1]))
        items = without_named(items, self._reading)
        items = self._without_apposed(items)
        end = 0
        entries = [s.start for s in self._reading.sentences if opens_item(self._reading, s)]
        for start, stop, kind, found in items:
            if start < end or (kind == ABOARD and self._current is None):
                continue
            end = stop
            while entries and entries[0] <= start:
                entries.pop(0)
                self._current, self._first = None, len(self.all)
            self._owner = country_before(self._reading, start, owners, self._gazetteers)
            self._owner = leader_beside(self._reading, start, stop, leaders) or self._owner
            self._firm = firm_beside(self._reading, start, stop, owners)
            self._one(start, stop, kind, found, self._modifier(start, modifiers))

    def _without_apposed(
        self, items: list[tuple[int, int, str, Found | None]]
    ) -> list[tuple[int, int, str, Found | None]]:
        """Return the items but the nouns that a type follows, which speak of the same aircraft:
        «літав бізнес-джет Challenger»."""
        types = {found.start for _, _, _, found in items if found and found.kind == "type"}
        text = self._reading.joined
        return [
            item
            for item in items
            if item[2] not in ("aircraft", "helicopter")
            or not any(item[1] + gap in types for gap in (1, 2))
            or not text[item[1]].isspace()
        ]

    def _stands_alone(self, start: int, end: int) -> bool:
        """Return whether a verb or a comma follows "the other", "a third": the noun is unsaid."""
        if self._reading.lang != "en":
            return tells_on(self._reading, start, end)
        words, after = self._reading.words, self._reading.word_at(end + 1)
        if after is None or words[after].tag not in _FINITE:
            return False
        return words[after].tag != "VBN" or not words[
            min(after + 1, len(words) - 1)
        ].tag.startswith(("NN", "JJ"))

    def _modifier(self, start: int, modifiers: list[tuple[int, int, str]]) -> str:
        for begin, end, label in reversed(modifiers):
            if end <= start and start - begin <= _MODIFIER_REACH:
                between = self._reading.joined[end:start]
                near = between.count(" ") <= 2 or self._counts(begin, start, label)
                if near and not any(mark in between for mark in ",.;:()\n"):
                    return label
        return ""

    def _counts(self, begin: int, start: int, label: str) -> bool:
        """Return whether the parse hangs a number on a mention: "two US Air Force jets"."""
        number, noun = self._reading.word_at(begin), self._reading.word_at(start)
        if label not in _COUNTS or number is None or noun is None:
            return False
        words = self._reading.words
        return words[number].dep == "nummod" and words[number].head in (noun, words[noun].head)

    def _one(self, start: int, end: int, kind: str, found: Found | None, modifier: str) -> None:
        if found is not None and kind == "type" and found.ref:
            kind = "uncrewed" if self._gazetteers.type(found.ref).category == "uav" else kind
        if kind in ("uncrewed", "ground", "escort", "mark") or self._ruled_out(start, kind):
            self.mentions.append(CraftMention(start=start, end=end, kind=kind, craft=None))
            return
        if kind == BOTH:
            kind, modifier = "aircraft", BOTH
            craft = self._of_word(kind, None, modifier, start)
        elif kind == "other":
            definite = self._reading.joined[start:end].lower() == "the other"
            kind, craft = "aircraft", (self._rest() if definite else None) or self._other()
        elif kind == "type" and found is not None:
            craft = self._of_type(found, modifier)
        elif kind == "registration" and found is not None:
            craft = self._of_registration(found)
        else:
            craft = self._of_word(kind, found, modifier, start)
        if self._owner is not None:
            craft.country = craft.country or self._owner
        if self._firm is not None:
            craft.firm = craft.firm or self._firm
        if self._listed(start, kind) and craft.type is None and self.mentions:
            head = self.all[self.mentions[-1].craft or 0]
            craft.type, craft.country, craft.firm = head.type, head.country, head.firm
        if (
            modifier in _COUNTS
            and not self._met(craft)
            and kind in ("type", "aircraft", "helicopter")
        ):
            craft.count, craft.count_of_type = _COUNTS[modifier], kind == "type"
        self._tell(start, end, kind, craft, self._pair() if modifier == BOTH and not found else [])

    def _tell(self, start: int, end: int, kind: str, craft: Craft, pair: Sequence[Craft]) -> None:
        """Note that a span speaks of an aircraft, or of two told apart."""
        craft = pair[0] if pair else craft
        for member, told in zip(pair or [craft], (kind, BOTH), strict=False):
            self.mentions.append(CraftMention(start=start, end=end, kind=told, craft=member.number))
        if not craft.fighter:
            self._current = craft
        self._last_end = end

    def _ruled_out(self, start: int, kind: str) -> bool:
        """Return whether an aircraft is named only as what it was not ("it was an Il-76, not the
        Antonov") or as what the one spoken of was made from ("built on the Boeing 747")."""
        made = kind == "type" and self._current is not None and self._current.type is not None
        text = self._reading.joined
        return is_denied(text, start) or (made and is_base(text, start))

    def _foreign(self, craft: Craft) -> bool:
        """Return whether the mention at hand names another country than the aircraft's."""
        if self._other_firm(craft):
            return True
        return None not in (self._owner, craft.country) and self._owner != craft.country

    def _other_firm(self, craft: Craft) -> bool:
        """Return whether the mention at hand names another operator than the aircraft's."""
        if self._firm is None or craft.firm is None:
            return False
        mine = lineage_of(craft.firm, self._gazetteers)
        return not set(mine) & set(lineage_of(self._firm, self._gazetteers))

    def _listed(self, start: int, kind: str) -> bool:
        """Return whether a mention goes on a list of its kind: "RSD71, RSD72 and RSD73"."""
        if not self.mentions or self.mentions[-1].kind != kind or kind not in _LISTED_KINDS:
            return False
        return _LIST_GAP.fullmatch(self._reading.joined, self.mentions[-1].end, start) is not None

    def _new(self) -> Craft:
        craft = Craft(number=len(self.all), item=self._first)
        self.all.append(craft)
        return craft

    def _recent(self) -> list[Craft]:
        """Return the aircraft, the one spoken of last first."""
        others = [c for c in reversed(self.all[self._first :]) if c is not self._current]
        return [self._current, *others] if self._current is not None else others

    def _of_type(self, found: Found, modifier: str) -> Craft:
        fighter = is_fighter(found, self._gazetteers)
        chosen = None if modifier in _NEW else self._known(found)
        if chosen is not None and modifier in _COUNTS and chosen.type is None and self._met(chosen):
            chosen = None  # "two An-124s" are not the one plane spoken of before
        if chosen is None:
            head = self._counted(found)
            chosen = self._new()
            chosen.fighter, chosen.one_of = fighter, head
            chosen.another = modifier in _NEW
        if chosen.type is None or chosen.assumed or is_closer(found, chosen.type):
            chosen.type, chosen.assumed = found, False
        return chosen

    def _counted(self, found: Found) -> int | None:
        """Return the number of the aircraft counted of which a type names one more: "two planes, an
        Il-62 and an An-124"."""
        last = next((m for m in reversed(self.mentions) if m.kind == "type"), None)
        if last is None or last.craft is None:
            return None
        gap, head = self._reading.joined[last.end : found.start], self.all[last.craft]
        listed = len(gap) <= _OWNER_REACH and _AND.search(gap) and not set(gap) & set(".;:!?\n")
        return head.number if listed and head.count > 1 and not head.count_of_type else None

    def _met(self, craft: Craft) -> bool:
        """Return whether the text, not only the title, has spoken of an aircraft."""
        told = (item for item in self.mentions if item.start > self._text)
        return any(item.craft == craft.number for item in told)

    def _known(self, found: Found) -> Craft | None:
        """Return the aircraft that a type goes to: the one named just before it, else the last of
        that type, else the one spoken of, unless that is named and the type comes as a new thing.
        """
        fits = [c for c in self._recent() if c.takes_type(found, self._gazetteers)]
        fits = [c for c in fits if not self._foreign(c)]
        typed = [c for c in fits if c.type is not None and not c.assumed]
        near = found.start - self._last_end <= _APPOSITION_REACH
        if is_fighter(found, self._gazetteers) and not near:
            return typed[0] if typed else None
        current = self._current
        if current is None or current not in fits or (current.type and not current.assumed):
            return typed[0] if typed else None
        if near:
            return current
        if typed:
            return typed[0]
        named = current.registration is not None or bool(current.callsigns or current.firm)
        before = self._reading.joined[max(0, found.start - 6) : found.start].lower()
        # "The type, an Il-62M, is known" says what was told of; "a Tu-154 came" tells of another.
        anew = _ARTICLE.search(before) is not None and self._introduced(current, found.start)
        return None if named and anew else current

    def _introduced(self, craft: Craft, start: int) -> bool:
        """Return whether the text, not the title, spoke of an aircraft before this sentence."""
        sentence = self._reading.sentence_at(start)
        return any(
            self._text < mention.start < sentence.start
            for mention in self.mentions
            if mention.craft == craft.number
        )

    def _of_registration(self, found: Found) -> Craft:
        for craft in self.all:
            if craft.registration is not None and craft.registration.value == found.value:
                return craft
        current = self._current
        if current is None or current.registration is not None or self._of_others(current, found):
            chosen = self._free_neighbour(found) or self._one_of_several()
        else:
            chosen = current
        chosen.registration = found
        if found.ref != FLAG_OF_OTHERS:
            chosen.country = chosen.country or found.ref or None
        return chosen

    def _of_others(self, craft: Craft, found: Found) -> bool:
        """Return whether a mark is of another country than "a Ukrainian freighter", and apart."""
        if found.ref in ("", FLAG_OF_OTHERS) or craft.country in (None, found.ref) or craft.type:
            return False
        sentence = self._reading.sentence_at(found.start)
        return self.mentions[-1].end < sentence.start

    def _one_of_several(self) -> Craft:
        """Return a new aircraft, of the type of "two An-124s" that are not yet all told apart."""
        head = next((c for c in self._recent() if c.count > 1 and c.type is not None), None)
        chosen = self._new()
        if head is not None and head.type is not None:
            like = [c for c in self.all[head.number :] if c.type is head.type]
            if len(like) < head.count:
                chosen.type, chosen.assumed, chosen.another = head.type, True, True
        return chosen

    def _free_neighbour(self, found: Found) -> Craft | None:
        """Return an aircraft without registration mentioned just before this one."""
        for mention in reversed(self.mentions):
            if found.start - mention.end > _MODIFIER_REACH:
                return None
            if mention.craft is not None and self.all[mention.craft].registration is None:
                return self.all[mention.craft]
        return None

    def _of_word(self, kind: str, found: Found | None, modifier: str, start: int) -> Craft:
        if found is not None:
            for known in self.all:
                if any(callsign.value == found.value for callsign in known.callsigns):
                    return known
        spoken = self._current
        if modifier == "both" and found is None:
            spoken = next((c for c in self._recent() if c.count > 1), spoken)
        apart = self._other_firm if kind == "flight" else self._foreign
        if spoken is not None and apart(spoken):
            spoken = next(
                (c for c in self._recent() if not self._foreign(c) and (c.country or c.firm)), None
            )
        if (
            kind == "helicopter"
            and spoken is not None
            and not spoken.may_be_helicopter(self._gazetteers)
        ):
            spoken = next(
                (c for c in self._recent() if c.type and c.may_be_helicopter(self._gazetteers)),
                None,
            )
        if (
            spoken is not None
            and kind in ("aircraft", "helicopter")
            and self._is_new(spoken, start)
        ):
            spoken = None
        craft = spoken
        listed = kind == "callsign" and self._listed(start, kind)
        if craft is None or listed or (modifier in _NEW and kind != "callsign"):
            craft = self._new()
            craft.another = modifier in _NEW
            if modifier == "alike" and spoken is not None and kind != "flight":
                craft.type, craft.assumed = spoken.type, spoken.type is not None
        if found is not None:
            craft.callsigns.append(found)
        return craft

    def _other(self) -> Craft:
        """Return the aircraft that "the other" or "a third" speaks of: a new one, like the last."""
        craft = self._new()
        craft.another = True
        if self._current is not None:
            last = self._current
            craft.type, craft.country, craft.firm = last.type, last.country, last.firm
            craft.assumed = craft.type is not None
        return craft

    def _pair(self) -> list[Craft]:
        """Return the two aircraft told apart that "both" speaks of, none if they are not two."""
        named = [c for c in self.all[self._first :] if c.named and not c.fighter]
        alike = len({c.type.value for c in named if c.type is not None}) <= 1
        marked = all(c.registration or c.callsigns for c in named)
        return named if len(named) == 2 and alike and marked else []

    def _rest(self) -> Craft | None:
        """Return the one of two aircraft told apart that was not spoken of last."""
        return next((c for c in self._pair() if c is not self._current), None)

    def _is_new(self, craft: Craft, start: int) -> bool:
        """Return whether "a cargo plane" comes as a new thing beside an aircraft already named."""
        if craft.type is None and craft.registration is None:
            return False
        if not self._introduced(craft, start):
            return False
        sentence = self._reading.sentence_at(start)
        if self._reading.lang != "en" or sentence.is_title or self._owner is None:
            return False
        return _INDEFINITE.search(self._reading.joined[sentence.start : start].lower()) is not None
