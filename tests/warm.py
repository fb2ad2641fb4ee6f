"""A process that has everything of flightdesk loaded and forks itself for each command it is sent.

Knows nothing of tests: see `tests/command.py`. It ends when its standard input does.
"""

import atexit
import gc
import json
import os
import signal
import sys
import threading
import traceback
from typing import Any, NoReturn

LONGEST_S = 110  # a command that hangs must not outlive the test that waits for it


def load() -> None:
    """Load what the verbs load when they need it. Opens no database and starts no thread."""
    import pyarrow.compute  # noqa: F401

    import pipeline.conclude
    import pipeline.crawl.batch
    import pipeline.digest
    import pipeline.nlp.annotate
    import pipeline.read.page  # noqa: F401
    from pipeline.nlp.build import pipeline_for
    from pipeline.nlp.gazetteers import load_gazetteers
    from pipeline.nlp.lexicon import load_lexicon
    from pipeline.nlp.names import name_index
    from pipeline.read.language import identify

    name_index(load_gazetteers())
    pipeline_for("en")
    load_lexicon("en")
    identify("An aircraft landed.", languages=("en",))


def become(order: dict[str, Any]) -> NoReturn:
    """Be `python -m pipeline` with these arguments, in this folder, with these files for output."""
    from pipeline.cli import main

    signal.alarm(LONGEST_S)
    os.chdir(order["cwd"])
    for number, name in ((1, order["out"]), (2, order["err"])):
        os.dup2(os.open(name, os.O_WRONLY), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["flightdesk", *order["arguments"]]
    try:
        main()
    except SystemExit as ended:
        _end(ended.code if isinstance(ended.code, int) else 0)
    except BaseException:
        traceback.print_exc()
        _end(1)


def _end(code: int) -> NoReturn:
    """End as the workers of multiprocessing do: without taking down, piece by piece, all that was
    loaded. It takes longer than the command."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def serve() -> dict[str, Any]:
    """Fork for every line of standard input and tell how it ended; return in the fork only."""
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if not child:
            found: dict[str, Any] = json.loads(line)
            return found
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    load()
    gc.freeze()
    become(serve())
