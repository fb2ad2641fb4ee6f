"""Owns event ids: minted once, kept through merges and splits, never reused, never recomputed.

Decides no grouping. A pure function of clusters, ledger and earlier memberships:

* an event keeps its id while its founding report exists: the cluster with that report has the id;
* an event whose founding report is gone (a new reading finds it no longer) goes to the cluster
  that holds most of its former reports;
* a cluster that holds several events keeps the one minted first; the others get a tombstone that
  names it;
* any other cluster gets a new id, minted from its founder.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.link.cluster import Member
from pipeline.records import LedgerEntry, Membership, stable_id


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerUpdate:
    """What to write: the events of this run with their members and the time they were minted, every
    membership, and the ledger entries that are new or changed."""

    events: Mapping[str, tuple[str, ...]]
    minted_at: Mapping[str, datetime]
    memberships: tuple[Membership, ...]
    entries: tuple[LedgerEntry, ...]


def resolve(event_id: str, entries: Mapping[str, LedgerEntry]) -> str | None:
    """Follow tombstones to the living id; None for an id that was never minted."""
    entry = entries.get(event_id)
    while entry is not None and entry.merged_into is not None:
        entry = entries.get(entry.merged_into)
    return entry.event_id if entry else None


def assign(
    clusters: Sequence[Sequence[Member]],
    entries: Iterable[LedgerEntry],
    memberships: Iterable[Membership],
    *,
    now: datetime,
) -> LedgerUpdate:
    """Give every cluster its event id. Clusters must be disjoint, founder first.

    The same clusters again give the same ids and no entries to write.
    """
    ledger = {entry.event_id: entry for entry in entries}
    former = _former_members(memberships, ledger)
    claims = _claims(clusters, ledger, former)
    changed: dict[str, LedgerEntry] = {}
    events: dict[str, tuple[str, ...]] = {}
    written: list[Membership] = []
    for place, members in enumerate(clusters):
        claimed = sorted(claims.get(place, ()), key=lambda one: (ledger[one].minted_at, one))
        if claimed:
            event_id = claimed[0]
            for loser in claimed[1:]:
                changed[loser] = replace(ledger[loser], merged_into=event_id)
        else:
            entry = _mint(members, {**ledger, **changed}, former, now)
            event_id = entry.event_id
            changed[event_id] = entry
        events[event_id] = tuple(member.report_id for member in members)
        written.extend(_membership(event_id, member) for member in members)
    return LedgerUpdate(
        events=events,
        minted_at={one: (changed.get(one) or ledger[one]).minted_at for one in events},
        memberships=tuple(written),
        entries=tuple(changed[event_id] for event_id in sorted(changed)),
    )


def _membership(event_id: str, member: Member) -> Membership:
    return Membership(
        event_id=event_id,
        report_id=member.report_id,
        weight=member.weight,
        decided_by="human" if member.by_person else "auto",
    )


def _former_members(
    memberships: Iterable[Membership], ledger: Mapping[str, LedgerEntry]
) -> dict[str, str]:
    """Return report -> living event it was a member of."""
    former = {}
    for membership in memberships:
        living = resolve(membership.event_id, ledger)
        if living is not None:
            former[membership.report_id] = living
    return former


def _claims(
    clusters: Sequence[Sequence[Member]],
    ledger: Mapping[str, LedgerEntry],
    former: Mapping[str, str],
) -> dict[int, list[str]]:
    """Return place of a cluster -> living events that are its own."""
    place_of = {
        member.report_id: place for place, members in enumerate(clusters) for member in members
    }
    held: dict[str, Counter[int]] = {}
    for report_id, event_id in former.items():
        if report_id in place_of:
            held.setdefault(event_id, Counter())[place_of[report_id]] += 1
    claims: dict[int, list[str]] = {}
    for event_id in sorted(ledger):
        entry = ledger[event_id]
        if entry.merged_into is not None:
            continue
        place = place_of.get(entry.founding_report_id)
        if place is None and event_id in held:
            place = min(held[event_id], key=lambda one: (-held[event_id][one], one))
        if place is not None:
            claims.setdefault(place, []).append(event_id)
    return claims


def _mint(
    members: Sequence[Member],
    ledger: Mapping[str, LedgerEntry],
    former: Mapping[str, str],
    now: datetime,
) -> LedgerEntry:
    """Mint an id. A founder that founded before (its event was merged, then split off again) gets a
    numbered one, for no id is used twice."""
    founder = members[0].report_id
    event_id, count = stable_id("evt", founder), 1
    while event_id in ledger:
        count += 1
        event_id = stable_id("evt", founder, count)
    left = Counter(former[m.report_id] for m in members if m.report_id in former)
    split_from = min(left, key=lambda one: (-left[one], one), default=None)
    return LedgerEntry(
        event_id=event_id, founding_report_id=founder, minted_at=now, split_from=split_from
    )
