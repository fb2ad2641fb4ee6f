"""The address guard: what Python calls global and we do not, and what the user lets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.crawl.guard import blocked_reason, endpoint, parse_endpoint

BLOCKED = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255",
    "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1",
    "100.127.255.255", "169.254.169.254", "169.254.0.1", "168.63.129.16", "192.88.99.1",
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::1", "::", "::127.0.0.1",
    "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::a9fe:a9fe", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1",
    "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1",
    "fd12:3456::1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "feff::1", "ff00::1",
    "ff02::1", "ff05::2",
]  # fmt: skip
PUBLIC = [
    "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.0.1", "100.128.0.1",
    "2606:4700::1", "2a00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", BLOCKED)
def test_an_address_of_the_list_is_refused_alone_and_among_public_ones(address):
    for answers in ([address], ["8.8.8.8", address]):
        reason = blocked_reason(answers, host="news.example", port=80, allowed=frozenset())
        assert reason is not None
        assert address in reason


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_beside_the_edges_of_the_list_pass(address):
    assert blocked_reason([address], host="news.example", port=80, allowed=frozenset()) is None


def test_what_is_no_address_is_refused():
    assert blocked_reason(["nonsense"], host="x", port=80, allowed=frozenset())


def test_an_allowed_entry_holds_for_its_port_and_its_address_or_name_only():
    allowed = frozenset({"127.0.0.1:8080", "intranet.example:80", "[::1]:8080"})
    assert blocked_reason(["127.0.0.1"], host="x", port=8080, allowed=allowed) is None
    assert blocked_reason(["::1"], host="x", port=8080, allowed=allowed) is None
    assert blocked_reason(["10.1.1.1"], host="Intranet.example", port=80, allowed=allowed) is None
    assert blocked_reason(["127.0.0.1"], host="x", port=8081, allowed=allowed)
    assert blocked_reason(["127.0.0.2"], host="x", port=8080, allowed=allowed)
    assert blocked_reason(["127.0.0.1", "10.0.0.1"], host="x", port=8080, allowed=allowed)
    assert blocked_reason(["10.1.1.1"], host="intranet.example", port=81, allowed=allowed)


@given(st.ip_addresses(), st.integers(1, 65535))
def test_an_endpoint_reads_back_as_what_it_was(address, port):
    host, read = parse_endpoint(endpoint(str(address), port))
    assert (endpoint(host, read), read) == (endpoint(str(address), port), port)
