import json
from typing import Any

import pytest
from lxml import html as lxml_html

from pipeline.read.byline import dated, hydrated, print_dates

BODY = "<p>" + "The freighter left Baku before dawn and landed in Ostend at noon. " * 5 + "</p>"


def found(inside: str) -> list[tuple[str, str]]:
    tree: Any = lxml_html.document_fromstring(f"<html><body>{inside}</body></html>")
    headline = next(iter(tree.iter("h1")), None)
    return list(dated(tree, headline))


@pytest.mark.parametrize(
    ("inside", "first"),
    [
        ("<h1>A</h1><div>by Desk, 4 May 2019</div>", ("byline", "2019-05-04")),
        ("<h1>A</h1><time datetime='2019-05-04T10:00:00Z'>4 May</time>",
         ("byline", "2019-05-04T10:00:00Z")),
        ("<h1>A</h1><abbr class='published' title='2019-05-04T10:00:00Z'>May</abbr>",
         ("meta", "2019-05-04T10:00:00Z")),
        ("<h1>A</h1><span property='dc:date dc:created' content='2019-05-04'>x</span>",
         ("meta", "2019-05-04")),
        ("<div><p>4 травня 2019</p><h1>A</h1></div>", ("byline", "2019-05-04")),
        ("<h1>A</h1><span>4 May 2019</span> <span class='upd'>6 May 2019</span>",
         ("byline", "2019-05-04")),
        ("<h1>A</h1><p>Обновлено: 06.05.2019. Опубликовано: 04.05.2019</p>",
         ("byline", "2019-05-04")),
        ("<h1>A</h1><br>04.05.2019<br>", ("byline", "2019-05-04")),
        (f"<h1>A</h1><div>4 May 2019{' <br> ' * 90}</div>", ("byline", "2019-05-04")),
        (f"<h1>A</h1><article><div>4 May 2019</div>{' <i></i> ' * 200}</article>",
         ("byline", "2019-05-04")),
        ("<h1>A</h1><p>jueves 4 de abril de 2019</p>", ("byline", "2019-04-04")),
    ],
)  # fmt: skip
def test_the_date_beside_the_headline_is_found(inside: str, first: tuple[str, str]) -> None:
    assert found(inside + BODY)[0] == first


def test_a_date_under_the_text_counts_where_it_is_said_to_be_one() -> None:
    assert found(f"<h1>A</h1>{BODY}<div>Опубликовано: 04.05.2019</div>") == [
        ("byline", "2019-05-04")
    ]
    assert found(f"<h1>A</h1>{BODY}<div>It left on 4 May 2019 again.</div>") == []


@pytest.mark.parametrize(
    "inside",
    [
        "<h1>A</h1><span>Updated: 6 May 2019</span>",
        "<h1>A</h1><span class='date-upd'>06.05.2019</span>",
        "<h1>A</h1><span>Оновлено 6 травня 2019, 10:00</span>",
        "<h1>A</h1><meta itemprop='dateModified' content='2019-05-06'>",
        "<div><div><div>Today is 6 May 2019</div></div></div><div><div><h1>A</h1></div></div>",
        "<h1>A</h1><p>The freighter, built in 1999, flew on 6 May 2019 from Baku to Ostend and "
        "then, as the airport says, on to Prague, where it was met by a minister and a band.</p>",
    ],
)
def test_another_date_is_no_publication_date(inside: str) -> None:
    assert found(inside + BODY) == []


def test_the_state_of_a_script_tells_the_date_of_its_own_article() -> None:
    state = {
        "feed": [{"title": "Other", "publishedAt": "2024-01-01"}],
        "page": {"article": {"title": "A freighter", "publishedAt": "2019-05-04T10:00:00Z"}},
    }
    tree = lxml_html.document_fromstring(
        f"<html><body><script id='__NEXT_DATA__' type='application/json'>{json.dumps(state)}"
        "</script><script type='application/json'>{broken publishedAt</script></body></html>"
    )
    assert hydrated(tree, ("A freighter",)) == [("meta", "2019-05-04T10:00:00Z")]
    assert hydrated(tree, ("Not there",)) == []


def test_a_date_that_a_script_prints_is_seen_and_no_other_script_is() -> None:
    scripts = (
        "<script>showDate('2019/05/04 10:00:00')</script><script>load('/2019/05/06/a.js')</script>"
        "<script>var a = '5 May 2019'; show(a)</script>"
    )
    tree: Any = lxml_html.document_fromstring(
        f"<html><body><h1>A</h1><div>{scripts}</div>{BODY}</body></html>"
    )
    printed = print_dates(tree)

    assert [element.text for element in printed] == ["2019/05/04 10:00:00"]
    assert next(iter(dated(tree, next(tree.iter("h1"))))) == ("byline", "2019-05-04T10:00:00")
