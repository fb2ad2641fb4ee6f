"""Owns how often a host is asked: one request at a time, a pause between two, and a host's own
"come back later". Sends nothing; clock and sleep are given."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime


class KeyedLocks:
    """One lock for each key, made when it is first asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}

    def __getitem__(self, key: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(key, threading.Lock())


class Pace:
    """Turns of hosts. `monotonic` and `sleep` count seconds."""

    def __init__(
        self, delay_s: float, *, monotonic: Callable[[], float], sleep: Callable[[float], object]
    ) -> None:
        self._delay_s = delay_s
        self._monotonic = monotonic
        self._sleep = sleep
        self._locks = KeyedLocks()
        self._last: dict[str, float] = {}
        self._held: dict[str, datetime] = {}

    @contextmanager
    def turn(self, host: str, *, at_least_s: float = 0.0) -> Iterator[None]:
        """Hold the host for one request, from the moment that its pause is over.

        The pause lasts from the end of one request to the start of the next: the configured delay
        or `at_least_s`, whichever is longer.
        """
        with self._locks[host]:
            last = self._last.get(host)
            if last is not None:
                wait = last + max(self._delay_s, at_least_s) - self._monotonic()
                if wait > 0:
                    self._sleep(wait)
            try:
                yield
            finally:
                self._last[host] = self._monotonic()

    def hold(self, host: str, until: datetime) -> None:
        """Ask nothing of the host before `until`; an earlier hold never shortens a later one."""
        self._held[host] = max(until, self._held.get(host, until))

    def held_until(self, host: str) -> datetime | None:
        """Return until when the host asked to be left alone, None if it did not."""
        return self._held.get(host)
