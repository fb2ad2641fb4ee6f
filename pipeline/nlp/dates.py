"""Owns the one door to dates in text: what callers import. Holds no rule of its own.

`find_dates` finds the words, `resolve` turns them into days of the calendar; both are pure.
"""

from pipeline.nlp.date_expression import DateExpression
from pipeline.nlp.date_find import find_dates
from pipeline.nlp.date_resolve import resolve

__all__ = ["DateExpression", "find_dates", "resolve"]
