"""English news sentences of our own: which legs they tell of, kind of language by kind."""

from functools import partial

import pytest

from tests.nlp.told import ends
from tests.nlp.told import legs as legs_in

pytestmark = pytest.mark.model

legs = partial(legs_in, "en")


def test_a_phrase_with_a_gap_begins_in_no_name():
    (leg,) = legs(
        "Trackers had an Il-76 of the Belarusian Air Force leaving Minsk and touching down in "
        "Tripoli on Tuesday."
    )
    assert (leg.origin, leg.destination) == ("Minsk", "Tripoli")


def test_what_an_aircraft_carries_is_not_what_flies():
    (leg,) = legs("The freighter EX-47004 hauled drone parts from Tehran to Moscow on Tuesday.")
    assert leg.registration == "EX-47004"


WENT_BACK = [
    ("The Il-76 RA-76502 left Abu Dhabi for Amdjarass on Monday and was back in the Emirates "
     "on Tuesday."),
    "The Il-76 RA-76502 landed in Bamako on Monday. It was home again on Wednesday.",
    ("Logs put the departure of the Il-76 RA-76502 from Moscow for Bamako on Monday and the "
     "journey home on Wednesday."),
]  # fmt: skip


@pytest.mark.parametrize("text", WENT_BACK, ids=["back in", "home again", "journey home"])
def test_being_back_is_a_leg_of_its_own(text):
    out, home = legs(text)
    assert home.origin == out.destination
    assert home.arrived is not None


def test_where_an_aircraft_had_been_before_is_a_leg():
    now, before = legs(
        "The 747 YV3531 arrived at Ezeiza from Caracas on Monday. In May the jumbo had visited "
        "Asuncion."
    )
    assert (now.destination, before.destination) == ("Buenos Aires", "Asunción")
    assert before.role == "background"


def test_a_person_who_visits_flies_no_aircraft_of_the_text():
    (leg,) = legs(
        "The Il-62M RA-86559 landed in Pyongyang on Tuesday. The minister is due in Hanoi next "
        "week and visited Beijing in August."
    )
    assert leg.destination == "Pyongyang"


def test_a_flight_told_not_to_have_been_flown_is_denied():
    (leg,) = legs("The Il-76TD EW-571TR did not fly from Minsk to Tripoli on Sunday.")
    assert leg.status == "denied"
    assert (leg.origin, leg.destination) == ("Minsk", "Tripoli")


def test_each_item_of_a_list_shares_what_its_head_tells():
    reports = legs(
        "On Tuesday three aircraft of the state airline left Minsk for Tripoli:\n"
        "- Il-76TD, EW-78843\n"
        "- Boeing 737-300, EW-254PA\n"
        "- Embraer 195, EW-400PO"
    )
    assert ends(reports) == [("Minsk", "Tripoli")] * 3
    assert [report.type_family for report in reports] == ["Il-76", "Boeing 737", "Embraer 195"]


def test_a_direction_seen_from_a_place_is_not_the_place():
    (leg,) = legs("The Il-76 RA-76502 left Moscow on Tuesday and was lost to the south of Tyumen.")
    assert leg.destination is None


@pytest.mark.parametrize("verb", ["went on to", "continued to", "flew on to"])
def test_going_on_to_a_place_is_a_leg(verb):
    _out, on = legs(f"The A330 landed in Hanoi on Tuesday. On Thursday the jet {verb} Dhaka.")
    assert (on.origin, on.destination) == ("Hanoi", "Dhaka")


@pytest.mark.parametrize("verb", ["went on to say", "continued to insist", "came to believe"])
def test_going_on_to_say_is_no_motion(verb):
    (leg,) = legs(f"The A330 landed in Hanoi on Tuesday. The crew {verb} that Dhaka was open.")
    assert leg.destination == "Hanoi"


def test_a_place_where_an_aircraft_came_to_a_stop_is_its_end():
    (leg,) = legs("The An-124 RA-82035 came to a stop at Bamako airport on Sunday.")
    assert leg.destination == "Bamako"


def test_a_pronoun_carries_its_aircraft_on():
    _out, home = legs(
        "An Il-96 of the Russian government landed in Hanoi on Tuesday. It had left Pyongyang on "
        "Monday night. Roads were closed. The programme begins at noon. She flies home to Moscow "
        "on Friday."
    )
    assert (home.origin, home.destination) == ("Hanoi", "Moscow")


FOLLOWED = [
    "An Il-96 of the Rossiya squadron landed in Hanoi on Tuesday. A companion aircraft followed.",
    "An Il-96 of the Rossiya squadron landed in Hanoi on Tuesday. A second followed at noon.",
    "An Il-96 of the Rossiya squadron landed in Hanoi on Tuesday. It was followed by an Il-62M.",
]


@pytest.mark.parametrize("text", FOLLOWED, ids=["companion", "a second", "followed by"])
def test_who_follows_goes_the_same_way(text):
    first, second = legs(text)
    assert first.destination == second.destination == "Hanoi"
    assert second.arrived is not None


def test_two_aircraft_named_one_after_the_other_flew_what_both_did():
    reports = legs(
        "Two Il-76 freighters landed in Bangui on Tuesday. The first, EX-76112, had left Dubai "
        "that morning. The other belongs to Sango Cargo and wears the registration TL-KAV."
    )
    assert [report.registration for report in reports] == ["EX-76112", "TL-KAV"]
    assert {report.destination for report in reports} == {"Bangui"}


def test_two_planes_named_by_type_are_not_four():
    reports = legs(
        "Two air force planes landed in Venezuela on Thursday. An Il-62 and an An-124 left for "
        "Caracas on Wednesday from Moscow."
    )
    assert len(reports) == 2


def test_three_of_a_type_without_a_name_are_three_legs():
    assert len(legs("Three C-17s flew from Dover to Nevatim on Tuesday.")) == 3


def test_an_aircraft_told_to_have_had_nothing_to_do_with_it_flew_nothing():
    (leg,) = legs(
        "The An-124 UR-82073 landed in Rzeszow on Monday. A second one seen in Leipzig that day, "
        "UR-82007, had nothing to do with it."
    )
    assert leg.registration == "UR-82073"
