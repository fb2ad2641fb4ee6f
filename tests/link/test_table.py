"""Many pairs at once are judged exactly as each pair is alone."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.synthetic import reports as synthetic
from pipeline.link.compare import compare, is_dissenting
from pipeline.link.context import Context
from pipeline.link.days import NO_DAY, day_gap, day_gaps, flight_days, supposed_days
from pipeline.link.forbid import cannot_link, forbidden
from pipeline.link.frequency import Frequency, frequency_of
from pipeline.link.many import compare_all
from pipeline.link.table import Table
from pipeline.link.weights import load_weights
from pipeline.records import Linkable
from tests.link.reports import WORLD, hard_cases, told, told_in

HARD = [told_in(row) for case in hard_cases() for row in case["reports"]]
DAYS = st.sampled_from(
    [None, "2024-03-01", "2024-03-02", "2024-03-03", "2024-03-05", "2024-03-01/2024-03-04",
     "2024-02-20/2024-03-20", "2023-01-01/2024-12-31", "2024-05-01"]
)  # fmt: skip
REPORTS = st.builds(
    told,
    name=st.uuids().map(str),
    article=st.sampled_from(["x", "y", "z"]),
    root=st.sampled_from(["A", "B"]),
    voice=st.sampled_from(["", "B", "C"]),
    published=st.sampled_from([None, "2024-02-27", "2024-03-04", "2024-04-01"]),
    role=st.sampled_from(["primary", "background"]),
    status=st.sampled_from(["happened", "planned", "denied"]),
    outcome=st.sampled_from([None, "crashed", "shot_down", "diverted"]),
    registration=st.sampled_from([None, "RA-86559", "RA86559", "RA-86572"]),
    registration_fuzzy=st.booleans(),
    icao24=st.sampled_from([None, "ae1234", "3c1234", "ae4321"]),
    callsign=st.sampled_from([None, "SU271", "271", "AFR1"]),
    type_family=st.sampled_from([None, "Il-62", "Il-76", "Il-78", "Ilyushin"]),
    type_variant=st.sampled_from([None, "Il-62M"]),
    operator=st.sampled_from([None, "Russian Air Force", "224th Flight Unit", "Aeroflot"]),
    operator_country=st.sampled_from([None, "RU", "KP"]),
    origin=st.sampled_from([None, "Moscow", "Pyongyang", "Minsk"]),
    origin_country=st.sampled_from([None, "RU", "KP"]),
    destination=st.sampled_from([None, "Moscow", "Pyongyang", "Caracas"]),
    destination_country=st.sampled_from([None, "KP", "VE"]),
    departed=DAYS,
    arrived=DAYS,
)


def assert_alike(items: list[Linkable], frequency: Frequency) -> None:
    pairs = np.array(list(permutations(range(len(items)), 2)), np.int64).reshape(-1, 2)
    left, right = pairs[:, 0], pairs[:, 1]
    table, weights = Table(items, WORLD), load_weights()
    scores = compare_all(table, left, right, weights=weights, frequency=frequency)
    apart = forbidden(table, left, right)
    gaps, widths = day_gaps(table.spans[:, left], table.spans[:, right])
    for place, (one, other) in enumerate(pairs):
        pair = items[one], items[other]
        alone = compare(*pair, weights=weights, frequency=frequency, context=WORLD)
        assert scores.weights[place] == round(alone.weight * 1000)
        assert scores.dissents[place] == any(map(is_dissenting, alone.features))
        assert apart[place] == (cannot_link(*pair, WORLD) is not None)
        gap = day_gap(pair[0].report, pair[1].report)
        assert (gaps[place], widths[place]) == ((gap.days, gap.width) if gap else (NO_DAY, NO_DAY))


def test_reports_of_the_hard_cases_compare_together_as_they_do_alone() -> None:
    items = HARD[:60]

    assert_alike(items, frequency_of(Table(items, WORLD)))


@settings(max_examples=60, deadline=None)
@given(st.lists(REPORTS, min_size=2, max_size=12))
def test_any_reports_compare_together_as_they_do_alone(items: list[Linkable]) -> None:
    assert_alike(items, Frequency())


@given(st.lists(REPORTS, max_size=12))
def test_days_of_many_reports_are_those_of_each(items: list[Linkable]) -> None:
    table = Table(items, WORLD)
    for rule in (supposed_days, lambda item: flight_days(item.report)):
        found = table.span(rule)
        for row, item in enumerate(items):
            days = rule(item)
            stated = (days.earliest.toordinal(), days.latest.toordinal()) if days else (NO_DAY,) * 2
            assert (found[0][row], found[1][row]) == stated


def test_a_rule_is_asked_once_for_pairs_that_look_alike_to_it() -> None:
    items = [each.item for each in synthetic(300)]
    asked: list[str] = []

    def status(one: Linkable, other: Linkable, _: Context) -> str:
        asked.append(other.report.report_id)
        return one.report.status

    left, right = np.triu_indices(300, 1)
    answers, codes = Table(items, WORLD).judge(left, right, ["status"], status)

    assert len(asked) <= 4
    assert [answers[code] for code in codes] == [items[row].report.status for row in left]
