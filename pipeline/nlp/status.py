"""Owns whether a frame tells what happened, is planned, is supposed or is denied.

It looks at the words of the clause before a trigger, and at the trigger's own form.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Literal

from pipeline.nlp.lexicon import Hit, load_lexicon
from pipeline.nlp.reading import Reading, Sentence
from pipeline.records import ReportStatus

Tense = Literal["past", "future", "infinitive", ""]
SUPPOSED = frozenset({"hypothetical", "modal"})
NEGATION_REACH = 24
NAMES = frozenset({"May", "МіГ"})  # of a month, of fighters: no "may", no «міг»
CLAUSE_REACH = 70
SENTENCE_CUES = frozenset(
    {
        "background",
        "again",
        "denial",
        "from_there",
        "to_there",
        "same_route",
        "landing",
        "forced",
        "home",
        "patrol",
        "uninvolved",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """Status of a frame, and cues that help to place it: `had`, `again`, `background`, …"""

    status: ReportStatus
    negated: bool
    cues: frozenset[str]


def cue_hits(reading: Reading) -> tuple[Hit, ...]:
    """Return every cue of the text, found once."""
    return tuple(
        hit
        for hit in load_lexicon(reading.lang).cues.find(reading.joined)
        if reading.joined[hit.start : hit.end] not in NAMES
    )


def tone_of(
    sentence: Sentence,
    span: tuple[int, int],
    clause: tuple[int, int],
    cues: Sequence[Hit],
    *,
    tense: Tense = "",
    dated: bool = False,
    comma: int = -1,
) -> Tone:
    """Return the tone of a trigger at `span` inside its clause.

    What is told in a form of the future is planned, and never what is told in one of the past; a
    deed told in the infinitive is only threatened or tried. A
    condition leaves a plan with a day what it is: "if the weather holds, it leaves on Monday". A
    negation before `comma`, the last one before the trigger, is of another verb: «не нарушив
    границ, вернулся».
    """
    start, end = span
    near = [
        hit
        for hit in cues
        if clause[0] <= hit.start < max(end, clause[1]) and hit.start >= start - CLAUSE_REACH
    ]
    before = {hit.label for hit in near}
    anywhere = {hit.label for hit in cues if sentence.start <= hit.start < sentence.end}
    negated = any(
        hit.label == "negation" and hit.start > comma and 0 <= start - hit.end <= NEGATION_REACH
        for hit in near
    )
    if "denial" in anywhere and (negated or _denial_rules(sentence, start, cues)):
        status: ReportStatus = "denied"
    else:
        status = _status(before, tense, dated=dated, sure=not anywhere & SUPPOSED)
    labels = before | (anywhere & SENTENCE_CUES)
    return Tone(status=status, negated=negated, cues=frozenset(labels))


def _status(before: Set[str], tense: Tense, *, dated: bool, sure: bool) -> ReportStatus:
    planned = tense == "future" or ("planned" in before and tense != "past")
    could = "modal" in before and tense != "past"  # "could not climb and turned back"
    if (
        "hypothetical" in before
        or could
        or ("condition" in before and not (planned and dated and sure))
    ):
        return "hypothetical"
    if planned:
        return "planned"
    return "hypothetical" if tense == "infinitive" else "happened"


def _denial_rules(sentence: Sentence, start: int, cues: Sequence[Hit]) -> bool:
    """Return whether a word of denial stands before the trigger in its sentence, or behind one that
    is told as a claim: «якобы сел в Минске, там отрицают»."""
    here = [hit for hit in cues if sentence.start <= hit.start < sentence.end]
    claimed = any(hit.label == "claim" and hit.start < start for hit in here)
    return any(hit.label == "denial" and (claimed or hit.start < start) for hit in here)
