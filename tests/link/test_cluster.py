"""Grouping: order never matters, a person's word always does, vague reports bridge nothing."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.link.block import candidate_pairs
from pipeline.link.cluster import FITS_NONE, Clustering, Link, Member, cluster
from pipeline.link.compare import is_dissenting
from pipeline.link.days import supposed_days
from pipeline.link.forbid import cannot_link
from pipeline.link.table import Table
from pipeline.link.vague import is_vague, is_void
from pipeline.link.weights import load_weights
from pipeline.records import Judgement, Linkable
from tests.link.reports import WORLD, events, group, judged, pyongyang, told, weigh

NAMES = [f"r{number}" for number in range(7)]
DAYS = ["2023-09-24", "2023-09-25", "2023-09-26", "2023-09-26/2023-09-30", None]


@st.composite
def reports(draw: st.DrawFn, least: int = 2) -> list[Linkable]:
    """Reports that agree and differ in everything that linking looks at."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=least, max_size=7, unique=True))
    return [
        told(
            name,
            article=draw(st.sampled_from([name, "x", "y"])),
            root=draw(st.sampled_from(["Bloomberg", "TASS"])),
            published=draw(st.sampled_from(["2023-09-26", "2023-09-29", None])),
            role=draw(st.sampled_from(["primary", "background"])),
            status=draw(st.sampled_from(["happened", "happened", "planned", "denied"])),
            registration=draw(st.sampled_from([None, None, "RA-86559", "RA-86572"])),
            type_family=draw(st.sampled_from(["Il-62", "Il-76", "Ilyushin", None])),
            operator_country=draw(st.sampled_from(["RU", None])),
            origin=draw(st.sampled_from(["Moscow", None])),
            origin_country="RU",
            destination=draw(st.sampled_from(["Pyongyang", None])),
            destination_country=draw(st.sampled_from(["KP", None])),
            arrived=draw(st.sampled_from(DAYS)),
        )
        for name in names
    ]


@st.composite
def judgements(draw: st.DrawFn) -> list[Judgement]:
    pairs = st.lists(st.sampled_from(list(combinations(NAMES, 2))), max_size=5, unique=True)
    verdicts = st.sampled_from(["same", "different"])
    return [judged(left, right, draw(verdicts)) for left, right in draw(pairs)]


def likely(left: Linkable, right: Linkable) -> Link:
    found = weigh(left, right)
    return Link(
        left=found.left_report_id,
        right=found.right_report_id,
        weight=found.weight,
        dissents=any(is_dissenting(feature) for feature in found.features),
    )


def grouped(items: Sequence[Linkable], words: Sequence[Judgement]) -> Clustering:
    weights = load_weights()
    return cluster(
        items,
        [likely(left, right) for left, right in combinations(items, 2)],
        words,
        forbid=lambda left, right: cannot_link(left, right, WORLD) is not None,
        link_at=weights.link_at,
        attach_at=weights.attach_at,
    )


def together(found: Clustering, left: str, right: str) -> bool:
    return any(
        {left, right} <= {member.report_id for member in members} for members in found.clusters
    )


@given(st.data())
def test_the_order_of_reports_and_judgements_changes_nothing(data: st.DataObject) -> None:
    items, words = data.draw(reports()), data.draw(judgements())
    shuffled = data.draw(st.permutations(items)), data.draw(st.permutations(words))

    assert grouped(items, words) == grouped(*shuffled)


@given(reports(), judgements())
def test_every_report_is_in_one_cluster_or_unlinked(
    items: list[Linkable], words: list[Judgement]
) -> None:
    found = grouped(items, words)
    names = [member.report_id for members in found.clusters for member in members]

    assert sorted([*names, *found.unlinked]) == sorted(item.report.report_id for item in items)


@given(reports(), judgements())
def test_a_different_is_never_crossed_and_a_same_holds_unless_one_stands_against_it(
    items: list[Linkable], words: list[Judgement]
) -> None:
    found = grouped(items, words)
    known = {item.report.report_id for item in items}
    refused = {contradiction.same for contradiction in found.contradictions}
    for word in words:
        left, right = word.left_report_id, word.right_report_id
        if {left, right} <= known and word not in refused:
            assert together(found, left, right) == (word.verdict == "same")


@given(reports())
def test_no_cluster_holds_two_reports_that_cannot_be_one_flight(items: list[Linkable]) -> None:
    by_name = {item.report.report_id: item for item in items}
    for members in grouped(items, []).clusters:
        for left, right in combinations(members, 2):
            pair = by_name[left.report_id], by_name[right.report_id]
            assert cannot_link(*pair, WORLD) is None


@settings(max_examples=25, deadline=None)
@given(reports())
def test_blocks_propose_every_dated_pair_that_would_be_linked(items: list[Linkable]) -> None:
    names = [item.report.report_id for item in items]
    rows = zip(*candidate_pairs(Table(items, WORLD)), strict=True)
    proposed = {frozenset((names[one], names[other])) for one, other in rows}
    for left, right in combinations(items, 2):
        found = weigh(left, right)
        if found.weight < load_weights().link_at or found.cannot_link is not None:
            continue
        if supposed_days(left) is not None and supposed_days(right) is not None:
            assert {found.left_report_id, found.right_report_id} in proposed


def test_a_person_outranks_the_score_both_ways() -> None:
    alike = [pyongyang("a"), pyongyang("b")]
    unlike = [pyongyang("a"), pyongyang("b", arrived="2023-12-26")]

    assert events(alike, [judged("a", "b", "different")]) == {"a", "b"}
    assert events(unlike, [judged("a", "b", "same")]) == {"a+b"}


def test_contradictions_are_told_and_the_different_holds() -> None:
    words = [judged("a", "b", "same"), judged("b", "c", "same"), judged("a", "c", "different")]
    found = group([pyongyang("a"), pyongyang("b"), pyongyang("c")], words).clustering

    assert [(one.same, one.different) for one in found.contradictions] == [(words[1], words[2])]
    assert not together(found, "a", "c")


def test_a_judgement_on_a_report_that_was_rewritten_holds_for_its_successor() -> None:
    reports = [
        pyongyang("old", article="first", url="https://synthetic.example/1", rank=1),
        pyongyang("new", article="second", url="https://synthetic.example/1"),
        pyongyang("other"),
    ]

    assert events(reports, [judged("old", "other", "different")]) == {"new+old", "other"}


def test_reports_of_one_article_are_not_joined_through_a_third() -> None:
    reports = [
        pyongyang("a", article="x"),
        pyongyang("b", article="x", seq=1),
        pyongyang("c", article="y"),
    ]

    assert len(events(reports)) == 2


def test_a_vague_report_does_not_bridge_two_events() -> None:
    planes = [
        pyongyang("il62"),
        pyongyang("an124", type_family="An-124", arrived="2023-09-28"),
    ]
    vague = told(
        "vague",
        operator_country="RU",
        destination="Pyongyang",
        destination_country="KP",
        arrived="2023-09-25/2023-09-30",
    )
    found = group([*planes, vague])

    assert found.clustering.unlinked == ("vague",)
    assert len(found.clusters) == 2


def test_vague_reports_that_joined_events_neither_join_these_nor_bring_more_vague_ones() -> None:
    items = [pyongyang("a"), pyongyang("b"), *(told(name) for name in ("v", "w", "x"))]
    ends = {"va": 5.0, "wb": 5.0, "vw": 9.0, "vx": 9.0, "wx": 9.0}
    links = [
        Link(left=pair[0], right=pair[1], weight=weight, dissents=False)
        for pair, weight in ends.items()
    ]
    found = cluster(
        items, links, [], forbid=lambda _left, _right: False, link_at=4.0, attach_at=2.0
    )

    assert found.fits == {"v": "a", "w": "b", "x": FITS_NONE}
    groups = {"".join(sorted(one.report_id for one in members)) for members in found.clusters}
    assert groups == {"av", "bw"}
    assert found.unlinked == ("x",)


def test_a_vague_report_alone_is_the_only_word_on_a_flight_and_an_empty_one_is_none() -> None:
    vague = told("vague", operator_country="RU", destination="Pyongyang", destination_country="KP")
    void = told("void")

    assert is_vague(vague)
    assert is_void(void.report)
    assert events([vague, void]) == {"vague"}


UNDATED: dict[str, str | None] = {"published": None, "arrived": None}


def test_a_report_without_any_day_joins_the_one_flight_it_fits() -> None:
    undated = pyongyang("undated", **UNDATED, operator=None)

    assert events([pyongyang("a"), pyongyang("b"), undated]) == {"a+b+undated"}


def test_a_report_without_any_day_that_fits_two_flights_waits() -> None:
    later = pyongyang("later", arrived="2023-12-26", published="2023-12-27")
    found = group([pyongyang("a"), later, pyongyang("undated", **UNDATED)])

    assert found.clustering.unlinked == ("undated",)
    assert len(found.clusters) == 2


def test_a_report_without_any_day_is_told_by_its_registration() -> None:
    plane = {"registration": "RA-86559"}
    other = pyongyang("other", registration="RA-86496", arrived="2023-12-26")
    undated = told("undated", published=None, type_family="Il-62", **plane)

    assert events([pyongyang("a", **plane), other, undated]) == {"a+undated", "other"}


def test_reports_without_any_day_alone_are_the_only_word_on_their_flight() -> None:
    assert events([pyongyang("a", **UNDATED), pyongyang("b", **UNDATED)]) == {"a+b"}


def test_one_dissenting_day_joins_but_two_agreed_days_stay_apart() -> None:
    tail = {"registration": "UP-I7652", "destination": "Minsk", "destination_country": "BY"}
    slip = [
        pyongyang("a", **tail, root="A"),
        pyongyang("b", **tail, root="B"),
        pyongyang("c", **tail, root="C", arrived="2023-09-27"),
    ]
    more = [*slip, pyongyang("d", **tail, root="D", arrived="2023-09-27")]

    assert events(slip) == {"a+b+c"}
    assert events(more) == {"a+b", "c+d"}


def test_members_know_their_weight_and_who_decided() -> None:
    reports = [
        pyongyang("a", published="2023-09-26"),
        pyongyang("b"),
        told("c", published="2023-09-30"),
    ]
    (members,) = group(reports, [judged("a", "c", "same")]).clusters

    assert members[0] == Member(report_id="a", weight=None, by_person=True)
    assert members[1].weight is not None
    assert not members[1].by_person
    assert members[2] == Member(report_id="c", weight=None, by_person=True)


def test_a_registration_without_its_hyphen_is_the_same_airframe() -> None:
    route = {"origin": None, "origin_country": None, "type_family": "Boeing 747"}

    assert events(
        [
            pyongyang("a", **route, registration="YV-3531"),
            pyongyang("b", **route, registration="YV3531"),
        ]
    ) == {"a+b"}
