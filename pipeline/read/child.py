"""Owns the process that reads foreign markup, and kills it. Knows nothing of pages.

A page can keep a parser busy for minutes or bring it down; here that costs one page. The child is
reused, limited in memory and time, and started again after a loss (about 30 ms).
"""

import multiprocessing
import resource
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

P = ParamSpec("P")
T = TypeVar("T")

_PRELOADED = ["pipeline.read.extract", "resiliparse.extract.html2text", "trafilatura"]
TIME_LIMIT_S = 10.0
MEMORY_LIMIT_BYTES = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFailure:
    """Why a call gave nothing."""

    reason: Literal["extract_timeout", "extract_crash", "extract_error"]
    detail: str


class Child:
    """Runs picklable functions in a process of its own, one at a time. A context manager."""

    def __init__(
        self, *, time_limit_s: float = TIME_LIMIT_S, memory_limit_bytes: int = MEMORY_LIMIT_BYTES
    ) -> None:
        self._time_limit_s = time_limit_s
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        self._pool = ProcessPool(
            max_workers=1, initializer=_limit, initargs=(memory_limit_bytes,), context=context
        )

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | ChildFailure:
        """Return what the function returns in the child, or how it failed. Never raises for it."""
        future = self._pool.schedule(function, args, kwargs, timeout=self._time_limit_s)
        try:
            return future.result()
        except TimeoutError:
            detail = f"still running after {self._time_limit_s:g} s"
            return ChildFailure(reason="extract_timeout", detail=detail)
        except ProcessExpired as expired:
            return ChildFailure(reason="extract_crash", detail=f"exit code {expired.exitcode}")
        except MemoryError:
            return ChildFailure(reason="extract_crash", detail="out of memory")
        except Exception as error:
            # The boundary to third-party parsers: what they raise on a page is theirs to choose.
            return ChildFailure(reason="extract_error", detail=f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """End the child; a call in flight is lost."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _limit(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
