"""The lock is whole and clean, the wheel carries our tables, config.yaml shows every key."""

import re
import subprocess
import sys
import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

import pipeline
from pipeline.config import Config, default_config, load_config

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements" / "lock.txt").read_text("utf-8")
LOCKED = dict(re.findall(r"^([\w.-]+)==([^\s\\]+)", LOCK, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "wanted", [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
)
def test_every_direct_dependency_is_locked_at_a_version_it_allows(wanted: str):
    requirement = Requirement(wanted)
    if requirement.name == "torch":
        assert f"\n{wanted}\n" in (ROOT / "requirements" / "torch.txt").read_text("utf-8")
    else:
        assert requirement.specifier.contains(LOCKED[canonicalize_name(requirement.name)])


def test_every_locked_package_has_hashes():
    blocks = re.split(r"\n(?=[\w.-]+==)", LOCK)[1:]
    assert len(blocks) == len(LOCKED)
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_names_no_index_no_path_and_no_option():
    stated = [line for line in LOCK.splitlines() if not line.strip().startswith("#")]
    assert not [line for line in stated if re.search(r"://|(^|\s)[/.]|^-", line)]


@pytest.mark.parametrize(
    "name",
    [
        "torch", "pymorphy2", "yargy", "ipymarkup", "pymorphy3-dicts-uk", "en-core-web-trf",
        "uk-core-news-sm", "uk-core-news-md", "uk-core-news-trf", "ru-core-news-sm",
    ],
)  # fmt: skip
def test_what_must_not_be_locked_is_not(name: str):
    assert name not in LOCKED


def test_versions_agree():
    assert PROJECT["project"]["version"] == pipeline.__version__


def test_config_yaml_shows_every_key_with_its_default():
    shown = YAML(typ="safe").load(ROOT / "config.yaml")
    assert keys_of(shown) == keys_of(Config())
    loaded = load_config(ROOT / "config.yaml")
    assert loaded.feeds
    beside = default_config(database=loaded.database)
    assert replace(loaded, feeds=()) == replace(
        beside,
        published=loaded.published,
        judgements=loaded.judgements,
        archive=loaded.archive,
        state=loaded.state,
        briefs=replace(beside.briefs, directory=loaded.briefs.directory),
    )


def keys_of(settings: Any) -> set[str]:
    """Return the keys of a configuration, those of its parts as `part.key`; feeds are a list."""
    if is_dataclass(settings):
        settings = {field.name: getattr(settings, field.name) for field in fields(settings)}
    keys = set(settings)
    for name, part in settings.items():
        if is_dataclass(part) or (isinstance(part, dict) and name in ("briefs", "fetch")):
            keys |= {f"{name}.{key}" for key in keys_of(part)}
    return keys


@pytest.mark.slow
def test_the_wheel_carries_tables_and_sql(tmp_path: Path):
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    sources = tmp_path / "source"
    copied = ["pipeline", "pyproject.toml", "LICENSE", "README.md"]
    listed = subprocess.run(
        ["git", "ls-files", "-z", *copied], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run([*build, "--wheel-dir", tmp_path, sources], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", wheel], capture_output=True, check=True
    ).stdout.decode()
    tables = [
        n for n in listed.split("\0") if n.startswith(("pipeline/sql", "pipeline/gazetteers"))
    ]
    assert tables
    assert not [name for name in tables if name not in packed]
