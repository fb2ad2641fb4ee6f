"""config.yaml: good files become one Config, bad ones every fault with its place."""

from pathlib import Path

import pytest

from pipeline.config import default_config, load_config
from pipeline.errors import AccessError, ConfigError, NoInputError

GOOD = """
database: data/flights.duckdb
languages: [en, ru]
fetch:
  deadline_s: 12
  connect_to: {wire.example: "127.0.0.1:8080"}
feeds:
  - {outlet: Wire, lang: en, url: "https://wire.example/rss", every_minutes: 30}
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_paths_are_relative_to_the_file(tmp_path):
    config = load_config(write(tmp_path, GOOD))
    assert config.database == tmp_path / "data/flights.duckdb"
    assert config.archive == tmp_path / "var/archive"
    assert config.briefs.directory == tmp_path / "var/briefs"
    assert config.languages == ("en", "ru")
    assert config.feeds[0].every_minutes == 30
    assert config.fetch.connect_to == {"wire.example": "127.0.0.1:8080"}


def test_an_empty_file_and_empty_feeds_are_allowed(tmp_path):
    assert load_config(write(tmp_path, "")).feeds == ()
    assert load_config(write(tmp_path, "feeds: []\n")).feeds == ()


def test_another_database_takes_everything_else_with_it(tmp_path):
    config = load_config(write(tmp_path, GOOD), database=tmp_path / "x" / "new.duckdb")
    assert config.database == tmp_path / "x" / "new.duckdb"
    assert config.published == tmp_path / "x" / "new.published.duckdb"
    for path in (config.archive, config.state, config.briefs.directory):
        assert path.is_relative_to(tmp_path / "x" / "new.d")
    alone = default_config(database=tmp_path / "x" / "new.duckdb")
    assert (alone.published, alone.archive) == (config.published, config.archive)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("fetsh: {}\n", ["1:1: fetsh: unknown key; did you mean 'fetch'?"]),
        ("languages: [en, xx]\n", ["1:17: languages[1]: no language of ours: 'xx'"]),
        ("fetch:\n  deadline_s: soon\n", ["2:15: fetch.deadline_s: "]),
        ("fetch: {allow_addresses: [here]}\n", ['1:27: fetch.allow_addresses[0]: not "host:port"']),
        (
            "feeds:\n  - outlet: B\n    url: ftp://b\n    evry_minutes: 3\n  - {outlet: C}\n",
            [
                "3:10: feeds[0].url: not an http or https address",
                "4:5: feeds[0].evry_minutes: unknown key; did you mean 'every_minutes'?",
                "5:5: feeds[1].url: is required",
            ],
        ),
        ("feeds: 3\n", ["1:8: feeds: must be a list"]),
        ("feeds:\n  - 5\n", ["2:5: feeds[0]: must be keys and values"]),
        ("feeds: []\nfeeds: []\n", ["2:1: the same key twice"]),
        ("briefs: {days: 0}\n", ["1:16: briefs.days: "]),
        ("a: &x 1\nb: *x\n", ["1:4: tags, anchors", "2:4: tags, anchors"]),
        ("a: !!python/object/apply:os.system ['x']\n", ["1:4: tags, anchors"]),
        ("- 1\n", ["1:1: must be keys and values"]),
        ("\tfeeds: 1\n", ["1:1: "]),
        ("feeds: [\n", ["2:1: "]),
        (b"outlet: \xff\n", ["1:1: not UTF-8"]),
        (
            'feeds:\n  - {outlet: A, url: "http://u:p@a.example/"}\n',
            ["2:22: feeds[0].url: an address with a user name or password"],
        ),
        (
            'feeds:\n  - {outlet: A, url: "http://a.example/"}\n'
            '  - {outlet: B, url: "http://a.example/"}\n',
            ["3:22: feeds[1].url: the same address as feeds[0]"],
        ),
        (
            'feeds:\n  - {outlet: "A\\nB", url: "http://a.example/"}\n',
            ["2:14: feeds[0].outlet: must be"],
        ),
    ],
)
def test_every_fault_is_told_with_its_place(tmp_path, text, faults):
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    told = caught.value.problems
    assert len(told) == len(faults)
    for line, fault in zip(told, faults, strict=True):
        assert line.startswith(f"{path}:{fault}")
    assert caught.value.exit_code == 78


def test_yaml_1_1_traps_stay_text(tmp_path):
    config = load_config(write(tmp_path, 'feeds:\n  - {outlet: no, url: "http://a.example/"}\n'))
    assert config.feeds[0].outlet == "no"


def test_a_missing_file_is_no_input(tmp_path):
    with pytest.raises(NoInputError) as caught:
        load_config(tmp_path / "none.yaml")
    assert caught.value.exit_code == 66


def test_permission_denied_is_its_own_error():
    assert AccessError.exit_code == 77
