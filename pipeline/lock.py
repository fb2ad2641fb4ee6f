"""Owns the lock that makes one process the writer. Guards a file of its own, never the database.

DuckDB's own lock is a POSIX lock: it vanishes as soon as the writer opens and closes the database
file by hand (for a copy, a hash), so it cannot be the guard.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import AccessError, CannotCreateError, LockedError

_RETRY_S = 0.1


@contextmanager
def writer_lock(path: Path, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path` for the block; a killed process frees it by dying.

    Raises LockedError with the holder's process id and start time if another process holds it
    for longer than `wait_s`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("a+", encoding="utf-8")
    except PermissionError:
        raise AccessError(f"cannot open the lock {path}: permission denied") from None
    except OSError as error:
        raise CannotCreateError(f"cannot create the lock {path}: {error.strerror}") from None
    with handle:
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise LockedError(_holder(path)) from None
                time.sleep(_RETRY_S)
        handle.truncate(0)
        started = datetime.now(UTC).isoformat(timespec="seconds")
        handle.write(json.dumps({"pid": os.getpid(), "started": started}))
        handle.flush()
        yield


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"process {holder['pid']} has been writing since {holder['started']} ({path})"
    except (OSError, ValueError, KeyError, TypeError):
        return f"another process is writing ({path})"
