"""Owns what is counted of links between gold's own reports: linking alone, without our reading.

Links nothing; `pipeline.perfect` does.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pipeline.evaluate.figures import Figure, share
from pipeline.evaluate.links import link_figures
from pipeline.evaluate.matching import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class PerfectLinks:
    """Gold reports with the event and trip they were put into, by URL, and the pairs of report ids
    (smaller first) that blocking proposed for comparison."""

    matches: Mapping[str, Sequence[Match]]
    candidates: frozenset[tuple[str, str]]


def perfect_figures(links: PerfectLinks, urls: Sequence[str]) -> list[Figure]:
    """Return the figures of linking for the articles named, each called `perfect.…`."""
    matches = [match for url in urls for match in links.matches[url]]
    figures = [
        replace(figure, name=f"perfect.{figure.name.removeprefix('links.')}")
        for figure in link_figures(matches)
        if figure.name.startswith("links.")
    ]
    return [*figures, _block_recall(matches, links.candidates)]


def _block_recall(matches: Sequence[Match], candidates: frozenset[tuple[str, str]]) -> Figure:
    """Return the share of pairs of one leg that were compared at all."""
    by_leg: dict[str, list[str]] = defaultdict(list)
    for match in matches:
        by_leg[match.gold.leg_id].append(match.predicted.report_id)
    pairs = [pair for leg in by_leg.values() for pair in combinations(sorted(leg), 2)]
    return share("perfect.block_pairs.recall", sum(p in candidates for p in pairs), len(pairs))
