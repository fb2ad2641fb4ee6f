"""Owns how the gazetteers become what linking knows of the world. Decides nothing itself."""

from pipeline.link.context import Context
from pipeline.nlp.gazetteers import Gazetteers, PlaceRow


def context_of(gazetteers: Gazetteers) -> Context:
    """Return hierarchies, coordinates and codes behind the canonical names of reports."""
    names = {row.op_id: row.name for row in gazetteers.operators}
    cities = _cities(gazetteers)
    return Context(
        operator_parents={
            row.name: names[row.parent] for row in gazetteers.operators if row.parent in names
        },
        type_groups={row.family: row.group or row.family for row in gazetteers.types},
        type_makers={row.family: row.manufacturer for row in gazetteers.types if row.manufacturer},
        coordinates={
            name: (row.lat, row.lon)
            for name, row in cities.items()
            if row.lat is not None and row.lon is not None
        },
        place_codes={name: row.place_id for name, row in cities.items()},
    )


def publishers_of(gazetteers: Gazetteers) -> dict[str, str]:
    """Return outlet -> the publisher whose reporting it shares."""
    return {row.name: row.publisher for row in gazetteers.outlets if row.publisher}


def _cities(gazetteers: Gazetteers) -> dict[str, PlaceRow]:
    """Return canonical city -> its own row, or else that of a place that stands for it."""
    found: dict[str, PlaceRow] = {}
    for row in gazetteers.places:
        city = row.city or row.name
        if city not in found or (row.name == city and found[city].name != city):
            found[city] = row
    return found
