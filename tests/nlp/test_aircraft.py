"""Types, registrations, callsigns and addresses are found where they stand."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.aircraft import find_callsigns, find_registrations, find_types, icao24_of
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.types import type_icao

SHARED = Path(__file__).parents[2] / ".." / "shared" / "reference"


def types(text: str) -> list[tuple[str, str | None]]:
    found = find_types(text, gazetteers=load_gazetteers())
    return [(item.value, item.variant) for item in found]


def registrations(text: str) -> list[str]:
    found = find_registrations(text, gazetteers=load_gazetteers())
    return [item.value for item in found if "bare" not in item.flags]


def callsigns(text: str) -> list[str]:
    return [item.value for item in find_callsigns(text, gazetteers=load_gazetteers())]


@pytest.mark.parametrize(
    ("text", "family", "variant"),
    [
        ("an Ilyushin Il-62M landed", "Il-62", "Il-62M"),
        ("літак Іл‑62М сів", "Il-62", "Il-62M"),
        ("борт IL-76ТД вылетел", "Il-76", "Il-76TD"),
        ("Ил-62МГр компании", "Il-62", "Il-62MGr"),
        ("Ил-96-300ПУ ушёл", "Il-96", "Il-96-300PU"),
        ("a Tu-214PU-SBUS took off", "Tu-214", "Tu-214PU-SBUS"),
        ("на «Боинге-747» прилетели", "Boeing 747", None),
        ("урядовим Боїнгом 737-800", "Boeing 737", "Boeing 737-800"),
        ("a 737 MAX 8 took off", "Boeing 737", "Boeing 737 MAX 8"),
        ("the C-40C flew", "Boeing 737", "C-40C"),
        ("a C-32 followed", "Boeing 757", "C-32"),
        ("Airbus A340-300 сел", "Airbus A340", "Airbus A340-300"),
        ("«Сухой Суперджет 100» летел", "Sukhoi Superjet 100", None),
        ("her Gulfstream G650ER left", "Gulfstream G650", "Gulfstream G650ER"),
        ("С-17А ВПС США", "C-17", "C-17A"),
        ("a Yakovlev-42 had to go back", "Yak-42", None),
        ("Ан-124-100 «Руслан»", "An-124", "An-124-100"),
        ("Il-76s and", "Il-76", None),
    ],
)
def test_a_type_is_found_in_its_spellings(text: str, family: str, variant: str | None) -> None:
    assert (family, variant) in types(text)


@pytest.mark.parametrize(
    "text",
    [
        "He drove a Ford F-150 along the A50 in May",
        "The Jets beat the Giants",
        "ракета Х-101 и С-300",
        "Як 40 років тому",
        "An 26-year-old pilot",
        "Hercules was a hero",
        "La Casa Blanca",
        "the 747 people at the fair",
        "flight SU 100 to Paris",
    ],
)
def test_what_only_looks_like_a_type_is_none(text: str) -> None:
    assert types(text) == []


def test_a_maker_alone_is_flagged() -> None:
    (found,) = find_types("Президентський «Гольфстрім» сів", gazetteers=load_gazetteers())
    assert (found.value, found.flags, found.ref) == ("Gulfstream", ("manufacturer",), "")


def test_a_maker_before_its_type_is_part_of_it() -> None:
    (found,) = find_types("an Embraer Legacy 600 jet", gazetteers=load_gazetteers())
    assert found.text == "Embraer Legacy 600"


def test_a_nickname_needs_a_plane_beside_it_or_its_type_in_the_text() -> None:
    assert types("Ruslan said he knew nothing") == []
    assert types("літак «Руслан» сів") == [("An-124", None)]
    assert ("An-124", None) in types("Ан-124 сів. Пізніше «Руслан» полетів")[1:]


def test_the_designator_follows_the_variant() -> None:
    gazetteers = load_gazetteers()
    (found,) = find_types("a Boeing 737-700 landed", gazetteers=gazetteers)
    assert type_icao(found, gazetteers) == "B737"
    (found,) = find_types("a Boeing 747-8F landed", gazetteers=gazetteers)
    assert type_icao(found, gazetteers) == "B748"


@pytest.mark.skipif(not SHARED.exists(), reason="shared reference absent")
def test_every_registration_trap_is_answered_right() -> None:
    with (SHARED / "registration-traps.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 79
    wrong = [
        (row["text"], registrations(row["text"]))
        for row in rows
        if registrations(row["text"])
        != [row["expected_registration"]][: bool(row["expected_registration"])]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "value", "flag"),
    [
        ("борт РА-86559 сів", "RA-86559", "cyrillic"),
        ("самолёт RА-86559 сел", "RA-86559", "mixed_script"),
        ("самолёт с регистрацией RA86559", "RA-86559", "no_hyphen"),
        ("her registration EPPUS was read", "EP-PUS", "no_hyphen"),
        ("літак з номером 16+01", "16+01", "serial"),
        ("С-17А ВПС США, серійний 06-6161", "06-6161", "serial"),
        ("малійський борт ТЗ-98Т сів", "TZ-98T", "serial"),
    ],
)
def test_a_registration_is_made_canonical(text: str, value: str, flag: str) -> None:
    (found,) = find_registrations(text, gazetteers=load_gazetteers())
    assert found.value == value
    assert flag in found.flags


def test_a_bare_board_number_is_no_civil_registration() -> None:
    (found,) = find_registrations("борт 86559 сел", gazetteers=load_gazetteers())
    assert "bare" in found.flags


def test_invisible_characters_inside_a_registration_do_not_hide_it() -> None:
    text = "the plane RA-\u200b86\u00ad559 landed"
    (found,) = find_registrations(text, gazetteers=load_gazetteers())
    assert found.value == "RA-86559"
    assert found.text == text[found.start : found.end] == "RA-\u200b86\u00ad559"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("callsign RFF7203 over Kazan", "RFF7203"),
        ("рейс J2-8243 из Баку", "J28243"),
        ("under the callsign KGC 4411", "KGC4411"),
        ("flight SU 100 left", "SU100"),
        ("SPAR19 left Guam", "SPAR19"),
        ("борт с позывным RSD478 сел", "RSD478"),
        ("El Al flight LY 971 landed", "LY971"),
        ("машина під позивним PRK-615", "PRK615"),
    ],
)
def test_a_callsign_has_no_spaces_and_no_hyphen(text: str, value: str) -> None:
    assert callsigns(text) == [value]


@pytest.mark.parametrize(
    "text",
    ["leaders met for COP30", "the G20 summit", "COVID-19 wards", "a Boeing 737", "RA-86559"],
)
def test_what_only_looks_like_a_callsign_is_none(text: str) -> None:
    assert callsigns(text) == []


def test_a_callsign_called_a_registration_is_no_registration() -> None:
    text = "самолёт с регистрационным номером RSD939 сел"
    assert registrations(text) == []
    assert callsigns(text) == ["RSD939"]


@pytest.mark.parametrize(
    ("registration", "address"),
    [
        ("RA-86559", "15521F"),
        ("N1", "A00001"),
        ("N99999", "ADF7C7"),
        ("N628TS", "A835AF"),
        ("F-GSTB", "394A61"),
        ("D-AIMA", "3C65A1"),
        ("EW-450TR", None),
        ("UR-82060", None),
    ],
)
def test_the_address_follows_the_registration(registration: str, address: str | None) -> None:
    assert icao24_of(registration) == address


def test_no_two_n_numbers_share_an_address() -> None:
    letters = ["", "A", "Z", "AA", "ZZ"]
    numbers = [f"N{n}{tail}" for n in range(1, 1000) for tail in letters]
    addresses = [icao24_of(number) for number in numbers]
    assert None not in addresses
    assert len(set(addresses)) == len(numbers)


@given(st.text(alphabet="RАA-86559 Il62МM«»\u200bрейсborтN+.,\n", max_size=60))
def test_every_span_is_a_piece_of_the_text(text: str) -> None:
    gazetteers = load_gazetteers()
    for finder in (find_types, find_registrations, find_callsigns):
        for found in finder(text, gazetteers=gazetteers):
            assert found.text == text[found.start : found.end]
            assert found.value


@pytest.mark.parametrize(
    "piece",
    ["RA-8655 ", "A-", "Il-", "N1-", "Ил-76-", "рейс ", "737-", "flight AB ", "\u200b-", "RA "],
)
def test_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    gazetteers = load_gazetteers()

    def seconds(size: int) -> float:
        fastest = float("inf")
        for turn in range(2):
            text = f"{piece * (size // len(piece))}{turn}"
            start = time.process_time()
            for finder in (find_types, find_registrations, find_callsigns):
                finder(text, gazetteers=gazetteers)
            fastest = min(fastest, time.process_time() - start)
        return fastest

    seconds(1_000)
    small, large = seconds(2_500), seconds(10_000)
    assert large < 16 * max(small, 0.01)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("the Moldovan 737 makes it to Cairo", "Boeing 737"),
        ("the government's 757 is late", "Boeing 757"),
        ("a 747 of Desert Lift went to Accra", "Boeing 747"),
        ("Bombardier з номером T7-KLM перелетів до Риги", "Bombardier"),
        ("the Amiri Flight 747-8i arrived", "Boeing 747"),
    ],
)
def test_a_jetliner_is_called_by_its_number_alone(text: str, family: str) -> None:
    assert [item.value for item in find_types(text, gazetteers=load_gazetteers())] == [family]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The helicopter, EP-640, struck the ground", "EP-640"),
        ("The aircraft, UN-268, spent the night in Uganda", "UN-268"),
        ("A340-600 венесуэльской Conviasa (YV3535) из Каракаса", "YV3535"),
        ("Літак NAF-913 того ранку відправився з Лагоса", "NAF-913"),
        ("«Дрімлайнер» із номером TP-01 вилетить", "TP-01"),
        ("The C-130, number 990, took off on Monday", "990"),
    ],
)
def test_a_serial_is_told_by_the_words_beside_it(text: str, value: str) -> None:
    found = find_registrations(text, gazetteers=load_gazetteers())
    assert [item.value for item in found] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "a plane, 300 people aboard", "the aircraft was shot at by an AK-47, they said",
        "flight number 990, a plane to Cairo", "the missile, KH-101, hit a jet",
    ],
)  # fmt: skip
def test_what_stands_beside_an_aircraft_is_not_all_its_serial(text: str) -> None:
    assert find_registrations(text, gazetteers=load_gazetteers()) == []


@pytest.mark.parametrize(
    ("text", "family", "variant"),
    [
        ("five 777-200ERs sat in Cambodia", "Boeing 777", "Boeing 777-200ER"),
        ("two Il-62Ms", "Il-62", "Il-62M"),
        ("an Atlantique 2 of the French Navy", "Atlantique 2", None),
        ("вертолёт Robinson R44 разбился", "Robinson R44", None),
        ("a Cessna 421 crashed", "Cessna 421", None),
        ("The KC-330 landed", "Airbus A330", "KC-330"),
        ("«Руслан» полетів до Лейпцига", "An-124", None),
    ],
)
def test_more_types_and_plurals(text: str, family: str, variant: str | None) -> None:
    assert types(text) == [(family, variant)]


@pytest.mark.parametrize("text", ["the 737 passengers sang", "his 747 million dollars", "room 757"])
def test_a_count_or_a_room_is_no_jetliner(text: str) -> None:
    assert find_types(text, gazetteers=load_gazetteers()) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("trackers logged it as BRU7 on the way", "BRU7"),
        ("Lotus Cargo's LTC 610 had set out", "LTC610"),
        ("рейс шёл под обозначением ATC 702", "ATC702"),
        ("літак летів під номером ZGC 610", "ZGC610"),
        ("the jet, callsign SPAR-19, left", "SPAR19"),
        ("екіпаж FR4978 попередили про загрозу", "FR4978"),
        ("FORTE11 circled for a day", "FORTE11"),
    ],
)
def test_a_callsign_is_told_by_the_words_beside_it(text: str, value: str) -> None:
    assert callsigns(text) == [value]


# Keys of the trap list that our table splits or merges otherwise.
OUR_KEYS = {"IL62M": "IL62", "CL60": "CL605"}


@pytest.mark.skipif(not SHARED.exists(), reason="shared reference absent")
def test_every_type_trap_is_answered_right() -> None:
    with (SHARED / "type-traps.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        wanted = {OUR_KEYS.get(key, key) for key in row["expected_type_ids"].split(";") if key}
        found = find_types(row["text"], gazetteers=load_gazetteers())
        assert {item.ref for item in found if item.ref} == wanted, row["text"]
