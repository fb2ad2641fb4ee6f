"""Owns which articles were compared in earlier runs and which of them were found alike.

Decides nothing: what a copy is stands in `read.copies`, what a translation in `translations`. What
is remembered is derived: without it everything is new.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.read.copies import (
    Alike,
    bands_of,
    may_be_copies,
    overlap_of,
    shingles_of,
    signature_of,
)

KEPT = ("source_article", "source_band", "source_pair")

_AT_ONCE = 5000
"""So many articles are compared at a time: candidates would not fit into memory for all."""

_DIGESTS = """
    SELECT article.article_id, hash(url, outlet, lang, published_at, reports) AS digest
    FROM article LEFT JOIN (
        SELECT article_id, sum(hash(report_id, seq, basis, said_by[1])) AS reports
        FROM report GROUP BY article_id) AS told USING (article_id)
    WHERE text IS NOT NULL"""
"""All that copies, translations and roots depend on; the id stands for address, title and text."""

_ALL_PAIRS = """
    WITH RECURSIVE edge AS (
        SELECT later AS one, earlier AS other FROM source_pair WHERE NOT translated OR $2
        UNION ALL
        SELECT earlier, later FROM source_pair WHERE NOT translated OR $2),
    reached AS (
        SELECT unnest($1::VARCHAR[]) AS one
        UNION
        SELECT edge.other FROM edge JOIN reached USING (one))
    SELECT one FROM reached ORDER BY one"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The articles that are there and new or otherwise than in the last run; those that are gone;
    and those that were alike to any of them."""

    present: frozenset[str]
    gone: frozenset[str]
    near: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """All whose copies and sources may be others now."""
        return self.present | self.gone | self.near


def take_in(connection: duckdb.DuckDBPyConnection) -> Changed:
    """Find which articles have changed, forget what they were, and find which others their words
    are copies of, or are copied by."""
    found = connection.execute(
        f"""SELECT coalesce(now.article_id, was.article_id), now.digest
        FROM ({_DIGESTS}) now FULL JOIN source_article was USING (article_id)
        WHERE now.digest IS DISTINCT FROM was.digest ORDER BY 1"""  # noqa: S608 - a constant
    ).fetchall()
    near = _forget(connection, [article_id for article_id, _ in found])
    digests = {article_id: digest for article_id, digest in found if digest is not None}
    for start in range(0, len(digests), _AT_ONCE):
        _compare(connection, dict(list(digests.items())[start : start + _AT_ONCE]))
    return Changed(
        present=frozenset(digests),
        gone=frozenset(article_id for article_id, digest in found if digest is None),
        near=frozenset(near),
    )


def _forget(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> set[str]:
    """Forget articles; return those that were alike to them."""
    among = "IN (SELECT unnest($1::VARCHAR[]))"
    pairs = connection.execute(
        f"SELECT later, earlier FROM source_pair WHERE later {among} OR earlier {among}",  # noqa: S608 - a constant
        [articles],
    ).fetchall()
    known = f"SELECT row FROM source_article WHERE article_id {among}"  # noqa: S608 - a constant
    if connection.execute(f"{known} LIMIT 1", [articles]).fetchall():
        connection.execute(f"DELETE FROM source_band WHERE row IN ({known})", [articles])  # noqa: S608 - a constant
        connection.execute(f"DELETE FROM source_article WHERE article_id {among}", [articles])  # noqa: S608 - a constant
    if pairs:
        connection.execute(
            f"DELETE FROM source_pair WHERE later {among} OR earlier {among}",  # noqa: S608 - a constant
            [articles],
        )
    return {end for pair in pairs for end in pair}


def _compare(connection: duckdb.DuckDBPyConnection, digests: dict[str, int]) -> None:
    """Remember articles, and which of all remembered ones are copies of them or copied by them."""
    import pyarrow as pa

    shingles = {key: shingles_of(text) for key, text in texts_of(connection, digests)}
    signatures = [signature_of(shingles[key]) for key in digests]
    bands = bands_of(signatures)
    first = connection.execute("SELECT coalesce(max(row) + 1, 0) FROM source_article").fetchall()[
        0
    ][0]
    rows = pa.array(range(first, first + len(digests)), pa.int32())
    _insert(
        connection, "source_article",
        row=rows, article_id=pa.array(list(digests)),
        digest=pa.array(list(digests.values()), pa.uint64()),
        signature=pa.array(signatures, pa.binary()), compared=pa.array([False] * len(digests)),
    )  # fmt: skip
    _insert(
        connection, "source_band",
        band=pa.array(bands.ravel()), row=pa.array(rows.to_numpy().repeat(bands.shape[1])),
    )  # fmt: skip
    keep_pairs(connection, _copies(connection, first, shingles), translated=False)


def _copies(
    connection: duckdb.DuckDBPyConnection, first: int, shingles: dict[str, Any]
) -> Iterator[Alike]:
    """Yield the pairs that are copies, one of them at least numbered `first` or higher."""
    pairs = list(_candidates(connection, first))
    older = {end for pair in pairs for end in pair} - shingles.keys()
    known = shingles | {key: shingles_of(text) for key, text in texts_of(connection, older)}
    for later, earlier in pairs:
        if (overlap := overlap_of(known[later], known[earlier])) is not None:
            yield Alike(later=later, earlier=earlier, overlap=overlap)


def _candidates(connection: duckdb.DuckDBPyConnection, first: int) -> Iterator[tuple[str, str]]:
    """Yield pairs of articles that may be copies, the later first."""
    met = connection.execute(
        """SELECT DISTINCT new.row, old.row
        FROM (FROM source_band WHERE row >= ?) new JOIN source_band old
            ON new.band = old.band AND new.row > old.row
        ORDER BY ALL""",
        [first],
    ).fetchall()
    told = {
        row: about
        for row, *about in connection.execute(
            """SELECT row, published_at IS NULL, published_at, article_id, lang, url, signature
            FROM source_article JOIN article USING (article_id)
            WHERE row IN (SELECT unnest(?::INTEGER[]))""",
            [sorted({row for pair in met for row in pair})],
        ).fetchall()
    }
    pairs = [
        sorted((told[one][:-1], told[other][:-1]), key=lambda about: about[:3], reverse=True)
        for one, other in met
        if told[one][3] == told[other][3] and told[one][4] != told[other][4]
    ]
    signatures = {about[2]: about[-1] for about in told.values()}
    ends = [(later[2], earlier[2]) for later, earlier in pairs]
    near = may_be_copies(*([signatures[pair[side]] for pair in ends] for side in (0, 1)))
    yield from (pair for pair, likely in zip(ends, near, strict=True) if likely)


def texts_of(
    connection: duckdb.DuckDBPyConnection, articles: Collection[str]
) -> list[tuple[str, str]]:
    """Return articles by id with their texts."""
    if not articles:
        return []
    return connection.execute(
        # By row number: those of no text in question are not unpacked.
        "SELECT article_id, text FROM article WHERE rowid IN (SELECT rowid FROM article "
        "WHERE article_id IN (SELECT unnest(?::VARCHAR[])))",
        [sorted(articles)],
    ).fetchall()


def keep_pairs(
    connection: duckdb.DuckDBPyConnection, pairs: Iterable[Alike], *, translated: bool
) -> None:
    """Remember articles that are alike."""
    import pyarrow as pa

    found = list(pairs)
    if not found:
        return
    _insert(
        connection, "source_pair",
        later=pa.array([one.later for one in found]),
        earlier=pa.array([one.earlier for one in found]),
        overlap=pa.array([one.overlap for one in found], pa.float64()),
        translated=pa.array([translated] * len(found)),
    )  # fmt: skip


def connected(
    connection: duckdb.DuckDBPyConnection, articles: Collection[str], *, translated: bool
) -> list[str]:
    """Return all articles that pairs of copies (and of translations) connect with these, and these
    themselves."""
    found = connection.execute(_ALL_PAIRS, [sorted(articles), translated]).fetchall()
    return [article_id for (article_id,) in found]


def pairs_among(
    connection: duckdb.DuckDBPyConnection, articles: Sequence[str], *, translated: bool
) -> list[Alike]:
    """Return the pairs of copies, or of translations, of these articles: oldest first, by the later
    and then by the earlier article; unknown times last."""
    found = connection.execute(
        """
        SELECT later, earlier, overlap FROM source_pair
        JOIN article one ON one.article_id = later JOIN article other ON other.article_id = earlier
        WHERE translated = $2 AND later IN (SELECT unnest($1::VARCHAR[]))
        ORDER BY one.published_at NULLS LAST, later, other.published_at NULLS LAST, earlier""",
        [articles, translated],
    ).fetchall()
    return [Alike(later=one, earlier=two, overlap=overlap) for one, two, overlap in found]


def uncompared(connection: duckdb.DuckDBPyConnection, articles: Collection[str]) -> list[str]:
    """Return those of the articles that tell of a flight and were never compared with articles in
    other languages."""
    found = connection.execute(
        """
        SELECT article_id FROM source_article
        WHERE NOT compared AND article_id IN (SELECT unnest($1::VARCHAR[]))
            AND article_id IN (SELECT article_id FROM report)
        ORDER BY article_id""",
        [sorted(articles)],
    ).fetchall()
    return [article_id for (article_id,) in found]


def mark_compared(connection: duckdb.DuckDBPyConnection, articles: Sequence[str]) -> None:
    """Remember that these were compared with all others that were."""
    connection.execute(
        "UPDATE source_article SET compared = true "
        "WHERE article_id IN (SELECT unnest($1::VARCHAR[]))",
        [articles],
    )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, **columns: Any) -> None:
    import pyarrow as pa

    connection.register("source_arrow", pa.table(columns))
    try:
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM source_arrow")  # noqa: S608 - the name is one of KEPT
    finally:
        connection.unregister("source_arrow")
