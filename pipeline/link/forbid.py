"""Owns the cannot-link rules: why two reports can not be one flight, whatever their weight.

Silent on everything that merely speaks against it; that is `compare`'s. The rules are those that
kept flights of one plane apart where scores alone merged them.
"""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from pipeline.link.context import Context, tail
from pipeline.link.days import EXACT_DAYS, NO_DAY, Rows, day_gap, flight_days
from pipeline.link.table import Table
from pipeline.records import DateSpan, Linkable, Outcome, Report

Rule = Callable[[Linkable, Linkable, Context], str | None]
May = Callable[[Table, Rows, Rows], NDArray[np.bool_]]

APART_DAYS = 3
"""Reports of one leg never date it more than three days apart."""

FASTEST_KMH = 1235
"""1.3 times the cruise of a fast jet (950 km/h): no transport flies a stated leg faster."""

LOSS: frozenset[Outcome] = frozenset({"crashed", "shot_down"})

SLIP_DAYS = 1
"""One of two reports may be a day off."""

MILITARY_HEX_BITS = 0xFFFF
"""Military transponders change the top bits of an address; the low 16 bits stay."""


def cannot_link(left: Linkable, right: Linkable, context: Context) -> str | None:
    """Return the name of the first rule that forbids one flight, None where none does.

    Symmetric in the reports. Names: `one_article`, `registrations_differ`, `addresses_differ`,
    `dates_apart`, `told_before_flown`, `reversed`, `types_differ`, `both_ends_differ`, `too_fast`.
    """
    found = (rule(left, right, context) for _, _, rule in RULES)
    return next((name for name in found if name is not None), None)


def forbidden(table: Table, left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Return for many pairs, given by their rows, whether `cannot_link` names a rule."""
    found = np.zeros(len(left), np.bool_)
    for may, reads, rule in RULES:
        (open_,) = np.nonzero(~found)
        if may is not None:
            open_ = open_[may(table, left[open_], right[open_])]
        answers, codes = table.judge(left[open_], right[open_], reads, rule)
        found[open_] = np.array([name is not None for name in answers], np.bool_)[codes]
    return found


def same_airframe(one: Report, other: Report) -> bool:
    """Return whether both state one registration or one transponder address."""
    if one.registration is not None and tail(one.registration) == tail(other.registration):
        return True
    return one.icao24 is not None and one.icao24 == other.icao24


def _one_article(left: Linkable, right: Linkable, _: Context) -> str | None:
    return "one_article" if left.report.article_id == right.report.article_id else None


def _aircraft(left: Linkable, right: Linkable, _: Context) -> str | None:
    one, other = left.report, right.report
    if one.registration is not None and other.registration is not None:
        fuzzy = one.registration_fuzzy or other.registration_fuzzy
        differ = tail(one.registration) != tail(other.registration)
        return "registrations_differ" if differ and not fuzzy else None
    if one.icao24 is None or other.icao24 is None:
        return None
    bits = {int(address, 16) & MILITARY_HEX_BITS for address in (one.icao24, other.icao24)}
    return "addresses_differ" if len(bits) == 2 else None


def _dates(left: Linkable, right: Linkable, _: Context) -> str | None:
    apart = day_gap(left.report, right.report)
    if apart is not None:
        return "dates_apart" if apart.days > APART_DAYS else None
    for told, flown in ((left, right), (right, left)):
        days = flight_days(flown.report)
        if (
            told.published_at is not None
            and days is not None
            and told.report.status == "happened"
            and days.earliest > told.published_at.date() + timedelta(days=1)
        ):
            return "told_before_flown"
    return None


def _is_round(report: Report) -> bool:
    return report.origin is not None and report.origin == report.destination


def _direction(left: Linkable, right: Linkable, _: Context) -> str | None:
    one, other = left.report, right.report
    if _is_round(one) or _is_round(other):
        return None
    for out, back in ((one, other), (other, one)):
        if out.destination is not None and out.destination == back.origin:
            return "reversed"
        if _crosses_back(out, back):
            return "reversed"
    return None


def _crosses_back(out: Report, back: Report) -> bool:
    """Tell a leg between two countries from one that leaves its destination's country for another
    or comes to its origin's from another."""
    if None in (out.origin_country, out.destination_country):
        return False
    if out.origin_country == out.destination_country:
        return False
    leaves = back.origin_country == out.destination_country
    comes = back.destination_country == out.origin_country
    domestic = back.origin_country == back.destination_country
    return (leaves or comes) and not domestic


def _types(left: Linkable, right: Linkable, context: Context) -> str | None:
    one, other = left.report, right.report
    family, other_family = one.type_family, other.type_family
    if family is None or other_family is None or context.families_agree(family, other_family):
        return None
    same_flight = one.callsign is not None and one.callsign == other.callsign
    if same_flight or same_airframe(one, other) or _one_loss(one, other):
        return None
    return "types_differ"


def _one_loss(one: Report, other: Report) -> bool:
    """Return whether both tell of an aircraft lost on one exact day on its way from or to one city.

    First reports of a loss name the type by guess (in Darfur in October 2024 an Il-76 was first an
    An-26). Two aircraft of different types lost so are told apart by an article that tells of both.
    """
    if one.outcome not in LOSS or other.outcome not in LOSS:
        return False
    apart = day_gap(one, other)
    if apart is None or apart.days > 0 or apart.width > EXACT_DAYS:
        return False
    origin = one.origin is not None and one.origin == other.origin
    return origin or (one.destination is not None and one.destination == other.destination)


def _differ(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and left != right


def _ends(left: Linkable, right: Linkable, _: Context) -> str | None:
    one, other = left.report, right.report
    origins = _differ(one.origin, other.origin) or _differ(one.origin_country, other.origin_country)
    destinations = _differ(one.destination, other.destination) or _differ(
        one.destination_country, other.destination_country
    )
    return "both_ends_differ" if origins and destinations else None


def _too_fast(left: Linkable, right: Linkable, context: Context) -> str | None:
    """Tell whether the leg that both describe together could not be flown in the days they state.

    Days are local, so that the clock gained by flying west is added (15 degrees an hour).
    """
    one, other = left.report, right.report
    fast = _leg_too_fast(one.origin, one.departed, other.destination, other.arrived, context) or (
        _leg_too_fast(other.origin, other.departed, one.destination, one.arrived, context)
    )
    return "too_fast" if fast else None


def _leg_too_fast(
    origin: str | None,
    departed: DateSpan | None,
    destination: str | None,
    arrived: DateSpan | None,
    context: Context,
) -> bool:
    if origin is None or departed is None or destination is None or arrived is None:
        return False
    # Once around the world takes less than a day, even against the clock.
    if arrived.latest >= departed.earliest:
        return False
    if origin not in context.coordinates or destination not in context.coordinates:
        return False
    days = (arrived.latest - departed.earliest).days + 1 + SLIP_DAYS
    east = context.coordinates[destination][1] - context.coordinates[origin][1]
    farthest = max(0.0, days * 24 - east / 15) * FASTEST_KMH
    return context.is_farther(origin, destination, farthest)


def _meet_crosswise(table: Table, left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Return which pairs have the destination of one where the other starts."""
    found = np.zeros(len(left), np.bool_)
    for kind in ("", "_country"):
        origin, destination = table.alike(f"origin{kind}", f"destination{kind}")
        for one, other in ((left, right), (right, left)):
            found |= (destination[one] > 0) & (destination[one] == origin[other])
    return found


def _types_named(table: Table, left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Return which pairs name two types."""
    codes = table.words("type_family").codes
    one, other = codes[left], codes[right]
    return np.asarray((one > 0) & (other > 0) & (one != other))


def _arrive_before(table: Table, left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Return of which pairs one report has the arrival before the departure of the other."""
    departed, arrived = table.spans[0], np.where(table.spans[3] == NO_DAY, -NO_DAY, table.spans[3])
    return np.asarray((arrived[right] < departed[left]) | (arrived[left] < departed[right]))


RULES: tuple[tuple[May | None, tuple[str, ...], Rule], ...] = (
    (None, ("=article_id",), _one_article),
    (None, ("=registration", "registration_fuzzy", "=icao24", "=address"), _aircraft),
    (None, ("days", "status"), _dates),
    (_meet_crosswise, ("origin+country", "destination+country"), _direction),
    (
        _types_named,
        (
            "type_family",
            "=callsign",
            "=registration",
            "=icao24",
            "outcome",
            "days",
            "=origin",
            "=destination",
        ),
        _types,
    ),
    (
        None,
        ("=origin", "=origin_country", "=destination", "=destination_country"),
        _ends,
    ),
    (_arrive_before, ("flying", "origin+country", "destination+country"), _too_fast),
)
"""The rules in the order they are asked, each with the pairs it can speak of (all, if none are
told) and the fields of a report that it reads (see `Table`)."""
