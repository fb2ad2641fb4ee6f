"""Owns `DateExpression`: the parsed words of a date. Knows neither text matching nor calendars."""

from dataclasses import dataclass
from typing import Literal

DateKind = Literal[
    "day", "days", "weekday", "weekdays", "month", "months", "year", "season", "period",
    "recent", "ago", "relative_day", "event", "event_weekday", "clock",
]  # fmt: skip
Unit = Literal["minute", "hour", "day", "week", "weekend", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateExpression:
    """The words of one date or time, and what they say before any calendar is consulted.

    `text == source[start:end]`. Weekdays count from Monday = 0, seasons from spring = 1. `_to`
    fields are the far end of a range. `offset` counts `unit`s from publication (kinds `ago`,
    `recent`, `relative_day`) or from the event told before (`event`); None there means "a few".
    `modifier` is the stretch meant ("early", "late_last", "this", …). `into_night` marks
    the night that ends on the day named («в ночь на среду»). `bound` "by" marks a latest day.
    `hour`, `minute` and `zone` (an IANA name, or "local") are a clock time stated with the date.
    """

    start: int
    end: int
    text: str
    lang: str
    kind: DateKind
    weekday: int | None = None
    weekday_to: int | None = None
    day: int | None = None
    day_to: int | None = None
    month: int | None = None
    month_to: int | None = None
    year: int | None = None
    year_offset: int | None = None
    season: int | None = None
    offset: int | None = None
    unit: Unit | None = None
    direction: Literal["past", "future"] | None = None
    modifier: str | None = None
    part_of_day: str | None = None
    into_night: bool = False
    bound: Literal["by"] | None = None
    hour: int | None = None
    minute: int | None = None
    zone: str | None = None

    @property
    def hangs_on_event(self) -> bool:
        """Whether the event told before dates these words, and publication at most stands in."""
        return self.kind in ("event", "event_weekday", "clock")

    @property
    def granularity(self) -> Literal["day", "week", "month", "season", "year"]:
        """The size of the stretch of calendar the words name."""
        if self.kind in ("month", "months"):
            return "month"
        if self.kind in ("year", "season"):
            return "year" if self.kind == "year" else "season"
        if self.kind in ("period", "ago", "event") and self.unit in ("week", "month", "year"):
            return self.unit
        return "day"
