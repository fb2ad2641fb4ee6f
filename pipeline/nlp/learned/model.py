"""Owns the trained models: their file, and the scores they give. Knows nothing of flights."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

Features = dict[str, float]
Matrix = np.ndarray[Any, np.dtype[np.float64]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]

FILE = "reading.json"
EXACT = 6  # decimals: weights have fewer, so that a sum of them is the same in any order
LEARNED = "learned"  # the finder of what the models bound
WORDS = ("leg_words", "end_words", "owner_words")
LEGS = ("keep", "role", "status", "outcome", "ends", "days")
OWNERS = ("operators", "nations")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forest:
    """Boosted trees over named numbers. All trees lie in flat arrays of nodes; `roots` has a row of
    trees for each class. A leaf is its own child, so that `depth` steps end in one everywhere."""

    names: tuple[str, ...]
    roots: Numbers
    feature: Numbers
    threshold: Matrix
    left: Numbers
    right: Numbers
    value: Matrix
    start: Matrix
    depth: int

    def scores(self, rows: Sequence[Features]) -> Matrix:
        """Return a probability for each row and class; of two classes only that of the second.

        Raises KeyError when a row lacks a feature the trees were trained with.
        """
        if not rows:
            return np.zeros((0, max(1, len(self.start))))
        table = np.array([[row[name] for name in self.names] for row in rows], dtype=np.float32)
        return _likely(np.stack([self._raw(table, k) for k in range(len(self.start))], axis=1))

    def _raw(self, table: Any, number: int) -> Any:
        at = np.broadcast_to(self.roots[number], (len(table), self.roots.shape[1]))
        line = np.arange(len(table))[:, None]
        for _ in range(self.depth):
            goes_left = table[line, self.feature[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        return self.start[number] + self.value[at].sum(axis=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """A weight of each word for each of several questions, answered by logistic regression."""

    questions: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]
    start: tuple[float, ...]

    def scores(self, words: Iterable[str]) -> dict[str, float]:
        """Return the probability of each question's "yes", from the words alone."""
        known = [weights for word in words if (weights := self.weights.get(word)) is not None]
        total = np.round(np.sum([self.start, *known], axis=0), EXACT)
        yes = 1 / (1 + np.exp(-total))
        return dict(zip(self.questions, yes.tolist(), strict=True))

    def features(self, words: Iterable[str]) -> Features:
        """Return what the words alone say to each question, as features."""
        return {f"words_{question}": p for question, p in self.scores(words).items()}

    def weight(self, word: str, question: str) -> float:
        """Return what a word says for a question, 0 where it is unknown."""
        known = self.weights.get(word)
        return known[self.questions.index(question)] if known is not None else 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Owners:
    """The models of who flies: the words around a name, and the trees that judge operators and
    nations."""

    words: Words
    operators: Forest
    nations: Forest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """All models of reading: the words of a leg and of a place, and the trees that judge legs, ends
    and days. Without `owners` who flies stays as the rules read it."""

    leg_words: Words
    end_words: Words
    keep: Forest
    role: Forest
    status: Forest
    outcome: Forest
    ends: Forest
    days: Forest
    owners: Owners | None = None


def _likely(raw: Matrix) -> Matrix:
    if raw.shape[1] == 1:
        return 1 / (1 + np.exp(-raw))
    risen = np.exp(raw - raw.max(axis=1, keepdims=True))
    return risen / risen.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


def forest_of(stored: Mapping[str, Any]) -> Forest:
    """Return the trees of one model as the file has them."""
    return Forest(
        names=tuple(stored["names"]),
        roots=np.array(stored["roots"], dtype=np.int64),
        feature=np.array(stored["feature"], dtype=np.int64),
        threshold=np.array(stored["threshold"]),
        left=np.array(stored["left"], dtype=np.int64),
        right=np.array(stored["right"], dtype=np.int64),
        value=np.array(stored["value"]),
        start=np.array(stored["start"]),
        depth=stored["depth"],
    )


def words_of(stored: Mapping[str, Any]) -> Words:
    """Return the weights of words as the file has them."""
    return Words(
        questions=tuple(stored["questions"]),
        weights={word: tuple(known) for word, known in stored["weights"].items()},
        start=tuple(stored["start"]),
    )


def owners_of(stored: Mapping[str, Any]) -> Owners:
    """Return the models of who flies as `corpora/train_reading.py` stores them."""
    return Owners(
        words=words_of(stored["owner_words"]),
        operators=forest_of(stored["operators"]),
        nations=forest_of(stored["nations"]),
    )


def model_of(stored: Mapping[str, Any]) -> Model:
    """Return the models as `corpora/train_reading.py` stores them."""
    parts: dict[str, Any] = {name: forest_of(stored[name]) for name in LEGS}
    return Model(
        leg_words=words_of(stored["leg_words"]),
        end_words=words_of(stored["end_words"]),
        owners=owners_of(stored),
        **parts,
    )


@cache
def _text() -> bytes:
    return (files("pipeline.nlp.learned") / FILE).read_bytes()


@cache
def load_model() -> Model:
    """Return the models shipped with the program, loaded once per process."""
    return model_of(json.loads(_text()))


@cache
def model_hash() -> str:
    """Return the hash of the models' file: what they decide is read anew when it changes."""
    return hashlib.sha256(_text()).hexdigest()
