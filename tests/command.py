"""The command line as most tests call it: a process of its own, forked from one that is loaded.

Loading tables and models takes longer than what most commands do then. Tests about the start,
signals and kills start `python -m pipeline` themselves: see `started`.
"""

import json
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


@cache
def _warm() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.warm"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def end_warm() -> None:
    """End the process that forks, if there is one."""
    if _warm.cache_info().currsize:
        with _warm() as running:
            assert running.stdin is not None
            running.stdin.close()
        _warm.cache_clear()


def flightdesk(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Carry out one command line in a folder and return its exit code and what it printed."""
    warm = _warm()
    assert warm.stdin is not None
    assert warm.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        for path in (out, err):
            path.touch()
        given = list(map(str, arguments))
        order = {"arguments": given, "cwd": str(cwd), "out": str(out), "err": str(err)}
        warm.stdin.write(json.dumps(order) + "\n")
        warm.stdin.flush()
        code = int(warm.stdout.readline())
        return subprocess.CompletedProcess(
            given, code, out.read_text("utf-8"), err.read_text("utf-8")
        )


def started(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Carry out one command line as a person does, from the start of Python."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=cwd, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip
