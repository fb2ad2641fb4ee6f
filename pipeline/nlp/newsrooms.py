"""Owns the finding of outlets that no table lists, where the language marks them as such.

The noun beside a name tells it («портал «Мост»», "the Baza Telegram channel"), a word in the name
("Upper Nile Herald") or the verb that no other name stands at ("…, TT writes."). Must not decide
what they said. A name that the tables know as something else is left to its finder.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers
from pipeline.nlp.lexicon import Hit, load_lexicon, read_forms
from pipeline.nlp.names import NameMatch, find_names
from pipeline.nlp.press import load_press
from pipeline.nlp.transliterate import latin_title

_LATIN = r"[A-Z][A-Za-z0-9\-]*(?:'[A-Z][a-z]+|'s(?= [A-Z]))?(?:\.[A-Za-z]{2,6})?"
_SITE = r"[A-Za-z0-9\-]{2,}\.(?:com|net|org|info|news|media|tv|fm|io|[a-z]{2})\b"
_RUN = rf"(?:{_SITE}|{_LATIN})(?: (?:{_LATIN}|(?:of|de|du|di|da|do|del|della|la|al|&)(?= [A-Z])))*"
_LATIN_NAME = re.compile(rf"(?<![\w\-'.@/]){_RUN}(?!\w)")
_QUOTED_NEXT = re.compile(
    r' ?"(?P<name>[^"\n]{2,40})"|, ?"(?P<after_comma>[^"\na-zа-яіїєґё][^"\n]{1,39})"'
)
_LATIN_NEXT = re.compile(rf",? (?P<name>{_RUN})(?!\w)")
_CYRILLIC_NEXT = re.compile(r" (?P<name>[А-ЯІЇЄҐ][\w'\-]+(?: [А-ЯІЇЄҐ][\w'\-]+)?)(?!\w)")
_ACRONYM = r"[А-ЯІЇЄҐ][А-ЯІЇЄҐа-яіїєґ]*[А-ЯІЇЄҐ]"
_ACRONYM_NEXT = re.compile(rf" (?P<name>{_ACRONYM})(?!\w)")
_PRESS = re.compile(rf"(?<![\w\"]){_ACRONYM}(?=[.,;:!?\n]|$)")
_QUOTED = re.compile(r'"(?P<name>[A-ZА-ЯІЇЄҐЁ0-9][^"\n]{1,39})"')
_APPOSED = re.compile(r", (?:an?|the|another) (?:[\w'\-]+ ){0,3}$")
_OF_NAME = re.compile(r"[,.;)]| (?:that|which|close|run|based|known|with|covering)\b")
_NUMBERED = re.compile(r"\d{3}")
_WORD_BEFORE = re.compile(r"([\w\-']+),? $")
_AT_END = re.compile(r"\s*(?:[.;,:!?—\-]|$|\n)")
_PLURAL = re.compile(r"(?:els|ies|ers|ets|es|ts|ыя?|и|і|ї|ия|ва|ов|ів|ев|ам|ям|ах|ях|ами|ями)$")
_SECOND = re.compile(
    rf'"? (?:and|та|і|й|и) (?:"(?P<quoted>[^"\n]{{2,40}})"|(?P<name>{_RUN})(?!\w))'
)
_AFTER_CAPITAL = re.compile(r"\b[A-Z][a-z]+\.? (?=([A-Z][\w\-]+))")
_EN_ACRONYM = re.compile(r"[A-Z]{2,6}")
_BEFORE, _AFTER = 48, 26  # characters
_MOST_WORDS = 5
_SHORTEST = 2
# What may stand between a name and its verb: «, пише видання X», "reports the daily X".
_BETWEEN = re.compile(
    r'[\s"]{0,2}(?:(?:[Tt]he|в|у|на|про це|об этом|що|что) )?'
    r'(?:[а-яіїєґ\-]{3,20}(?:ая|ый|ий|ое|ой|ська|ський|ське|цька|цький|цьке) )?"?'
)


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of names as the tables have them, capitals and all."""

    heads: frozenset[str]
    no_outlet: frozenset[str]
    office: frozenset[str]
    office_stems: frozenset[str]
    own: frozenset[str]
    never_first: frozenset[str]


def find_newsrooms(text: str, *, lang: str | None, gazetteers: Gazetteers) -> list[Found]:
    """Return outlets, agencies and channels that no table knows, in order, without overlap.

    `value` is the name in Latin letters (a channel's transliterated), `ref` is "". Nothing that is
    wholly the name of a place, carrier, tracker or outlet of the tables is among them.
    """
    return list(_find(text, lang if lang in ("uk", "ru") else "en", gazetteers))


@lru_cache(maxsize=16)
def _find(text: str, lang: str, gazetteers: Gazetteers) -> tuple[Found, ...]:
    folded, names = find_names(text, gazetteers)
    spans = {*_beside_nouns(folded.text, lang), *_by_their_words(folded.text, lang)}
    spans |= {*_by_verbs(folded.text, lang)}
    starts = [name.start for name in names]
    found: list[Found] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        begin, _ = folded.span(start, end)
        if (found and begin < found[-1].end) or _is_known(names, starts, start, end):
            continue
        value = latin_title(folded.text[start:end], lang=lang)
        found.append(folded.found("outlet", start, end, value, ref="", finder="newsrooms"))
    return tuple(found)


def _is_known(names: Sequence[NameMatch], starts: Sequence[int], start: int, end: int) -> bool:
    """Return whether a name of the tables is the whole span, or an outlet inside it."""
    for name in names[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end)]:
        if name.start <= start and end <= name.end:
            return True
        inside = start <= name.start and name.end <= end
        if inside and any(form.kind in ("outlet", "tracker") for form in name.forms):
            return True
    return False


def _beside_nouns(text: str, lang: str) -> Iterator[tuple[int, int]]:
    press, words = load_press(lang), _words(lang)
    for hit in press.nouns.find(text):
        if lang == "en" and text[hit.start : hit.end].split()[-1][0].isupper():
            continue
        before = _WORD_BEFORE.search(text[max(0, hit.start - _BEFORE) : hit.start])
        if before is not None and before[1].lower() in words.own:
            continue
        yield from _after_noun(text, hit, lang, words)
        if lang == "en":
            yield from _before_noun(text, hit, words)
            yield from _apposed(text, hit, words)


def _after_noun(text: str, hit: Hit, lang: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Yield the name that follows: «портал «Мост»», "the Telegram channel Baza"."""
    match = _QUOTED_NEXT.match(text, hit.end) or _LATIN_NEXT.match(text, hit.end)
    agency = "аген" in text[hit.start : hit.end].lower()
    if match is None and lang != "en" and hit.label == "noun":
        match = (_ACRONYM_NEXT if agency else _CYRILLIC_NEXT).match(text, hit.end)
    if match is None:
        return
    name = "name" if match["name"] is not None else "after_comma"
    start, end = _trimmed(text, *match.span(name), words)
    if _may_name(text[start:end], words) and not (agency and _is_office(text[start:end], words)):
        yield start, end
        second = (
            _SECOND.match(text, match.end()) if _PLURAL.search(text[hit.start : hit.end]) else None
        )
        if second is not None:
            yield second.span("name" if second["name"] else "quoted")


def _before_noun(text: str, hit: Hit, words: _Words) -> Iterator[tuple[int, int]]:
    """Yield the name before: "the Baza Telegram channel", "Dnevnik daily"."""
    line = _line_start(text, hit.start)
    for match in _LATIN_NAME.finditer(text[line : hit.start - 1]):
        if line + match.end() != hit.start - 1 or text[hit.start - 1] != " ":
            continue
        start, end = _trimmed(text, line + match.start(), hit.start - 1, words)
        if start == line + match.start() and not _WORD_BEFORE.search(text[line:start]):
            continue  # "Open daily": the capital is the sentence's
        if _may_name(text[start:end], words) and not text[start:end].endswith("'s"):
            yield start, end


def _apposed(text: str, hit: Hit, words: _Words) -> Iterator[tuple[int, int]]:
    """Yield the name that a noun explains: "Sahel Dispatch, a newsletter that follows…"."""
    line = _line_start(text, hit.start)
    gap = _APPOSED.search(text[line : hit.start])
    if gap is None or _OF_NAME.match(text, hit.end) is None:
        return
    for match in _LATIN_NAME.finditer(text[line : line + gap.start()]):
        start, end = _trimmed(text, line + match.start(), line + match.end(), words)
        name = text[start:end]
        if match.end() == gap.start() and _may_name(name, words) and not _is_office(name, words):
            yield start, end


def _by_their_words(text: str, lang: str) -> Iterator[tuple[int, int]]:
    """Yield names with an outlet's word in them that stand at a verb of saying."""
    words = _words(lang)
    for start, end in _candidates(text, words):
        name = text[start:end]
        parts = name.split()
        is_site = re.fullmatch(_SITE, name) is not None
        if not is_site and not (len(parts) > 1 and words.heads & set(parts)):
            continue
        if _may_name(name, words) and (
            _said(text, start, end, lang) or _credited(text, start, end, lang)
        ):
            yield start, end


def _by_verbs(text: str, lang: str) -> Iterator[tuple[int, int]]:
    """Yield names at a verb that outlets have: «пише «Вечір»», ", TT writes."."""
    if lang != "en":
        yield from _acronyms(text, lang)
    words = _words(lang)
    surnames = _surnames(text)
    people = {hit.start for hit in load_lexicon(lang).leaders.find(text)}
    for start, end in _candidates(text, words):
        name = text[start:end]
        if not _may_name(name, words) or start in people or _is_office(name, words):
            continue
        if lang == "en":
            told = _EN_ACRONYM.fullmatch(name) and _AT_END.match(text, end)
            signed = _is_signed(text, start, end) or (told and _said(text, start, end, lang))
            if signed and name.split()[-1] not in surnames:
                yield start, end
        elif (name.isascii() or text[start - 1 : start] == '"') and _said(text, start, end, lang):
            yield start, end


def _acronyms(text: str, lang: str) -> Iterator[tuple[int, int]]:
    """Yield Cyrillic abbreviations at a verb that only the press has: «передаёт КазТАГ.»"""
    for match in _PRESS.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        if any(not before[hit.end :].strip() for hit in load_press(lang).signing.find(before)):
            yield match.span()


def _candidates(text: str, words: _Words) -> Iterator[tuple[int, int]]:
    for match in _QUOTED.finditer(text):
        yield match.span("name")
    for match in _LATIN_NAME.finditer(text):
        start, end = _trimmed(text, match.start(), match.end(), words)
        if start < end:
            yield start, end


def _said(text: str, start: int, end: int, lang: str) -> bool:
    """Return whether a verb or phrase of crediting stands at the name, nothing else between."""
    press = load_press(lang)
    head = _line_start(text, start)
    for hit in press.before.find(text[head:start]):
        if _BETWEEN.fullmatch(text[head + hit.end : start]):
            return True
    if lang == "en":
        return False
    after = next(press.after.find(text[end : end + _AFTER]), None)
    return after is not None and not text[end : end + after.start].strip(' "')


def _credited(text: str, start: int, end: int, lang: str) -> bool:
    """Return whether any word of saying stands at the name: enough where its words tell it."""
    cues = load_lexicon(lang).credits
    head = _line_start(text, start)
    if any(_BETWEEN.fullmatch(text[head + hit.end : start]) for hit in cues.find(text[head:start])):
        return True
    after = next(cues.find(text[end : end + _AFTER]), None)
    return after is not None and not text[end : end + after.start].strip(' "')


def _line_start(text: str, place: int) -> int:
    """Return where the words before a place begin that may have to do with it, in its line."""
    near = max(0, place - _BEFORE)
    return max(near, text.rfind("\n", near, place) + 1)


def _is_signed(text: str, start: int, end: int) -> bool:
    """Return whether the sentence is signed with the name: "…, TT writes.", "ANI says, citing"."""
    after = next(load_press("en").after.find(text[end : end + _AFTER]), None)
    if after is None or text[end : end + after.start].strip():
        return False
    verb = text[end + after.start : end + after.end]
    comma = text[max(0, start - 2) : start].rstrip(" ").endswith((",", "-", "—"))
    signed = comma and _AT_END.match(text, end + after.end) is not None
    one_word = " " not in text[start:end]
    return signed or "," in verb or (one_word and verb in ("reports", "writes", "quotes", "quoted"))


def _surnames(text: str) -> frozenset[str]:
    """Return the words that stand after a capitalised one: "Zeman" of "Milos Zeman"."""
    return frozenset(match[1] for match in _AFTER_CAPITAL.finditer(text))


def _trimmed(text: str, start: int, end: int, words: _Words) -> tuple[int, int]:
    """Cut what begins no name ("The", "Yesterday") and a platform's name off its ends."""
    while start < end:
        first = text[start:end].split()[0]
        if first not in words.never_first and not first.isdigit():
            break
        start += len(first)
        start += len(text[start:end]) - len(text[start:end].lstrip())
    name = text[start:end]
    for tail in (" Telegram", " YouTube", " TV channel"):
        name = name.removesuffix(tail)
    return start, start + len(name.removesuffix("'s"))


def _may_name(name: str, words: _Words) -> bool:
    short = len(name) < _SHORTEST or name.count(" ") >= _MOST_WORDS
    no_name = short or name in words.no_outlet or _NUMBERED.search(name) is not None
    return not no_name and any(char.isalpha() for char in name)


def _is_office(name: str, words: _Words) -> bool:
    """Return whether the name is an authority's or a company's: those are no outlets."""
    lower = name.lower()
    return bool(words.office & set(name.split())) or any(s in lower for s in words.office_stems)


@cache
def _words(lang: str) -> _Words:
    own, english = (
        read_forms("outlet_words", lang, "kind"),
        read_forms("outlet_words", "en", "kind"),
    )
    never = read_forms("company_words", "en", "kind")["never_first"]
    return _Words(
        heads=own["head"] | english["head"],
        no_outlet=english["no_outlet"],
        office=english["office"],
        office_stems=own.get("office_stem", frozenset()),
        own=own["own"],
        # words that begin no carrier's name but do begin an outlet's
        never_first=never - {"Daily", "Civil", "International", "National", "Business", "New"},
    )
