"""Makes reports of flights that never were, in any number: for growth and speed, not for quality.

    python -m corpora.synthetic [COUNT]     the rates of the gold beside those of COUNT reports

Some hundred airframes fly out and back, run shuttles (one type on one route every day, tails
changing) and convoys (like aircraft on one route and day, told by one article); a leg is told by as
many articles as legs of the gold are. Reports leave fields open and err at the rates that the
command above prints for `corpora/gold`, rounded (`STATED`, `ERRS`). The world is as dense whatever
the number of reports: more reports mean more days. The same count and seed give the same reports.
"""

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, count
from pathlib import Path
from typing import Any

from pipeline.nlp.gazetteers import load_gazetteers
from pipeline.records import DateSpan, Linkable, Report, stable_id

GOLD = Path(__file__).parent / "gold"
FIRST_DAY = date(1900, 1, 1)
AIRFRAMES, OPERATORS, CITIES, OUTLETS = 500, 80, 150, 300
SHUTTLES, CONVOYS_A_DAY, MISSIONS_A_DAY = 4, 0.5, 7
REST_DAYS = 3

ARTICLES_A_LEG = {1: 174, 2: 6, 3: 25, 4: 4, 5: 3, 6: 1, 7: 1, 8: 2}
"""How many legs of the gold are told by one article, by two, and so on."""

STATED = {
    "type_family": 0.98, "type_variant": 0.49, "registration": 0.65, "callsign": 0.23,
    "operator": 0.75, "operator_country": 0.86, "origin": 0.84, "origin_country": 0.87,
    "destination": 0.85, "destination_country": 0.91, "departed": 0.79, "arrived": 0.71,
}  # fmt: skip
"""How many of a hundred reports of the gold state a field."""

ERRS = {"type_family": 0.024, "operator": 0.2, "destination": 0.017, "day": 0.05}
"""How many err: half the pairs of one leg that differ, since one of the two does."""

PLANNED, BACKGROUND, VAGUE_DAYS, UNDATED, TOLD_TOGETHER = 0.11, 0.17, 0.13, 0.25, 0.5

Place = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Airframe:
    """One aircraft and who flies it."""

    registration: str
    family: str
    operator: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One flight as it was."""

    leg_id: str
    airframe: Airframe
    callsign: str
    origin: Place
    destination: Place
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report and the leg it is about."""

    leg_id: str
    item: Linkable


class World:
    """Airframes, places and shuttles, and the legs they fly day after day."""

    def __init__(self, chance: random.Random) -> None:
        tables = load_gazetteers()
        self._chance = chance
        self._number = count()
        self._home: dict[str, date] = {}
        self.families = sorted({row.family for row in tables.types if row.role})
        self._where = {
            (row.name, row.country): (row.lat, row.lon)
            for row in tables.places
            if row.kind == "city" and row.lat is not None and row.lon is not None
        }
        self.cities = chance.sample(sorted(self._where), CITIES)
        names = {(row.name, row.country) for row in tables.operators if row.country}
        self.operators = chance.sample(sorted(names), OPERATORS)
        self.airframes = [self._airframe(number) for number in range(AIRFRAMES)]
        self._shuttles = [(self._fleet(), self._near()) for _ in range(SHUTTLES)]

    def skewed(self, values: Sequence[Any]) -> Any:
        """Return one of the values, early ones more often: news is about few types and places."""
        return values[int(len(values) * self._chance.random() ** 2)]

    def legs(self, day: date) -> Iterator[tuple[Leg, ...]]:
        """Yield what flies on a day, in groups that one article may tell together."""
        chance = self._chance
        for fleet, (origin, destination) in self._shuttles:
            yield (self._leg(chance.choice(fleet), origin, destination, day),)
        if chance.random() < CONVOYS_A_DAY:
            origin, destination = chance.sample(self.cities, 2)
            fleet = self._fleet()[: chance.randint(2, 3)]
            yield tuple(self._leg(one, origin, destination, day) for one in fleet)
        for _ in range(MISSIONS_A_DAY):
            airframe, home, away = self._free(day), *self._route()
            back = day + timedelta(days=chance.randint(0, 3))
            self._home[airframe.registration] = back + timedelta(days=REST_DAYS)
            out = self._leg(airframe, home, away, day)
            yield out, self._leg(airframe, away, home, back)

    def _free(self, day: date) -> Airframe:
        """Return an airframe that is not under way, as in the world."""
        while True:
            airframe: Airframe = self.skewed(self.airframes)
            if self._home.get(airframe.registration, day) <= day:
                return airframe

    def _near(self) -> tuple[Place, Place]:
        """Return two cities that a daily shuttle may join: the nearest of some to one."""
        origin, *others = self._chance.sample(self.cities, 12)
        return origin, min(others, key=lambda one: self._degrees(origin, one))

    def _degrees(self, one: Place, other: Place) -> float:
        here, there = self._where[one], self._where[other]
        return max(abs(here[0] - there[0]), abs(here[1] - there[1]))

    def _route(self) -> tuple[Place, Place]:
        home = away = self.skewed(self.cities)
        while away == home:
            away = self.skewed(self.cities)
        return home, away

    def _leg(self, airframe: Airframe, origin: Place, destination: Place, day: date) -> Leg:
        number = next(self._number)
        return Leg(
            leg_id=f"leg{number}", airframe=airframe, callsign=f"{airframe.country}{number % 9000}",
            origin=origin, destination=destination, day=day,
        )  # fmt: skip

    def _airframe(self, number: int) -> Airframe:
        operator, country = self.skewed(self.operators)
        return Airframe(
            registration=f"{country}-{10000 + 7 * number}", family=self.skewed(self.families),
            operator=operator, country=country,
        )  # fmt: skip

    def _fleet(self) -> list[Airframe]:
        """Return three airframes of one type and operator, with tails of their own."""
        like = self._chance.choice(self.airframes)
        return [replace(like, registration=f"{like.registration}{mark}") for mark in "ABC"]


class Press:
    """Articles about legs: what they leave open, and where they err."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance
        self._number = count()
        self._outlets = [f"outlet-{number}.example" for number in range(OUTLETS)]

    def articles(self, legs: Sequence[Leg]) -> Iterator[tuple[Told, ...]]:
        """Yield the articles about legs that belong together, each with its reports."""
        left = {leg.leg_id: self._articles_a_leg() for leg in legs}
        while any(left.values()):
            told = [leg for leg in legs if left[leg.leg_id]]
            if self._chance.random() > TOLD_TOGETHER:
                told = told[:1]
            for leg in told:
                left[leg.leg_id] -= 1
            yield self._article(told)

    def _articles_a_leg(self) -> int:
        numbers, weights = zip(*ARTICLES_A_LEG.items(), strict=True)
        return int(self._chance.choices(numbers, weights)[0])

    def _article(self, legs: Sequence[Leg]) -> tuple[Told, ...]:
        chance = self._chance
        article_id = stable_id("art", next(self._number))
        planned = chance.random() < PLANNED
        background = not planned and chance.random() < BACKGROUND
        days = -chance.randint(1, 4) if planned else chance.randint(0, 4)
        published = legs[-1].day + timedelta(days=30 if background else days)
        about: dict[str, Any] = {
            "url": f"https://press.example/{article_id}", "lang": chance.choice(("en", "uk", "ru")),
            "outlet": chance.choice(self._outlets),
            "published_at": datetime.combine(published, time(12), UTC),
        }  # fmt: skip
        state: dict[str, Any] = {
            "role": "background" if background else "primary",
            "status": "planned" if planned else "happened",
        }
        return tuple(
            Told(
                leg_id=leg.leg_id,
                item=Linkable(
                    report=Report(
                        report_id=stable_id("rep", article_id, seq), article_id=article_id, seq=seq,
                        **state, **self._said(leg, coarse=background),
                    ),
                    fetched_at=about["published_at"], source_root=about["outlet"], **about,
                ),
            )
            for seq, leg in enumerate(legs)
        )  # fmt: skip

    def _said(self, leg: Leg, *, coarse: bool) -> dict[str, Any]:
        """Return the fields an article states of a leg, some wrong."""
        chance, airframe = self._chance, leg.airframe
        place = self._world.skewed(self._world.cities) if self._errs("destination") else None
        destination = place or leg.destination
        said = {
            "type_family": self._either("type_family", airframe.family, self._world.families),
            "registration": airframe.registration,
            "callsign": leg.callsign,
            "operator": self._either("operator", airframe.operator, self._like(airframe)),
            "operator_country": airframe.country,
            "origin": leg.origin[0], "origin_country": leg.origin[1],
            "destination": destination[0], "destination_country": destination[1],
        }  # fmt: skip
        said["type_variant"] = f"{said['type_family']}M"
        told = {field: value for field, value in said.items() if self._states(field)}
        for part, whole in WHOLES.items():
            if part in told:
                told[whole] = said[whole]
        slip = chance.choice((-1, 1)) if self._errs("day") else 0
        span = self._span(leg.day + timedelta(days=slip), coarse=coarse)
        ends = [end for end in ("departed", "arrived") if self._states(end)]
        if not ends and chance.random() > UNDATED:
            ends = ["arrived"]
        return told | dict.fromkeys(ends, span)

    def _like(self, airframe: Airframe) -> list[str]:
        named = self._world.operators
        return [one for one, country in named if country == airframe.country] + [named[0][0]]

    def _states(self, field: str) -> bool:
        """Tell whether a report states a field; a part it states brings the whole with it."""
        share, part = STATED[field], STATED.get(PARTS.get(field, ""), 0.0)
        return self._chance.random() < (share - part) / (1 - part)

    def _errs(self, field: str) -> bool:
        return self._chance.random() < ERRS[field]

    def _either(self, field: str, right: str, others: Sequence[str]) -> str:
        return str(self._chance.choice(others)) if self._errs(field) else right

    def _span(self, day: date, *, coarse: bool) -> DateSpan:
        first = last = day
        if coarse and self._chance.random() < 0.5:
            first = day.replace(day=1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        elif self._chance.random() < VAGUE_DAYS / 2:
            first, last = day - timedelta(days=2), day + timedelta(days=2)
        return DateSpan(earliest=first, latest=last, text="", basis="synthetic")


PARTS = {
    "operator_country": "operator", "origin_country": "origin",
    "destination_country": "destination",
}  # fmt: skip
WHOLES = {part: whole for whole, part in PARTS.items()}


def reports(number: int, *, seed: int = 1) -> list[Told]:
    """Return so many reports with their legs, day after day."""
    chance = random.Random(seed)
    world = World(chance)
    press = Press(world, chance)
    told: list[Told] = []
    for days in count():
        for legs in world.legs(FIRST_DAY + timedelta(days=days)):
            for article in press.articles(legs):
                told.extend(article)
        if len(told) >= number:
            return told[:number]
    raise AssertionError  # count() does not end


def rates_of(told: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, float]:
    """Return shares over pairs of leg and report: of reports that state a field (`origin`), that
    are planned, look back or name a day exactly, and of pairs of reports of one leg that both state
    a field and differ in it (`origin differs`; days differ where they do not overlap)."""
    legs: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for leg_id, said in told:
        legs[leg_id].append(said)
    all_said = [said for group in legs.values() for said in group]
    spans = [said[end] for said in all_said for end in ("departed", "arrived") if said[end]]
    rates = {name: _share(said[name] is not None for said in all_said) for name in STATED}
    rates["undated"] = _share(not said["departed"] and not said["arrived"] for said in all_said)
    rates["planned"] = _share(said["status"] == "planned" for said in all_said)
    rates["background"] = _share(said["role"] == "background" for said in all_said)
    rates["exact day"] = _share(span[0] == span[1] for span in spans)
    for name in STATED:
        rates[f"{name} differs"] = _share(
            _differ(one[name], other[name])
            for group in legs.values()
            for one, other in combinations(group, 2)
            if one[name] is not None and other[name] is not None
        )
    return rates | {"reports a leg": len(all_said) / len(legs)}


def _share(facts: Iterable[bool]) -> float:
    seen = Counter(facts)
    return seen[True] / max(1, seen.total())


def _differ(one: Any, other: Any) -> bool:
    return bool(one != other if isinstance(one, str) else one[0] > other[1] or other[0] > one[1])


def gold_reports() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield leg and fields of every report of the gold."""
    for file in sorted(GOLD.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            for said in json.loads(line)["gold"]["reports"]:
                kind = {"type_family": said["family"], "type_variant": said["variant"]}
                yield said["leg_id"], {**said, **kind}


def _fields(told: Told) -> Mapping[str, Any]:
    report = told.item.report
    said = {field.name: getattr(report, field.name) for field in fields(report)}
    for end in ("departed", "arrived"):
        span = said[end]
        said[end] = span and (span.earliest.isoformat(), span.latest.isoformat())
    return said


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    gold = rates_of(gold_reports())
    made = rates_of((told.leg_id, _fields(told)) for told in reports(number))
    print(f"{'':28}   gold   made")
    for name, rate in gold.items():
        print(f"{name:28} {rate:6.3f} {made[name]:6.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
