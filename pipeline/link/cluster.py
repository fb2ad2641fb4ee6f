"""Owns the grouping of reports into flights, from likely links and people's judgements.

Reads nothing, mints no ids (that is `ledger`) and decides no value (that is `events`). The result
depends on the set of reports and pairs, never on their order.

1. Judgements first: every `same` joins, unless a `different` stands between the two groups; such
   contradictions are returned, and the `different` holds.
2. Pairs by weight, highest first, down to `link_at`. Two groups are joined only if no report of one
   cannot link with a report of the other. Pairs that name different days wait until all that agree
   are joined, and then join only if one side rests on a single source: one slip, not two flights.
3. *Vague* reports (fewer than two of: what flew, where, when; an undated look back; or undated in
   an undated article) found and bridge nothing. Each joins the one event it fits. One that fits
   several stays without event, since it would count a flight twice; one that fits none is the only
   word on a flight and is grouped with vague reports of its like. A report that names no aircraft,
   operator, place, country or day gets no event.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.link.vague import is_vague, is_void
from pipeline.records import Judgement, Linkable

CLEAR_BITS = 3.0
"""A vague report fits one event alone if the next best is this many log2 odds behind."""

UNPUBLISHED = datetime.max.replace(tzinfo=UTC)

FITS_NONE, FITS_SEVERAL = "", "?"
"""What a vague report fits that joins no event: no event, or more than one."""

Forbid = Callable[[Linkable, Linkable], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two reports that may be one flight: how likely (log2 odds), and whether they name different
    days."""

    left: str
    right: str
    weight: float
    dissents: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A `same` that could not be obeyed, and the pair a person called `different` in its way."""

    same: Judgement
    different: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A report in a cluster, the weight that brought it there (None: founder) and who decided."""

    report_id: str
    weight: float | None
    by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """Clusters in the order of their founders (earliest published first), founder first within;
    reports too vague for any; judgements that contradict each other; and what each vague report
    fits: FITS_NONE, FITS_SEVERAL, or the event of the report named, which it joined."""

    clusters: tuple[tuple[Member, ...], ...]
    unlinked: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    fits: Mapping[str, str]


class _Groups:
    """Disjoint groups of reports that know which of them must stay apart."""

    def __init__(self, items: Mapping[str, Linkable], forbid: Forbid) -> None:
        self._items = items
        self._forbid = forbid
        self._group: dict[str, list[str]] = {key: [key] for key in sorted(items)}
        self._different: dict[str, dict[str, Judgement]] = {}
        self._judged: set[frozenset[str]] = set()
        self.joined: dict[str, tuple[float | None, bool]] = {}

    def keep_apart(self, judgement: Judgement) -> None:
        left, right = judgement.left_report_id, judgement.right_report_id
        self._different.setdefault(left, {})[right] = judgement
        self._different.setdefault(right, {})[left] = judgement

    def __contains__(self, key: str) -> bool:
        return key in self._group

    def of(self, key: str) -> Sequence[str]:
        return self._group[key]

    def roots(self, key: str) -> set[str]:
        return {self._items[member].source_root for member in self._group[key]}

    def judged_different(self, left: str, right: str) -> Judgement | None:
        other = set(self._group[right])
        found = [
            judgement
            for member in self._group[left]
            for partner, judgement in self._different.get(member, {}).items()
            if partner in other
        ]
        return min(found, key=_judgement_key, default=None)

    def forbidden(self, left: str, right: str) -> bool:
        """Tell whether a rule or a person keeps the two groups apart. A `same` of a person between
        two reports outranks the rules for these two, not for their company."""
        if self.judged_different(left, right) is not None:
            return True
        return any(
            self._forbid(self._items[one], self._items[other])
            for one in self._group[left]
            for other in self._group[right]
            if frozenset((one, other)) not in self._judged
        )

    def adopt(self, weights: Mapping[str, float]) -> None:
        group = sorted(weights)
        for key, weight in weights.items():
            self._group[key] = group
            self.joined[key] = weight, False

    def judge_same(self, left: str, right: str) -> None:
        self._judged.add(frozenset((left, right)))
        self.join(left, right, None, by_person=True)

    def join(self, left: str, right: str, weight: float | None, *, by_person: bool) -> None:
        if self._group[left] is self._group[right]:
            return
        for key in (left, right):
            self.joined.setdefault(key, (weight, by_person))
        merged = sorted([*self._group[left], *self._group[right]])
        for member in merged:
            self._group[member] = merged

    def all(self) -> list[list[str]]:
        return [group for key, group in sorted(self._group.items()) if group[0] == key]


def _judgement_key(judgement: Judgement) -> tuple[str, str, str]:
    left, right = sorted((judgement.left_report_id, judgement.right_report_id))
    return left, right, judgement.judged_at.isoformat()


def _ranked(links: Iterable[Link], items: Mapping[str, Linkable]) -> list[Link]:
    """Return the links among the items, best first. Of equal ones those that their articles tell in
    the same place go first: articles about two like planes tell of them in the same order."""

    def rank(link: Link) -> tuple[float, int, str, str]:
        left, right = items[link.left].report, items[link.right].report
        first, second = sorted((link.left, link.right))
        return -link.weight, abs(left.seq - right.seq), first, second

    return sorted((one for one in links if one.left in items and one.right in items), key=rank)


def cluster(
    reports: Sequence[Linkable],
    links: Iterable[Link],
    judgements: Iterable[Judgement],
    *,
    forbid: Forbid,
    link_at: float,
    attach_at: float,
    settled: Mapping[str, str] | None = None,
    joined: Iterable[Mapping[str, float]] = (),
) -> Clustering:
    """Group reports (newest revisions only) into flights; see the module for the rules.

    Links and judgements about other reports are ignored. `forbid` tells whether a rule keeps two
    reports apart; it is also asked for pairs that no block brought together. Of vague reports whose
    links are not all given, `settled` says what they fit (see `Clustering`). Groups that are
    `joined` (with the weight that brought each report in) are so, and nobody has judged them.
    """
    items = {item.report.report_id: item for item in reports}
    known = _ranked(links, items)
    groups = _Groups(items, forbid)
    for group in joined:
        groups.adopt(group)
    contradictions = _obey(groups, judgements, items)
    judged = {key for key, (_, by_person) in groups.joined.items() if by_person}
    vague = {key for key, item in items.items() if is_vague(item)} - judged
    _link(groups, [p for p in known if not vague & {p.left, p.right}], link_at)
    fits = _attach(groups, known, vague, attach_at, settled or {})
    # One that joined an event is left out: over it, other vague ones would reach that event too.
    alone = {key for key in vague if fits[key] == FITS_NONE}
    _link(groups, [p for p in known if {p.left, p.right} <= alone], link_at)
    nowhere = {k for k in vague if fits[k] == FITS_SEVERAL or is_void(items[k].report)}
    unlinked = {key for key in nowhere if len(groups.of(key)) == 1}
    return Clustering(
        clusters=_ordered(groups, items, unlinked),
        unlinked=tuple(sorted(unlinked)),
        contradictions=contradictions,
        fits=fits,
    )


def _obey(
    groups: _Groups, judgements: Iterable[Judgement], items: Mapping[str, Linkable]
) -> tuple[Contradiction, ...]:
    known = sorted(
        (j for j in judgements if j.left_report_id in items and j.right_report_id in items),
        key=_judgement_key,
    )
    for judgement in known:
        if judgement.verdict == "different":
            groups.keep_apart(judgement)
    contradictions = []
    for judgement in known:
        if judgement.verdict != "same":
            continue
        left, right = judgement.left_report_id, judgement.right_report_id
        different = groups.judged_different(left, right)
        if different is None:
            groups.judge_same(left, right)
        else:
            contradictions.append(Contradiction(same=judgement, different=different))
    return tuple(contradictions)


def _link(groups: _Groups, links: Sequence[Link], link_at: float) -> None:
    likely = [link for link in links if link.weight >= link_at]
    for link in likely:
        if not link.dissents:
            _join(groups, link)
    for link in likely:
        if link.dissents and 1 in (len(groups.roots(link.left)), len(groups.roots(link.right))):
            _join(groups, link)


def _join(groups: _Groups, link: Link) -> None:
    left, right = link.left, link.right
    if groups.of(left) is not groups.of(right) and not groups.forbidden(left, right):
        groups.join(left, right, link.weight, by_person=False)


def _attach(
    groups: _Groups,
    links: Sequence[Link],
    vague: set[str],
    attach_at: float,
    settled: Mapping[str, str],
) -> dict[str, str]:
    """Join each vague report to the one event it fits. Return what each fits (see `Clustering`).
    What fits is decided before any joins, so that vague reports do not pull others."""
    fits: dict[str, dict[str, float]] = {key: {} for key in vague}
    for link in links:
        for key, partner in ((link.left, link.right), (link.right, link.left)):
            if key in vague and partner not in vague and link.weight >= attach_at:
                head = groups.of(partner)[0]
                fits[key][head] = max(link.weight, fits[key].get(head, link.weight))
    found = {
        key: settled[key] if key in settled else _fitting(groups, key, fits[key])
        for key in sorted(vague)
    }
    chosen = [(key, groups.of(head)[0]) for key, head in found.items() if head in groups]
    for key, head in sorted(chosen, key=lambda one: (-fits[one[0]][one[1]], one[0])):
        if groups.forbidden(key, head):
            found[key] = FITS_SEVERAL
        else:
            groups.join(key, head, fits[key][head], by_person=False)
    return found


def _fitting(groups: _Groups, key: str, fits: Mapping[str, float]) -> str:
    """Return what a vague report fits, by the best weight of a link into each event."""
    ranked = sorted(
        (-weight, head) for head, weight in fits.items() if not groups.forbidden(key, head)
    )
    if not ranked:
        return FITS_NONE
    if len(ranked) == 1 or ranked[1][0] - ranked[0][0] >= CLEAR_BITS:
        return ranked[0][1]
    return FITS_SEVERAL


def founding_key(item: Linkable) -> tuple[datetime, str]:
    return item.published_at or UNPUBLISHED, item.report.report_id


def _ordered(
    groups: _Groups, items: Mapping[str, Linkable], unlinked: set[str]
) -> tuple[tuple[Member, ...], ...]:
    ranked = sorted(
        (
            sorted(group, key=lambda key: founding_key(items[key]))
            for group in groups.all()
            if group[0] not in unlinked
        ),
        key=lambda group: founding_key(items[group[0]]),
    )
    return tuple(
        tuple(
            Member(
                report_id=key,
                weight=None if place == 0 else groups.joined[key][0],
                by_person=groups.joined.get(key, (None, False))[1],
            )
            for place, key in enumerate(group)
        )
        for group in ranked
    )
