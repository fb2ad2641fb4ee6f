"""Gives the finders of actors in one place; owns nothing itself."""

from pipeline.nlp.credits import find_outlets, find_trackers
from pipeline.nlp.operators import find_operators
from pipeline.nlp.places import find_nationalities, find_places

__all__ = [
    "find_nationalities",
    "find_operators",
    "find_outlets",
    "find_places",
    "find_trackers",
]
