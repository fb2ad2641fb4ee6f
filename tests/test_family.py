"""The family tree of an event: who copied whom, who credits whom; and what revisions changed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.family import Branch, family_tree
from pipeline.revised import changes
from tests.command import flightdesk

STORY = (
    "An Ilyushin Il-62M of the Russian Air Force, registered RA-86559, left Moscow on Tuesday "
    "morning and landed in Pyongyang the same day. It was met by two black cars and a bus, and "
    "drove to the northern apron, where nobody was let near it for the rest of the afternoon. "
    "Nothing was said about the visit on the radio that evening, nor on the day after it."
)
TOLD = (
    "The Russian Air Force Il-62M with the registration RA-86559 flew from Moscow to Pyongyang on "
    "Tuesday, Bloomberg reported, citing NK News. Moscow kept silent."
)


def row(article_id, outlet, **more):
    plain: dict[str, object] = {
        "title": f"By {outlet}",
        "url": f"https://{article_id}.example/",
        "basis": [],
        "lang": "en",
    }
    plain |= {"source_root": outlet, "copy_of": None, "overlap": None}
    return {"article_id": article_id, "outlet": outlet, **plain, **more}


def lines(branches: list[Branch], depth: int = 0) -> list[str]:
    return [
        line
        for branch in branches
        for line in ["  " * depth + branch.name, *lines(branch.below, depth + 1)]
    ]


def test_a_chain_of_credits_hangs_below_its_far_end():
    rows = [
        row("a", "Relay", basis=["Wire", "Valley Post"], source_root="Valley Post"),
        row("b", "Other", basis=["Wire", "Valley Post"], source_root="Valley Post"),
        row("c", "Valley Post"),
    ]
    assert lines(family_tree(rows)) == [
        "Valley Post", "  Wire", "    Relay", "    Other", "  Valley Post",
    ]  # fmt: skip


def test_a_copy_in_another_language_is_a_translation():
    rows = [
        row("a", "Wire"),
        row("b", "Relay", source_root="Wire", copy_of="a", overlap=1.0),
        row("c", "Other", source_root="Wire", copy_of="a", overlap=0.9, lang="uk"),
    ]
    (wire,) = family_tree(rows)
    assert [branch.translated for branch in wire.below[0].below] == [False, True]


def test_a_copy_hangs_below_its_original_even_in_a_chain_of_copies():
    rows = [
        row("a", "Wire"),
        row("b", "Echo", copy_of="a", overlap=0.9, source_root="Wire"),
        row("c", "Far Echo", copy_of="b", overlap=0.8, source_root="Wire"),
        row("d", "Stray", copy_of="gone", overlap=0.7),
    ]
    assert lines(family_tree(rows)) == [
        "Stray", "  Stray", "Wire", "  Wire", "    Echo", "      Far Echo",
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("abcde")))
def test_every_article_is_in_the_tree_once_whatever_copies_what(copies):
    rows = [row(name, f"Outlet {name}", copy_of=copies.get(name), overlap=0.9) for name in "abcde"]

    def articles(branches):
        for branch in branches:
            yield from [branch.article_id] if branch.article_id else []
            yield from articles(branch.below)

    assert sorted(articles(family_tree(rows))) == list("abcde")


def test_a_revision_is_told_by_the_sentences_that_changed():
    older = "It left at noon. It flew to Tripoli. Nobody was hurt."
    newer = "It left at noon.\n\nIt flew to Benghazi. Nobody was hurt. Rain fell."
    assert changes(older, newer) == [
        "- It flew to Tripoli.",
        "+ It flew to Benghazi.",
        "+ Rain fell.",
    ]
    assert changes(older, older.replace(" ", "  ")) == []


@given(
    st.lists(st.sampled_from(["One.", "Two!", "Three?"])),
    st.lists(st.sampled_from(["One.", "Four."])),
)
def test_a_change_tells_what_went_and_what_came(old, new):
    told = changes(" ".join(old), " ".join(new))
    assert len(old) - sum(t[0] == "-" for t in told) == len(new) - sum(t[0] == "+" for t in told)
    assert (told == []) == (old == new)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("family")
    (path / "config.yaml").write_text("feeds: []\n", "utf-8")

    def article(host, outlet, text, hour):
        return {
            "url": f"https://{host}.example/il62", "outlet": outlet, "lang": "en",
            "title": "A visitor in Pyongyang", "text": text,
            "published": f"2023-09-27T{hour:02d}:00:00Z",
        }  # fmt: skip

    first = [
        article("valley", "Valley Spotters", STORY, 6),
        article("echo", "Echo of the Valley", STORY.replace("two black cars", "two grey cars"), 9),
        article("relay", "Relay Daily", TOLD, 12),
    ]
    for name, articles in (("one", first), ("two", [article(
        "relay", "Relay Daily", TOLD.replace("Moscow kept silent.", "Moscow denied nothing."), 12
    )])):  # fmt: skip
        lined = "\n".join(json.dumps(each) for each in articles)
        (path / f"{name}.jsonl").write_text(lined, "utf-8")
        done = flightdesk("ingest", f"{name}.jsonl", cwd=path)
        assert done.returncode == 0, done.stderr
    return path


def test_show_prints_who_copied_and_who_credits_whom(folder):
    (event,) = json.loads(flightdesk("events", "--json", cwd=folder).stdout)
    assert event["independent_sources"] == 2
    shown = flightdesk("show", event["event_id"], cwd=folder).stdout
    tree = shown[shown.index("Where it comes from") :].splitlines()
    drawn = [line.strip("│├└─ ").split(":")[0].strip() for line in tree[1:7]]
    assert drawn == [
        "NK News", "Bloomberg", "Relay Daily",
        "Valley Spotters", "Valley Spotters", "Echo of the Valley",
    ]  # fmt: skip
    assert "(copy, 0.9" in shown


def test_show_prints_what_a_revision_changed(folder):
    (event,) = json.loads(flightdesk("events", "--json", cwd=folder).stdout)
    printed = flightdesk("show", event["event_id"], cwd=folder).stdout
    shown = "\n".join(line.rstrip() for line in printed.splitlines())
    assert "- Moscow kept silent.\n+ Moscow denied nothing." in shown


def test_older_revisions_and_chains_are_there_for_sql(folder):
    def asked(sql):
        return json.loads(flightdesk("sql", sql, "--json", cwd=folder).stdout)

    assert asked("select revision from articles where outlet = 'Relay Daily' order by 1") == [
        {"revision": 1}, {"revision": 2},
    ]  # fmt: skip
    chain = asked(
        "select source, step from lineage where relation = 'credits' and event_id is not null "
        "order by step"
    )
    assert chain == [{"source": "Bloomberg", "step": 1}, {"source": "NK News", "step": 2}]
    copies = asked("select outlet, source from lineage where relation = 'copies'")
    assert copies == [{"outlet": "Echo of the Valley", "source": "Valley Spotters"}]
