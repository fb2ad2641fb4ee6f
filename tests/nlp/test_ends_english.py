"""English sentences of our own: where a leg begins and ends that says so beside its own words."""

from functools import partial
from time import process_time

import pytest

from pipeline.nlp.build import pipeline_for
from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.nlp.locations import find_locations
from pipeline.nlp.meant import with_described
from pipeline.nlp.places import find_nationalities, find_places
from pipeline.nlp.reading import read_parts
from tests.nlp.told import ends
from tests.nlp.told import legs as legs_in

pytestmark = pytest.mark.model

legs = partial(legs_in, "en")


STANDING = [
    ("The Falcon 900 T7-ABC has been gathering dust in Malaga since Monday, a clerk said. It came "
     "from Algiers with two lawyers aboard."),
    "The Falcon 900 T7-ABC left Algiers on Monday. The crew were in Malaga within two hours.",
    "The Falcon 900 T7-ABC left Algiers on Monday and was parked on stand 14 at Malaga by noon.",
]  # fmt: skip


@pytest.mark.parametrize("text", STANDING, ids=["stands", "those aboard", "parked"])
def test_where_an_aircraft_or_those_aboard_are_is_where_it_came(text):
    assert ends(legs(text)) == [("Algiers", "Málaga")]


def test_a_minister_who_is_somewhere_ends_no_flight():
    (leg,) = legs(
        "The Falcon 900 T7-ABC left Algiers on Monday. Nobody would say why. The fuel had been "
        "paid for in cash. The minister was in Rome."
    )
    assert leg.destination is None


def test_verbs_that_share_one_will_tell_of_one_planned_flight():
    (leg,) = legs(
        "The Boeing 737 EW-001PA will leave Minsk on Saturday, its operator said, and arrive in "
        "Tashkent the same evening."
    )
    assert (leg.origin, leg.destination, leg.status) == ("Minsk", "Tashkent", "planned")


PATROLS = [
    ("The RC-135W ZZ664 of the Royal Air Force took off from Waddington on Tuesday for a patrol "
     "off Crimea and returned in the evening."),
    ("A tracker had the RC-135W ZZ664 out of Waddington on Tuesday morning and home again by "
     "evening."),
    ("The RC-135W ZZ664 left Waddington on Tuesday and was intercepted by a Su-27 over the Black "
     "Sea. It landed at Waddington with its crew shaken."),
]  # fmt: skip


@pytest.mark.parametrize("text", PATROLS, ids=["patrol", "home again", "intercepted"])
def test_a_patrol_ends_where_it_began(text):
    (leg,) = legs(text)
    assert (leg.origin, leg.destination) == ("Waddington", "Waddington")
    assert leg.outcome != "turned_back"


def test_who_is_back_from_where_it_had_come_began_there():
    (leg,) = legs(
        "A Russian Il-20 was intercepted by Swedish fighters on Tuesday. The visitor was back in "
        "Kaliningrad, from where it had come, before noon."
    )
    assert (leg.origin, leg.destination) == ("Kaliningrad", "Kaliningrad")


def test_left_there_goes_on_about_one_flight():
    (leg,) = legs(
        "The Boeing 737 EW-001PA had come from Geneva. It left there in the morning and reached "
        "Minsk on Tuesday."
    )
    assert (leg.origin, leg.destination) == ("Geneva", "Minsk")


def test_where_a_flight_is_named_from_is_kept_for_the_landing_told_next():
    first, _ = legs(
        "An Airbus A310 from Fairford gave the spotters a fright. It landed in Rota on Tuesday. "
        "The Il-76 RA-76502 left Moscow on Monday."
    )
    assert (first.origin, first.destination) == ("Fairford", "Rota")


def test_a_flight_weeks_later_does_not_begin_where_the_one_before_ended():
    _, later = legs(
        "On 3 May the Boeing 747 A7-HBJ flew from Doha to Palm Beach. On 20 September it landed in "
        "San Antonio."
    )
    assert (later.origin, later.destination) == (None, "San Antonio")


def test_two_ways_an_aircraft_might_go_begin_at_one_place():
    came, first, second = legs(
        "The Gulfstream N471WR landed in Houston on Monday. It could be flown to Dallas on Friday. "
        "Otherwise it might return to Trinidad."
    )
    assert came.destination == first.origin == second.origin == "Houston"


def test_a_place_told_with_as_its_destination_is_where_a_flight_was_to_end():
    (leg,) = legs("The Falcon 50 9H-DFS left Ankara on Tuesday with Tripoli as its destination.")
    assert leg.destination == "Tripoli"


DESCRIBED = [
    ("A hospital flight brought 30 people from Khartoum. The Airbus A330 A7-HBJ left Jeddah on "
     "Monday for Doha. On Tuesday it flew from Doha to the Saudi city again.", ("Doha", "Jeddah")),
    ("BRASÍLIA - The Embraer 190 FAB2590 took off from the capital on Tuesday for Recife.",
     ("Brasilia", "Recife")),
    ("The Il-76 RA-76502 left Baku on Monday. On Tuesday the An-12 UR-CAH took off from the same "
     "Azerbaijani airport for Tbilisi.", ("Baku", "Tbilisi")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), DESCRIBED, ids=["nation", "capital", "same"])
def test_a_described_place_is_the_one_it_means(text, told):
    assert told in ends(legs(text))


UNMEANT = [
    "The Il-76 RA-76502 left Baku on Tuesday. The city council of Minsk met in the city hall.",
    "The Il-76 RA-76502 left Baku on Tuesday and landed in the town of Nowhere.",
]


@pytest.mark.parametrize("text", UNMEANT, ids=["qualifies", "named"])
def test_a_place_named_or_a_word_that_qualifies_means_no_other(text):
    (leg,) = legs(text)
    assert (leg.origin, leg.destination) == ("Baku", None)


def test_both_leave_and_the_other_is_the_one_of_two_not_spoken_of_last():
    reports = legs(
        "Two Boeing 777s, 5R-AAA and 5R-BBB, were struck off the register. Both left Siem Reap on "
        "Monday. By Wednesday 5R-AAA was on the ground in Mashhad. The other had reached Tehran by "
        "the same day."
    )
    told = {(leg.registration, leg.origin, leg.destination) for leg in reports}
    assert told == {("5R-AAA", "Siem Reap", "Mashhad"), ("5R-BBB", "Siem Reap", "Tehran")}


def test_a_dated_flight_is_not_the_one_that_is_only_supposed():
    supposed, flown = legs(
        "The Il-62M P-885 would need four hours from Pyongyang to Hanoi. From Pyongyang it flew to "
        "Dalian on 8 May 2023."
    )
    assert (supposed.status, supposed.destination) == ("hypothetical", "Hanoi")
    assert (flown.status, flown.destination) == ("happened", "Dalian")


DIVERTED = [
    ("The Airbus A320 SU-GCB was on its way from Alexandria to Cairo on Tuesday when a man stood "
     "up. The pilots set course for Larnaca and landed there."),
    ("On Tuesday the Boeing 737 EI-DCL, inbound to Vilnius from Luton, lost its satellites. It "
     "left for Warsaw."),
]  # fmt: skip


@pytest.mark.parametrize("text", DIVERTED, ids=["set course", "left for"])
def test_who_is_on_the_way_to_one_place_and_turns_to_another_flew_one_leg(text):
    (leg,) = legs(text)
    assert leg.outcome == "diverted"
    assert leg.destination in ("Cairo", "Vilnius")


def test_a_place_of_another_verb_is_no_end_of_the_flight():
    (leg,) = legs(
        "The Il-76 RA-76502 left Baku on Tuesday while the embassy told its staff to get out of "
        "Khartoum."
    )
    assert (leg.origin, leg.destination) == ("Baku", None)


def test_reaching_a_height_is_no_arrival():
    (leg,) = legs(
        "The Il-76 RA-76502 left Baku for Minsk on Tuesday. It had hardly reached its cruising "
        "level when it turned back."
    )
    assert (leg.destination, leg.outcome) == ("Minsk", "turned_back")


def test_where_an_aircraft_turned_up_later_is_where_it_came():
    (leg,) = legs("The Il-76 RA-76502 left Baku on Tuesday and turned up later that day at Minsk.")
    assert (leg.origin, leg.destination) == ("Baku", "Minsk")


def test_a_sentence_without_a_verb_tells_of_a_flight():
    (leg,) = legs(
        "The C-17A 08-8204 of the US Air Force was the first. Out of Ramstein on Tuesday night, on "
        "the ground at Nevatim by 05:40."
    )
    assert (leg.origin, leg.destination) == ("Ramstein", "Nevatim")


def test_who_goes_from_one_place_to_another_may_be_named_before_the_aircraft():
    (leg,) = legs(
        "Vice President Shettima will set out from Abuja for Addis Ababa on Saturday, his office "
        "said. He travels in the Gulfstream 550 5N-FGW."
    )
    assert (leg.registration, leg.origin, leg.destination) == ("5N-FGW", "Abuja", "Addis Ababa")


def test_a_headline_that_begins_with_a_place_tells_where_an_aircraft_landed():
    text = "A Russian Il-76, RA-76502, left Latakia on Tuesday and landed."
    assert ends(legs(text, "Tripoli: no sign of the crew")) == [("Latakia", "Tripoli")]
    assert ends(legs(text, "Tripoli denies it")) == [("Latakia", None)]


def test_an_aircraft_let_go_after_it_was_forced_down_flies_a_second_leg():
    forced, on = legs(
        "The Airbus A320 YK-AKA left Moscow for Damascus on Tuesday and was forced to land in "
        "Ankara. The passengers waited. At 2:30 on Wednesday the aircraft was allowed to leave for "
        "Damascus."
    )
    assert (forced.outcome, forced.destination) == ("forced_down", "Damascus")
    assert (on.outcome, on.origin, on.destination) == (None, "Ankara", "Damascus")


def test_fighters_beside_it_are_not_it():
    (leg,) = legs(
        "The C-130J S3-AGE left Dhaka on Monday. With two Rafales somewhere beside it, it landed "
        "in Delhi the same day."
    )
    assert (leg.type_family, leg.destination) == ("C-130", "Delhi")


def test_described_places_cost_time_that_grows_with_the_text_alone():
    gazetteers = load_gazetteers()  # a tokenizer alone reads the text: the parse is not the point

    def cost(times: int) -> float:
        text = "The jet left Baku for the Azerbaijani city and the same airport. " * times
        reading = read_parts("", text, lang="en", nlp=pipeline_for("uk"))
        places = find_places(text, lang="en", gazetteers=gazetteers)
        nations = find_nationalities(text, lang="en", gazetteers=gazetteers)
        known = find_locations(reading, places, nations, gazetteers)
        fastest = 60.0
        for _ in range(3):
            begin = process_time()
            with_described(reading, known, nations, ())
            fastest = min(fastest, process_time() - begin)
        return fastest

    assert cost(400) < 20 * cost(50)
