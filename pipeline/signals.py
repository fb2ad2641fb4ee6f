"""Owns the exit code of a process that a signal ends. Knows nothing of what it interrupts."""

import signal
from types import FrameType

_FIRST = 128  # the shell's convention: this and the number of the signal


def watch() -> list[int]:
    """Let SIGTERM and SIGINT end the process; the list gets the exit code of each that comes.

    The exception that a signal raises need not arrive: DuckDB makes "Query interrupted" of it.
    """
    codes: list[int] = []

    def terminate(number: int, _frame: FrameType | None) -> None:
        codes.append(_FIRST + number)
        raise SystemExit(codes[0])

    def interrupt(number: int, frame: FrameType | None) -> None:
        codes.append(_FIRST + number)
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGTERM, terminate)
    # Who started the process may have it ignore SIGINT, as nohup does.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    return codes
