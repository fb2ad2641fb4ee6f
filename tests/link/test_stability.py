"""What analysts rely on between runs: ids stay, and a second run changes nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.link.ledger import LedgerUpdate, assign, resolve
from pipeline.records import Judgement, LedgerEntry, Linkable, Membership
from tests.link.reports import group, hard_cases, judged, told_in

REPORTS = [told_in(row) for case in hard_cases()[:9] for row in case["reports"]]
NAMED = {item.report.report_id: item for item in REPORTS}
NOW = datetime(2024, 1, 1, tzinfo=UTC)


def run(
    reports: Sequence[Linkable],
    entries: Sequence[LedgerEntry] = (),
    memberships: Sequence[Membership] = (),
    words: Sequence[Judgement] = (),
) -> LedgerUpdate:
    return assign(group(list(reports), list(words)).clusters, entries, memberships, now=NOW)


@st.composite
def some_words(draw: st.DrawFn) -> list[Judgement]:
    pairs = st.tuples(st.sampled_from(list(NAMED)), st.sampled_from(list(NAMED)))
    verdicts = st.sampled_from(["same", "different"])
    drawn = draw(st.lists(st.tuples(pairs, verdicts), min_size=1, max_size=4))
    return [judged(*pair, verdict) for pair, verdict in drawn if pair[0] != pair[1]]


some_reports = st.lists(st.sampled_from(list(NAMED.values())), min_size=1, max_size=12, unique=True)


@settings(max_examples=12, deadline=None)
@given(some_reports, st.sampled_from(list(NAMED.values())))
def test_adding_a_report_changes_the_id_of_no_other_event(
    reports: list[Linkable], new: Linkable
) -> None:
    before = run(reports)
    grown = [item for item in reports if item.report.report_id != new.report.report_id]
    after = run([*grown, new], before.entries, before.memberships)
    entries = {entry.event_id: entry for entry in (*before.entries, *after.entries)}

    for event_id, members in before.events.items():
        living = resolve(event_id, entries)
        assert living is not None
        assert members[0] in after.events[living]


@settings(max_examples=12, deadline=None)
@given(some_reports, st.data())
def test_running_again_in_any_order_changes_nothing(
    reports: list[Linkable], data: st.DataObject
) -> None:
    first = run(reports)
    again = run(data.draw(st.permutations(reports)), first.entries, first.memberships)

    assert (again.entries, again.events) == ((), first.events)
    assert again.memberships == first.memberships


@settings(max_examples=12, deadline=None)
@given(some_reports, some_words(), st.data())
def test_a_judgement_moves_no_founder_from_its_id_and_running_again_changes_nothing(
    reports: list[Linkable], words: list[Judgement], data: st.DataObject
) -> None:
    before = run(reports)
    after = run(reports, before.entries, before.memberships, words)
    entries = {entry.event_id: entry for entry in (*before.entries, *after.entries)}

    for event_id, members in before.events.items():
        living = resolve(event_id, entries)
        assert living is not None
        if members[0] in {one for told in after.events.values() for one in told}:
            assert members[0] in after.events[living]
    again = run(
        data.draw(st.permutations(reports)),
        list(entries.values()),
        after.memberships,
        data.draw(st.permutations(words)),
    )
    assert (again.entries, again.events) == ((), after.events)


@settings(max_examples=12, deadline=None)
@given(some_reports, some_words())
def test_a_judgement_on_reports_that_are_not_there_changes_nothing(
    reports: list[Linkable], words: list[Judgement]
) -> None:
    here = {item.report.report_id for item in reports}
    away = [one for one in words if not {one.left_report_id, one.right_report_id} <= here]

    assert run(reports, words=away) == run(reports)
