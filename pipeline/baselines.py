"""Owns what simpler or more general methods make of the same gold reports, beside our linking.

Each of them gets the threshold that is best for it, chosen on the very reports it is measured on;
ours runs as it is shipped. So the comparison errs in favour of the others. Decides nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pipeline.errors import UnavailableError
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.links import b_cubed
from pipeline.evaluate.perfect import PerfectLinks
from pipeline.link.days import flight_days
from pipeline.link.embed import Embedder
from pipeline.perfect import gold_reports

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

STEPS = 200
"""So many thresholds are tried, at equal steps among the values that occur."""

FIELDS = (
    "type_family", "registration", "callsign", "operator", "operator_country", "origin",
    "origin_country", "destination", "destination_country", "outcome", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """How one method groups the reports into legs. `threshold` None: the one that is shipped."""

    method: str
    reads: str
    threshold: float | None
    pair_precision: float
    pair_recall: float
    pair_f1: float
    b3_f1: float


def baselines(gold: Sequence[GoldArticle], ours: PerfectLinks) -> list[Baseline]:
    """Return ours and every baseline on the gold's own reports, ours first.

    The methods that read text get it twice, once as the article stands and once as the report's
    fields in words. Raises UnavailableError where splink, a package for developers, is missing.
    """
    if find_spec("splink") is None:
        raise UnavailableError(
            "--baselines needs splink, which is for developers: pip install 'splink==5.0.0'"
        )
    legs = [(article.url, report.leg_id) for article in gold for report in article.reports]
    articles = [f"{a.title}\n{a.text}" for a in gold for _ in a.reports]
    fields = [_in_words(asdict(report.facts)) for a in gold for report in a.reports]
    found = [_ours(gold, ours)]
    for reads, texts in (("article", articles), ("fields", fields)):
        found += [
            best("character n-grams (TF-IDF)", reads, legs, agglomerated(by_letters(texts))),
            best("sentence vectors", reads, legs, agglomerated(_by_meaning(texts))),
        ]
    found.append(best("splink", "fields", legs, by_splink(gold)))
    return found


def _in_words(facts: Mapping[str, Any]) -> str:
    values = (v if isinstance(v, str) else " ".join(map(str, v)) for v in facts.values() if v)
    return " ".join(values)


def _ours(gold: Sequence[GoldArticle], links: PerfectLinks) -> Baseline:
    matches = [match for article in gold for match in links.matches[article.url]]
    labels = [match.predicted.event_id or match.predicted.report_id for match in matches]
    legs = [(match.url, match.gold.leg_id) for match in matches]
    return _scored("flightdesk", "fields", legs, labels, None)


def best(
    method: str,
    reads: str,
    legs: Sequence[tuple[str, str]],
    groupings: Iterable[tuple[float, Sequence[object]]],
) -> Baseline:
    """Return the grouping with the best pair F1, of equal ones the first."""
    threshold, labels = max(groupings, key=lambda one: _pair_scores(legs, one[1])[2])
    return _scored(method, reads, legs, labels, threshold)


def _scored(
    method: str,
    reads: str,
    legs: Sequence[tuple[str, str]],
    labels: Sequence[object],
    threshold: float | None,
) -> Baseline:
    precision, recall, f1 = _pair_scores(legs, labels)
    named = [(url, leg, str(label)) for (url, leg), label in zip(legs, labels, strict=True)]
    tallies = b_cubed(named)
    right, found = (sum(getattr(t, name) for t in tallies) for name in ("right", "found"))
    return Baseline(
        method=method, reads=reads, threshold=threshold, pair_precision=precision,
        pair_recall=recall, pair_f1=f1,
        b3_f1=2 * right * found / (right + found) / len(tallies) if tallies else 0.0,
    )  # fmt: skip


def _pair_scores(
    legs: Sequence[tuple[str, str]], labels: Sequence[object]
) -> tuple[float, float, float]:
    def pairs(counts: Iterable[int]) -> int:
        return sum(count * (count - 1) // 2 for count in counts)

    wanted = [leg for _, leg in legs]
    both = pairs(Counter(zip(wanted, labels, strict=True)).values())
    said, true = pairs(Counter(labels).values()), pairs(Counter(wanted).values())
    precision, recall = both / said if said else 0.0, both / true if true else 0.0
    return precision, recall, 2 * both / (said + true) if said + true else 0.0


def by_letters(texts: Sequence[str]) -> "Matrix":
    """Return the cosines of texts by their groups of three to five letters."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
    likeness: Matrix = (rows @ rows.T).toarray()
    return likeness


def _by_meaning(texts: Sequence[str]) -> "Matrix":
    rows = Embedder().embed(texts).astype("float64")
    likeness: Matrix = rows @ rows.T
    return likeness


def agglomerated(likeness: "Matrix") -> Iterable[tuple[float, Sequence[object]]]:
    """Yield what average linkage makes of cosines, threshold by threshold."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = np.clip(1.0 - likeness, 0.0, 2.0)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    for threshold in np.quantile(tree[:, 2], np.linspace(0, 1, STEPS)):
        labels = fcluster(tree, threshold, criterion="distance")
        yield float(1.0 - threshold), [int(label) for label in labels]


def by_splink(gold: Sequence[GoldArticle]) -> Iterable[tuple[float, Sequence[object]]]:
    """Yield the connected components of what splink predicts, match weight by match weight.

    Every pair is compared, so that no blocking rule costs it a match; u comes from random pairs,
    m from expectation maximisation, as its documentation advises. Term frequencies are left out:
    with them it did worse (pair F1 .59 for .65 on 141 reports, .71 for .73 on 321).
    """
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ids, found = _splink_pairs(gold)
    place = {name: number for number, name in enumerate(ids)}
    weights = np.array([row["match_weight"] for row in found])
    left = np.array([place[row["unique_id_l"]] for row in found])
    right = np.array([place[row["unique_id_r"]] for row in found])
    for threshold in np.quantile(weights, 1 - np.geomspace(1e-4, 1, STEPS)):
        on = weights >= threshold
        graph = coo_array((np.ones(on.sum()), (left[on], right[on])), shape=(len(ids), len(ids)))
        yield float(threshold), [int(one) for one in connected_components(graph, directed=False)[1]]


def _splink_pairs(gold: Sequence[GoldArticle]) -> tuple[list[str], list[dict[str, Any]]]:
    import splink.comparison_library as compared
    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI
    from splink.blocking_rule_library import CustomRule

    table = _splink_table(gold)
    dates = compared.AbsoluteDateDifferenceAtThresholds(
        "day",
        input_is_string=False,
        metrics=["day", "day", "day", "month"],
        thresholds=[0.5, 1, 3, 1],
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[*(compared.ExactMatch(name) for name in FIELDS), dates],
        blocking_rules_to_generate_predictions=[CustomRule("1=1")],
    )
    linker = Linker(DuckDBAPI().register(table), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(
        ["l.registration = r.registration and l.day = r.day"], recall=0.3
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for block in ("l.day = r.day", "l.type_family = r.type_family"):
        # On few reports a level never occurs, its m underflows to 0, and splink refuses that; the
        # other block and splink's own starting values then stand.
        with suppress(ValueError):
            linker.training.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_weight=-20).as_record_list()
    return table.column("unique_id").to_pylist(), found


def _splink_table(gold: Sequence[GoldArticle]) -> Any:
    import pyarrow as pa

    reports = [item.report for item in gold_reports(gold)]
    days = [flight_days(report) for report in reports]
    columns: dict[str, list[object]] = {
        "unique_id": [report.report_id for report in reports],
        **{name: [getattr(report, name) for report in reports] for name in FIELDS},
        "day": [each.latest if each else None for each in days],
    }
    kinds = [(name, pa.date32() if name == "day" else pa.string()) for name in columns]
    return pa.table(columns, schema=pa.schema(kinds))
