"""An article that is rewritten keeps its events."""

from pipeline.link.revisions import replacements
from tests.link.reports import events, group, pyongyang, weigh

URL = "https://synthetic.example/1"


def test_a_report_follows_the_one_that_replaced_it() -> None:
    reports = [
        pyongyang("out_1", article="first", url=URL, rank=1),
        pyongyang("back_1", article="first", url=URL, rank=1, origin="Pyongyang",
                  origin_country="KP", destination="Moscow", destination_country="RU",
                  arrived="2023-09-28"),
        pyongyang("out_2", article="second", url=URL, arrived="2023-09-27"),
        pyongyang("back_2", article="second", url=URL, origin="Pyongyang", origin_country="KP",
                  destination="Moscow", destination_country="RU", arrived="2023-09-28"),
    ]  # fmt: skip

    assert replacements(reports, weigh) == {"out_1": "out_2", "back_1": "back_2"}


def test_what_the_newest_text_no_longer_tells_has_no_successor() -> None:
    reports = [
        pyongyang("kept_1", article="first", url=URL, rank=1),
        pyongyang("gone_1", article="first", url=URL, rank=1, arrived="2022-01-01"),
        pyongyang("kept_2", article="second", url=URL),
    ]

    assert replacements(reports, weigh) == {"kept_1": "kept_2"}
    assert events(reports) == {"kept_1+kept_2"}


def test_every_older_revision_follows_the_newest() -> None:
    reports = [
        pyongyang("r0", article="a0", url=URL),
        pyongyang("r1", article="a1", url=URL, rank=1),
        pyongyang("r2", article="a2", url=URL, rank=2, type_family="Il-76"),
    ]

    assert events(reports) == {"r0+r1+r2"}


def test_an_older_revision_links_nothing_by_itself() -> None:
    reports = [
        pyongyang("old", article="first", url=URL, rank=1),
        pyongyang("new", article="second", url=URL, arrived="2023-12-26"),
        pyongyang("other"),
    ]

    assert group(reports).clustering.clusters
    assert events(reports) == {"new+old", "other"}
