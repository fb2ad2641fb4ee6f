"""Owns the training of the models that revise what the rules read (`pipeline/nlp/learned`).

    python -m corpora.train_reading [--write] [--no-judging]

Trains on the `tune` part of the gold, and on nothing else: `check` is never read here. First the
models are judged by cross-validation over trips, beside the rules alone; then they are trained on
everything and, with `--write`, stored. The rules were written on the older articles and know them
by heart, so that these count half. The same gold, rules and tables give the same file. Takes some
minutes.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from corpora.owner_rows import owner_rows
from corpora.reading_rows import (
    Row,
    facts_of,
    partners_of,
    read,
    reports_from,
    reports_of,
    rows_of,
    source_of,
)
from pipeline.evaluate.gold import GoldArticle, load_gold
from pipeline.evaluate.predicted import Predicted, PredictedReport
from pipeline.evaluate.score import ALL, score
from pipeline.nlp.gazetteers import Gazetteers, load_gazetteers
from pipeline.nlp.learned.bind import QUESTIONS as OWNED
from pipeline.nlp.learned.model import FILE, OWNERS, WORDS, Features, Model, Words, model_of
from pipeline.nlp.learned.of_ends import ENDS
from pipeline.nlp.learned.revise import QUESTIONS, revise
from pipeline.nlp.learned.telling import OUTCOMES, STATUSES
from pipeline.records import Report

GOLD = Path(__file__).parent / "gold"
OLDER = (GOLD, GOLD / "shared", GOLD / "unseen")
NEWER = (GOLD / "second", GOLD / "third")
OLDER_COUNT = 0.5
FOLDS = 6
SEED = 1
MODELS = Path(__file__).parents[1] / "pipeline" / "nlp" / "learned" / FILE
ASKED: Mapping[str, tuple[Sequence[str], Sequence[str], int, float]] = {
    "leg_words": (QUESTIONS, ("keep",), 4, 0.3),
    "end_words": (ENDS, ("ends",), 20, 0.1),
    "owner_words": (OWNED, OWNERS, 6, 0.3),
}
"""Of each kind of words: what they are asked, the rows they stand in, in how many of these a word
must stand, and how freely it may weigh."""
LIGHTEST = 0.05  # weight of a word worth storing
SHOWN = (
    "legs.precision", "legs.recall", "legs.f1", "origin.precision", "origin.f1",
    "destination.precision", "destination.f1", "departed.precision", "departed.f1",
    "arrived.precision", "arrived.f1", "type_family.f1", "operator.precision", "operator.f1",
    "operator_country.precision", "operator_country.f1", "role.accuracy",
    "outcome.accuracy", "outcome.f1", "status.accuracy", "relevance.precision", "relevance.recall",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A model to train: how many trees, of how many leaves, how much each corrects, the shares of
    rows and features a tree sees, the rows of its smallest leaf, the forests whose mean is taken,
    and the words it takes into account. All chosen by the loss in cross-validation."""

    trees: int
    leaves: int
    rate: float
    sample: float = 0.8
    features: float = 0.5
    smallest: int = 15
    forests: int = 1
    hears: str | None = None


def asked(question: str, rows: Mapping[str, Sequence[Row]]) -> list[tuple[Row, int]]:
    """Return the rows in which a question is asked of the words alone, with the right answers."""
    if question in ENDS:
        of_origin = question == "origin"
        return [(row, row.answer) for row in rows["ends"] if row.features["end"] == of_origin]
    if question in OWNED:
        return [(row, row.answer) for row in rows[OWNERS[OWNED.index(question)]]]
    if question in ("keep", "primary"):
        return [(row, row.answer) for row in rows["keep" if question == "keep" else "role"]]
    task, answers = ("status", STATUSES) if question in STATUSES else ("outcome", OUTCOMES)
    return [(row, int(answers[row.answer] == question)) for row in rows[task]]


def learn_words(
    name: str, rows: Mapping[str, Sequence[Row]], weight: Callable[[Row], float]
) -> Words:
    """Return the weights of words for each of some questions, by logistic regression."""
    questions, told, rarest, strength = ASKED[name]
    common = Counter(word for task in told for row in rows[task] for word in row.words)
    columns: dict[str, list[float]] = {w: [] for w in sorted(common) if common[w] >= rarest}
    start = []
    for question in questions:
        pairs = asked(question, rows)
        vectorizer = DictVectorizer(sparse=True)
        table = vectorizer.fit_transform(
            [dict.fromkeys((w for w in row.words if w in columns), 1.0) for row, _ in pairs]
        )
        fitted = LogisticRegression(C=strength, solver="lbfgs", max_iter=500)
        fitted.fit(table, [a for _, a in pairs], sample_weight=[weight(row) for row, _ in pairs])
        known = dict(zip(vectorizer.feature_names_, fitted.coef_[0], strict=True))
        for word, weights in columns.items():
            weights.append(round(float(known.get(word, 0.0)), 2))
        start.append(round(float(fitted.intercept_[0]), 4))
    kept = {w: tuple(c) for w, c in columns.items() if max(map(abs, c)) >= LIGHTEST}
    return Words(questions=tuple(questions), weights=kept, start=tuple(start))


def learn_all_words(
    rows: Mapping[str, Sequence[Row]], weight: Callable[[Row], float]
) -> dict[str, Words]:
    """Return the weights of the words of legs, places and names, as they are stored."""
    return {name: learn_words(name, rows, weight) for name in WORDS}


def with_words(row: Row, words: Words | None) -> Features:
    """Return the features of a row, with what its words say where there is any."""
    return row.features if words is None else row.features | words.features(row.words)


def learn_trees(
    task: Task, features: Sequence[Features], answers: Sequence[int], weights: Sequence[float]
) -> dict[str, Any]:
    """Return boosted trees as the file stores them."""
    names = sorted(features[0])
    table = np.array([[row[name] for name in names] for row in features], dtype=np.float32)
    fitted = [
        GradientBoostingClassifier(
            n_estimators=task.trees, learning_rate=task.rate, max_leaf_nodes=task.leaves,
            max_depth=None, min_samples_leaf=task.smallest, subsample=task.sample,
            max_features=task.features, random_state=SEED + number,
        ).fit(table, answers, sample_weight=np.array(weights))
        for number in range(task.forests)
    ]  # fmt: skip
    shares = np.bincount(answers, weights=weights) / sum(weights)
    start = np.log(shares) if len(shares) > 2 else [np.log(shares[1] / shares[0])]
    return {
        "names": names,
        **_flat(fitted, task.rate / task.forests),
        "start": [round(float(s), 5) for s in start],
    }


def _flat(fitted: Sequence[Any], rate: float) -> dict[str, Any]:
    """Return the trees of all forests in flat arrays; a leaf is its own child."""
    flat: dict[str, list[Any]] = {
        "feature": [],
        "threshold": [],
        "left": [],
        "right": [],
        "value": [],
    }
    roots: list[list[int]] = []
    depth = 0
    for column in np.concatenate([forest.estimators_ for forest in fitted]).T:
        roots.append([])
        for regressor in column:
            tree, base = regressor.tree_, len(flat["feature"])
            roots[-1].append(base)
            depth = max(depth, tree.max_depth)
            for node in range(tree.node_count):
                leaf = tree.children_left[node] < 0
                flat["feature"].append(0 if leaf else int(tree.feature[node]))
                flat["threshold"].append(0.0 if leaf else round(float(tree.threshold[node]), 4))
                flat["left"].append(base + (node if leaf else int(tree.children_left[node])))
                flat["right"].append(base + (node if leaf else int(tree.children_right[node])))
                value = rate * float(tree.value[node, 0, 0]) if leaf else 0.0
                flat["value"].append(round(value, 5))
    return {"roots": roots, "depth": depth, **flat}


_of_legs = partial(Task, sample=0.5, features=0.2, hears="leg_words")
TASKS = {
    "keep": Task(trees=100, leaves=12, rate=0.06, forests=3, hears="leg_words"),
    "role": _of_legs(trees=100, leaves=12, rate=0.06, forests=2),
    "status": _of_legs(trees=120, leaves=8, rate=0.04),
    "outcome": _of_legs(trees=60, leaves=4, rate=0.08),
    "ends": Task(
        trees=150, leaves=32, rate=0.07, sample=0.5, features=0.2, smallest=40, hears="end_words"
    ),
    "days": Task(trees=150, leaves=16, rate=0.07),
    "operators": Task(trees=250, leaves=20, rate=0.04, hears="owner_words"),
    "nations": Task(trees=200, leaves=10, rate=0.05, hears="owner_words"),
}


def learn(
    rows: Mapping[str, Sequence[Row]],
    others: Callable[[Row], Mapping[str, Words]],
    words: Mapping[str, Words],
    weight: Callable[[Row], float],
) -> dict[str, Any]:
    """Return all models as the file stores them. `others` gives the words learned without the
    trip of a row: the trees must not see words that know its answer."""
    stored: dict[str, Any] = {
        name: {
            "questions": list(known.questions),
            "start": list(known.start),
            "weights": {w: list(k) for w, k in known.weights.items()},
        }
        for name, known in words.items()
    }
    for name, task in TASKS.items():
        told, hears = rows[name], task.hears
        features = [with_words(row, others(row)[hears] if hears else None) for row in told]
        answers, weights = [row.answer for row in told], [weight(row) for row in told]
        stored[name] = learn_trees(task, features, answers, weights)
    return stored


def predicted_of(gold: GoldArticle, reports: Sequence[Report]) -> Predicted:
    """Return reports as the scorer wants them; credits are not judged here."""
    return Predicted(
        url=gold.url, relevant=bool(reports), gated=False,
        reports=tuple(
            PredictedReport(report_id=r.report_id, event_id=None, trip_id=None, facts=facts_of(r))
            for r in reports
        ),
    )  # fmt: skip


def revised_by(model: Model, gold: GoldArticle, gazetteers: Gazetteers) -> Predicted:
    """Return what the rules and a model make of an article."""
    telling = read(gold, gazetteers)
    source = source_of(gold, telling, gazetteers)
    return predicted_of(gold, reports_from(source, telling, revise(telling, model)))


def fold_of(gold: GoldArticle) -> int:
    """Return the fold of an article: one for a trip, wherever it is told."""
    trip = gold.reports[0].trip_id if gold.reports else gold.url
    return int(hashlib.sha256(trip.encode()).hexdigest(), 16) // 3 % FOLDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"store the models in {MODELS.name}")
    parser.add_argument("--no-judging", action="store_true", help="skip the cross-validation")
    options = parser.parse_args()
    gazetteers = load_gazetteers()
    articles = [(a, OLDER_COUNT) for folder in OLDER for a in _tune(folder)]
    articles += [(a, 1.0) for folder in NEWER for a in _tune(folder)]
    rows: dict[str, list[Row]] = {name: [] for name in TASKS}
    before = {}
    for number, (gold, _) in enumerate(articles):
        telling = read(gold, gazetteers)
        reports = reports_of(gold, telling, gazetteers)
        before[gold.url] = predicted_of(gold, reports[: len(telling.kept)])
        found = rows_of(number, gold, telling, reports)
        found |= owner_rows(number, telling, partners_of(gold, reports))
        for name in TASKS:
            rows[name] += found[name]
    folds = [fold_of(gold) for gold, _ in articles]

    def weight(row: Row) -> float:
        return articles[row.article][1]

    def without(fold: int) -> dict[str, list[Row]]:
        return {n: [r for r in found if folds[r.article] != fold] for n, found in rows.items()}

    words = [learn_all_words(without(fold), weight) for fold in range(FOLDS)]

    def others(row: Row) -> Mapping[str, Words]:
        return words[folds[row.article]]

    if not options.no_judging:
        after = {}
        for fold in range(FOLDS):
            model = model_of(learn(without(fold), others, words[fold], weight))
            for gold, _ in articles:
                if fold_of(gold) == fold:
                    after[gold.url] = revised_by(model, gold, gazetteers)
            print(f"fold {fold + 1} of {FOLDS} judged", file=sys.stderr)
        _show("older articles", [a for a, c in articles if c < 1], before, after)
        _show("newer articles", [a for a, c in articles if c == 1], before, after)
    stored = learn(rows, others, learn_all_words(rows, weight), weight)
    if options.write:
        MODELS.write_text(_text(stored), "utf-8")
        print(f"wrote {MODELS.name}: {MODELS.stat().st_size:,} bytes")
    return 0


def _tune(folder: Path) -> list[GoldArticle]:
    """Return the articles to train on: `tune`, and all of `shared`, whose check lies elsewhere."""
    articles = [a for path in sorted(folder.glob("*.jsonl")) for a in load_gold(path)[0]]
    return [a for a in articles if a.part == "tune" or folder.name == "shared"]


def _text(stored: Mapping[str, Any]) -> str:
    """Return the models as JSON, a line for each array, so that a change can be seen."""
    lines = []
    for name, part in sorted(stored.items()):
        inner = ",\n".join(
            f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in part.items()
        )
        lines.append(f"{json.dumps(name)}: {{\n{inner}\n}}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _show(
    title: str,
    gold: Sequence[GoldArticle],
    before: Mapping[str, Predicted],
    after: Mapping[str, Predicted],
) -> None:
    print(f"{title}: {len(gold)}")
    old, new = ({f.name: f.value for f in score(gold, p).groups[ALL]} for p in (before, after))
    for name in SHOWN:
        print(f"  {name:28} {old[name] or 0:.3f}  {new[name] or 0:.3f}")


if __name__ == "__main__":
    sys.exit(main())
