"""Owns the cue words that let a risky token count as a registration, serial or callsign."""

import re

_BEFORE = 90
_AFTER = 90
_TIGHT = 34

_AIRCRAFT = re.compile(
    r"regist|\btail\b|aircraft|planes?\b|\bjets?\b|flights?\b|flew|flown|fl(?:y|ies|ying)\b|charter|airliner|helicopter|freighter|"
    r"squadron|\bcrew\b|landed|took off|takeoff|serial|air force|airlines?\b|airways|runway|boeing|"
    r"airbus|gulfstream|antonov|ilyushin|\bil-|\btu-|\ban-\d|transport|aboard|airport|"
    r"\bc-\d|\bmi-\d|falcon|hawker|embraer|learjet|callsign|takes? off|departed|arrived|"
    r"серійн|серийн|позивн|позывн|борт|регистрац|реєстрац|самол|літак|рейс|вертол|гелікоптер|лайнер|сел\b|сів\b|вылет|виліт|"
    r"авіакомпан|авиакомпан|екіпаж|экипаж|пасажир|пассажир|пілот|пилот|passengers?\b|\bpilots?\b|"
    r"вилет|боинг|боїнг|посад|приземл|\bил-|\bіл-|\bту-|\bан-\d|\bтип[аоу]?\b|джет|аэропорт|аеропорт",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:regist\w*|tail|serial|number(?:ed)?|mark(?:ings?|ed)?|\bno\.?|hull|"
    r"борт\w*|номер\w*|№|регистрац\w*|реєстрац\w*|серийн\w*|серійн\w*|хвост\w*)"
    r"(?:\W+(?:number|no|mark|code|as|is|was|of|the|номер\w*|знак\w*|серійн\w*|серийн\w*)){0,3}"
    r"\W{0,3}$",
    re.IGNORECASE,
)
_FLIGHT = re.compile(
    r"(?:flights?|call ?signs?|flying as|operated as|departed as|logged (?:it )?as|tracked as|"
    r"listed as|identified as|using the callsign|flight numbers?|"
    r"рейс\w*|позивн\w+|позывн\w+|(?:під|под) (?:номером|кодом|позначенням|обозначением))"
    r"(?:\W+(?:number|no|numbered|as|is|was|the|under|номер\w*|під|под|туди|туда|—)){0,2}"
    r"(?:\W+[A-Z]{2,8}-?\d{1,5}\W+(?:and|та|і|и|or))?"
    r"\W{0,4}$",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r"(?:\b(?:aircraft|plane|jet|jumbo|helicopter|chopper|freighter|transport|airliner|airlifter|"
    r"turboprop|tanker|літак\w{0,3}|борт\w{0,2}|самол[её]т\w{0,2}|вертол[іеё]т\w{0,2}|"
    r"гелікоптер\w{0,2}|транспортник\w{0,2}|лайнер\w{0,2}|машин\w{1,2}))(?:,\s|\s\()$",
    re.IGNORECASE,
)


def near_aircraft(text: str, start: int, end: int) -> bool:
    """Return whether a word of flying stands near: 90 characters before and after."""
    around = text[max(0, start - _BEFORE) : start] + " \n " + text[end : end + _AFTER]
    return _AIRCRAFT.search(around) is not None


def near_number_cue(text: str, start: int) -> bool:
    """Return whether the words right before call what follows a registration or a number."""
    return _NUMBER.search(text[max(0, start - _TIGHT) : start]) is not None


def has_flight_cue_before(text: str, start: int) -> bool:
    """Return whether the words right before call what follows a flight number or callsign."""
    return _FLIGHT.search(text[max(0, start - _TIGHT) : start]) is not None


def beside_aircraft(text: str, start: int, end: int) -> bool:
    """Return whether it stands behind a word for an aircraft, between commas or in brackets: "The
    helicopter, EP-640, struck the ground"."""
    if text[end : end + 1] not in (",", ")", "."):
        return False
    return _APPOSITION.search(text, max(0, start - _TIGHT), start) is not None
