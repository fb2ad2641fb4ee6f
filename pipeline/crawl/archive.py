"""Owns the evidence: what was fetched or ingested, as WARC 1.1 files. Interprets nothing.

Each session (one Archive object) writes files of its own, so a file is never written again once it
is closed, and what a killed run tore off is at the end of the newest file only, where the next
session cuts it off before it writes.
"""

import hashlib
import os
import re
import threading
import uuid
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BufferedWriter, BytesIO
from pathlib import Path

import structlog

from pipeline.crawl.body import decoded
from pipeline.crawl.response import FetchError, Headers, header
from pipeline.errors import DataError, StorageError
from pipeline.records import ArchiveRef

ROLL_BYTES = 256_000_000  # a file is closed when it is larger; a quarter of what the
# WARC standard (annex C) recommends at most, so that copying one is a matter of seconds
_FILE_NAME = re.compile(r"\d{8}T\d{6}Z-\d{4}\.warc\.gz")
# No flags, no time, best compression, Unix (RFC 1952): fixed, so that no byte of a file is free
_MEMBER_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03"
_HOP_HEADERS = ("transfer-encoding",)  # undone when read; kept under the name that pywb gave them


class Archive:
    """A folder of WARC files. Safe to use from several threads, not from several processes.

    `clock` names the files: UTC time of the session's first record, and a serial number.
    """

    def __init__(
        self, directory: Path, *, clock: Callable[[], datetime], roll_bytes: int = ROLL_BYTES
    ) -> None:
        self._directory = directory
        self._clock = clock
        self._roll_bytes = roll_bytes
        self._lock = threading.Lock()
        self._file: BufferedWriter | None = None
        self._started = False

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def store_response(
        self,
        *,
        url: str,
        status: int,
        reason: str,
        headers: Headers,
        body: bytes,
        at: datetime,
        ip: str | None = None,
    ) -> ArchiveRef:
        """Keep an HTTP response: `body` as received, still compressed if the headers say so."""
        lines = [f"HTTP/1.1 {status} {reason}".rstrip()]
        for name, value in headers:
            kept = f"X-Archive-Orig-{name}" if name.lower() in _HOP_HEADERS else name
            lines.append(f"{kept}: {value}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        more = {"WARC-IP-Address": ip} if ip else {}
        return self._store(
            "response", url, head, body, at, "application/http; msgtype=response", more
        )

    def store_resource(self, url: str, body: bytes, content_type: str, at: datetime) -> ArchiveRef:
        """Keep bytes that no server sent this way: a feed entry as JSON, an ingested article."""
        return self._store("resource", url, b"", body, at, content_type, {})

    def read(self, ref: ArchiveRef) -> bytes:
        """Return the payload, decompressed, after checking its digest.

        Raises DataError if the record is missing, damaged or another one.
        """
        raw, encoding = _payload(self._directory / ref.file, ref)
        if hashlib.sha256(raw).hexdigest() != ref.payload_sha256:
            raise DataError(f"{ref.file} at {ref.offset}: the payload is not what was archived")
        try:
            return decoded(raw, encoding=encoding)
        except FetchError as fault:
            raise DataError(f"{ref.file} at {ref.offset}: {fault.detail}") from None

    def sync(self) -> None:
        """Have the operating system write to the disk what was stored so far."""
        with self._lock:
            if self._file is not None:
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file that is being written; the next record opens another one."""
        with self._lock:
            self._close()

    def _store(
        self,
        kind: str,
        url: str,
        head: bytes,
        body: bytes,
        at: datetime,
        content_type: str,
        more: dict[str, str],
    ) -> ArchiveRef:
        digest = hashlib.sha256(body).hexdigest()
        record = _record(kind, url, head, body, at, content_type, more | _digests(head, body))
        with self._lock:
            try:
                file = self._open()
                offset = file.tell()
                self._append(file, offset, record)
            except OSError as error:
                raise StorageError(f"cannot write to {self._directory}: {error}") from error
            return ArchiveRef(file=Path(file.name).name, offset=offset, payload_sha256=digest)

    def _append(self, file: BufferedWriter, offset: int, record: bytes) -> None:
        try:
            file.write(record)
            file.flush()
        except OSError:
            file.detach().truncate(offset)  # the disk is full: leave whole records only
            self._file = None
            raise

    def _open(self) -> BufferedWriter:
        if self._file is not None and self._file.tell() > self._roll_bytes:
            self._close()
        if self._file is None:
            if not self._started:
                self._directory.mkdir(parents=True, exist_ok=True)
                cut_torn_tail(self._directory)
                self._started = True
            self._file = self._new_file()
        return self._file

    def _new_file(self) -> BufferedWriter:
        stamp = self._clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        serial = 0
        while True:
            try:
                return (self._directory / f"{stamp}-{serial:04}.warc.gz").open("xb")
            except FileExistsError:
                serial += 1

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def cut_torn_tail(directory: Path) -> int:
    """Cut the torn last record off the newest file, if a killed run left one; return its bytes.

    Whole records are never touched: a record is one gzip member, and its end carries a checksum.
    """
    names = sorted(path.name for path in directory.iterdir() if _FILE_NAME.fullmatch(path.name))
    if not names:
        return 0
    path = directory / names[-1]
    whole = _whole_bytes(path)
    torn = path.stat().st_size - whole
    if torn:
        with path.open("r+b") as file:
            file.truncate(whole)
        structlog.get_logger().warning("archive_tail_cut", file=path.name, offset=whole, bytes=torn)
    return torn


def _whole_bytes(path: Path) -> int:
    """Return how many bytes of the file, from its start, are whole gzip members."""
    whole, position = 0, 0
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            position += len(chunk)
            while chunk:
                try:
                    decoder.decompress(chunk)
                except zlib.error:
                    return whole
                chunk = b""
                if decoder.eof:
                    chunk = decoder.unused_data
                    whole = position - len(chunk)
                    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return whole


def _digests(head: bytes, body: bytes) -> dict[str, str]:
    return {
        "WARC-Payload-Digest": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(head + body).hexdigest()}",
    }


def _record(
    kind: str,
    url: str,
    head: bytes,
    body: bytes,
    at: datetime,
    content_type: str,
    headers: dict[str, str],
) -> bytes:
    """Return one gzip member. The block is given as bytes, since warcio would re-encode headers."""
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{date} {headers['WARC-Block-Digest']} {url}")
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{name}>"),
        ("WARC-Target-URI", url),
        ("WARC-Date", date),
        *headers.items(),
        ("Content-Type", content_type),
    ]
    block = head + body
    out = BytesIO()
    WARCWriter(out, gzip=True, warc_version="1.1").write_record(
        ArcWarcRecord(
            "warc", kind, StatusAndHeaders("", fields, protocol="WARC/1.1"),
            BytesIO(block), None, content_type, len(block),
        )
    )  # fmt: skip
    return _MEMBER_HEAD + out.getvalue()[len(_MEMBER_HEAD) :]


def _payload(path: Path, ref: ArchiveRef) -> tuple[bytes, str | None]:
    """Return the payload as stored, and its Content-Encoding. Raises DataError."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    where = f"{ref.file} at {ref.offset}"
    try:
        member = _member(path, ref.offset)
        record = next(iter(ArchiveIterator(BytesIO(member))), None)
        if record is None:
            raise DataError(f"{where}: no record")
        raw = bytes(record.raw_stream.read())
        sent: Headers = tuple(record.http_headers.headers) if record.http_headers else ()
    except FileNotFoundError:
        raise DataError(f"{where}: the file is missing") from None
    except (OSError, EOFError, zlib.error, ArchiveLoadFailed) as error:
        raise DataError(f"{where}: {error}") from None
    return raw, header(sent, "content-encoding")


def _member(path: Path, offset: int) -> bytes:
    """Return the content of the gzip member at `offset`, its checksum verified.

    warcio stops reading before the checksum. Raises EOFError or zlib.error if it is not whole.
    """
    decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
    content = bytearray()
    with path.open("rb") as file:
        file.seek(offset)
        head = file.read(len(_MEMBER_HEAD))
        if head != _MEMBER_HEAD:
            raise zlib.error("no record starts here")
        content += decoder.decompress(head)
        while not decoder.eof:
            chunk = file.read(65_536)
            if not chunk:
                raise EOFError("the record is not whole")
            content += decoder.decompress(chunk)
    return bytes(content)
