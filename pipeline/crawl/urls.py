"""Owns addresses of the web: which are ours to ask for, and how one is written. Opens nothing."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

MAX_URL = 2048  # characters; longer ones are traps, and no outlet of ours comes near
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~-._"  # RFC 3986 pchar, and "%" because what is quoted stays as it is
_NEVER = str.maketrans("", "", "".join(map(chr, (*range(32), 127))))

# Parameters that say how a reader came, never which article: of Google, Meta, Yandex, Microsoft,
# Mailchimp, AT Internet, Adobe and the newsrooms that document theirs. Ends with "*": a prefix.
_TRACKING = (
    "utm_*", "fbclid", "gclid", "gbraid", "wbraid", "gclsrc", "dclid", "yclid", "ymclid", "msclkid",
    "twclid", "ttclid", "igshid", "igsh", "mc_cid", "mc_eid", "_openstat", "_ga", "_gl", "hsa_*",
    "mkt_tok", "vero_*", "oly_*", "guccounter", "guce_*", "ns_campaign", "ns_mchannel", "ns_source",
    "ns_linkname", "at_medium", "at_campaign*", "at_custom*", "at_format", "at_link_*", "at_ptr_*",
    "at_bbc_team", "xtor", "wt_mc", "wt.mc_id", "cmp", "cmpid", "cid_source", "ocid", "ftag", "ito",
    "smid", "smtyp", "sref", "ref_src", "ref_url", "__twitter_impression", "__cft__*", "__tn__",
    "spm", "share_id", "traffic_source", "mod_source", "s_cid", "icid", "pk_campaign", "pk_kwd",
    "piwik_*", "mtm_*", "wprov", "_branch_match_id", "taid",
)  # fmt: skip
_WHOLE = frozenset(name for name in _TRACKING if not name.endswith("*"))
_PREFIXES = tuple(name[:-1] for name in _TRACKING if name.endswith("*"))
# What makes an address that of an article's twin for telephones or caches.
_TWIN_HOST = re.compile(r"^(?:www\.)?(?:amp|m|mobile|mobi|touch|wap|pda)\.(?=[^.]+\.[^.])")
_TWIN_PATH = re.compile(
    r"(?:/amp(?=/|$)|\.amp(?=\.html?$|$)|/amp\.html?$)/?$|^/amp(?=/.)", re.IGNORECASE
)
_TWIN_QUERY = frozenset(
    {"amp", "amp=1", "amp=true", "outputtype=amp", "output=amp", "view=amp", "m=1", "mobile=1",
     "mobile=true"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An http or https address in parts, without credentials and fragment.

    `host` is lower-case ASCII (an IPv6 literal without its brackets), `target` what stands in the
    request line: path and query, percent-encoded.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The host as it is written in an address, with the port unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: the reach of one robots.txt."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, written in one way only."""
        return self.origin + self.target


def address_of(url: str, *, base: str | None = None) -> Address | None:
    """Return the parts of `url`, seen from `base`; None if it is no http or https address."""
    url = url.strip().translate(_NEVER)
    if not url or len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        scheme, host = parts.scheme.lower(), parts.hostname or ""
        port = parts.port if parts.port is not None else _DEFAULT_PORTS.get(scheme, 0)
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError:  # brackets that do not match, a port of letters, a label no host can have
        return None
    if scheme not in _DEFAULT_PORTS or not host or any(char in host for char in ' <>"\\^`{|}%'):
        return None
    query = f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else ""
    target = (quote(parts.path, safe=_SAFE) or "/") + query
    return Address(scheme=scheme, host=host.lower().rstrip("."), port=port, target=target)


def clean_url(url: str, *, base: str | None = None) -> str | None:
    """Return the address by which an article is known: no credentials, no fragment, no parameter
    that only tells how a reader came.

    Returns None for what is not http or https, or longer than MAX_URL characters.
    """
    address = address_of(url, base=base)
    if address is None:
        return None
    path, _, query = address.target.partition("?")
    kept = [part for part in query.split("&") if part and not _tracks(part)]
    return address.origin + path + (f"?{'&'.join(kept)}" if kept else "")


@lru_cache(maxsize=1 << 18)  # of every page known, once for all feeds of a run
def twin_key(url: str) -> str:
    """Return what the address of an article has in common with those of its twins.

    Twins are the same article for telephones (`m.`), for caches (`amp.`, `/amp`, `?amp=1`), over
    http and https, with `www.` and a closing slash or without. Editions in other languages (`/en/`,
    `?lang=uk`, `ru.`) are no twins. The key names an article; it is no address to fetch.
    """
    address = address_of(clean_url(url) or "")
    if address is None:
        return url
    path, _, query = address.target.partition("?")
    host = _TWIN_HOST.sub("", address.host).removeprefix("www.")
    kept = sorted(part for part in query.split("&") if part and part.lower() not in _TWIN_QUERY)
    path = _TWIN_PATH.sub("", path).rstrip("/") or "/"
    return f"{host}{path}" + (f"?{'&'.join(kept)}" if kept else "")


def _tracks(part: str) -> bool:
    name = part.partition("=")[0].lower()
    return name in _WHOLE or name.startswith(_PREFIXES)


def host_of(url: str) -> str | None:
    """Return the host that `url` asks, in lower case; None if it is no http or https address."""
    address = address_of(url)
    return address.host if address else None


def scheme_of(url: str, *, base: str | None = None) -> str:
    """Return the scheme that `url`, seen from `base`, asks for; "" if it has none."""
    try:
        return urlsplit(urljoin(base or "", url.strip())).scheme.lower()
    except ValueError:
        return ""
