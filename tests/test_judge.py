"""A person's word on reports: said on the command line or in a file, obeyed for ever."""

import json
import shutil
from datetime import UTC, datetime

import duckdb
import pytest

from tests.command import flightdesk

pytestmark = pytest.mark.slow

FIRST = {
    "url": "http://wire.example/il62-minsk",
    "outlet": "Wire",
    "title": "Il-62M lands in Minsk",
    "text": "An Il-62M of the Russian Air Force, registration RA-86572, flew from Moscow to Minsk "
    "on Tuesday.",
    "published": "2024-03-07",
    "lang": "en",
}
SECOND = FIRST | {
    "url": "http://gazette.example/vip-jet",
    "outlet": "Gazette",
    "title": "VIP jet in Minsk",
    "text": "Russian Air Force jet RA-86572, an Il-62M, arrived in Minsk from Moscow on Tuesday.",
}
OTHER = FIRST | {
    "url": "http://herald.example/antonov",
    "outlet": "Herald",
    "title": "An-124 lands in Caracas",
    "text": "An An-124 of Volga-Dnepr, registration RA-82078, flew from Moscow to Caracas",
    "published": "2024-05-04",
}


def asked(query, cwd):
    """Return what stands in the published copy."""
    with duckdb.connect(str(cwd / "var/published/flightdesk.duckdb"), read_only=True) as copy:
        return copy.execute(query).fetchall()


def reports_by_outlet(cwd):
    rows = asked("select outlet, report_id, event_id from reports", cwd)
    return {outlet: (report_id, event_id) for outlet, report_id, event_id in rows}


def write(folder, *articles):
    path = folder / "articles.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in articles))
    return path


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ingested")
    (folder / "config.yaml").write_text("feeds: []\njudgements: words/ours.jsonl\n")
    done = flightdesk("ingest", write(folder, FIRST, SECOND, OTHER), cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def desk(ingested, tmp_path):
    """Give a folder with three articles: two of one flight, one of another."""
    return shutil.copytree(ingested, tmp_path / "desk")


def test_a_different_parts_two_reports_for_ever_and_the_first_keeps_the_id(desk):
    before = reports_by_outlet(desk)
    (first, event), (second, same_event) = before["Wire"], before["Gazette"]
    assert event == same_event

    done = flightdesk(
        "judge", "different", first, second, "--by", "anna", "--note", "two jets", cwd=desk
    )
    assert done.returncode == 0, done.stderr
    assert "2 events" in done.stdout
    after = reports_by_outlet(desk)
    assert after["Wire"][1] != after["Gazette"][1]
    assert event in {after["Wire"][1], after["Gazette"][1]}

    assert flightdesk("rebuild", cwd=desk).returncode == 0
    assert reports_by_outlet(desk) == after
    kept = asked("select judged_by, verdict, note, holds from judgements", desk)
    assert kept == [("anna", "different", "two jets", True)]


def test_a_same_on_two_events_joins_all_their_reports_against_every_rule(desk):
    before = reports_by_outlet(desk)
    done = flightdesk("judge", "same", before["Wire"][1], before["Herald"][1], cwd=desk)

    assert done.returncode == 0, done.stderr
    after = reports_by_outlet(desk)
    assert {event for _, event in after.values()} == {before["Wire"][1]}
    assert asked("select distinct decided_by from event_reports", desk) == [("human",)]
    shown = flightdesk("show", before["Herald"][1], cwd=desk)
    assert "was merged into this event" in shown.stdout


def test_contradictions_are_told_with_both_authors_and_the_different_holds(desk):
    (first, _), (second, _) = (reports_by_outlet(desk)[one] for one in ("Wire", "Gazette"))
    flightdesk("judge", "different", first, second, "--by", "anna", cwd=desk)
    done = flightdesk("judge", "same", first, second, "--by", "boris", cwd=desk)

    assert "boris said same" in done.stderr
    assert "anna said different" in done.stderr
    after = reports_by_outlet(desk)
    assert after["Wire"][1] != after["Gazette"][1]
    assert "contradict" in (shown := flightdesk("status", cwd=desk).stdout)
    assert "boris" in shown
    assert "anna" in shown


def test_the_later_word_of_one_person_replaces_the_earlier(desk):
    (first, event), (second, _) = (reports_by_outlet(desk)[one] for one in ("Wire", "Gazette"))
    pair = {"reports": [first, second], "by": "anna"}
    words = [
        pair | {"verdict": "different", "at": "2024-05-05T00:00Z"},
        pair | {"verdict": "same", "at": "2024-05-06T00:00Z"},
    ]
    path = desk / "words" / "ours.jsonl"
    path.parent.mkdir()
    path.write_text("".join(f"{json.dumps(word)}\n" for word in words))

    assert flightdesk("link", cwd=desk).returncode == 0
    assert {reports_by_outlet(desk)[one][1] for one in ("Wire", "Gazette")} == {event}
    held = asked("select verdict, holds, contradicted_by from judgements order by judged_at", desk)
    assert held == [("different", False, None), ("same", True, None)]


def test_lines_that_are_no_judgements_are_named_and_the_rest_is_taken(desk):
    (first, _), (second, _) = (reports_by_outlet(desk)[one] for one in ("Wire", "Gazette"))
    pair = {"reports": [second, first], "by": "c"}
    good = pair | {"verdict": "different", "at": "2024-05-05T00:00Z"}
    bad = [
        "{broken", "[1]", json.dumps(good | {"verdict": "maybe"}), json.dumps(good | {"by": " "}),
        json.dumps(good | {"reports": [first, first]}), json.dumps(good | {"at": "2024-05-05"}),
        json.dumps(good | {"reports": [first]}), json.dumps(good | {"note": 1}),
    ]  # fmt: skip
    path = desk / "words" / "ours.jsonl"
    path.parent.mkdir()
    path.write_text("\n".join([*bad, "", json.dumps(good)]) + "\n")

    done = flightdesk("link", cwd=desk)
    assert done.returncode == 65
    named = [line for line in done.stderr.splitlines() if "no judgement" in line]
    assert [int(line.split(":")[1]) for line in named] == list(range(1, 9))
    after = reports_by_outlet(desk)
    assert after["Wire"][1] != after["Gazette"][1]


@pytest.mark.parametrize(
    "names",
    [("rep_none", "rep_none2"), ("evt_none", "evt_none2"), ("FIRST", "FIRST")],
    ids=["unknown reports", "unknown events", "one report twice"],
)
def test_what_nothing_is_called_is_refused_and_not_kept(desk, names):
    first = reports_by_outlet(desk)["Wire"][0]
    done = flightdesk("judge", "same", *(n.replace("FIRST", first) for n in names), cwd=desk)

    assert done.returncode == 64
    assert not (desk / "words").exists()


def test_the_file_says_who_when_and_of_which_articles(desk):
    (first, _), (second, _) = (reports_by_outlet(desk)[one] for one in ("Wire", "Gazette"))
    before = datetime.now(UTC).replace(microsecond=0)
    flightdesk("judge", "same", first, second, "--by", "Ганна", "--note", "один літак", cwd=desk)
    (line,) = (desk / "words" / "ours.jsonl").read_text("utf-8").splitlines()
    word = json.loads(line)

    assert set(word["reports"]) == {first, second}
    assert set(word["urls"]) == {FIRST["url"], SECOND["url"]}
    assert (word["by"], word["note"], word["verdict"]) == ("Ганна", "один літак", "same")
    assert datetime.fromisoformat(word["at"]) >= before
