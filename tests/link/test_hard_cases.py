"""The hard cases of corpora/pairs.jsonl: what must be one event, and what must not."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from tests.link.reports import group, hard_cases, told_in


@pytest.mark.parametrize("case", hard_cases(), ids=lambda case: str(case["case"]))
def test_a_hard_case_is_grouped_as_people_group_it(case: Mapping[str, Any]) -> None:
    reports, wanted = [], defaultdict(set)
    for row in case["reports"]:
        reports.append(told_in(row))
        wanted[row["event"] or "none"].add(row["id"])
    found = group(reports)
    clusters = [{member.report_id for member in members} for members in found.clusters]

    if case["case"] == "twins":
        articles = [{name.partition("_")[0] for name in cluster} for cluster in clusters]
        assert articles == [{"first", "second"}] * 2
        return
    assert set(found.clustering.unlinked) == wanted.pop("none", set())
    assert sorted(clusters, key=sorted) == sorted(wanted.values(), key=sorted)


def test_every_case_says_that_it_is_synthetic() -> None:
    assert all(case["about"].startswith("synthetic") for case in hard_cases())
