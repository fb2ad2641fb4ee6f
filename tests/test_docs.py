"""What is documented is there, and what is there is documented."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.briefs import BRIEFS
from pipeline.cli import app
from pipeline.config import BriefsConfig, Config, FeedConfig, FetchConfig, load_config
from pipeline.errors import FlightdeskError
from pipeline.store import open_store

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
VERBS = sorted(command.callback.__name__ for command in app.registered_commands if command.callback)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme_and_explains_itself(verb):
    assert f"`{verb}`" in README
    callback = next(c.callback for c in app.registered_commands if c.callback.__name__ == verb)
    assert len((callback.__doc__ or "").split()) >= 8


def test_every_verb_of_the_readme_exists():
    named = re.findall(
        r"flightdesk ([a-z]+)\b", "\n".join(blocks("sh") + blocks("ini") + blocks("cron"))
    )
    assert named
    assert set(named) <= set(VERBS)


def test_every_make_target_of_the_readme_exists():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"make (demo|test|quality|[a-z]+)(?=[`\s])", README)) & set(targets) >= {
        "demo", "test", "quality",
    }  # fmt: skip


def test_every_view_and_column_is_in_the_readme(tmp_path):
    documented = {
        view: columns.split()
        for view, columns in re.findall(
            r"^\| `(\w+)` \| [^|]+ \| ([\w ]+) \|$", README, re.MULTILINE
        )
    }
    with open_store(tmp_path / "flightdesk.duckdb") as store:
        views = store.query("select view_name from duckdb_views() where not internal order by all")
        there = {
            row["view_name"]: [
                c["column_name"] for c in store.query(f"describe {row['view_name']}")
            ]
            for row in views
        }
    assert documented == there


@pytest.mark.parametrize("query", blocks("sql"))
def test_every_query_of_the_readme_runs(tmp_path, query):
    with open_store(tmp_path / "flightdesk.duckdb") as store:
        assert store.query(query) == []


def test_five_questions_are_asked():
    assert len(blocks("sql")) >= 5


def test_every_brief_is_named():
    assert all(f"`{name}`" in README for name in BRIEFS)


def test_every_exit_code_is_named():
    def codes(error):
        yield error.exit_code
        for inner in error.__subclasses__():
            yield from codes(inner)

    for code in sorted(set(codes(FlightdeskError))):
        assert re.search(rf"\b{code}\b", README), code


def test_config_yaml_explains_every_key_and_states_the_defaults():
    text = (ROOT / "config.yaml").read_text("utf-8")
    document = YAML(typ="rt").load(text)
    known = {each.name for each in fields(Config)}
    assert set(document) == known
    assert set(document["fetch"]) == {each.name for each in fields(FetchConfig)}
    assert set(document["briefs"]) == {each.name for each in fields(BriefsConfig)}
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if (
            re.match(r"^\s{0,2}[a-z_]+:", line)
            and not line.startswith("fetch")
            and not line.startswith("briefs")
        ):
            assert lines[number - 1].lstrip().startswith("#"), f"{line} is not explained"
    loaded, default = load_config(ROOT / "config.yaml"), Config()
    for name in ("languages", "lock_wait_s", "fetch"):
        assert getattr(loaded, name) == getattr(default, name)
    assert len(loaded.feeds) >= 20
    assert {feed.lang for feed in loaded.feeds if feed.outlet == "Ukrinform"} == {"en", "uk", "ru"}
    assert {each.name for each in fields(FeedConfig)} >= set(document["feeds"][0])


def test_nothing_names_a_path_of_a_machine():
    outside = re.compile(r"/(?:work|home|root|Users)/\w")
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("pipeline", "corpora", "notebooks", "scripts", "requirements", ".ci")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
        and path.suffix in (".py", ".csv", ".sql", ".ipynb", ".json", ".txt", ".md", "")
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if outside.search(line)
    ]
    assert wrong == []


def test_every_table_is_named_with_its_source():
    folder = ROOT / "pipeline" / "gazetteers"
    documented = (folder / "SOURCES.md").read_text("utf-8")
    assert [p.name for p in sorted(folder.glob("*.csv")) if f"`{p.name}`" not in documented] == []
