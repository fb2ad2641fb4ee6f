"""Owns who an article credits: the outlets its reports are said by, the tracking services, and the
outlets that the word about one flight rests on.

Credits hold for every report of the article (annotation guide); the outlet itself is no credit. On
whom one flight rests is told near its own words: `basis_of`.
"""

from collections.abc import Iterable, Sequence

from pipeline.nlp.found import Found
from pipeline.nlp.leg import Leg
from pipeline.nlp.press import begins_caption, load_press
from pipeline.nlp.reading import Reading, Sentence
from pipeline.records import ReportRole

# Sentences, the title's first: where an article says from whom it has its story. Of 1 to 4 the one
# that gives the right root most often on the tune part (146 of 173 reports, with 1: 142).
_LEAD = 4
_SILENT_WITHIN = 24  # characters: "AFP could not independently confirm"


def credited(found: Iterable[Found], *, outlet: str) -> tuple[Found, ...]:
    """Return the first mention of each name, in order, without the outlet itself."""
    own = _bare(outlet)
    first: dict[str, Found] = {}
    for item in found:
        if _bare(item.value) != own:
            first.setdefault(item.value, item)
    return tuple(first.values())


def crediting(found: Iterable[Found], reading: Reading) -> tuple[Found, ...]:
    """Return the mentions that credit: not those of captions, of "Read also" lines, and of outlets
    that are said to know nothing ("AFP could not verify this")."""
    return tuple(item for item in found if not _is_caption(item, reading) and not _is_silent(
        item, reading
    ))  # fmt: skip


def basis_of(
    leg: Leg, role: ReportRole, credits: Sequence[Found], reading: Reading, *, outlet: str
) -> tuple[str, ...]:
    """Return the outlets that the word about a flight rests on, nearest first; () is the article's
    own outlet.

    Who is credited in a sentence that tells the flight counts, else who is credited beside one;
    else what the article begins with: for a flight told in the background only where the article
    credits nobody else. Where the credited outlet itself cites another ("Yonhap reported, citing
    NK News"), that one follows it.
    """
    own = _bare(outlet)
    credits = [item for item in credits if _bare(item.value) != own]
    first = _nearest(leg, role, credits, reading)
    if first is None:
        return ()
    sentence = reading.sentence_at(first.start)
    names = [first.value]
    for item in credits:
        later = item.start > first.start and item.end <= sentence.end
        if later and item.value not in names and _cites(reading, first, item):
            names.append(item.value)
            first = item
    return tuple(names)


def _nearest(
    leg: Leg, role: ReportRole, credits: Sequence[Found], reading: Reading
) -> Found | None:
    """Return the mention that credits an outlet for a flight, if one does."""
    told = {frame.sentence for frame in leg.frames}
    paragraphs = {_paragraph(reading.sentences[index], reading) for index in told}
    at = [(reading.sentence_at(item.start), item) for item in credits]
    inside = [item for sentence, item in at if sentence.index in told]
    beside = [
        item
        for sentence, item in at
        if told & {sentence.index - 1, sentence.index + 1}
        and (role == "primary" or _paragraph(sentence, reading) in paragraphs)
    ]
    lead = [item for sentence, item in at if sentence.index <= _LEAD]
    if role == "background" and len({item.value for item in credits}) > 1:
        lead = []
    return next(iter((*inside, *beside, *lead)), None)


def _paragraph(sentence: Sentence, reading: Reading) -> int:
    return reading.joined.rfind("\n", 0, sentence.start + 1)


def _cites(reading: Reading, source: Found, other: Found) -> bool:
    """Return whether the words between two outlets say that the first has it from the second."""
    between = reading.joined[source.end : other.start]
    return next(load_press(reading.lang).citing.find(between), None) is not None


def _is_caption(item: Found, reading: Reading) -> bool:
    line = reading.joined[reading.joined.rfind("\n", 0, item.start) + 1 : item.start]
    return begins_caption(line, reading.lang)


def _is_silent(item: Found, reading: Reading) -> bool:
    after = reading.joined[item.end : item.end + 2 * _SILENT_WITHIN]
    hit = next(load_press(reading.lang).silent.find(after), None)
    return hit is not None and hit.start < _SILENT_WITHIN and "." not in after[: hit.start]


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")
