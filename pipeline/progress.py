"""Owns what a run says while it works: bars on a terminal, JSON lines on standard error otherwise.

Says nothing of results: those are printed by the command line.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TextIO


class Reporter(Protocol):
    """How a stage tells what it does. Event names are constant words; facts are keys and values."""

    def event(self, name: str, **facts: Any) -> None:
        """Tell that something happened."""

    def progress(self, stage: str, *, done: int, total: int) -> None:
        """Tell how many of a stage's items are done."""


class Silent:
    """A reporter that says nothing: for `evaluate`, which runs batches of its own."""

    def event(self, name: str, **facts: Any) -> None:
        """Say nothing."""

    def progress(self, stage: str, *, done: int, total: int) -> None:
        """Say nothing."""


class JsonLines:
    """One JSON object a line, UTC times; nothing from outside can start a line of its own."""

    def __init__(self, stream: TextIO, *, run_id: str) -> None:
        import structlog

        self._log = structlog.wrap_logger(
            structlog.PrintLogger(stream),
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(sort_keys=False, ensure_ascii=False),
            ],
            run_id=run_id,
        )

    def event(self, name: str, **facts: Any) -> None:
        """Write one line with the event's name, the facts and the time."""
        self._log.msg(name, **facts)

    def progress(self, stage: str, *, done: int, total: int) -> None:
        """Write one line when a stage has done all its items."""
        if done == total:
            self._log.msg("stage_end", stage=stage, items=total)


class Bars:
    """Progress bars, and a line above them for what went wrong."""

    def __init__(self, bars: Any) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def event(self, name: str, **facts: Any) -> None:
        """Show the event above the bars if it tells of a failure."""
        if facts.get("problem"):
            from rich.text import Text

            told = " ".join(f"{key}={value}" for key, value in facts.items() if value is not None)
            self._bars.console.print(Text(f"{name}: {told}"))

    def progress(self, stage: str, *, done: int, total: int) -> None:
        """Move the stage's bar."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)


@contextmanager
def reporter(stream: TextIO, *, run_id: str) -> Iterator[Reporter]:
    """Give the reporter that suits the stream: bars if a person looks at it, else JSON lines."""
    if not stream.isatty():
        yield JsonLines(stream, run_id=run_id)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=stream)) as bars:
        yield Bars(bars)
