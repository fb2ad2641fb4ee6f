"""Owns what becomes of reports when an article is rewritten: which new report replaces which.

Older revisions never decide a value and never link by themselves; they follow the report that
replaced them, so that an article's update keeps the event's id.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.link.cluster import Member
from pipeline.records import Comparison, Linkable


def replacements(
    reports: Sequence[Linkable], compare: Callable[[Linkable, Linkable], Comparison]
) -> dict[str, str]:
    """Return old report -> the report of the newest revision that replaces it.

    Of each older revision the best matching pairs are taken first, each report once. What is left
    over on both sides is a correction if it is just one report, and then replaced whatever it said
    before. Old reports without successor (the article tells of the flight no more) are left out.
    """
    rewritten = {item.url for item in reports if item.revision_rank}
    by_url: dict[str, list[Linkable]] = {url: [] for url in rewritten}
    for item in reports:
        if item.url in rewritten:
            by_url[item.url].append(item)
    found: dict[str, str] = {}
    for url in sorted(by_url):
        newest = [item for item in by_url[url] if item.revision_rank == 0]
        for rank in sorted({item.revision_rank for item in by_url[url]} - {0}):
            older = [item for item in by_url[url] if item.revision_rank == rank]
            found.update(_replace(older, newest, compare))
    return found


def _replace(
    older: Sequence[Linkable],
    newest: Sequence[Linkable],
    compare: Callable[[Linkable, Linkable], Comparison],
) -> dict[str, str]:
    ranked = sorted(
        (pair.weight, old.report.report_id, new.report.report_id)
        for old in older
        for new in newest
        if (pair := compare(old, new)).cannot_link is None
    )
    found: dict[str, str] = {}
    for weight, old_id, new_id in sorted(ranked, key=lambda one: (-one[0], one[1], one[2])):
        if weight > 0 and old_id not in found and new_id not in found.values():
            found[old_id] = new_id
    left = [item.report.report_id for item in older if item.report.report_id not in found]
    free = [i.report.report_id for i in newest if i.report.report_id not in found.values()]
    if len(left) == len(free) == 1:
        found[left[0]] = free[0]
    return found


def with_older_revisions(
    clusters: Iterable[Sequence[Member]], replaced: Mapping[str, str]
) -> tuple[tuple[Member, ...], ...]:
    """Return the clusters with every replaced report beside its replacement, at the end."""
    if not replaced:
        return tuple(tuple(members) for members in clusters)
    older: dict[str, list[str]] = {}
    for old_id, new_id in sorted(replaced.items()):
        older.setdefault(new_id, []).append(old_id)
    return tuple(
        (
            *members,
            *(
                Member(report_id=old_id, weight=None, by_person=False)
                for member in members
                for old_id in older.get(member.report_id, ())
            ),
        )
        for members in clusters
    )
