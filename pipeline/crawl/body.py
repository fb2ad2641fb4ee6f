"""Owns the bytes of a response: how many we take, and one layer of gzip. Opens nothing."""

import zlib
from collections.abc import Iterable, Iterator

from pipeline.crawl.response import FetchError

_PIECE = 65_536  # bytes; the most that is held beyond the limit at any moment
_GZIP = zlib.MAX_WBITS | 16
_GZIP_NAMES = ("gzip", "x-gzip")


def receive(chunks: Iterable[bytes], *, encoding: str | None, limit: int) -> tuple[bytes, bytes]:
    """Return what arrived and what it decodes to, each at most `limit` bytes.

    Raises FetchError: `bad_encoding` for anything but one layer of gzip, `too_large` (its
    `body` holds the first `limit` bytes) as soon as the limit is passed.
    """
    coding = (encoding or "").strip().lower()
    if coding not in ("", "identity", *_GZIP_NAMES):
        raise FetchError(
            "bad_encoding", f"Content-Encoding {coding[:80]!r}, we asked for gzip only"
        )
    raw, content = bytearray(), bytearray()
    pieces = _kept(chunks, raw, limit)
    for piece in gunzip(pieces) if coding in _GZIP_NAMES else pieces:
        content += piece
        if len(content) > limit:
            raise FetchError("too_large", f"more than {limit} bytes", body=bytes(content[:limit]))
    return bytes(raw), bytes(content)


def decoded(raw: bytes, *, encoding: str | None) -> bytes:
    """Return what archived bytes decode to; raises FetchError `bad_encoding` if they do not."""
    return b"".join(gunzip([raw])) if (encoding or "").strip().lower() in _GZIP_NAMES else raw


def gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content of gzip members in small pieces; padding after the last is passed over."""
    decoder, started, padding = zlib.decompressobj(_GZIP), False, False
    for chunk in chunks:
        rest, more = chunk, bool(chunk) and not padding
        while more:
            started = True
            try:
                piece = decoder.decompress(rest, _PIECE)
            except zlib.error as error:
                raise FetchError("bad_encoding", f"not gzip: {error}") from None
            yield piece
            # a full piece can mean that the decoder holds more, though all input is consumed
            rest, more = decoder.unconsumed_tail, len(piece) == _PIECE
            if decoder.eof:
                rest = decoder.unused_data
                decoder, started, more = zlib.decompressobj(_GZIP), False, False
                padding = bool(rest) and not rest.startswith(b"\x1f")
            more = (more or bool(rest)) and not padding
    if started:
        raise FetchError("bad_encoding", "the gzip stream ends early")


def _kept(chunks: Iterable[bytes], raw: bytearray, limit: int) -> Iterator[bytes]:
    for chunk in chunks:
        raw += chunk
        if len(raw) > limit + _PIECE:
            raise FetchError("too_large", f"more than {limit} bytes", body=bytes(raw[:limit]))
        yield chunk
