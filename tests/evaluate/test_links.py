"""What must not be brought together is counted, event by event."""

from dataclasses import replace

from pipeline.evaluate.facts import Facts
from pipeline.evaluate.links import link_figures
from pipeline.evaluate.matching import Match
from pipeline.evaluate.predicted import PredictedReport
from tests.evaluate.builders import OUT, gold_report


def match(
    leg: str, event: str | None, registration: str | None = None, lang: str = "en", **gold: object
) -> Match:
    facts: Facts = replace(OUT, registration=registration)
    report = PredictedReport(report_id=f"{leg}{event}{registration}", event_id=event,
                             trip_id=None, facts=facts, independent_sources=2)  # fmt: skip
    return Match(url=leg, lang=lang, gold=gold_report(leg, facts, **gold), predicted=report)


def counted(*matches: Match) -> dict[str, float | None]:
    return {figure.name: figure.value for figure in link_figures(matches)}


def test_two_registrations_of_two_legs_in_one_event_are_a_false_merge():
    found = counted(match("a/1", "e1", "RA-86559"), match("b/1", "e1", "RA-86555"))
    assert found["links.events_mixing_legs"] == 1
    assert found["links.events_with_two_registrations"] == 1
    assert found["links.false_merges_of_registrations"] == 1


def test_two_spellings_of_one_legs_registration_are_no_false_merge():
    found = counted(match("a/1", "e1", "RA-86559"), match("a/1", "e1", "RA-86595"))
    assert found["links.events_with_two_registrations"] == 1
    assert found["links.false_merges_of_registrations"] == 0


def test_reports_in_no_event_mix_nothing():
    found = counted(match("a/1", None, "RA-86559"), match("b/1", None, "RA-86555"))
    assert found["links.events_mixing_legs"] == 0


def test_independent_sources_count_once_per_event_where_gold_has_them():
    found = counted(
        match("a/1", "e1", independent_sources=2),
        match("b/1", "e2", independent_sources=3),
        match("c/1", "e3"),
    )
    assert found["sources.independent_exact"] == 0.5


def test_pairs_of_one_leg_are_found_within_and_across_languages():
    found = counted(
        match("a/1", "e1"),
        match("a/1", "e1", "RA-86559"),
        match("a/1", "e2", lang="uk"),
        match("b/1", "e3", lang="ru"),
        match("b/1", "e3", lang="uk"),
    )
    assert found["links.same_language_pairs.recall"] == 1
    assert found["links.cross_language_pairs.recall"] == 1 / 3
