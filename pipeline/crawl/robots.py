"""Owns what robots.txt allows for article pages. Feeds a user subscribed to are not asked about.

RFC 9309: 4xx and too many redirects mean everything is allowed, 5xx and an unreachable host that
nothing is. Asked once an origin and run.
"""

import re
from dataclasses import dataclass

from pipeline.crawl.fetch import Fetcher
from pipeline.crawl.pace import KeyedLocks
from pipeline.crawl.response import Response
from pipeline.crawl.urls import address_of
from pipeline.records import Fetched

MAX_ROBOTS = 500 * 1024  # bytes that RFC 9309 §2.5 asks a crawler to read at least
MAX_CRAWL_DELAY_S = 60.0  # a longer one would stop a run; the wish to be asked rarely is kept
_READABLE = frozenset({"ok", "too_large"})  # of one too large, the first MAX_ROBOTS are read
_ALLOWED = frozenset({"forbidden", "not_found", "gone", "legal", "client_error", "redirect_limit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsDecision:
    """Whether a page may be asked for, why, and the pause the host wishes.

    `again` says that the rules could not be had: the answer may be another one next time.
    `fetched` is the line for the fetch log if robots.txt was asked for on this occasion.
    """

    allowed: bool
    reason: str
    delay_s: float = 0.0
    again: bool = False
    fetched: Fetched | None = None


class Robots:
    """The rules of each origin, fetched through the fetcher when first needed."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._agent = product_token(fetcher.user_agent)
        self._locks = KeyedLocks()
        self._rules: dict[str, tuple[object | None, bool, str]] = {}

    def decide(self, url: str, *, outlet: str) -> RobotsDecision:
        """Return whether `url` may be fetched. Never raises for the network or for bad rules."""
        address = address_of(url)
        if address is None:
            return RobotsDecision(allowed=True, reason="no address to ask about")
        fetched = None
        with self._locks[address.origin]:
            if address.origin not in self._rules:
                response = self._fetcher.get(
                    f"{address.origin}/robots.txt",
                    outlet=outlet,
                    kind="robots",
                    max_body_bytes=MAX_ROBOTS,
                )
                fetched = response.fetched()
                self._rules[address.origin] = _rules(response)
        rules, otherwise, reason = self._rules[address.origin]
        if rules is None:
            return RobotsDecision(
                allowed=otherwise, reason=reason, again=not otherwise, fetched=fetched
            )
        allowed = bool(rules.can_fetch(address.url, self._agent))  # type: ignore[attr-defined]
        delay = float(rules.crawl_delay(self._agent) or 0.0)  # type: ignore[attr-defined]
        return RobotsDecision(
            allowed=allowed,
            reason=f"robots.txt of {address.origin}",
            delay_s=min(max(delay, 0.0), MAX_CRAWL_DELAY_S),
            fetched=fetched,
        )


def product_token(user_agent: str) -> str:
    """Return the name that robots.txt groups are matched with: the first word of the user agent."""
    found = re.match(r"[A-Za-z_-]+", user_agent)
    return found[0] if found else "*"


def _rules(response: Response) -> tuple[object | None, bool, str]:
    """Return parsed rules, or None with what holds in their place, and why."""
    if response.outcome not in _READABLE:
        allowed = response.outcome in _ALLOWED
        return None, allowed, f"robots.txt: {response.outcome}"
    from protego import Protego

    text = response.body.decode("utf-8-sig", "replace").replace("\x00", "")
    try:
        return Protego.parse(text), True, "robots.txt"
    # a third-party parser on text from outside; a file it cannot read says nothing
    except Exception as error:
        return None, True, f"robots.txt: not readable: {type(error).__name__}"
