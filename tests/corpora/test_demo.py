"""The demo's outlets answer as outlets on the web do, and nothing else can be asked for."""

import json
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from ruamel.yaml import YAML

from corpora import demo

OUTLETS = json.loads((demo.OUTLETS / "outlets.json").read_text("utf-8"))["outlets"]


class Asker:
    """Asks the demo's server and counts what it answered."""

    def __init__(self, port: int, answers: Counter[int]) -> None:
        self.port = port
        self.answers = answers

    def get(self, host: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Host": host, **headers})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def web() -> Iterator[Asker]:
    answers: Counter[int] = Counter()
    with demo.server_of(demo.read_site(OUTLETS), answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Asker(server.server_address[1], answers)
        server.shutdown()


@pytest.mark.parametrize("outlet", OUTLETS, ids=[outlet["host"] for outlet in OUTLETS])
def test_every_outlet_serves_its_feed_with_the_charset_it_names(web: Asker, outlet):
    status, headers, body = web.get(outlet["host"], outlet["feed"])
    charset = outlet.get("charset")
    assert status == 200
    assert body
    assert headers["Content-Type"].endswith(f"; charset={charset}" if charset else "+xml")


def test_what_has_not_changed_is_not_sent_again(web: Asker):
    host, feed = OUTLETS[0]["host"], OUTLETS[0]["feed"]
    _, headers, _ = web.get(host, feed)
    by_tag = web.get(host, feed, **{"If-None-Match": headers["ETag"]})
    by_time = web.get(host, feed, **{"If-Modified-Since": headers["Last-Modified"]})
    changed = web.get(host, feed, **{"If-None-Match": '"another"',
                                     "If-Modified-Since": headers["Last-Modified"]})  # fmt: skip
    assert (by_tag[0], by_tag[2]) == (304, b"")
    assert (by_time[0], by_time[2]) == (304, b"")
    assert changed[0] == 200
    assert web.answers[304] == 2


@pytest.mark.parametrize("path", ["/../outlets.json", "/%2e%2e/outlets.json", "//etc/passwd", "/x"])
def test_what_no_outlet_has_is_not_found(web: Asker, path: str):
    assert web.get(OUTLETS[0]["host"], path)[0] == 404
    assert web.get("elsewhere.example", "/")[0] == 404


def test_addresses_in_the_configuration_do_not_depend_on_the_port(tmp_path: Path):
    written = demo.write_config(tmp_path, OUTLETS, "127.0.0.1:12345")
    config = YAML(typ="safe").load(written)
    assert all(":12345" not in feed["url"] for feed in config["feeds"])
    assert set(config["fetch"]["connect_to"].values()) == {"127.0.0.1:12345"}
    assert len(config["feeds"]) == len(OUTLETS)
