from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.normalise import normalise_text, skeleton


def test_blanks_collapse_within_lines_and_paragraphs_have_one_empty_line() -> None:
    assert normalise_text(" a\u00a0 \t b \r\n\r\n\r\n\r\nc\nd ") == "a b\n\nc\nd"


def test_controls_and_soft_hyphens_go_and_surrogates_are_replaced() -> None:
    assert normalise_text("Пхень\xadян\x00 \x1b[31m\ud800") == "Пхеньян [31m\ufffd"


def test_letters_are_composed() -> None:
    assert normalise_text("и\u0306") == "й"


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_a_normal_text_stays_as_it_is(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    once.encode()


def test_a_skeleton_ignores_quotes_dashes_and_case() -> None:
    assert skeleton("«Ил-62М» — в Пхеньяне") == skeleton('"ИЛ‑62М": в Пхеньяне')
