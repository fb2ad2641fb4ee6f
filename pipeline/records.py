"""Owns every record type and stable_id(). Holds no logic but identity, imports nothing of ours.

Instants are timezone-aware UTC datetimes. A date is never bare: it is a `DateSpan` in the local
calendar of the place it is about. `None` means unknown, never "no". Ids are content hashes with a
prefix, except event ids, which are minted once by the event ledger (`pipeline.link.ledger`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Part = Literal["title", "text"]
PageKind = Literal["html", "entry", "article"]
PublishedPrecision = Literal["instant", "day", "unknown"]
ReportRole = Literal["primary", "background"]
ReportStatus = Literal["happened", "planned", "denied", "hypothetical"]
Outcome = Literal["crashed", "shot_down", "diverted", "turned_back", "forced_down", "intercepted"]
EventStatus = Literal[
    "planned", "reported_single", "reported_multi", "corroborated", "disputed", "denied",
    "tracking_artifact",
]  # fmt: skip
RelationKind = Literal[
    "same_airframe_as", "next_leg_of", "accompanied_by", "background_of", "supersedes"
]
MentionKind = Literal[
    "type", "registration", "callsign", "operator", "nationality", "place", "date", "outlet",
    "tracker",
]  # fmt: skip
Verdict = Literal["same", "different"]


def stable_id(prefix: str, *parts: str | int | None) -> str:
    """Return `prefix_` and 20 hex digits that depend on the parts, their order and nothing else.

    80 bits keep a store of 10^9 records below one expected collision. `None` and "" differ.
    """
    canonical = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return f"{prefix}_{hashlib.sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """Earliest and latest local day that words support, the words, and how they were resolved."""

    earliest: date
    latest: date
    text: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """What a feed says exists. The `_text` times are in the feed's own wording."""

    entry_id: str
    feed_url: str
    outlet: str
    lang: str | None
    guid: str | None
    url: str
    title: str
    summary_html: str
    content_html: str
    published_at: datetime | None
    published_text: str | None
    seen_at: datetime
    updated_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What we remember of one feed between runs. `next_due_at` None means due now."""

    feed_url: str
    outlet: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_success_at: datetime | None = None
    last_status: str | None = None
    consecutive_failures: int = 0
    next_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of one request: `outcome` is `ok`, `not_modified` or the code of a fault."""

    url: str
    outlet: str
    kind: Literal["feed", "page", "robots"]
    fetched_at: datetime
    outcome: str
    http_status: int | None
    bytes: int
    elapsed_ms: int
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRef:
    """Where the archived bytes lie: WARC file name (relative to the archive) and offset."""

    file: str
    offset: int
    payload_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What we hold as evidence of one URL at one time. `kind` says how the archived body is to be
    read: `html` is a response as received, `entry` the feed entry as JSON (its page could not be
    fetched), `article` one ingested JSON line."""

    page_id: str
    kind: PageKind
    url: str
    final_url: str
    outlet: str
    lang: str | None
    fetched_at: datetime
    status: int | None
    content_type: str | None
    body_hash: str
    etag: str | None
    last_modified: str | None
    entry_id: str | None
    archive: ArchiveRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What we read out of a page. A gated article (`gate` starts with `out:`) has text None."""

    article_id: str
    page_id: str
    url: str
    outlet: str
    lang: str | None
    title: str
    text: str | None
    published_at: datetime | None
    published_precision: PublishedPrecision
    published_basis: str | None
    fetched_at: datetime
    gate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span of an article's title or text with a kind and a normalised value.

    `text == getattr(article, part)[char_start:char_end]`, always. `flags`: `fuzzy`, `derived`, …
    """

    mention_id: str
    article_id: str
    kind: MentionKind
    part: Part
    char_start: int
    char_end: int
    text: str
    value: str
    finder: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one article says about one flight leg: columns of the `reports` view.

    Names are canonical English, countries ISO 3166 alpha-2. `seq` numbers an article's reports,
    primary ones in the order told; `basis`: the outlets one rests on, nearest first, () its own.
    """

    report_id: str
    article_id: str
    seq: int
    role: ReportRole
    status: ReportStatus
    outcome: Outcome | None = None
    type_family: str | None = None
    type_variant: str | None = None
    type_icao: str | None = None
    type_text: str | None = None
    registration: str | None = None
    registration_fuzzy: bool = False
    icao24: str | None = None
    callsign: str | None = None
    operator: str | None = None
    operator_country: str | None = None
    origin: str | None = None
    origin_country: str | None = None
    origin_icao: str | None = None
    destination: str | None = None
    destination_country: str | None = None
    destination_icao: str | None = None
    departed: DateSpan | None = None
    arrived: DateSpan | None = None
    said_by: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    artifact: bool = False
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One field of one report: value, original words and where they stand.

    Dates have the value `2023-09-26/2023-09-26` (ISO 8601 interval, both days inside). `said_by`
    is who is credited for this claim, None for the outlet itself.
    """

    claim_id: str
    report_id: str
    article_id: str
    field: str
    value: str
    original: str
    part: Part
    char_start: int
    char_end: int
    status: ReportStatus
    said_by: str | None
    finder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRelation:
    """What an article itself says about two of its reports: `report_id` is `relation` the other."""

    report_id: str
    related_report_id: str
    relation: RelationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Everything read out of one article. No reports means: no specific flight is told of."""

    article_id: str
    mentions: tuple[Mention, ...]
    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    relations: tuple[ReportRelation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkable:
    """A report with what linking needs to know of its article. `voice` is whom the article credits
    first, or its outlet. `revision_rank` 0 is the newest revision; older ones decide no value."""

    report: Report
    url: str
    outlet: str
    lang: str | None
    published_at: datetime | None
    fetched_at: datetime
    source_root: str
    voice: str = ""
    revision_rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One compared field: which level it reached and the log2 odds it adds."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Why two reports are, or are not, one flight. `weight` is the prior plus the features, in log2
    odds; `cannot_link` names the rule that forbids a link whatever the weight."""

    left_report_id: str
    right_report_id: str
    weight: float
    features: tuple[Feature, ...]
    cannot_link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's word on two reports. Outranks every score; a `different` outranks a `same`."""

    left_report_id: str
    right_report_id: str
    verdict: Verdict
    judged_by: str
    judged_at: datetime
    note: str | None
    left_url: str | None = None
    right_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One event id, minted once. `merged_into` is the older id that resolves it for ever."""

    event_id: str
    founding_report_id: str
    minted_at: datetime
    merged_into: str | None = None
    split_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Which event a report belongs to, with the weight that brought it there and who decided."""

    event_id: str
    report_id: str
    weight: float | None
    decided_by: Literal["auto", "human"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One flight leg as concluded from all its reports: columns of the `events` view.

    Departures are local to the origin, arrivals to the destination; sources are source roots.
    """

    event_id: str
    trip_id: str
    reference: str
    status: EventStatus
    outcome: Outcome | None
    type_family: str | None
    type_variant: str | None
    type_icao: str | None
    type_text: str | None
    registration: str | None
    icao24: str | None
    callsign: str | None
    operator: str | None
    operator_country: str | None
    origin: str | None
    origin_country: str | None
    origin_icao: str | None
    destination: str | None
    destination_country: str | None
    destination_icao: str | None
    departed_earliest: date | None
    departed_latest: date | None
    arrived_earliest: date | None
    arrived_latest: date | None
    reports: int
    articles: int
    outlets: int
    independent_sources: int
    languages: tuple[str, ...]
    said_by: tuple[str, ...]
    trackers: tuple[str, ...]
    first_reported_at: datetime | None
    last_reported_at: datetime | None
    confidence: float
    conflicts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A value that reports of one event state against each other, and how often each is stated."""

    event_id: str
    field: str
    value: str
    reports: int
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRelation:
    """`event_id` is `relation` `related_event_id`, as `report_id` says (None: concluded)."""

    event_id: str
    related_event_id: str
    relation: RelationKind
    report_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """Consecutive legs of one aircraft on one mission; every event is in exactly one trip."""

    trip_id: str
    reference: str
    route: str
    legs: int
    registration: str | None
    type_family: str | None
    operator: str | None
    started: date | None
    ended: date | None
    event_ids: tuple[str, ...]
