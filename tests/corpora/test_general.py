"""News about other things must not become flights: what real corpora of it yield is counted."""

from pathlib import Path

import pytest

from corpora.measure_general import measure, texts

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.model
@pytest.mark.skipif(not SHARED.exists(), reason="the public corpora are not part of the repository")
def test_general_news_yields_next_to_no_reports():
    general = measure(SHARED)

    assert general.documents > 800
    assert general.passed / general.documents < 0.1
    assert len(general.reports) <= 16  # about half of them do tell of a flight


def test_each_layout_is_read(tmp_path):
    for name, text in {
        "raw/uk/one.txt": "id\nuk\n2021-01-28\nhttp://x.example\nЗаголовок\nТекст",
        "devset/book.txt": "Заглавие\nТекст",
        "devset/book.spans": "",
        "re3d/documents.json": '{"text": "A text"}\n',
        "gold_standard/two.json": '{"title": "A title", "text": "A text"}',
        "gold_standard/read.me": "not a document",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    assert sorted(texts(tmp_path)) == [
        ("en", "", "A text"),
        ("en", "A title", "\n\nA text"),
        ("ru", "Заглавие", "Текст"),
        ("uk", "Заголовок", "Текст"),
    ]
