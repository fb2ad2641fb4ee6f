"""Owns finding date expressions in a string. Consults no calendar, publication or event."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from pipeline.nlp.date_expression import DateExpression, DateKind
from pipeline.nlp.date_tables import LANGUAGES, Lexicon, Pattern, lexicon
from pipeline.nlp.date_tokens import Token, tokens_of

# Words that may stand between a date and its clock time: "on Tuesday, at about 19:40 UTC".
_BETWEEN_DATE_AND_CLOCK = frozenset(
    ("comma", "at", "on", "in", "about", "part", "of", "by", "the", "already")
)
_MOST_WORDS_BETWEEN = 3
_Piece = tuple[int, int, DateExpression]


def find_dates(text: str, *, lang: str) -> list[DateExpression]:
    """Every date and clock time of `text`, longest match first, sorted, none overlapping.

    `lang` is `en`, `uk` or `ru`; a text in another language yields nothing. Offsets are
    characters of `text`. Recurring days ("every Tuesday") and bare numbers are no dates. A clock
    time beside a date is part of its expression; one that stands alone has the kind `clock`.
    """
    if lang not in LANGUAGES:
        return []
    words = lexicon(lang)
    tokens = tokens_of(text, lang=lang, words=words)
    other = words.symbols["x"]
    symbols = "".join(words.symbols.get(token.word_class, other) for token in tokens)
    pieces: list[_Piece] = []
    for pattern, match in _longest(symbols, words):
        if pattern.kind != "none":
            pieces.extend(_pieces(text, lang, tokens, pattern, match))
    return [piece[2] for piece in _with_clocks(text, pieces, tokens)]


def _longest(symbols: str, words: Lexicon) -> list[tuple[Pattern, re.Match[str]]]:
    matches = [
        (pattern, match) for pattern in words.patterns for match in pattern.regex.finditer(symbols)
    ]
    matches.sort(key=lambda found: (found[1].start() - found[1].end(), found[1].start()))
    taken = bytearray(len(symbols))
    chosen = []
    for pattern, match in matches:
        start, end = match.span()
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen.append((pattern, match))
    return sorted(chosen, key=lambda found: found[1].start())


def _pieces(
    text: str, lang: str, tokens: Sequence[Token], pattern: Pattern, match: re.Match[str]
) -> Iterator[_Piece]:
    """The expressions of one match: one, or two for "11 and 12 July"."""
    first, last = match.span()
    values: dict[str, Any] = dict(pattern.fields)
    for field in match.groupdict():
        begin, end = match.span(field)
        if begin >= 0:
            values.update(_value(field, tokens[begin:end], lang))
    if lang != "en" and pattern.kind in ("event", "ago"):
        values.setdefault("offset", 1)  # «неделю назад», «за пів години»
    if not _possible(values):
        return
    if pattern.kind == "series":
        yield from _series(text, lang, tokens, (first, last), values)
        return
    whole = DateExpression(
        start=tokens[first].start,
        end=tokens[last - 1].end,
        text=text[tokens[first].start : tokens[last - 1].end],
        lang=lang,
        kind=cast(DateKind, pattern.kind),
        **values,
    )
    classes = [token.word_class for token in tokens[first:last]]
    if whole.kind == "days" and "and" in classes and "between" not in classes:
        yield from _pair(text, whole, tokens, first, last, classes.index("and") + first)
    else:
        yield first, last, whole


def _series(
    text: str, lang: str, tokens: Sequence[Token], match: tuple[int, int], values: dict[str, Any]
) -> Iterator[_Piece]:
    """Each day of "3, 7 and 12 May": the words of a day are its number, and the month beside it."""
    first, last = match
    days = [n for n in range(first, last) if tokens[n].word_class in ("num", "ord")]
    for number in days:
        begin = first if number == days[0] else number
        end = last if number == days[-1] else number + 1
        start, stop = tokens[begin].start, tokens[end - 1].end
        day = DateExpression(
            start=start, end=stop, text=text[start:stop], lang=lang, kind="day",
            day=int(tokens[number].value), **values,
        )  # fmt: skip
        if 1 <= int(tokens[number].value) <= 31:
            yield begin, end, day


def _pair(
    text: str, whole: DateExpression, tokens: Sequence[Token], first: int, last: int, joint: int
) -> Iterator[_Piece]:
    left_end, right_start = tokens[joint - 1].end, tokens[joint + 1].start
    month = whole.month or whole.month_to
    one = replace(whole, kind="day", day_to=None, month_to=None)
    left = replace(one, end=left_end, text=text[whole.start : left_end], month=month)
    right = replace(
        one,
        start=right_start,
        text=text[right_start : whole.end],
        day=whole.day_to,
        month=whole.month_to or month,
    )
    yield first, joint, left
    yield joint + 1, last, right


def _value(field: str, tokens: Sequence[Token], lang: str) -> dict[str, Any]:
    first = tokens[0]
    if first.word_class == "fulldate":
        return _full_date(first.value, lang)
    if first.word_class == "dotted" and field in ("day", "day_to"):
        day, month = first.value.split(".")
        return {field: int(day), field.replace("day", "month"): int(month)}
    if field == "clock":
        return _clock(first)
    if field == "meridiem":
        return {"meridiem": int(first.value)}
    if field == "zone":
        return {"zone": first.value or "local"}
    if field == "part":
        return {"part_of_day": first.value or "night"}
    if field in ("unit", "modifier"):
        return {field: first.value}
    if first.word_class == "a":
        return {field: 1}
    numbers = [int(token.value) for token in tokens if token.value.lstrip("-").isdecimal()]
    return {field: sum(numbers) if numbers else None}


def _full_date(words: str, lang: str) -> dict[str, Any]:
    numbers = [int(number) for number in re.split(r"[-./]", words)]
    if "-" in words:
        year, month, day = numbers
    else:
        day, month, year = numbers
        year += 2000 if year < 100 else 0
        if "/" in words and lang == "en":
            # 9/11/2023 is two different days on the two sides of the Atlantic.
            if max(day, month) <= 12 and day != month:
                return {"day": None}
            day, month = max(day, month), min(day, month)
    return {"day": day, "month": month, "year": year}


def _clock(token: Token) -> dict[str, Any]:
    if token.word_class in ("clock", "dotted"):
        hour, minute = re.split("[:.]", token.value)[:2]
    elif len(token.value) == 4:
        hour, minute = token.value[:2], token.value[2:]
    else:
        hour, minute = token.value, "0"
    return {"hour": int(hour), "minute": int(minute)}


def _possible(values: dict[str, Any]) -> bool:
    """Whether the numbers can be a date and a time; turns 8 p.m. into hour 20 on the way."""
    meridiem = values.pop("meridiem", None)
    if meridiem is not None:
        if not 1 <= values["hour"] <= 12:
            return False
        values["hour"] = values["hour"] % 12 + meridiem
    elif values.get("hour") is not None:
        values["hour"] = _on_the_dial(values["hour"], values.get("part_of_day"))
    limits = {"day": 31, "day_to": 31, "month": 12, "month_to": 12}
    for field, limit in limits.items():
        if field in values and (values[field] is None or not 1 <= values[field] <= limit):
            return False
    return bool(values.get("hour", 0) <= 23 and values.get("minute", 0) <= 59)


def _on_the_dial(hour: int | None, part_of_day: str | None) -> int | None:
    """The hour of 24 that an hour of 12 means in the afternoon or evening."""
    if hour is not None and hour < 12 and part_of_day in ("afternoon", "evening"):
        return hour + 12
    return hour


def _with_clocks(text: str, pieces: list[_Piece], tokens: Sequence[Token]) -> list[_Piece]:
    """Join each clock time with the date beside it, where only small words stand between."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and _belong(joined[-1], piece, tokens):
            first, _, before = joined[-1]
            date, clock = (before, piece[2]) if piece[2].kind == "clock" else (piece[2], before)
            whole = replace(
                date,
                start=before.start,
                end=piece[2].end,
                text=text[before.start : piece[2].end],
                part_of_day=date.part_of_day or clock.part_of_day,
                hour=_on_the_dial(clock.hour, date.part_of_day),
                minute=clock.minute,
                zone=clock.zone,
            )
            joined[-1] = (first, piece[1], whole)
        else:
            joined.append(piece)
    return joined


def _belong(left: _Piece, right: _Piece, tokens: Sequence[Token]) -> bool:
    between = tokens[left[1] : right[0]]
    clocks = [piece for piece in (left, right) if piece[2].kind == "clock"]
    timed = left[2].hour is not None or left[2].zone is not None
    return (
        len(clocks) == 1
        and not (timed and clocks[0] is right)
        and not _two_times(left[2], right[2])
        and len(between) <= _MOST_WORDS_BETWEEN
        and all(token.word_class in _BETWEEN_DATE_AND_CLOCK for token in between)
    )


def _two_times(left: DateExpression, right: DateExpression) -> bool:
    """Whether two expressions name two parts of a day: "on Thursday afternoon, at eleven in the
    evening" are the times of two events."""
    return bool(left.part_of_day and right.part_of_day and left.part_of_day != right.part_of_day)
