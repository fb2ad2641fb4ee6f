"""Bodies: what arrives in any pieces decodes to the same, within the limit or not at all."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.crawl.body import decoded, receive
from pipeline.crawl.response import FetchError


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(st.binary(max_size=3000), st.integers(1, 700), st.integers(1, 3))
def test_gzip_in_any_pieces_and_members_decodes_to_what_was_packed(body, size, members):
    packed = gzip.compress(body) * members
    raw, content = receive(pieces(packed, size), encoding="gzip", limit=10_000)
    assert (raw, content) == (packed, body * members)
    assert decoded(raw, encoding="gzip") == content


@pytest.mark.parametrize("length", [65_535, 65_536, 65_537, 131_072, 200_000])
def test_lengths_around_the_piece_size_lose_nothing(length):
    packed = gzip.compress(b"a" * length)
    assert len(receive([packed], encoding="GZIP", limit=length)[1]) == length
    with pytest.raises(FetchError) as caught:
        receive([packed], encoding="gzip", limit=length - 1)
    assert (caught.value.code, len(caught.value.body)) == ("too_large", length - 1)


@given(st.binary(min_size=1, max_size=2000), st.data())
def test_a_cut_gzip_stream_is_bad_encoding(body, data):
    packed = gzip.compress(body)
    cut = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(FetchError) as caught:
        receive([packed[:cut]], encoding="gzip", limit=10_000)
    assert caught.value.code == "bad_encoding"


def test_plain_bytes_pass_and_an_empty_body_is_empty():
    assert receive([b"ab", b"c"], encoding=None, limit=3) == (b"abc", b"abc")
    assert receive([], encoding="gzip", limit=3) == (b"", b"")
    assert decoded(b"abc", encoding="identity") == b"abc"


def test_no_more_is_read_than_the_limit_asks_for():
    read = []

    def endless():
        while True:
            read.append(1)
            yield b"x" * 1000

    with pytest.raises(FetchError) as caught:
        receive(endless(), encoding=None, limit=10_000)
    assert caught.value.code == "too_large"
    assert len(read) == 11
