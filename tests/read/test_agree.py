from pipeline.read.agree import agreed_text

FIRST = "The plane left Moscow for Pyongyang and arrived on Tuesday morning."
SECOND = "It went home on Thursday after two days on the ground, the tracker showed."
LINK = "Twelve freighters seen over Libya last week"


def test_without_a_statement_the_page_is_believed() -> None:
    assert agreed_text(f"{FIRST}\n{LINK}", "") == f"{FIRST}\n{LINK}"


def test_paragraphs_that_are_not_stated_go_when_the_statement_is_whole() -> None:
    seen = f"{FIRST}\n{LINK}\n{SECOND}"
    assert agreed_text(seen, f"{FIRST} {SECOND}") == f"{FIRST}\n{SECOND}"


def test_a_teaser_is_no_reason_to_drop_anything() -> None:
    seen = "\n".join([FIRST, SECOND, SECOND.replace("Thursday", "Friday"), LINK])
    assert agreed_text(seen, FIRST[:40]) == seen


def test_the_statement_is_the_text_where_the_page_shows_little() -> None:
    assert agreed_text("Loading", f"{FIRST}\n\n{SECOND}") == f"{FIRST}\n\n{SECOND}"
