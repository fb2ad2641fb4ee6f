"""Owns which network addresses may be reached. Pure: it resolves and opens nothing.

The list is explicit, because `ipaddress.is_global` of Python 3.11 calls fec0::1, 224.0.0.1,
64:ff9b::a9fe:a9fe, ::127.0.0.1, 168.63.129.16 and others global.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_BLOCKED = {
    "0.0.0.0/8": "this network (RFC 791)",
    "10.0.0.0/8": "private (RFC 1918)",
    "100.64.0.0/10": "shared by carriers (RFC 6598)",
    "127.0.0.0/8": "loopback (RFC 1122)",
    "168.63.129.16/32": "a cloud's own services (Azure wire server)",
    "169.254.0.0/16": "link-local and cloud metadata (RFC 3927)",
    "172.16.0.0/12": "private (RFC 1918)",
    "192.0.0.0/24": "protocol assignments (RFC 6890)",
    "192.0.2.0/24": "documentation (RFC 5737)",
    "192.88.99.0/24": "6to4 relays (RFC 7526)",
    "192.168.0.0/16": "private (RFC 1918)",
    "198.18.0.0/15": "benchmarks (RFC 2544)",
    "198.51.100.0/24": "documentation (RFC 5737)",
    "203.0.113.0/24": "documentation (RFC 5737)",
    "224.0.0.0/4": "multicast (RFC 5771)",
    "240.0.0.0/4": "reserved, broadcast (RFC 1112)",
    "::/96": "this host, loopback, IPv4-compatible (RFC 4291)",
    "::ffff:0:0/96": "IPv4-mapped (RFC 4291)",
    "::ffff:0:0:0/96": "IPv4-translated (RFC 2765)",
    "64:ff9b::/96": "NAT64 (RFC 6052)",
    "64:ff9b:1::/48": "local NAT64 (RFC 8215)",
    "100::/64": "discard (RFC 6666)",
    "2001::/23": "protocol assignments, Teredo (RFC 2928)",
    "2001:db8::/32": "documentation (RFC 3849)",
    "2002::/16": "6to4 (RFC 3056)",
    "3fff::/20": "documentation (RFC 9637)",
    "5f00::/16": "segment routing (RFC 9602)",
    "fc00::/7": "unique local (RFC 4193)",
    "fe80::/10": "link-local (RFC 4291)",
    "fec0::/10": "site-local (RFC 3879)",
    "ff00::/8": "multicast (RFC 4291)",
}
_NETWORKS: tuple[tuple[IPv4Network | IPv6Network, str], ...] = tuple(
    (ip_network(network), why) for network, why in _BLOCKED.items()
)


def blocked_reason(
    answers: Iterable[str], *, host: str, port: int, allowed: frozenset[str]
) -> str | None:
    """Return why a connection to `host`, which resolved to `answers`, is refused; None if not.

    One bad answer refuses all: a name that mixes public and private addresses is an attack.
    `allowed` are keys as made by `endpoint`; the host's own or the address's one lets it through.
    """
    if endpoint(host, port) in allowed:
        return None
    for answer in answers:
        why = _why_blocked(answer)
        if why and endpoint(answer, port) not in allowed:
            return f"{host} is {answer}: {why}"
    return None


def endpoint(host: str, port: int) -> str:
    """Return `host:port` in one spelling: lower case, IPv6 compressed and in brackets."""
    parsed = _parsed(host.strip("[]"))
    if isinstance(parsed, IPv6Address):
        return f"[{parsed}]:{port}"
    return f"{parsed or host.lower()}:{port}"


def parse_endpoint(text: str) -> tuple[str, int]:
    """Return host and port of "host:port" or "[address]:port"; ValueError if it is neither."""
    host, _, port = text.rpartition(":")
    return host.strip("[]").lower(), int(port)


def _why_blocked(answer: str) -> str | None:
    parsed = _parsed(answer)
    if parsed is None:
        return "not an address"
    return next((why for network, why in _NETWORKS if parsed in network), None)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.partition("%")[0])  # a scope names an interface, not an address
    except ValueError:
        return None
