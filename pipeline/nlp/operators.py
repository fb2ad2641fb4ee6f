"""Owns the finding of operators in a text. Must not infer an operator from a type or a number."""

from pipeline.nlp.found import Found
from pipeline.nlp.gazetteers import Gazetteers, NameForm
from pipeline.nlp.names import NameMatch, find_names
from pipeline.nlp.places import best_form


def find_operators(text: str, *, lang: str | None, gazetteers: Gazetteers) -> list[Found]:
    """Return airlines, air forces, units and state fleets named, in order, without overlap.

    `value` is the canonical English name, `ref` the key of its row (country, parent, bases).
    """
    folded, names = find_names(text, gazetteers)
    found = []
    for name in names:
        form = best_form(name, "operator", lang)
        if form is None or (form.risk == "quoted" and not _quoted(folded.text, name, form, lang)):
            continue
        if _is_the_country(folded.text, name):
            continue
        found.append(
            folded.found(
                "operator", name.start, name.end, form.value, ref=form.ref, finder="operators"
            )
        )
    return found


def _is_the_country(text: str, name: NameMatch) -> bool:
    """ "Emirates" is the airline, "the Emirates" the country."""
    country = any(form.kind == "nationality" for form in name.forms)
    return country and text[max(0, name.start - 4) : name.start].lower() == "the "


def _quoted(text: str, name: NameMatch, form: NameForm, lang: str | None) -> bool:
    """A name that is also a country's counts in quotes and in a text of another language only."""
    return form.lang == lang and text[name.start - 1 : name.start] == '"'
