"""Owns `Found`, what every finder yields. Finders see one string and know nothing of articles."""

from dataclasses import dataclass

from pipeline.records import MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A span of a string with a kind and a normalised value.

    `text == source[start:end]`. `value` is canonical English (family, registration, callsign,
    operator, city, outlet, tracker name, or an ISO 3166 code for a nationality or country).
    `ref` is the key of the gazetteer row, "" where no table stands behind it. `variant` is the
    type variant where the text gives one. `flags` as in `Mention.flags`. `country` is the nation of
    a carrier that no table has, where words beside it tell it.
    """

    kind: MentionKind
    start: int
    end: int
    text: str
    value: str
    ref: str
    finder: str
    variant: str | None = None
    flags: tuple[str, ...] = ()
    country: str = ""
