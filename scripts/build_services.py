"""Writes the state services into pipeline/gazetteers/operators.csv: air force, government and more,
and what Ukrainian and Russian call the airline that is named after its state.

Each is named by the nouns and adjectives of its state (`countries.csv`). A row that is there keeps
its key, name and forms and only gets forms it lacks; a state without such a row gets one. A form
that another row has is left to it. Run by hand after `build_countries.py`.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

TABLES = Path(__file__).parent.parent / "pipeline" / "gazetteers"
SOURCE = "own compilation: name of the state's service from countries.csv"
# States whose air force, navy or army carries "Royal" in its name.
ROYAL = (
    "AU",
    "BH",
    "BN",
    "CA",
    "DK",
    "GB",
    "JO",
    "KH",
    "MA",
    "MY",
    "NL",
    "NO",
    "NZ",
    "OM",
    "SA",
    "TH",
)
# Territories without a government that has aircraft, or without an adjective that is theirs alone.
NO_STATE = """
    AC AD AI AQ AS AW AX BL BM BQ BV CC CK CP CW CX DG DM EA EH FK FM FO GD GF GG GI GL GP GS GU HM
    IC IM IO JE KI KY LC LI MC MF MO MP MQ MS NC NF NR NU PF PM PN PR PW RE SH SJ SM SX TA TC TF TK
    UM VA VC VG VI WF WS YT
"""
# Words of countries.csv that name a part of the state, which has no such service of its own.
PARTS = (
    "English",
    "Scottish",
    "England",
    "Scotland",
    "Russian Federation",
    "росіянин",
    "англійський",
    "шотландский",
    "английский",
    "шотландський",
    "Англія",
    "Шотландія",
    "Англия",
    "Шотландия",
)
# What a service is called that is not named by the state's first adjective.
USUAL = {
    ("AE", "air force"): "UAE Air Force", ("BH", "air force"): "Royal Bahraini Air Force",
    ("BN", "air force"): "Royal Brunei Air Force", ("DK", "air force"): "Royal Danish Air Force",
    ("GH", "air force"): "Ghana Air Force", ("GR", "air force"): "Hellenic Air Force",
    ("GR", "navy"): "Hellenic Navy", ("IE", "air force"): "Irish Air Corps",
    ("IE", "navy"): "Irish Naval Service", ("JO", "air force"): "Royal Jordanian Air Force",
    ("KH", "air force"): "Royal Cambodian Air Force", ("KW", "air force"): "Kuwait Air Force",
    ("MA", "air force"): "Royal Moroccan Air Force", ("MM", "air force"): "Myanmar Air Force",
    ("MM", "navy"): "Myanmar Navy", ("MY", "air force"): "Royal Malaysian Air Force",
    ("MY", "navy"): "Royal Malaysian Navy", ("NL", "air force"): "Royal Netherlands Air Force",
    ("NL", "navy"): "Royal Netherlands Navy", ("OM", "air force"): "Royal Air Force of Oman",
    ("QA", "air force"): "Qatar Emiri Air Force", ("SE", "navy"): "Royal Swedish Navy",
    ("SG", "air force"): "Republic of Singapore Air Force",
    ("TH", "air force"): "Royal Thai Air Force",
    ("TH", "navy"): "Royal Thai Navy", ("TW", "air force"): "Republic of China Air Force",
    ("ZW", "air force"): "Air Force of Zimbabwe", ("DK", "navy"): "Royal Danish Navy",
    ("NO", "navy"): "Royal Norwegian Navy", ("CA", "navy"): "Royal Canadian Navy",
    ("AU", "navy"): "Royal Australian Navy",
    ("PG", "armed forces"): "Papua New Guinea Defence Force",
    ("PG", "government"): "Papua New Guinea government",
    ("BS", "armed forces"): "Royal Bahamas Defence Force",
    ("BW", "armed forces"): "Botswana Defence Force",
    ("BZ", "armed forces"): "Belize Defence Force",
    ("EE", "armed forces"): "Estonian Defence Forces",
    ("ET", "armed forces"): "Ethiopian National Defence Force",
    ("FI", "armed forces"): "Finnish Defence Forces",
    ("FJ", "armed forces"): "Republic of Fiji Military Forces",
    ("GY", "armed forces"): "Guyana Defence Force",
    ("IE", "armed forces"): "Irish Defence Forces",
    ("JM", "armed forces"): "Jamaica Defence Force",
    ("KE", "armed forces"): "Kenya Defence Forces",
    ("LS", "armed forces"): "Lesotho Defence Force",
    ("MT", "armed forces"): "Armed Forces of Malta",
    ("MV", "armed forces"): "Maldives National Defence Force",
    ("NA", "armed forces"): "Namibian Defence Force",
    ("RW", "armed forces"): "Rwanda Defence Force",
    ("TT", "armed forces"): "Trinidad and Tobago Defence Force",
    ("TZ", "armed forces"): "Tanzania People's Defence Force",
    ("UG", "armed forces"): "Uganda People's Defence Force",
    ("ZA", "armed forces"): "South African National Defence Force",
    ("ZW", "armed forces"): "Zimbabwe Defence Forces",
    ("KZ", "rescue"): "Kazakh Emergencies Ministry",
}  # fmt: skip
# States that have such a service with aircraft of its own, where not all have.
ONLY = {
    "rescue": "RU BY UA KZ KG UZ TJ AZ AM",
    "guard": "UA US RU KZ KG AZ AM GE HU CY IQ TN DZ SA KW BH QA",
    "border": "RU BY UA KZ KG UZ TJ AZ AM GE MD LT LV EE PL FI RO HU SK TM",
}
# States of several carriers as well known, which are called so together.
MANY_CARRIERS = ("AE", "CN", "DE", "GB", "HK", "JP", "US")
# role: key, kind, role whose row it belongs to, English name
SERVICES = {
    "government": ("GV", "gov", "", "government"),
    "armed forces": ("ML", "mil", "government", "military"),
    "air force": ("AF", "mil", "armed forces", "Air Force"),
    "army": ("ARMY", "mil", "armed forces", "Army"),
    "navy": ("NAVY", "mil", "armed forces", "Navy"),
    "rescue": ("EMERG", "gov", "government", "Emergencies Ministry"),
    "guard": ("GUARD", "mil", "government", "National Guard"),
    "border": ("BORDER", "gov", "government", "Border Guard"),
}
# Forms by role: {a} adjective, {n} noun; in uk and ru {m} {f} {p} are its masculine, feminine and
# plural.
ENGLISH = {
    "government": "{a} government;{n}'s government;government of {n};{a} presidency;"
    "{n}'s presidency;{a} presidential fleet;{a} presidential air fleet;{a} state fleet",
    "armed forces": "{a} military;{a} armed forces;{n}'s military;{n}'s armed forces;"
    "armed forces of {n};{a} defence ministry;{a} defense ministry;{a} ministry of defence;"
    "{a} ministry of defense;{n}'s defence ministry;{n}'s defense ministry;"
    "{n}'s ministry of defence;{n}'s ministry of defense;ministry of defence of {n};"
    "ministry of defense of {n};{a} defence forces;{a} defense forces;{a} defence force;"
    "{n} defence force;{a} military aviation",
    "air force": "{a} air force;{a} air forces;{n}'s air force;{n} Air Force;air force of {n};"
    "{a} aerospace force;{a} air and space force;{n}'s aerospace force",
    "army": "{a} army;{n}'s army;army of {n};{a} army aviation;{a} ground forces;{a} land forces",
    "navy": "{a} navy;{n}'s navy;navy of {n};{a} naval aviation;{a} naval force;{a} naval forces",
    "rescue": "{a} emergencies ministry;{n}'s emergencies ministry;{a} emergency ministry;"
    "{n}'s emergency ministry;{a} ministry of emergency situations;"
    "{n}'s ministry of emergency situations;emergencies ministry of {n}",
    "guard": "{a} national guard;{n}'s national guard;national guard of {n}",
    "border": "{a} border guard;{a} border guards;{n}'s border guard;{n}'s border guards;"
    "{a} border guard service;{a} border service;border guard of {n}",
}
UKRAINIAN = {
    "government": "уряд {n};{m} уряд",
    "armed forces": "{p} військові;збройні сили {n};{p} збройні сили;ЗС {n};Міноборони {n};"
    "міністерство оборони {n};{n1} Міноборони",
    "air force": "ВПС {n};повітряні сили {n};військово-повітряні сили {n};{p} ВПС;"
    "{p} повітряні сили;{p} військово-повітряні сили;{f} військова авіація;військова авіація {n};"
    "ПС {n};{p} ПС",
    "army": "армія {n};{f} армія;сухопутні війська {n};{p} сухопутні війська",
    "navy": "ВМС {n};військово-морські сили {n};{p} ВМС;{p} військово-морські сили;ВМФ {n};"
    "флот {n};{m} флот;морська авіація {n}",
    "rescue": "МНС {n};{n1} МНС;міністерство надзвичайних ситуацій {n}",
    "guard": "Нацгвардія {n};національна гвардія {n};{f} Нацгвардія;{f} національна гвардія",
    "border": "прикордонна служба {n};{f} прикордонна служба;прикордонні війська {n};"
    "{p} прикордонні війська",
}
RUSSIAN = {
    "government": "правительство {n};{n1} правительство",
    "armed forces": "{p} военные;вооруженные силы {n};{p} вооруженные силы;ВС {n};Минобороны {n};"
    "министерство обороны {n};{n1} Минобороны",
    "air force": "ВВС {n};военно-воздушные силы {n};воздушные силы {n};{p} ВВС;"
    "{p} военно-воздушные силы;{p} воздушные силы;{f} военная авиация;военная авиация {n}",
    "army": "армия {n};{f} армия;сухопутные войска {n};{p} сухопутные войска",
    "navy": "ВМС {n};ВМФ {n};военно-морские силы {n};{p} ВМС;{p} военно-морские силы;"
    "военно-морской флот {n};{m} флот;флот {n};морская авиация {n}",
    "rescue": "МЧС {n};{n1} МЧС;министерство чрезвычайных ситуаций {n};"
    "министерство по чрезвычайным ситуациям {n}",
    "guard": "Нацгвардия {n};национальная гвардия {n};{f} Нацгвардия;{f} национальная гвардия",
    "border": "пограничная служба {n};{f} пограничная служба;погранслужба {n};"
    "пограничные войска {n};{p} пограничные войска",
}
# Forms of states with a crown: in English the word stands before the others.
CROWN = {
    ("uk", "air force"): "королівські ВПС {n};королівські ПС {n};королівські повітряні сили {n};"
    "королівські військово-повітряні сили {n};{p} королівські ВПС",
    ("uk", "navy"): "королівські ВМС {n};королівський флот {n}",
    ("ru", "air force"): "королевские ВВС {n};королевские военно-воздушные силы {n};"
    "{p} королевские ВВС",
    ("ru", "navy"): "королевские ВМС {n};королевский флот {n}",
}
_LANGUAGES = {"en": ENGLISH, "uk": UKRAINIAN, "ru": RUSSIAN}
_ENDINGS = {
    "ський": ("ська", "ське", "ські"), "цький": ("цька", "цьке", "цькі"),
    "зький": ("зька", "зьке", "зькі"), "ский": ("ская", "ское", "ские"),
    "цкий": ("цкая", "цкое", "цкие"), "ий": ("а", "е", "і"),
}  # fmt: skip


def main() -> None:
    """Complete the services of every state, in the order of `countries.csv`."""
    path = TABLES / "operators.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    with (TABLES / "countries.csv").open(encoding="utf-8", newline="") as handle:
        countries = [row for row in csv.DictReader(handle) if row["iso2"] not in NO_STATE.split()]
    taken = {
        form: row["op_id"] for row in rows for lang in _LANGUAGES
        for form in row[f"forms_{lang}"].split(";")
    }  # fmt: skip
    keys = {row["op_id"] for row in rows}
    for country in countries:
        for role in SERVICES:
            if country["iso2"] not in ONLY.get(role, country["iso2"]).split():
                continue
            row = _row_of(rows, country, role) or _new_row(rows, keys, country, role)
            if row is not None:
                _name(row, country, role)
                _complete(row, country, role, taken)
        _name_flag_carrier(rows, country, taken)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _name_flag_carrier(
    rows: list[dict[str, str]], country: dict[str, str], taken: dict[str, str]
) -> None:
    """Call the one airline that is named after its state as Ukrainian and Russian do: «турецкие
    авиалинии»."""
    if country["iso2"] in MANY_CARRIERS:
        return
    words = [
        word for part in ("adjectives_en", "nouns_en") for word in country[part].split(";") if word
    ]
    names = {f"{word} {last}" for word in words for last in ("Airlines", "Airways", "Air")}
    fits = [
        row for row in rows
        if row["kind"] == "airline" and row["country"] == country["iso2"]
        and names & {row["name"], *row["forms_en"].split(";")}
    ]  # fmt: skip
    if len(fits) != 1:
        return
    for lang, noun in (("uk", "авіалінії"), ("ru", "авиалинии")):
        forms = [form for form in fits[0][f"forms_{lang}"].split(";") if form]
        for adjective in filter(None, country[f"adjectives_{lang}"].split(";")):
            plural = _inflected(adjective)[2]
            form = f"{plural} {noun}"
            known = taken.setdefault(form, fits[0]["op_id"]) == fits[0]["op_id"]
            if plural != adjective and known and form not in forms:
                forms.append(form)
        fits[0][f"forms_{lang}"] = ";".join(_asking_least(forms))


def _row_of(
    rows: list[dict[str, str]], country: dict[str, str], role: str
) -> dict[str, str] | None:
    """Return the state's row of that role, the one made here before any other."""
    fits = [row for row in rows if row["country"] == country["iso2"] and row["role"] == role]
    return max(fits, key=lambda row: row["source"] == SOURCE, default=None)


def _new_row(
    rows: list[dict[str, str]], keys: set[str], country: dict[str, str], role: str
) -> dict[str, str] | None:
    code, kind, parent_role, name = SERVICES[role]
    adjective = country["adjectives_en"].split(";")[0]
    key = f"{country['iso2']}-{code}"
    if not adjective or key in keys:
        return None
    parent = _row_of(rows, country, parent_role) if parent_role else None
    row = dict.fromkeys(rows[0], "") | {
        "op_id": key, "name": f"{adjective} {name}", "country": country["iso2"],
        "parent": parent["op_id"] if parent is not None else "", "kind": kind, "role": role,
        "source": SOURCE,
    }  # fmt: skip
    rows.append(row)
    return row


def _name(row: dict[str, str], country: dict[str, str], role: str) -> None:
    usual = USUAL.get((country["iso2"], role))
    if usual is not None and row["source"] == SOURCE:
        row["name"] = usual
        if usual not in row["forms_en"].split(";"):
            row["forms_en"] = ";".join(filter(None, (usual, row["forms_en"])))


def _complete(
    row: dict[str, str], country: dict[str, str], role: str, taken: dict[str, str]
) -> None:
    for lang in _LANGUAGES:
        forms = [form for form in row[f"forms_{lang}"].split(";") if form]
        for form in _forms(country, role, lang):
            if taken.setdefault(form, row["op_id"]) == row["op_id"] and form not in forms:
                forms.append(form)
        row[f"forms_{lang}"] = ";".join(_asking_least(forms))


def _asking_least(forms: list[str]) -> Iterator[str]:
    """Drop a form that differs from another only by capitals it asks for."""
    small: dict[str, str] = {}
    for form in forms:
        known = small.get(form.lower(), form)
        small[form.lower()] = max(known, form, key=lambda text: sum(map(str.islower, text)))
    yield from small.values()


def _forms(country: dict[str, str], role: str, lang: str) -> Iterator[str]:
    nouns = [noun for noun in country[f"nouns_{lang}"].split(";") if noun and "(" not in noun]
    nouns = [noun for noun in nouns if noun not in PARTS]
    adjectives = [adjective for adjective in country[f"adjectives_{lang}"].split(";") if adjective]
    adjectives = [adjective for adjective in adjectives if adjective not in PARTS]
    templates = _LANGUAGES[lang][role].split(";")
    if country["iso2"] in ROYAL and (lang, role) in CROWN:
        templates += CROWN[lang, role].split(";")
    for template in templates:
        if "{n}" in template:
            yield from (template.format(n=noun) for noun in nouns)
            continue
        for adjective in adjectives:
            feminine, neuter, plural = _inflected(adjective) if lang != "en" else ("", "", "")
            form = template.format(a=adjective, m=adjective, f=feminine, n1=neuter, p=plural)
            yield form
            if lang == "en" and country["iso2"] in ROYAL and role in ("air force", "navy", "army"):
                yield f"Royal {form}"


def _inflected(adjective: str) -> tuple[str, str, str]:
    """Return feminine, neuter and plural of an adjective of a state."""
    for ending, (feminine, neuter, plural) in _ENDINGS.items():
        if adjective.endswith(ending):
            stem = adjective.removesuffix(ending)
            return stem + feminine, stem + neuter, stem + plural
    return adjective, adjective, adjective


if __name__ == "__main__":
    main()
