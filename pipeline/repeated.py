"""Owns the lines that repeat across an outlet's pages, as the store keeps them.

They are counted over all articles of the outlet that were read, so that neither the order in which
pages came nor the runs they came in change what is an outlet's template.
"""

from collections import defaultdict

from pipeline.store import Store

# Measured on `corpora`: no line of the gold stands in two articles of an outlet. A line that may
# tell of a flight has to repeat more often: outlets repeat the background of a running story.
ADDRESSES, ADDRESSES_IF_TELLING = 3, 8

_REPEATED = f"""
select outlet, line from outlet_line group by outlet, line
having count(distinct url) >= case when bool_or(tells) then {ADDRESSES_IF_TELLING} else {ADDRESSES} end"""  # noqa: E501, S608 - constants


def repeated_lines(store: Store) -> dict[str, frozenset[int]]:
    """Return the hashes of the lines that each outlet's pages have in common."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in store.query(f"{_REPEATED} order by outlet, line"):
        found[row["outlet"]].add(row["line"])
    return {outlet: frozenset(lines) for outlet, lines in found.items()}


def forget_outdated(store: Store) -> int:
    """Have pages read again that were read under other templates; return how many they are."""
    outdated = store.query(
        f"""select distinct page_id from outlet_line
        left join ({_REPEATED}) as repeated using (outlet, line)
        where known <> (repeated.line is not null) order by page_id"""  # noqa: S608 - constants
    )
    ids = [row["page_id"] for row in outdated]
    if ids:
        store.connection.execute(
            "delete from stage_run where stage = 'read' and item in (select unnest(?::varchar[]))",
            [ids],
        )
    return len(ids)
