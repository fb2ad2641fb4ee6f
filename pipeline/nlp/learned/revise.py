"""Owns what the models change in what the rules read: legs dropped or taken back, roles, statuses,
outcomes, ends and days. Every value stays one that the finders found, with its words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.nlp.frames import Frame
from pipeline.nlp.learned.around import words_beside, words_to_leg
from pipeline.nlp.learned.bind import bind_fliers
from pipeline.nlp.learned.model import EXACT, LEARNED, Features, Forest, Matrix, Model, Words
from pipeline.nlp.learned.of_days import DAYS, Day, day_features
from pipeline.nlp.learned.of_ends import ENDS, End, end_features, place_features
from pipeline.nlp.learned.of_legs import leg_features, leg_words
from pipeline.nlp.learned.telling import (
    OUTCOMES,
    STATUSES,
    Telling,
    days_of,
    firsts_of_copies,
    same_place,
    told_in,
)
from pipeline.nlp.leg import LOST, Leg, restate
from pipeline.nlp.locations import Location
from pipeline.nlp.whens import When
from pipeline.records import ReportRole

# Probabilities, chosen by cross-validation on articles the rules had not seen:
# `python -m corpora.train_reading` prints what they give. A wrong value costs more than a missing
# one, so that what the rules found is left alone unless the models are fairly sure.
KEEP, TAKE_BACK, KEEP_ONLY = 0.45, 0.6, 0.25
PRIMARY = 0.5
STATUS, OUTCOME = 0.75, 0.6
SET_END, DROP_END = 0.6, 0.25
SET_DAY, DROP_DAY = 0.5, 0.3
# Legs times the places and days they may have. News has under 200, a long round-up 1,500; what has
# more is a list that no model was trained on, and would take seconds.
MOST_CHOICES = 2000
QUESTIONS = ("keep", "primary", *STATUSES, *(name for name in OUTCOMES if name))
"""What the words of a leg alone are asked: is it a leg, is it primary, has it this status, this
outcome. Those of a place are asked for each of `ENDS` whether it is one."""

Item = TypeVar("Item", Location, When)


def revise(telling: Telling, model: Model) -> list[tuple[Leg, ReportRole]]:
    """Return the legs of an article with their roles, revised: primary ones first, each group in
    the order told. The legs are changed.

    Everything is judged by what the rules said, and changed only then. A text with more legs and
    places than news has is left as the rules read it.
    """
    if not telling.legs or _is_list(telling):
        return list(telling.kept)
    if model.owners is not None:
        bind_fliers(telling, model.owners)
    rows = leg_rows(telling, model.leg_words)
    keep, primary = model.keep.scores(rows)[:, 0], model.role.scores(rows)[:, 0]
    statuses, outcomes = model.status.scores(rows), model.outcome.scores(rows)
    numbers = range(len(telling.kept))
    known = place_features(telling)
    beside = [words_beside(telling, place.start, place.end) for place in known]
    ends = [found for n in numbers for found in likely_ends(telling, n, model, known, beside)]
    days = [(n, day, likely_days(telling, n, day, model.days)) for n in numbers for day in DAYS]
    for at, end, places in ends:
        _set_end(telling.kept[at][0], end, places)
    for at, day, whens in days:
        _set_day(telling.kept[at][0], day, whens)
    for at, leg in enumerate(telling.legs):
        _set_status(telling, leg, statuses[at], model.leg_words)
        _set_outcome(telling, leg, outcomes[at], model.leg_words)
    keep = keep[firsts_of_copies(telling.legs)]
    least = KEEP if len(telling.kept) > 1 else KEEP_ONLY
    kept = [
        (leg, _role(primary[at]))
        for at, leg in enumerate(telling.legs)
        if keep[at] >= (least if at < len(telling.kept) else TAKE_BACK)
    ]
    return sorted(kept, key=lambda pair: (pair[1] != "primary", told_in(pair[0])[0]))


def _is_list(telling: Telling) -> bool:
    return len(telling.legs) * (len(telling.places) + len(telling.whens)) > MOST_CHOICES


def _role(primary: float) -> ReportRole:
    return "primary" if primary >= PRIMARY else "background"


def leg_rows(telling: Telling, words: Words) -> list[Features]:
    """Return the features of every leg, with what its words alone say to each question."""
    return [
        leg_features(telling, at) | words.features(leg_words(telling, leg))
        for at, leg in enumerate(telling.legs)
    ]


def likely_ends(
    telling: Telling,
    at: int,
    model: Model,
    known: Mapping[Location, Features],
    beside: Sequence[frozenset[str]],
) -> Iterable[tuple[int, End, Mapping[Location, float]]]:
    """Yield, for each end of the leg kept at number `at`, the likeliest mention of each place told,
    by city and country, with how likely that is. `known` are the features of `place_features`,
    `beside` the words beside each place."""
    leg, _ = telling.kept[at]
    said = [
        model.end_words.features(words | words_to_leg(telling, leg, place.start))
        for place, words in zip(known, beside, strict=True)
    ]
    for end in ENDS:
        rows = [
            end_features(telling, at, end, place, known) | words
            for place, words in zip(known, said, strict=True)
        ]
        scores = model.ends.scores(rows)
        best = _best(known, scores[:, 0], lambda place: (place.city, place.country))
        yield at, end, best


def likely_days(telling: Telling, at: int, day: Day, forest: Forest) -> Mapping[When, float]:
    """Return for each stretch of days told its likeliest words as a day of a leg, and how likely
    that is."""
    spans = sorted({days_of(when) for when in telling.whens})
    scores = forest.scores([day_features(telling, at, day, w, spans) for w in telling.whens])
    return _best(telling.whens, scores[:, 0], days_of)


def _best(
    items: Iterable[Item], scores: Iterable[float], key: Callable[[Item], object]
) -> dict[Item, float]:
    """Return of the items that name the same the one with the highest score, with its score."""
    best: dict[object, tuple[float, Item]] = {}
    for item, score in zip(items, scores, strict=True):
        if key(item) not in best or score > best[key(item)][0]:
            best[key(item)] = (float(score), item)
    return {item: score for score, item in best.values()}


def _set_end(leg: Leg, end: End, places: Mapping[Location, float]) -> None:
    """Set an end of a leg anew where another place is likelier, but not to where its other end is,
    nor to a city where the text names its country as the end: "returned to Russia"."""
    known = leg.origin if end == "origin" else leg.destination
    other = leg.destination if end == "origin" else leg.origin
    there = next((score for place, score in places.items() if same_place(place, known)), None)
    best = max(places, key=lambda place: places[place], default=None)
    if best is None or same_place(best, known) or _country_of(best, known):
        return
    if places[best] >= SET_END and places[best] > (there or 0.0):
        if not same_place(best, other):
            setattr(leg, end, replace(best, finder=LEARNED))
    elif there is not None and there < DROP_END:
        setattr(leg, end, None)


def _country_of(place: Location, known: Location | None) -> bool:
    """Return whether all that is known of an end is the country of a place."""
    return known is not None and known.city is None and known.country == place.country


def _set_day(leg: Leg, day: Day, whens: Mapping[When, float]) -> None:
    known = leg.departed if day == "departed" else leg.arrived
    there = next((p for w, p in whens.items() if known and days_of(w) == days_of(known)), None)
    best = max(whens, key=lambda when: whens[when], default=None)
    if best is None or (known is not None and best.expression == known.expression):
        return  # the same words: the rules know whose calendar they are of
    if whens[best] >= SET_DAY and whens[best] > (there or 0.0):
        setattr(leg, day, replace(best, finder=LEARNED))
    elif there is not None and there < DROP_DAY:
        setattr(leg, day, None)


def _set_status(telling: Telling, leg: Leg, scores: Matrix, words: Words) -> None:
    """Give a leg the status that is likely, with the sentence that speaks most for it; where none
    does, nothing is changed."""
    status = STATUSES[int(scores.argmax())]
    if status == leg.status or scores.max() < STATUS:
        return
    frame = _telling_sentence(telling, leg, status, words)
    if frame is not None:
        restate(leg, status)
        leg.status_frame, leg.status_finder = frame, LEARNED


def _set_outcome(telling: Telling, leg: Leg, scores: Matrix, words: Words) -> None:
    """Give a leg the outcome that is likely, with the sentence that speaks most for it; where none
    does, nothing is changed. What was lost did not arrive."""
    outcome = OUTCOMES[int(scores.argmax())]
    if outcome == leg.outcome or scores.max() < OUTCOME:
        return
    if outcome is None:
        leg.outcome = leg.outcome_frame = None
        return
    frame = _telling_sentence(telling, leg, outcome, words)
    if frame is None:
        return
    leg.outcome, leg.outcome_frame, leg.outcome_finder = outcome, frame, LEARNED
    if outcome in LOST:
        leg.departed, leg.arrived = leg.departed or leg.arrived, None


def _telling_sentence(telling: Telling, leg: Leg, answer: str, words: Words) -> Frame | None:
    """Return the sentence of a leg whose words together speak most for an outcome or status, None
    where those of none do. No single word decides, so that none is given for it."""
    best, most = None, 0.0
    for frame in leg.frames:
        sentence = telling.reading.sentences[frame.sentence]
        said = {token.form for token in telling.words_in(sentence)}
        weight = round(sum(words.weight(f"b={form}", answer) for form in said), EXACT)
        if weight > most:
            best, most = replace(frame, start=sentence.start, end=sentence.end), weight
    return best
