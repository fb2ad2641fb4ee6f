"""Event ids: minted once, kept through everything that happens to their reports."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.cluster import Member
from pipeline.link.ledger import LedgerUpdate, assign, resolve
from pipeline.records import LedgerEntry, Membership, stable_id

NOW = datetime(2024, 1, 1, tzinfo=UTC)

Ledger = dict[str, LedgerEntry]


def clusters(*groups: str) -> list[list[Member]]:
    """`"ab"` is a cluster founded by report a, with report b."""
    return [
        [Member(report_id=name, weight=1.0, by_person=False) for name in group] for group in groups
    ]


class Archive:
    """A ledger with its memberships, through several runs."""

    def __init__(self) -> None:
        self.entries: Ledger = {}
        self.memberships: dict[str, Membership] = {}
        self.now = NOW

    def run(self, *groups: str) -> LedgerUpdate:
        update = assign(
            clusters(*groups), self.entries.values(), self.memberships.values(), now=self.now
        )
        self.entries |= {entry.event_id: entry for entry in update.entries}
        self.memberships |= {each.report_id: each for each in update.memberships}
        self.now += timedelta(days=1)
        return update

    def event_of(self, report: str) -> str:
        return self.memberships[report].event_id


def test_an_id_comes_from_the_founding_report() -> None:
    update = Archive().run("ab")

    assert list(update.events) == [stable_id("evt", "a")]
    assert update.entries[0].founding_report_id == "a"


def test_a_report_that_was_published_earlier_but_came_later_changes_no_id() -> None:
    archive = Archive()
    archive.run("b")
    before = archive.event_of("b")
    archive.run("ab")

    assert archive.event_of("a") == archive.event_of("b") == before


def test_a_merge_keeps_the_older_id_and_the_other_resolves_to_it() -> None:
    archive = Archive()
    archive.run("b")
    archive.run("b", "a")
    older, younger = archive.event_of("b"), archive.event_of("a")
    update = archive.run("ab")

    assert list(update.events) == [older]
    assert archive.entries[younger].merged_into == older
    assert resolve(younger, archive.entries) == older


def test_on_a_split_the_founding_report_keeps_the_id() -> None:
    archive = Archive()
    archive.run("abc")
    before = archive.event_of("a")
    archive.run("bc", "a")

    assert archive.event_of("a") == before
    assert archive.event_of("b") == archive.event_of("c") != before
    assert archive.entries[archive.event_of("b")].split_from == before


def test_a_merged_event_that_is_split_again_gets_a_new_id() -> None:
    archive = Archive()
    archive.run("a")
    archive.run("a", "b")
    tombstone = archive.event_of("b")
    archive.run("ab")
    archive.run("a", "b")

    assert archive.event_of("b") not in {tombstone, archive.event_of("a")}
    assert resolve(tombstone, archive.entries) == archive.event_of("a")


def test_an_event_outlives_its_founding_report() -> None:
    archive = Archive()
    archive.run("abc")
    before = archive.event_of("a")
    archive.run("bc")

    assert archive.event_of("b") == before


def test_an_event_whose_reports_are_all_gone_comes_back_with_its_founder() -> None:
    archive = Archive()
    archive.run("a", "b")
    before = archive.event_of("a")
    archive.run("b")
    archive.run("b", "a")

    assert archive.event_of("a") == before


def test_chains_of_tombstones_resolve_and_an_unknown_id_does_not() -> None:
    archive = Archive()
    archive.run("a")
    archive.run("a", "b")
    archive.run("a", "b", "c")
    last = archive.event_of("c")
    archive.run("a", "bc")
    archive.run("abc")

    assert resolve(last, archive.entries) == archive.event_of("a")
    assert resolve("evt_never", archive.entries) is None


@st.composite
def partitions(draw: st.DrawFn) -> list[str]:
    names = draw(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=7, unique=True))
    groups: dict[int, str] = {}
    for name in names:
        number = draw(st.integers(0, 3))
        groups[number] = groups.get(number, "") + name
    return list(groups.values())


@given(st.lists(partitions(), min_size=1, max_size=5))
def test_whatever_happens_no_id_is_lost_reused_or_ambiguous(history: Sequence[list[str]]) -> None:
    archive = Archive()
    promised: set[str] = set()
    for groups in history:
        update = archive.run(*groups)
        promised |= set(update.events)
        assert len(update.events) == len(groups)
        assert update.minted_at.keys() == update.events.keys()
        for event_id in promised:
            assert resolve(event_id, archive.entries) is not None
        for event_id in update.events:
            assert archive.entries[event_id].merged_into is None


@given(partitions())
def test_the_same_clusters_again_change_nothing(groups: list[str]) -> None:
    archive = Archive()
    first = archive.run(*groups)
    second = archive.run(*groups)

    assert second.entries == ()
    assert second.events == first.events
    assert second.memberships == first.memberships


@given(partitions(), st.data())
def test_a_report_that_joins_or_stands_alone_changes_no_other_id(
    groups: list[str], data: st.DataObject
) -> None:
    archive = Archive()
    before = archive.run(*groups)
    place = data.draw(st.integers(0, len(groups)))
    grown = [*groups[:place], *(f"z{group}" for group in groups[place : place + 1])]
    after = archive.run(*grown, *groups[place + 1 :], *(["z"] if place == len(groups) else []))

    assert set(before.events) <= set(after.events)
    assert all(set(members) <= set(after.events[one]) for one, members in before.events.items())
