"""What many tests share: the demo, run once, and the command line started as a process."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.command import ROOT, end_warm

if TYPE_CHECKING:
    import duckdb


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker is left with one at the end."""
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    items.sort(key=lambda item: -slow[item.path])


def pytest_unconfigure() -> None:
    """End what this process started to run commands in."""
    end_warm()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The folder the demo ran in, and what its runs printed."""

    folder: Path
    first: str
    second: str
    briefs_before: dict[str, bytes]

    @property
    def published(self) -> Path:
        return self.folder / "published" / "flightdesk.duckdb"


def run_demo(folder: Path, *later: Path) -> str:
    """Run the demo as `make demo` does and return what it printed on standard output."""
    done = subprocess.run(
        [sys.executable, ROOT / "corpora" / "demo.py", folder, *later],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def briefs_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("briefs/*/*.csv"))}


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Demo:
    """Give the demo after two runs in a row."""
    folder = tmp_path_factory.mktemp("demo")
    first = run_demo(folder)
    before = briefs_of(folder)
    return Demo(folder=folder, first=first, second=run_demo(folder), briefs_before=before)


@pytest.fixture
def published(demo) -> Iterator["duckdb.DuckDBPyConnection"]:
    """Give a connection to the demo's published copy."""
    # Imported here: DuckDB loaded by a conftest tells of leaks when the interpreter ends.
    import duckdb

    with duckdb.connect(str(demo.published), read_only=True) as connection:
        yield connection
