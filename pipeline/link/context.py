"""Owns `Context`: what linking and fusion must know of the world, handed in as small mappings.

Reads no table and imports no gazetteer; whoever has them builds the mappings.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import asin, cos, radians, sin, sqrt

LONG_HAUL_KM = 5000
"""From here on a leg spans so many time zones that both days can be right, and no aircraft flies
it, comes back and flies it again within a day."""

_MARKS = re.compile(r"[^A-Z0-9]+")

_SPHERE_KM, _OBLATE = 6371.0088, 0.006
"""The sphere of the ellipsoid's mean radius is nowhere wrong by more than this share of a way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Hierarchies, coordinates and codes behind the canonical names of reports.

    `operator_parents`: operator -> the operator it is part of (224th Flight Unit -> Russian Air
    Force). `type_groups`: family -> group of families that news mixes up (Il-78 -> Il-76).
    `type_makers`: family -> maker, for reports that say no more than "an Ilyushin".
    `coordinates`: place -> (latitude, longitude) in degrees. `place_codes`: place -> the code used
    in event references (Moscow -> MOW). Missing keys mean unknown; everything works without.
    """

    operator_parents: Mapping[str, str] = field(default_factory=dict)
    type_groups: Mapping[str, str] = field(default_factory=dict)
    type_makers: Mapping[str, str] = field(default_factory=dict)
    coordinates: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    place_codes: Mapping[str, str] = field(default_factory=dict)

    def group(self, family: str) -> str:
        """Return the group of a family, the family itself where it stands alone."""
        return self.type_groups.get(family, family)

    def is_maker_of(self, maker: str, family: str) -> bool:
        """Return whether `maker` is but the maker's or line's name of `family`
        (Boeing of Boeing 737, Ilyushin of Il-76)."""
        return maker != family and (
            family.startswith(f"{maker} ") or self.type_makers.get(family) == maker
        )

    def operator_line(self, operator: str) -> Iterator[str]:
        """Yield the operator and everything it is part of, nearest first."""
        seen: set[str] = set()
        current: str | None = operator
        while current is not None and current not in seen:
            seen.add(current)
            yield current
            current = self.operator_parents.get(current)

    def is_part_of(self, operator: str, other: str) -> bool:
        """Return whether `operator` is `other` or belongs to it."""
        return other in self.operator_line(operator)

    def families_agree(self, left: str, right: str) -> bool:
        """Return whether two families can name one aircraft: same group, or maker and family."""
        return (
            self.group(left) == self.group(right)
            or self.is_maker_of(left, right)
            or self.is_maker_of(right, left)
        )

    def operators_agree(self, left: str, right: str) -> bool:
        """Return whether one operator is the other or part of it."""
        return self.is_part_of(left, right) or self.is_part_of(right, left)

    def is_farther(self, left: str, right: str, km: float) -> bool:
        """Return whether two places are known to lie more than so far apart (WGS 84).

        A sphere answers unless it is close, since that is a hundred times faster.
        """
        here, there = self.coordinates.get(left), self.coordinates.get(right)
        if here is None or there is None:
            return False
        near = _sphere_km(*here, *there)
        if abs(near - km) > _OBLATE * near:
            return near > km
        return _geodesic_km(*here, *there) > km


def tail(registration: str | None) -> str | None:
    """Return the letters and digits of a registration: YV-3531 and YV3531 name one airframe."""
    return _MARKS.sub("", registration.upper()) if registration else None


def _sphere_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    north, east = radians(to_lat - lat), radians(to_lon - lon)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(to_lat)) * sin(east / 2) ** 2
    return 2 * _SPHERE_KM * asin(min(1.0, sqrt(chord)))


@cache
def _geodesic_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    from geographiclib.geodesic import Geodesic

    return float(Geodesic.WGS84.Inverse(lat, lon, to_lat, to_lon, Geodesic.DISTANCE)["s12"]) / 1000


def is_long_haul(origin: str | None, destination: str | None, context: Context) -> bool:
    """Return whether a leg between two named and known places is a long one."""
    if origin is None or destination is None:
        return False
    return context.is_farther(origin, destination, LONG_HAUL_KM)
