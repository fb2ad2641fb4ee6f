"""Owns the benchmark: gate to events on the gold articles, in a database of its own.

Prints articles per second and peak memory of the real command. Model loading is part of it, as it
is part of every batch; more articles (an argument: how many) make its share smaller.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def articles(count: int) -> list[str]:
    """Return `count` gold articles as JSON lines, repeated under new addresses and titles."""
    gold = [
        json.loads(line)
        for file in sorted((ROOT / "corpora" / "gold").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    lines = []
    for n in range(count):
        article = {**gold[n % len(gold)]}
        article.pop("gold", None)
        if n >= len(gold):
            article["url"] += f"?again={n}"
            article["title"] += f" ({n})"
        lines.append(json.dumps(article, ensure_ascii=False))
    return lines


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        source.write_text("\n".join(articles(count)) + "\n", "utf-8")
        command = [str(Path(sys.executable).with_name("flightdesk")), "ingest", str(source)]
        started = time.monotonic()
        code = subprocess.run(
            [*command, "--database", str(Path(folder, "bench.duckdb"))]
        ).returncode
        seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{count} articles, {seconds:.1f} s, {count / seconds:.1f} a second, {peak:.0f} MB at most"
    )
    return code


if __name__ == "__main__":
    sys.exit(main())
