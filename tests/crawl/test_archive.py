"""The archive: what goes in comes out, what was altered is found, a killed run harms nobody."""

import gzip
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from pipeline.crawl.archive import Archive, cut_torn_tail
from pipeline.errors import DataError
from pipeline.records import ArchiveRef

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HTML = (("Content-Type", "text/html"), ("X-Odd", "Ð caf\xe9"), ("Transfer-Encoding", "chunked"))


def archive(directory: Path, **options) -> Archive:
    return Archive(directory, clock=lambda: NOW, **options)


def store(into: Archive, body: bytes, url: str = "https://news.example/1") -> ArchiveRef:
    return into.store_response(
        url=url, status=200, reason="OK", headers=HTML, body=body, at=NOW, ip="192.0.2.1"
    )


def all_digests_pass(path: Path) -> bool:
    """What `warcio check` does: every digest of every record."""

    class Options:
        inputs = (str(path),)
        verbose = False

    checker = Checker(Options())
    checker.process_all()
    return checker.exit_value == 0


def test_what_was_stored_is_read_back_and_others_can_check_it(tmp_path):
    packed = gzip.compress(b"page")
    with archive(tmp_path) as kept:
        plain = store(kept, "Ил-62М".encode())
        empty = store(kept, b"")
        zipped = kept.store_response(
            url="https://news.example/2", status=200, reason="OK", at=NOW, body=packed,
            headers=(("content-encoding", "gzip"),),
        )  # fmt: skip
        entry = kept.store_resource("https://news.example/3", b'{"a": 1}', "application/json", NOW)
        assert kept.read(plain).decode() == "Ил-62М"  # while the file is still written
    fresh = archive(tmp_path)
    assert [fresh.read(ref) for ref in (plain, empty, zipped, entry)] == [
        "Ил-62М".encode(), b"", b"page", b'{"a": 1}',
    ]  # fmt: skip
    (path,) = tmp_path.iterdir()
    assert path.name == "20260301T120000Z-0000.warc.gz" == plain.file
    assert all_digests_pass(path)


def test_a_response_is_kept_as_it_was_received(tmp_path):
    with archive(tmp_path) as kept:
        store(kept, b"body")
    (path,) = tmp_path.iterdir()
    with path.open("rb") as file:
        record = next(iter(ArchiveIterator(file, no_record_parse=True)))
        block = record.raw_stream.read()
    assert record.rec_headers.protocol == "WARC/1.1"
    assert record.rec_headers.get_header("WARC-Date") == "2026-03-01T12:00:00.000000Z"
    assert record.rec_headers.get_header("WARC-IP-Address") == "192.0.2.1"
    assert block.startswith(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Odd: \xd0 caf\xe9\r\n"
    )
    assert b"X-Archive-Orig-Transfer-Encoding: chunked\r\n\r\nbody" in block


def test_the_same_input_makes_the_same_file(tmp_path):
    for name in ("one", "two"):
        with archive(tmp_path / name) as kept:
            store(kept, b"body")
    one, two = (next((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert (one.name, one.read_bytes()) == (two.name, two.read_bytes())


def test_files_roll_by_size_and_a_session_never_writes_into_another_ones_file(tmp_path):
    with archive(tmp_path, roll_bytes=1000) as kept:
        refs = [store(kept, random.Random(n).randbytes(800)) for n in range(3)]
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with archive(tmp_path) as kept:
        refs.append(store(kept, b"later"))
    assert [ref.file[-12:-8] for ref in refs] == ["0000", "0001", "0002", "0003"]
    assert all((tmp_path / name).read_bytes() == content for name, content in before.items())
    assert archive(tmp_path).read(refs[0]) == random.Random(0).randbytes(800)


def test_nothing_is_written_where_nothing_is_stored(tmp_path):
    with archive(tmp_path / "none") as kept:
        kept.sync()
    assert not (tmp_path / "none").exists()


def test_any_flipped_byte_of_a_record_is_found(tmp_path):
    with archive(tmp_path) as kept:
        ref = store(kept, b"An Il-62M of the Russian Air Force landed in Pyongyang." * 3)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    quiet = []
    for position in range(len(whole)):
        damaged = bytearray(whole)
        damaged[position] ^= 0x10
        path.write_bytes(damaged)
        try:
            archive(tmp_path).read(ref)
            quiet.append(position)
        except DataError:
            continue
    assert quiet == []


def test_a_reference_to_nothing_is_a_data_error(tmp_path):
    with archive(tmp_path) as kept:
        ref = store(kept, b"body")
    for wrong in (
        ArchiveRef(file="none.warc.gz", offset=0, payload_sha256=ref.payload_sha256),
        ArchiveRef(file=ref.file, offset=7, payload_sha256=ref.payload_sha256),
        ArchiveRef(file=ref.file, offset=10**6, payload_sha256=ref.payload_sha256),
        ArchiveRef(file=ref.file, offset=0, payload_sha256="0" * 64),
    ):
        with pytest.raises(DataError):
            archive(tmp_path).read(wrong)


def test_a_torn_last_record_is_cut_off_wherever_it_was_torn(tmp_path):
    with archive(tmp_path) as kept:
        first = store(kept, b"first" * 50)
        second = store(kept, b"second" * 50)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for end in range(second.offset + 1, len(whole)):
        path.write_bytes(whole[:end])
        assert cut_torn_tail(tmp_path) == end - second.offset
        assert path.read_bytes() == whole[: second.offset]
    path.write_bytes(whole)
    assert cut_torn_tail(tmp_path) == 0
    assert path.read_bytes() == whole
    assert archive(tmp_path).read(first) == b"first" * 50


ENDLESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline.crawl.archive import Archive
kept = Archive(Path(sys.argv[1]), clock=lambda: datetime.now(UTC))
n = 0
while True:
    ref = kept.store_resource(f"https://news.example/{n}", bytes([n % 251]) * 100_000, "text/plain",
                              datetime.now(UTC))
    print(ref.file, ref.offset, ref.payload_sha256, flush=True)
    n += 1
"""


def test_a_killed_run_loses_nothing_it_acknowledged_and_stops_no_later_run(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        lines = [run.stdout.readline() for _ in range(40)]
        run.send_signal(signal.SIGKILL)
        rest = run.stdout.read()
    lines += rest[: rest.rfind("\n") + 1].splitlines()
    with archive(tmp_path) as kept:
        later = store(kept, b"after the kill")
        assert kept.read(later) == b"after the kill"
        for line in lines:
            file, offset, digest = line.split()
            ref = ArchiveRef(file=file, offset=int(offset), payload_sha256=digest)
            assert len(kept.read(ref)) == 100_000
    assert all(all_digests_pass(path) for path in tmp_path.iterdir())


def test_threads_share_one_archive(tmp_path):
    with archive(tmp_path) as kept, ThreadPoolExecutor(8) as pool:
        bodies = [bytes([n]) * 1000 for n in range(64)]
        refs = list(pool.map(lambda body: store(kept, body), bodies))
        assert [kept.read(ref) for ref in refs] == bodies
