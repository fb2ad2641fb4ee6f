"""What holds of dates in any text, at any publication; and that long text stays cheap."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.date_tables import LANGUAGES, lexicon
from pipeline.nlp.dates import find_dates, resolve
from pipeline.records import DateSpan

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORDS = {lang: sorted(lexicon(lang).words) for lang in LANGUAGES}
EXAMPLES = {lang: [row.example for row in lexicon(lang).patterns] for lang in LANGUAGES}
PUBLISHED = st.one_of(
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]),
)
ZONES = st.sampled_from([None, "UTC", "Asia/Pyongyang", "America/Caracas"])


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """A text of date words, numbers, whole date phrases and anything at all."""
    lang = draw(st.sampled_from(LANGUAGES))
    numbers = st.integers(0, 99999).map(str)
    pieces = st.one_of(
        st.sampled_from(WORDS[lang]),
        st.sampled_from(EXAMPLES[lang]),
        numbers,
        st.sampled_from([",", ".", "-", "–", ":", "\n", "’", "26.09.2023", "23:59", "31-го"]),
        st.text(max_size=8),
    )
    joint = draw(st.sampled_from([" ", " ", "", "\u00a0"]))
    return lang, joint.join(draw(st.lists(pieces, max_size=12)))


@given(texts(), PUBLISHED, st.booleans(), st.booleans(), ZONES)
@settings(max_examples=200, deadline=None)
def test_any_text_gives_exact_spans_in_order_and_days_in_order(
    text: tuple[str, str], published: datetime, future: bool, anchored: bool, tz: str | None
) -> None:
    lang, words = text
    day = published.date()
    anchor = DateSpan(earliest=day, latest=day, text="", basis="") if anchored else None
    end = 0
    for found in find_dates(words, lang=lang):
        assert found.start >= end
        end = found.end
        assert found.text == words[found.start : found.end] != ""
        assert not words[found.start - 1 : found.start + 1].isalpha() or found.start == 0
        span = resolve(found, published=published, anchor=anchor, future=future, tz=tz)
        if span is not None:
            assert span.earliest <= span.latest
            assert span.text == found.text


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from(range(7)), st.booleans())
def test_a_weekday_is_the_nearest_such_day_on_the_side_that_the_tense_names(
    day: date, weekday: int, future: bool
) -> None:
    (found,) = find_dates(f"on {WEEKDAYS[weekday]}", lang="en")
    published = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    span = resolve(found, published=published, future=future)
    step = timedelta(days=1 if future else -1)
    truth = next(d for d in (day + step * n for n in range(7)) if d.weekday() == weekday)
    assert span is not None
    assert (span.earliest, span.latest) == (truth, truth)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from(range(-31, 1)))
def test_a_date_of_the_last_month_is_read_back_from_its_day_and_month(day: date, back: int) -> None:
    told = day + timedelta(days=back)
    (found,) = find_dates(f"on {told.day} {told:%B}", lang="en")
    span = resolve(found, published=datetime(day.year, day.month, day.day, tzinfo=UTC))
    assert span is not None
    assert span.earliest == told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "unit",
    ["1", "1.", "1-", "1:1", "a'", "a-", "a.", "26 ", "26,26", "Sept. ", "— ", "из ", "in the ",
     "on Tuesday, ", "двадцять ", "в ночь на ", "26-", "2023-09-", "26.09.", "the day ", "é́"],
)  # fmt: skip
def test_ten_times_the_text_costs_about_ten_times_the_work(lang: str, unit: str) -> None:
    # Quadratic work would cost a hundred times as much; the best of several leaves out other load.
    small = min(_seconds(unit * 200, lang) for _ in range(3))
    large = min(_seconds(unit * 2_000, lang) for _ in range(2))
    assert large < 50 * max(small, 0.001)


def _seconds(text: str, lang: str) -> float:
    started = time.process_time()
    find_dates(text, lang=lang)
    return time.process_time() - started
