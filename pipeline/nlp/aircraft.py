"""Gives the finders of aircraft in one place; owns nothing itself."""

from pipeline.nlp.callsigns import find_callsigns
from pipeline.nlp.icao24 import icao24_of
from pipeline.nlp.registrations import find_registrations
from pipeline.nlp.types import find_types

__all__ = ["find_callsigns", "find_registrations", "find_types", "icao24_of"]
