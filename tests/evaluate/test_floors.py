"""Floors: what breaches them, and that raising them never lowers one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DataError, NoInputError
from pipeline.evaluate.figures import Figure
from pipeline.evaluate.floors import breaches, check, raised, read_baseline, write_baseline
from pipeline.evaluate.score import Scores

NAMES = ("gate.recall", "gate.pass_share", "legs.f1")
VALUES = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1), max_size=3)


def scores(**values: float | None) -> Scores:
    return scores_of({name.replace("__", "."): value for name, value in values.items()})


def scores_of(values: dict[str, float] | dict[str, float | None]) -> Scores:
    figures = tuple(Figure(name=name, value=value) for name, value in values.items())
    return Scores(articles=1, groups={"all": figures})


def test_a_figure_under_its_floor_is_a_breach():
    found = breaches(scores(legs__f1=0.7), {"legs.f1": 0.71})
    assert [(b.figure, b.floor, b.value) for b in found] == [("legs.f1", 0.71, 0.7)]


def test_a_figure_at_its_floor_is_none():
    assert not breaches(scores(legs__f1=0.7), {"legs.f1": 0.7})


def test_a_false_merge_above_its_ceiling_is_a_breach():
    name = "links.false_merges_of_registrations"
    assert breaches(scores_of({name: 1.0}), {name: 0})
    assert not breaches(scores_of({name: 0.0}), {name: 0})


def test_a_floor_whose_figure_is_gone_is_a_breach():
    assert breaches(scores(), {"legs.f1": 0.1})
    assert breaches(scores(legs__f1=None), {"legs.f1": 0.1})


def test_raising_keeps_what_got_worse_unless_regression_is_allowed():
    floors = {"legs.f1": 0.9, "gate.pass_share": 0.2}
    worse = scores(legs__f1=0.8, gate__pass_share=0.3)
    assert raised(worse, floors) == floors
    allowed = raised(worse, floors, allow_regression=True)
    assert allowed == {"legs.f1": 0.8, "gate.pass_share": 0.3}


@given(VALUES, VALUES)
def test_raised_floors_are_held_by_old_floors_and_new_figures(old, new):
    floors = raised(scores_of(new), old)
    for name, limit in old.items():
        assert floors[name] <= limit if name == "gate.pass_share" else floors[name] >= limit
    kept = {name for name, limit in old.items() if floors[name] == limit}
    assert {b.figure for b in breaches(scores_of(new), floors)} <= kept


@given(VALUES)
def test_floors_taken_from_figures_are_kept_by_them(values):
    assert not breaches(scores_of(values), raised(scores_of(values), {}))


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path):
    baseline = {"en.jsonl": {"legs.f1": 0.5}}
    write_baseline(tmp_path / "baseline.json", baseline)
    assert read_baseline(tmp_path / "baseline.json") == baseline


@pytest.mark.parametrize("content", ["[]", "{", '{"en.jsonl": {"legs.f1": "high"}}'])
def test_a_malformed_baseline_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "baseline.json"
    path.write_text(content)
    with pytest.raises(DataError, match=r"baseline\.json"):
        read_baseline(path)


def test_a_missing_baseline_is_named(tmp_path: Path):
    with pytest.raises(NoInputError, match=r"nowhere\.json"):
        read_baseline(tmp_path / "nowhere.json")


def test_the_repository_s_baseline_is_well_formed_and_names_gold_files():
    corpora = Path(__file__).parents[2] / "corpora"
    names = list(read_baseline(corpora / "baseline.json"))
    gold = {path.name for path in (corpora / "gold").rglob("*.jsonl")}
    shared = {"dev.jsonl"}  # beside the repository in CI alone
    assert set(" ".join(names).split()) <= gold | shared | {"check"}
    assert any(name.endswith(" check") for name in names)


def test_gold_without_floors_is_no_pass(tmp_path: Path):
    path = tmp_path / "baseline.json"
    write_baseline(path, {"en.jsonl": {"legs.f1": 0.5}})
    assert check(scores(legs__f1=1.0), path, "other.jsonl") == [
        f"{path}: no floors for other.jsonl"
    ]


def test_a_check_names_each_breach_and_an_update_ends_them(tmp_path: Path):
    path = tmp_path / "baseline.json"
    write_baseline(path, {"en.jsonl": {"legs.f1": 0.5}, "uk.jsonl": {"legs.f1": 0.9}})
    (told,) = check(scores(legs__f1=0.4), path, "en.jsonl")
    assert told == "en.jsonl: legs.f1 is 0.4, its floor is 0.5"
    assert check(scores(legs__f1=0.4), path, "en.jsonl", update=True) == []
    assert read_baseline(path)["en.jsonl"] == {"legs.f1": 0.5}
    check(scores(legs__f1=0.4), path, "en.jsonl", update=True, allow_regression=True)
    assert read_baseline(path) == {"en.jsonl": {"legs.f1": 0.4}, "uk.jsonl": {"legs.f1": 0.9}}
