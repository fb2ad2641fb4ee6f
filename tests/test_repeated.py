"""What repeats across an outlet's pages is learned and removed, in whatever order they came."""

import json
from pathlib import Path

import pytest

from pipeline.batch import Options
from pipeline.config import default_config
from pipeline.progress import Silent
from pipeline.stages import new_run_id, run_batch
from pipeline.store import open_published

LETTER = "The Harbour Post is printed on old charts by a crew of nine and one grey cat."
NOTE = "Background: an Il-76 EW-618TR of the same company flew from Minsk to Benghazi in May."
PLACES = ("Tripoli", "Sebha", "Benghazi", "Tobruk", "Misrata", "Khartoum", "Juba", "Bangui", "Goma")


def story(number: int, *lines: str, outlet: str = "Harbour Post") -> dict[str, str]:
    place = PLACES[number]
    text = (
        f"An Il-76 freighter from Minsk landed in {place} on Friday, the tracking service showed, "
        f"with boxes that nobody would open.",
        f"The airport of {place} said that it had never heard of the flight, and hung up on us.",
    )
    return {
        "url": f"https://{outlet.split()[0].lower()}.example/{number}", "outlet": outlet,
        "lang": "en", "title": f"A freighter comes to {place}",
        "text": "\n\n".join((*text, *lines)), "published": f"2024-05-{number + 10}T12:00:00Z",
    }  # fmt: skip


class Desk:
    """A database that articles are read into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = default_config(database=folder / "desk.duckdb")
        self.files = 0

    def read(self, *articles: dict[str, str], forget: str | None = None) -> None:
        self.files += 1
        file = self.folder / f"{self.files}.jsonl"
        file.write_text("\n".join(json.dumps(each) for each in articles), "utf-8")
        run_batch(
            self.config, verb="ingest", run_id=new_run_id(), stages=("ingest", "read"),
            report=Silent(), options=Options(paths=(file,) if articles else (), forget=forget),
        )  # fmt: skip

    def texts(self) -> dict[tuple[str, str], str]:
        with open_published(self.config.published) as connection:
            rows = connection.execute("select article_id, url, text from articles").fetchall()
        return {(article_id, url): text for article_id, url, text in rows}


def with_line(desk: Desk, line: str) -> int:
    return sum(line in text for text in desk.texts().values())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_line_at_three_addresses_is_template_on_all_of_them(desk: Desk) -> None:
    desk.read(story(0, LETTER), story(1, LETTER), story(0, LETTER, outlet="Other Daily"))
    ids = {article_id for article_id, _ in desk.texts()}
    assert with_line(desk, LETTER) == 3

    desk.read(story(2, LETTER), story(3))

    assert with_line(desk, LETTER) == 1  # of the other outlet, which printed it once
    assert ids < {article_id for article_id, _ in desk.texts()}


def test_background_of_a_running_story_is_none(desk: Desk) -> None:
    desk.read(*(story(number, NOTE) for number in range(7)))
    assert with_line(desk, NOTE) == 7

    desk.read(story(7, NOTE))
    assert with_line(desk, NOTE) == 0


def test_an_article_printed_at_many_addresses_stays(desk: Desk) -> None:
    again = [story(0) | {"url": f"https://harbour.example/copy/{n}"} for n in range(4)]
    desk.read(*again)
    assert with_line(desk, "Il-76 freighter") == 4


def test_order_and_rebuild_change_nothing(tmp_path: Path) -> None:
    stories = [story(number, LETTER, *([NOTE] if number else [])) for number in range(9)]
    desks = []
    for name in ("at_once", "one_by_one", "backwards"):
        (tmp_path / name).mkdir()
        desks.append(Desk(tmp_path / name))
    at_once, one_by_one, backwards = desks
    at_once.read(*stories)
    for each in stories[:4]:
        one_by_one.read(each)
    one_by_one.read(*stories[4:])
    backwards.read(*reversed(stories))
    expected = at_once.texts()

    assert all(LETTER not in text and NOTE not in text for text in expected.values())
    assert one_by_one.texts() == expected
    assert backwards.texts() == expected
    at_once.read(forget="read")
    assert at_once.texts() == expected
