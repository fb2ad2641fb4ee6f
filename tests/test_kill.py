"""A run that is killed loses nothing: the next one goes on, and the end is the same."""

import json
import signal
import subprocess
import sys
import time
from itertools import islice

import duckdb
import pytest

from tests.command import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.model]

ARTICLES = 16
KILL_AFTER_S = (0.1, 0.8, 1.8)
STATE = """select articles.url, articles.text, reports.* exclude (event_id), events.reference
from articles left join reports using (article_id) left join events using (event_id) order by all"""


def ingest(folder, *, kill_after_s=None):
    verb = ["ingest", folder / "a.jsonl", "--database", folder / "d.duckdb"]
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *verb],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stderr is not None
        if kill_after_s is not None:
            assert "run_start" in running.stderr.readline()  # before it, there is nothing to lose
            time.sleep(kill_after_s)
            running.send_signal(signal.SIGKILL)
        running.communicate(timeout=100)
        return running.returncode


def state(folder):
    with duckdb.connect(str(folder / "d.published.duckdb"), read_only=True) as copy:
        return copy.execute(STATE).fetchall()


def test_a_run_killed_again_and_again_ends_like_one_that_was_not(tmp_path):
    gold = (ROOT / "corpora" / "gold" / "en.jsonl").read_text("utf-8").splitlines()
    lines = [json.dumps(json.loads(line)) for line in islice(gold, ARTICLES)]
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
        (folder / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert ingest(whole) == 0
    ends = [ingest(killed, kill_after_s=seconds) for seconds in KILL_AFTER_S]
    assert -signal.SIGKILL in ends
    assert ingest(killed) == 0
    assert len(state(whole)) >= ARTICLES
    assert state(killed) == state(whole)
