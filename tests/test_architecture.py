"""The arrows between modules, the start-up time of the reading verbs, and the size of things."""

import ast
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40

# What a module, or all modules of a folder, may import of ours. What is not listed may import
# anything but what FORBIDDEN names.
ALLOWED = {
    "pipeline.records": set(),
    "pipeline.errors": set(),
    "pipeline.nlp.found": {"pipeline.records"},
}
FORBIDDEN = {
    "pipeline.store": ("crawl", "read", "nlp", "link", "evaluate", "stages", "cli", "events"),
    "pipeline.nlp": ("store", "crawl", "cli", "stages", "link", "evaluate"),
    "pipeline.link": ("store", "crawl", "cli", "stages", "evaluate"),
    "pipeline.events": ("store", "crawl", "cli", "stages", "evaluate"),
    "pipeline.read": ("store", "crawl", "cli", "stages", "link", "evaluate"),
    "pipeline.crawl": ("store", "read", "nlp", "link", "cli", "stages", "evaluate"),
    "pipeline.evaluate": ("store", "crawl", "read", "nlp", "link", "cli", "stages"),
}
SOCKETS = {"socket", "socketserver", "ssl", "urllib3", "http.client", "urllib.request", "requests"}
# fetch opens them; faults only tells their exceptions apart.
MAY_NAME_SOCKETS = {"pipeline.crawl.fetch", "pipeline.crawl.faults"}
MODELS = {"spacy", "torch", "sentence_transformers", "slovnet", "navec", "pymorphy3", "trafilatura"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    """Yield every module a file imports, wherever the import stands; of `from x import y` both x
    and x.y, since y may be a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


OURS = {name_of(path) for path in MODULES}


def ours_in(path: Path) -> set[str]:
    return {i for i in imports_of(path) if i in OURS and i != "pipeline"}


def test_imports_follow_the_arrows():
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in MODULES
        for imported in ours_in(path)
        for package, banned in FORBIDDEN.items()
        if is_within(name_of(path), package)
        and any(is_within(imported, f"pipeline.{b}") for b in banned)
    ]
    assert not wrong


@pytest.mark.parametrize("name", ALLOWED)
def test_the_lowest_modules_import_next_to_nothing_of_ours(name: str):
    assert ours_in(ROOT / f"{name.replace('.', '/')}.py") <= ALLOWED[name]


def test_the_store_knows_records_and_errors_and_what_it_is_made_of():
    parts = {"pipeline.records", "pipeline.errors", "pipeline.rows", "pipeline.lock"}
    assert ours_in(PACKAGE / "store.py") <= parts


def test_no_import_of_ours_goes_in_a_circle():
    graph = {name_of(p): {i for i in imports_of(p) if i in OURS} - {name_of(p)} for p in MODULES}
    while leaves := {name for name, targets in graph.items() if not targets & graph.keys()}:
        graph = {name: targets for name, targets in graph.items() if name not in leaves}
    assert not graph


def test_only_fetching_opens_sockets():
    wrong = [
        f"{name_of(path)} imports {imported}"
        for path in MODULES
        if name_of(path) not in MAY_NAME_SOCKETS
        for imported in set(imports_of(path)) & SOCKETS
    ]
    assert not wrong


def test_modules_stay_short():
    lengths = {name_of(p): len(p.read_text("utf-8").splitlines()) for p in MODULES}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE}


def test_functions_stay_short():
    long = [
        f"{name_of(path)}.{node.name}: {lines} lines"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert not long


def test_every_module_says_what_it_owns():
    silent = [name_of(p) for p in MODULES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert not silent


def loaded_by(statement: str) -> set[str]:
    """Return the names of all modules that are loaded after a statement in a fresh Python."""
    program = f"{statement}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", ["pipeline", "pipeline.cli", "pipeline.records"])
def test_importing_loads_no_models(module: str):
    assert not loaded_by(f"import {module}") & MODELS


@pytest.mark.slow
@pytest.mark.parametrize("verb", [[], ["run"], ["events"], ["show"], ["sql"], ["evaluate"]])
def test_help_comes_at_once(verb: list[str]):
    def seconds(*arguments: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def times_the_libraries() -> float:
        shown = seconds("-m", "pipeline", *verb, "--help")
        return shown / seconds("-c", "import duckdb, pydantic, rich.markdown, typer")

    # Beside the libraries that the command line itself needs; a model alone takes as much again.
    # A second try: other programs may be busy, ours may not be slow.
    assert times_the_libraries() < 2.5 or times_the_libraries() < 2.5
