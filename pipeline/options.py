"""Owns the options that several verbs share: their names, types and help. Carries out nothing."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_CONFIG = Path("config.yaml")

ConfigOption = Annotated[
    Path, typer.Option("--config", metavar="FILE", help="The configuration file.")
]
DatabaseOption = Annotated[
    Path | None,
    typer.Option(
        "--database",
        metavar="DIR/NAME.duckdb",
        help="Another database; its published copy is DIR/NAME.published.duckdb and all else "
        "lies in DIR/NAME.d/.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
NowOption = Annotated[bool, typer.Option("--now", help="Poll every feed, due or not.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit 1 if any feed or page failed.")]
SinceOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", help="From this day on."),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help="Up to this day."),
]


class PartName(StrEnum):
    """Parts of the gold."""

    tune = "tune"
    check = "check"


class VerdictName(StrEnum):
    """What a person may say of two reports."""

    same = "same"
    different = "different"


class StageName(StrEnum):
    """Stages whose results can be made again."""

    read = "read"
    annotate = "annotate"
    link = "link"


RegistrationOption = Annotated[str | None, typer.Option("--registration", help="As `RA-86559`.")]
TypeOption = Annotated[
    str | None, typer.Option("--type", help="Family, variant or ICAO designator.")
]
OperatorOption = Annotated[
    str | None, typer.Option("--operator", help="Part of a name, or a country.")
]
PlaceOption = Annotated[
    str | None, typer.Option("--place", help="Origin or destination: city, country or ICAO code.")
]
StatusOption = Annotated[
    str | None, typer.Option("--status", help="As `reported_multi` or `planned`.")
]
VerdictArgument = Annotated[VerdictName, typer.Argument(metavar="same|different")]
JudgedArgument = Annotated[str, typer.Argument(metavar="REPORT_ID|EVENT_ID")]
NoteOption = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="Why; it is kept with the word.")
]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who says so; else who is logged in.")
]
PartOption = Annotated[
    PartName | None,
    typer.Option("--part", help="Only the third that rules were not written on, or the rest."),
]
FloorsOption = Annotated[
    Path | None,
    typer.Option("--floors", metavar="FILE", help="Fail if a figure is worse than its floor here."),
]
UpdateFloorsOption = Annotated[
    bool, typer.Option("--update-floors", help="Raise the floors to what was measured.")
]
AllowRegressionOption = Annotated[
    bool, typer.Option("--allow-regression", help="Let --update-floors lower a floor.")
]
BaselinesOption = Annotated[
    bool,
    typer.Option(
        "--baselines",
        help="Only compare our linking of the gold's own reports with other methods at their best.",
    ),
]
ErrorsOption = Annotated[
    bool, typer.Option("--errors", help="List what was missed or spurious, with the sentence.")
]
