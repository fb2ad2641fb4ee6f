import os
import time

import pytest

from pipeline.read.child import Child, ChildFailure


def _fill_memory(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def _complain(words: str) -> None:
    raise KeyError(words)


@pytest.mark.hostile
def test_a_lost_child_costs_one_call() -> None:
    with Child(time_limit_s=1.0) as child:
        outcomes = [
            child.call(os.abort),
            child.call(abs, -1),
            child.call(time.sleep, 60),
            child.call(abs, -2),
        ]
    assert [o.reason if isinstance(o, ChildFailure) else o for o in outcomes] == [
        "extract_crash",
        1,
        "extract_timeout",
        2,
    ]


@pytest.mark.hostile
def test_memory_is_limited(child: Child) -> None:
    failure = child.call(_fill_memory, 2048)
    assert isinstance(failure, ChildFailure)
    assert (failure.reason, failure.detail) == ("extract_crash", "out of memory")
    assert child.call(_fill_memory, 1) == 1 << 20


def test_what_a_parser_raises_is_named(child: Child) -> None:
    failure = child.call(_complain, "no such element")
    assert isinstance(failure, ChildFailure)
    assert failure.reason == "extract_error"
    assert "KeyError" in failure.detail


def test_the_child_is_used_again(child: Child) -> None:
    assert child.call(os.getpid) == child.call(os.getpid) != os.getpid()
