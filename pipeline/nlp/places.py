"""Owns the finding of places and nationalities in a text. Must not decide who flew where."""

import re
from collections.abc import Sequence

from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers, NameForm
from pipeline.nlp.lexicon import load_lexicon
from pipeline.nlp.names import NameMatch, find_names

_LINE = 40
_PREPOSITION = re.compile(
    r"(?:^|\W)(?:in|to|from|at|near|for|towards?|via|into|over|between|of|reach(?:ed|es)?|left|"
    r"в|во|у|із|зі|з|из|до|на|над|под|під|біля|через|к|ко)\W{1,2}$",
    re.IGNORECASE,
)
# An adjective between preposition and name agrees with the name: «в турецкий Газиантеп».
_ADJECTIVE = re.compile(
    r"(?:^|\W)(?:в|во|у|із|зі|з|из|до|на|під|под|біля|к|ко) [а-яіїєґё-]{3,20}"
    r"(?:ого|его|ому|ему|ой|ей|ий|ый|ом|ем|ым|им|ої|ій|ую|ую|у) $"
)
_LONGER = re.compile(r" (?!AFB|RAF|Air|Int)[A-ZА-ЯІЇЄҐ][a-zа-яіїєґё]")
_CUED = frozenset({"cue", "town"})
_LAST = frozenset({"town", "state"})
_NOUNS = frozenset({"airfield", "settlement"})
_NEXT = 16
_STATE_GAP = re.compile(r",? ?\(?(?:in )?(?:(?:штат\w*|у штаті|в штате) )?")
_LANGUAGE_ORDER = {"en": ("en", "uk", "ru"), "uk": ("uk", "ru", "en"), "ru": ("ru", "uk", "en")}


def find_places(text: str, *, lang: str | None, gazetteers: Gazetteers) -> list[Found]:
    """Return cities, airports, bases and regions, in order, without overlap.

    `value` is the canonical city an airport serves, else the place's own name; `ref` the key of
    its row, which gives kind, country, airports and zone. Regions carry the flag `region`,
    airports `airport`, adjectives of a city («тегеранський») `adjective`.
    """
    folded, names = find_names(text, gazetteers)
    found = []
    for number, name in enumerate(names):
        form = best_form(name, "place", lang)
        following = names[number + 1 : number + 2]
        if any(other.risk == "state" for other in name.forms):
            told = _in_state(name, following, folded.text, lang, gazetteers)
            form = told or (form if form is not None and form.risk != "state" else None)
        if form is None or (
            form.risk in _CUED and not _is_cued(folded.text, name, form, following, lang)
        ):
            continue
        row = gazetteers.place(form.ref)
        kind = (row.kind,) if row.kind in ("region", "airport", "airbase") else ()
        flags = kind + ((form.flag,) if form.flag else ())
        found.append(
            folded.found(
                "place",
                name.start,
                name.end,
                form.value,
                ref=form.ref,
                finder="places",
                flags=flags,
            )
        )
    return found


def _in_state(
    name: NameMatch,
    following: Sequence[NameMatch],
    text: str,
    lang: str | None,
    gazetteers: Gazetteers,
) -> NameForm | None:
    """Return the city of the state or country that follows a name of several: "Waco, Texas"."""
    for after in following:
        if not _STATE_GAP.fullmatch(text, name.end, after.start):
            return None
        region, nation = best_form(after, "place", lang), best_form(after, "nationality", lang)
        country = nation.value if nation is not None else ""
        if region is not None and gazetteers.place(region.ref).kind == "region":
            country = gazetteers.place(region.ref).country
        forms = (form for form in name.forms if form.kind == "place" and form.risk == "state")
        return next((f for f in forms if gazetteers.place(f.ref).country == country), None)
    return None


def find_nationalities(text: str, *, lang: str | None, gazetteers: Gazetteers) -> list[Found]:
    """Return countries and adjectives of them; `value` is ISO 3166 alpha-2, the flag `country`
    or `adjective` says which."""
    folded, names = find_names(text, gazetteers)
    found = []
    for name in names:
        form = best_form(name, "nationality", lang)
        if form is None:
            continue
        found.append(
            folded.found(
                "nationality",
                name.start,
                name.end,
                form.value,
                ref=form.ref,
                finder="nationalities",
                flags=(form.flag,),
            )
        )
    return found


def best_form(name: NameMatch, kind: str, lang: str | None) -> NameForm | None:
    """Return the form of that kind in the language nearest to `lang`, the first in the table."""
    forms = [form for form in name.forms if form.kind == kind]
    order = _LANGUAGE_ORDER.get(lang or "en", ("en", "uk", "ru"))
    return min(
        forms,
        key=lambda form: (form.risk in _LAST, form.risk == "state", order.index(form.lang)),
        default=None,
    )


def _is_cued(
    text: str,
    name: NameMatch,
    form: NameForm,
    following: Sequence[NameMatch],
    lang: str | None,
) -> bool:
    """Return whether words beside a name tell that it is a place: a preposition, an adjective
    between or not; a word for an airfield or a settlement; or its country behind a comma."""
    if form.risk == "town" and _goes_on(text, name, following):
        return False
    before = text[max(0, name.start - _LINE) : name.start]
    if _PREPOSITION.search(before) is not None:
        return True
    if form.lang != "en" and _ADJECTIVE.search(before) is not None:
        return True
    return _beside_noun(before, text[name.end : name.end + _LINE], lang or "en")


def _goes_on(text: str, name: NameMatch, following: Sequence[NameMatch]) -> bool:
    """Return whether a name is the first word of a longer one: "Claudia Sheinbaum"."""
    if following and following[0].start == name.end + 1:
        return False
    return _LONGER.match(text, name.end) is not None


def _beside_noun(before: str, after: str, lang: str) -> bool:
    words = load_lexicon(lang).places
    if any(hit.label in _NOUNS and not before[hit.end :].strip() for hit in words.find(before)):
        return lang != "en"
    return any(hit.label == "airfield" and not after[: hit.start].strip()
               for hit in words.find(after[:_NEXT]))  # fmt: skip
