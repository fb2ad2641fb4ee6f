"""The argument about two reports: fields in words, people's words, and what stands in the way."""

from datetime import UTC, datetime

import pytest

from pipeline.batch import Batch, Options, Tally
from pipeline.conclude import link
from pipeline.config import default_config
from pipeline.errors import UsageError
from pipeline.progress import Silent
from pipeline.records import Article, Linkable
from pipeline.store import Store, open_store
from pipeline.why import RULES, Argument, argue
from tests.link.reports import judged, pyongyang, told

NOW = datetime(2024, 1, 1, tzinfo=UTC)
LATER = {"arrived": "2023-12-26", "published": "2023-12-27"}


def stored(store: Store, reports: list[Linkable]) -> None:
    for item in reports:
        article = Article(
            article_id=item.report.article_id, page_id="page", url=item.url, outlet=item.outlet,
            lang=item.lang, title="", text="text", published_at=item.published_at,
            published_precision="instant", published_basis=None, fetched_at=item.fetched_at,
            gate="in",
        )  # fmt: skip
        store.insert("article", [article], or_ignore=True)
        store.insert("report", [item.report])


def case(tmp_path, reports: list[Linkable], pair: str, words=()) -> Argument:
    config = default_config(database=tmp_path / "case.duckdb")
    with open_store(config.database) as store:
        stored(store, reports)
        batch = Batch(
            config=config, store=store, clock=lambda: NOW, report=Silent(), run_id="run",
            options=Options(judgements=tuple(words)), tally=Tally(),
        )  # fmt: skip
        link(batch)
        return argue(store.connection, *pair)


def test_each_field_tells_what_both_say_and_the_sums_add_up(tmp_path):
    found = case(tmp_path, [pyongyang("a"), pyongyang("b", arrived="2023-09-27")], "ab")
    steps = {step.field: step for step in found.features}

    assert (steps["dates"].left, steps["dates"].right) == ("2023-09-26", "2023-09-27")
    assert (steps["origin"].left, steps["origin"].means) == ("Moscow", "from one city")
    assert found.features[-1].total == found.weight
    assert sum(step.weight for step in found.features) == pytest.approx(found.weight)


def test_enough_evidence_and_a_rule_are_both_told(tmp_path):
    reports = [pyongyang("a"), pyongyang("b"), pyongyang("c", **LATER)]

    assert "outweighs" in case(tmp_path, reports, "ab").reasons[0]
    with open_store(tmp_path / "case.duckdb") as store:
        apart = argue(store.connection, "a", "c")
    assert apart.cannot_link == "dates_apart"
    assert RULES["dates_apart"] in apart.reasons[0]
    assert not apart.same_event


def test_two_reports_that_only_a_third_joins_name_it(tmp_path):
    bare = told(
        "bare", type_family="Il-62", registration="RA-86559", departed="2023-09-25/2023-09-27"
    )
    bridge = pyongyang("bridge", registration="RA-86559", outlet="The Bridge")
    end = pyongyang("end", type_family=None, operator=None, operator_country=None, origin=None,
                    origin_country=None)  # fmt: skip
    found = case(tmp_path, [bare, bridge, end], ("bare", "end"))

    assert found.same_event
    assert found.weight < found.needed
    assert "The Bridge (bridge)" in found.reasons[0]


def test_what_keeps_two_events_apart_is_named_where_the_two_alone_would_join(tmp_path):
    tail, other = {"registration": "RA-86559"}, {"registration": "RA-86496"}
    reports = [
        pyongyang("a", **tail), pyongyang("a2", **tail, arrived=None),
        pyongyang("b", **other), pyongyang("b2", **other, arrived=None),
        pyongyang("open", article="x", origin=None), pyongyang("x2", article="x", seq=1, **other),
    ]  # fmt: skip
    found = case(tmp_path, reports, ("open", "b"))

    assert found.cannot_link is None
    assert not found.same_event
    assert "one article tells of both" in found.reasons[0]


def test_a_persons_word_comes_first(tmp_path):
    word = judged("a", "b", "different")
    found = case(tmp_path, [pyongyang("a"), pyongyang("b")], "ab", [word])

    assert found.reasons[0] == "a person judged them different."
    assert not found.same_event
    assert [row["verdict"] for row in found.judgements] == ["different"]


def test_an_unknown_report_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no report 'z'"):
        case(tmp_path, [pyongyang("a")], "az")
