"""Owns which of people's words on reports are in force, and which contradict each other.

Groups nothing: `cluster` obeys what is in force.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.link.cluster import Contradiction, cluster
from pipeline.records import Judgement, Linkable


def in_force(judgements: Iterable[Judgement], reports: Sequence[Linkable]) -> list[Judgement]:
    """Return the words to obey, in order: of two of one person on one pair only the later.

    A word on a report that a new reading of its article found elsewhere in the text, so that its id
    is another, holds for the article's report if it has just one; else it waits for its report.
    """
    known = {item.report.report_id for item in reports}
    of_url: dict[str, list[str]] = defaultdict(list)
    for item in reports:
        if item.revision_rank == 0:
            of_url[item.url].append(item.report.report_id)

    def found(report_id: str, url: str | None) -> str:
        there = of_url.get(url or "", [])
        return there[0] if report_id not in known and len(there) == 1 else report_id

    latest: dict[tuple[str, str, str], Judgement] = {}
    for word in sorted(judgements, key=lambda one: (one.judged_at, one.verdict)):
        left = found(word.left_report_id, word.left_url)
        right = found(word.right_report_id, word.right_url)
        if left != right:
            left, right = sorted((left, right))
            moved = replace(word, left_report_id=left, right_report_id=right)
            latest[left, right, word.judged_by] = moved
    return [latest[key] for key in sorted(latest)]


def contradictions(
    judgements: Sequence[Judgement], reports: Sequence[Linkable]
) -> tuple[Contradiction, ...]:
    """Return every `same` in force that cannot be obeyed, with the `different` in its way."""
    judged = {name for one in judgements for name in (one.left_report_id, one.right_report_id)}
    return cluster(
        [item for item in reports if item.report.report_id in judged],
        (),
        judgements,
        forbid=lambda _left, _right: False,
        link_at=0.0,
        attach_at=0.0,
    ).contradictions
