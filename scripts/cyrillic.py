"""How names of cities are written in Ukrainian and Russian: spelt by sound, and as adjectives.

Rules of thumb by the language of the country, for the long tail of cities that no list of ours
names: good enough to find a name, not to print one.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "spelling_rules.csv"
_UKRAINIAN = str.maketrans("иыэёИЫЭЁ", "іиееІИЕЕ")
_SIBILANTS = "жчшщц"
_TRANSLATED = re.compile(
    r"\b(?:Island|Islands|Bay|City|Lake|Station|Airport|Fort|Creek|River|Point|Field|Springs|Falls|"
    r"Harbou?r|Beach|Mount|Cape|North|South|East|West|New|Old|Upper|Lower|Great|Grand|Saint|St|"
    r"Center|Centre|Park|Ranch|Mine|Base|Village|County|Valley|Rock|Hill|Hills|Isle|Key|Royal)\b"
)


def spellings(name: str, country: str, lang: str) -> Iterator[str]:
    """Yield how a name may be written in `uk` or `ru`, by the rules of its country's language; not
    at all where a word of it would be translated ("Island")."""
    if _TRANSLATED.search(name):
        return
    words = [_spelt(word, country) for word in re.split(r"([ \-])", name)]
    russian = "".join(words)
    if lang == "ru":
        yield russian
        return
    ukrainian = russian.replace("ия", "ія").translate(_UKRAINIAN)
    ukrainian = re.sub(f"(?<=[{_SIBILANTS}])і", "и", ukrainian)
    yield ukrainian
    if "h" in name.lower() and "х" in ukrainian.lower():
        yield ukrainian.replace("х", "г").replace("Х", "Г")


def _spelt(word: str, country: str) -> str:
    lower, out, at = word.lower(), "", 0
    while at < len(lower):
        for latin, cyrillic in _rules(country):
            plain = latin.removesuffix("$")
            ends = plain == latin or at + len(plain) == len(lower)
            if lower.startswith(plain, at) and ends:
                out += cyrillic
                at += len(plain)
                break
        else:
            base = unicodedata.normalize("NFKD", lower[at])[0]
            out += "э" if base == "e" and at == 0 else _tables()["letters"].get(base, base)
            at += 1
    return out.capitalize() if word[:1].isupper() else out


@cache
def _rules(country: str) -> list[tuple[str, str]]:
    """Return the rules of a country's language, the longest first, then those all share."""
    own = _tables().get(country, {})
    longest = sorted(own.items(), key=lambda rule: -len(rule[0]))
    return [*longest, *_tables()["shared"].items()]


@cache
def _tables() -> dict[str, dict[str, str]]:
    """Return the rules by the name of their row and by each country that they are for."""
    tables = {}
    with TABLE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            pairs = (pair.partition("=") for pair in row["spellings"].split(";"))
            rules = {latin: cyrillic for latin, _, cyrillic in pairs}
            for key in filter(None, (row["rules"], *row["countries"].split(";"))):
                tables[key] = rules
    return tables


def adjective(name: str, lang: str) -> str:
    """Return the adjective of a city's name: «Будапешт» is «будапештский», «Рига» «ризький»."""
    lower = name.lower()
    if lang == "ru":
        stem = re.sub(r"(?:[аяоеиыуэюь]|ий)$", "", lower)
        if stem.endswith(("ск", "цк")):
            return f"{stem}ий"
        if lower.endswith("га"):
            stem = stem[:-1] + "ж"
        return f"{stem}ский"
    stem = re.sub(r"(?:[аяоеиіїуюєь]|ий)$", "", lower)
    if stem.endswith(("ськ", "цьк", "зьк")):
        return f"{stem}ий"
    for ends, becomes in (("[гзж]", "зький"), ("[кцч]", "цький"), ("[хсш]", "ський")):
        if re.search(f"{ends}$", stem):
            return stem[:-1] + becomes
    return f"{stem}ський"
