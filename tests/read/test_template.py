"""Lines that an outlet prints on every page are taken out, and no article with them."""

import time

import pytest

from pipeline.read.template import template_lines, without_lines

STORY = (
    "A cargo plane from Minsk landed in Benghazi on Friday with boxes nobody would open.\n\n"
    "The airport said that it had never heard of the flight, and hung up.\n\n"
    "It went home on Saturday, lighter by some tonnes than it had come."
)
LETTER = "Subscribe to the Harbour Letter and hear of every ship and aeroplane on Monday."
KEYS = frozenset(template_lines(LETTER))


def test_a_repeated_line_goes_and_the_paragraphs_stay_parted() -> None:
    first, second, third = STORY.split("\n\n")
    text = f"{LETTER}\n\n{first}\n\n{second}\n\n{LETTER.upper()}\n\n{third}"
    assert without_lines(text, KEYS) == STORY


@pytest.mark.parametrize("text", [LETTER, f"{LETTER}\n\nA short word.", "", STORY])
def test_what_would_leave_little_or_nothing_stays_whole(text: str) -> None:
    assert without_lines(text, KEYS) == text


@pytest.mark.parametrize("line", ["Verdict: not confirmed.", "12 May 2024, 10:45", "word " * 120])
def test_neither_rubrics_nor_prose_are_template(line: str) -> None:
    assert template_lines(line) == {}


def test_an_article_has_few_lines_to_remember_and_its_middle_is_its_own() -> None:
    lines = [f"Sentence {chr(97 + n % 26) * (n + 5)} of a very long report." for n in range(100)]
    found = template_lines("\n".join(lines))
    assert len(found) == 24
    assert lines[50] not in found.values()


def test_time_grows_with_the_text_alone() -> None:
    def seconds(count: int) -> float:
        text = "\n\n".join(f"{LETTER} {n}" for n in range(count))
        started = time.process_time()
        without_lines(text, KEYS)
        return time.process_time() - started

    assert seconds(20_000) < 40 * max(seconds(2_000), 0.002)
