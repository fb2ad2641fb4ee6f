"""Owns how groupings are scored: B³ and pair F1 on legs and trips, and what must not be mixed.

Only matched reports are grouped: a report nobody found cannot be linked rightly or wrongly, and is
counted among the legs. A report in no event is a group of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from pipeline.evaluate.figures import Figure, Tally, count, precision_recall_f1, share
from pipeline.evaluate.matching import Match

Groups = Sequence[tuple[str, str, str]]  # (url, gold group, predicted group), one per report


def link_figures(matches: Sequence[Match]) -> list[Figure]:
    """Return every figure about which reports were brought together."""
    legs = [(m.url, m.gold.leg_id, m.predicted.event_id or m.predicted.report_id) for m in matches]
    trips = [(m.url, m.gold.trip_id, m.predicted.trip_id or m.predicted.report_id) for m in matches]
    return [
        *precision_recall_f1("links.leg_b3", b_cubed(legs)),
        *precision_recall_f1("links.leg_pairs", pairs(legs)),
        *precision_recall_f1("links.trip_b3", b_cubed(trips)),
        *precision_recall_f1("links.trip_pairs", pairs(trips)),
        *_across_languages(matches),
        *_mixed(matches),
        _independent_sources(matches),
    ]


def b_cubed(groups: Groups) -> list[Tally]:
    """Return what each report adds to B³ (Bagga and Baldwin 1998): the share of its predicted group
    that belongs with it, and the share of its gold group that it was put with."""
    gold, predicted, both = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for _, g, p in groups:
        gold[g] += 1
        predicted[p] += 1
        both[g, p] += 1
    return [
        Tally(
            url=url,
            right=both[g, p] / predicted[p],
            said=1,
            found=both[g, p] / gold[g],
            wanted=1,
        )
        for url, g, p in groups
    ]


def pairs(groups: Groups) -> list[Tally]:
    """Return what each pair of reports adds; half of it to the article of each."""
    tallies = []
    for (left, gold_left, left_group), (right, gold_right, right_group) in combinations(groups, 2):
        said, wanted = left_group == right_group, gold_left == gold_right
        if said or wanted:
            half = (said and wanted) / 2
            tallies += [
                Tally(url=url, right=half, said=said / 2, found=half, wanted=wanted / 2)
                for url in (left, right)
            ]
    return tallies


def _across_languages(matches: Sequence[Match]) -> list[Figure]:
    """Return which pairs of one leg were found, within one language and across two."""
    by_leg: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_leg[match.gold.leg_id].append(match)
    found, wanted = Counter[bool](), Counter[bool]()
    for group in by_leg.values():
        for one, other in combinations(group, 2):
            across, event = one.lang != other.lang, one.predicted.event_id
            wanted[across] += 1
            found[across] += event is not None and event == other.predicted.event_id
    return [
        share("links.same_language_pairs.recall", found[False], wanted[False]),
        share("links.cross_language_pairs.recall", found[True], wanted[True]),
    ]


def _by_event(matches: Sequence[Match]) -> Mapping[str, list[Match]]:
    events: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if match.predicted.event_id is not None:
            events[match.predicted.event_id].append(match)
    return events


def _mixed(matches: Sequence[Match]) -> list[Figure]:
    """Return the counts of events that join what is apart; the last one must be 0."""
    events = _by_event(matches)
    legs = {event: {m.gold.leg_id for m in group} for event, group in events.items()}
    stated = {
        event: {m.predicted.facts.registration for m in group} - {None}
        for event, group in events.items()
    }
    false_merges = sum(len(legs[event]) > 1 and len(stated[event]) > 1 for event in events)
    return [
        count("links.events_mixing_legs", sum(len(s) > 1 for s in legs.values()), len(events)),
        count(
            "links.events_with_two_registrations",
            sum(len(s) > 1 for s in stated.values()),
            len(events),
        ),
        count("links.false_merges_of_registrations", false_merges, len(events)),
    ]


def _independent_sources(matches: Sequence[Match]) -> Figure:
    """Return how often an event's independent sources are counted right, where gold counts them."""
    verdicts = {
        match.predicted.event_id: match.gold.independent_sources
        == match.predicted.independent_sources
        for match in matches
        if match.gold.independent_sources is not None and match.predicted.event_id is not None
    }
    return share("sources.independent_exact", sum(verdicts.values()), len(verdicts))
