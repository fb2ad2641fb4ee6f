"""Which words are in force: the later of one person, and those whose report has a new id."""

from dataclasses import replace
from datetime import timedelta

from pipeline.link.judged import contradictions, in_force
from tests.link.reports import judged, pyongyang


def test_the_later_word_of_one_person_holds_but_not_that_of_another() -> None:
    reports = [pyongyang("a"), pyongyang("b")]
    first = judged("a", "b", "different")
    later = replace(judged("a", "b", "same"), judged_at=first.judged_at + timedelta(hours=1))
    other = replace(judged("a", "b", "different"), judged_by="another person")

    assert in_force([later, first], reports) == [later]
    assert in_force([later, first, other], reports) == [later, other]
    (found,) = contradictions([later, other], reports)
    assert (found.same, found.different) == (later, other)


def test_a_word_follows_its_report_to_the_id_a_new_reading_gives_it() -> None:
    url = "https://synthetic.example/1"
    reports = [pyongyang("new", url=url), pyongyang("other")]
    word = replace(judged("old", "other", "different"), left_url=url)

    (moved,) = in_force([word], reports)
    assert (moved.left_report_id, moved.right_report_id) == ("new", "other")


def test_a_word_waits_where_its_article_now_tells_of_two_flights() -> None:
    url = "https://synthetic.example/1"
    reports = [pyongyang("x", url=url, article="n"), pyongyang("y", url=url, article="n", seq=1)]
    word = replace(judged("old", "other", "same"), left_url=url)

    assert in_force([word], reports) == [word]
    assert contradictions([word], reports) == ()
