"""Owns which events, trips and relations are worked out again, and writes them.

What an event's fields are is decided in `events`, which events are one trip in `trips`, how they
are related in `relations`. Here stands what of these a run can change: the events it touched, the
chains of legs that they were or are in, and the relations of these. What stands then is what would
stand if everything were worked out again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pipeline.events import Fused, resolve
from pipeline.link.context import Context
from pipeline.records import Event, Linkable, ReportRelation, Trip
from pipeline.register import Registered, write_versions
from pipeline.relations import relations_of
from pipeline.reports import stored_reports
from pipeline.store import Store
from pipeline.trips import Chains, chains_of, trips_in, with_trips

KEPT = ("link_chain",)
"""What is remembered between runs: which events are legs in one row."""

_FAR_DAYS = 11
"""Events further apart than this are no neighbours in `trips`: a week on either side and the days
between two legs."""

_NEIGHBOURS = f"""
    with leg as (
        select event_id, type_family, operator_country, [origin, destination] as ends,
            regexp_replace(upper(registration), '[^A-Z0-9]+', '', 'g') as tail,
            least(departed_earliest, arrived_earliest) as started,
            greatest(departed_latest, arrived_latest) as ended
        from event),
    seed as (from leg where event_id in (select unnest($1::varchar[]))),
    told as (
        select distinct report.article_id from report join event_report using (report_id)
        where event_id in (select unnest($1::varchar[]))),
    own as (
        select report_id from event_report where event_id in (select unnest($1::varchar[]))),
    said as (
        select related_report_id as other from report_relation where report_id in (from own)
        union
        select report_id from report_relation where related_report_id in (from own))
    select leg.event_id from leg join seed on leg.tail = seed.tail
        and leg.started <= seed.ended + {_FAR_DAYS} and seed.started <= leg.ended + {_FAR_DAYS}
    union
    select leg.event_id from leg join seed on leg.type_family = seed.type_family
        and leg.operator_country is not distinct from seed.operator_country
        and list_has_any(leg.ends, seed.ends)
        and leg.started <= seed.ended + {_FAR_DAYS} and seed.started <= leg.ended + {_FAR_DAYS}
    union
    select event_id from event_report join report using (report_id)
    where article_id in (select article_id from told)
    union
    select there.event_id from said join event_report there on there.report_id = said.other"""  # noqa: S608 - numbers of our own
_AIRFRAMES = """
    with flown as (
        select event_id, regexp_replace(upper(registration), '[^A-Z0-9]+', '', 'g') as tail,
            coalesce(departed_earliest, arrived_earliest, date '9999-12-31') as started,
            coalesce(arrived_earliest, date '9999-12-31') as arrived
        from event where registration is not null)
    select * from (
        select lag(event_id) over (
            partition by tail order by started, arrived, event_id) as before, event_id
        from flown where tail in (select unnest($1::varchar[])))
    where before is not null order by all"""


def renew(store: Store, registered: Registered, context: Context, now: datetime) -> None:
    """Fuse the events of this run, chain them into trips, relate them, and write all of it."""
    _Renewal(store, registered, context).write(now)


class _Renewal:
    def __init__(self, store: Store, registered: Registered, context: Context) -> None:
        self._store, self._context = store, context
        self._registered = registered
        self._events: dict[str, Event] = {}
        self._members: dict[str, list[Linkable]] = {}

    def write(self, now: datetime) -> None:
        store, update = self._store, self._registered.update
        former = {*self._registered.former, *update.events}
        tails = self._tails(former)
        trips_before = self._trips(former)
        fused = self._fuse()
        for table in ("event", "conflict", "event_report"):
            store.delete(table, "event_id", sorted(former))
        store.insert("event", [one.event for one in fused])
        store.insert("conflict", [conflict for one in fused for conflict in one.conflicts])
        # Older revisions stay members for the ledger's sake; an event rests on the newest.
        reports = self._registered.reports
        newest = [m for m in update.memberships if reports[m.report_id].revision_rank == 0]
        store.insert("event_report", newest)
        chained, found = self._chain({one.event.event_id for one in fused}, former)
        trips_before |= self._trips(chained)
        minted = self._minted(chained)
        mine = Chains(
            chains=tuple(one for one in found.chains if one[0] in chained),
            stated=found.stated,
            legs=found.legs,
        )
        trips = trips_in(mine, self._events, minted, self._context)
        events = with_trips([self._events[one] for one in sorted(chained)], trips, self._context)
        store.delete("trip", "trip_id", sorted(trips_before))
        store.insert("trip", trips)
        store.delete("event", "event_id", sorted(chained))
        store.insert("event", events)
        self._remember(mine, former | chained)
        self._relate(events, trips, former | chained, tails | self._tails(chained))
        write_versions(store, events, now)

    def _fuse(self) -> list[Fused]:
        reports, told = self._registered.reports, self._registered.update.events
        fused = []
        for key in sorted(told):
            self._members[key] = [reports[one] for one in told[key]]
            if (one := resolve(key, self._members[key], self._context)) is not None:
                fused.append(one)
                self._events[key] = one.event
        return fused

    def _chain(self, fresh: set[str], former: Iterable[str]) -> tuple[set[str], Chains]:
        """Return the events whose chains may have changed, and the chains of these and of those
        around them."""
        chain_of = {
            row["event_id"]: row["chain"]
            for row in self._query("select * from link_chain where chain in (select chain "
                "from link_chain where event_id in (select unnest(?::varchar[])))", sorted(former))
        }  # fmt: skip
        dirty = fresh | self._standing(chain_of)
        while True:
            near = {row["event_id"] for row in self._query(_NEIGHBOURS, sorted(dirty))}
            around = self._query(
                "select * from link_chain where chain in (select chain from link_chain "
                "where event_id in (select unnest(?::varchar[])))",
                sorted(near - dirty),
            )
            clean: defaultdict[str, set[str]] = defaultdict(set)
            for row in around:
                if row["event_id"] not in dirty:
                    clean[row["chain"]].add(row["event_id"])
            wanted = sorted(dirty.union(*clean.values()))
            self._load(wanted)
            found = chains_of(
                [self._events[one] for one in wanted],
                members=self._members,
                stated=self._stated(wanted),
                context=self._context,
            )
            now = {one: frozenset(chain) for chain in found.chains for one in chain}
            more = {one for part in clean.values() for one in part if now[one] != part}
            if not more:
                return dirty, found
            dirty |= more

    def _standing(self, events: Iterable[str]) -> set[str]:
        found = self._query(
            "select event_id from event where event_id in (select unnest(?::varchar[]))",
            sorted(events),
        )
        return {row["event_id"] for row in found}

    def _load(self, events: Iterable[str]) -> None:
        """Have these events and their reports at hand."""
        more = sorted(set(events) - self._events.keys())
        for event in self._store.select(
            Event, "event", where="event_id in (select unnest(?::varchar[]))", order="event_id",
            values=[more],
        ):  # fmt: skip
            self._events[event.event_id] = event
            self._members[event.event_id] = []
        told = self._query(
            "select report_id, event_id from event_report "
            "where event_id in (select unnest(?::varchar[]))",
            more,
        )
        event_of = {row["report_id"]: row["event_id"] for row in told}
        for item in stored_reports(self._store.connection, sorted(event_of)):
            self._members[event_of[item.report.report_id]].append(item)

    def _stated(self, events: Iterable[str]) -> list[ReportRelation]:
        """Return what articles say of any report of these events, older revisions among them."""
        own = self._query(
            "select report_id from event_member where event_id in (select unnest(?::varchar[]))",
            list(events),
        )
        return self._store.select(
            ReportRelation,
            "report_relation",
            where="report_id in (select unnest($1::varchar[])) "
            "or related_report_id in (select unnest($1::varchar[]))",
            order="report_id, related_report_id, relation",
            values=[[row["report_id"] for row in own]],
        )

    def _relate(
        self, events: Iterable[Event], trips: Iterable[Trip], renewed: set[str], tails: set[str]
    ) -> None:
        """Write the relations of the events that were renewed, and the row of flights of each
        airframe among them."""
        store = self._store
        pairs = [(row["before"], row["event_id"]) for row in self._query(_AIRFRAMES, sorted(tails))]
        flown = sorted({one for pair in pairs for one in pair})
        self._query(
            "delete from event_relation where event_id in (select unnest($1::varchar[])) "
            "or related_event_id in (select unnest($1::varchar[])) "
            "or (relation = 'same_airframe_as' and report_id is null "
            "and event_id in (select unnest($2::varchar[])))",
            sorted(renewed), flown,
        )  # fmt: skip
        stated = self._stated(sorted(renewed.union(flown)))
        ends = {end for one in stated for end in (one.report_id, one.related_report_id)}
        event_of = {
            row["report_id"]: row["event_id"]
            for row in self._query(
                "select report_id, event_id from event_member join link_member using (report_id) "
                "where founder is not null and report_id in (select unnest(?::varchar[])) "
                "order by report_id",
                sorted(ends),
            )
        }
        known = {event.event_id: event for event in events}
        self._load(set(event_of.values()) & self._standing(event_of.values()))
        known |= {one: self._events[one] for one in event_of.values() if one in self._events}
        found = relations_of(list(known.values()), trips, stated, event_of, pairs)
        store.insert(
            "event_relation",
            [
                one
                for one in found
                if {one.event_id, one.related_event_id} & renewed
                or (one.relation == "same_airframe_as" and one.report_id is None)
            ],
        )

    def _tails(self, events: Iterable[str]) -> set[str]:
        found = self._query(
            "select distinct regexp_replace(upper(registration), '[^A-Z0-9]+', '', 'g') as tail "
            "from event where registration is not null "
            "and event_id in (select unnest(?::varchar[]))",
            sorted(events),
        )
        return {row["tail"] for row in found}

    def _trips(self, events: Iterable[str]) -> set[str]:
        found = self._query(
            "select distinct trip_id from event where event_id in (select unnest(?::varchar[]))",
            sorted(events),
        )
        return {row["trip_id"] for row in found}

    def _minted(self, events: Iterable[str]) -> Mapping[str, datetime]:
        found = self._query(
            "select event_id, minted_at from event_ledger "
            "where event_id in (select unnest(?::varchar[]))",
            sorted(events),
        )
        return {row["event_id"]: row["minted_at"] for row in found}

    def _remember(self, found: Chains, renewed: Iterable[str]) -> None:
        self._store.delete("link_chain", "event_id", sorted(renewed))
        rows = [(one, chain[0]) for chain in found.chains for one in chain]
        self._store.insert_rows("link_chain", ("event_id", "chain"), rows)

    def _query(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return self._store.query(sql, values)
