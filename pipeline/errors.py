"""Owns the exception tree. An exception says what was wrong, where, and what is allowed.

Errors of single feeds, pages and articles are no exceptions: they travel as values through a batch.
What is raised ends the command with the exit code of its class (sysexits.h):

    FlightdeskError              70  a bug
    ├── RefusedError             70  a result breaks the rules of the database; one item is lost
    ├── UsageError               64  the command line, or SQL, cannot be carried out
    ├── DataError                65  input or database is damaged; `problems` lists where
    ├── NoInputError             66  a named file does not exist
    ├── UnavailableError         69  every feed was unreachable
    ├── CannotCreateError        73  an output cannot be created
    ├── StorageError             74  reading or writing failed, the disk is full
    ├── LockedError              75  another run holds the database: try later
    ├── AccessError              77  permission denied
    └── ConfigError              78  config.yaml is wrong; `problems` lists every fault
"""

from typing import ClassVar


class FlightdeskError(Exception):
    """Anything flightdesk raises on purpose. `exit_code` is what the command ends with."""

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class RefusedError(FlightdeskError):
    """Rows that break a rule of the database, such as a key that is there twice: a bug."""


class UsageError(FlightdeskError):
    """The command line or a query asks for something that is not allowed."""

    exit_code = 64


class DataError(FlightdeskError):
    """Input or a database is damaged or not what it claims to be."""

    exit_code = 65


class NoInputError(FlightdeskError):
    """A file that was named does not exist."""

    exit_code = 66


class UnavailableError(FlightdeskError):
    """No feed could be reached."""

    exit_code = 69


class CannotCreateError(FlightdeskError):
    """An output file or folder cannot be created."""

    exit_code = 73


class StorageError(FlightdeskError):
    """Reading or writing failed; the disk may be full."""

    exit_code = 74


class LockedError(FlightdeskError):
    """Another process is writing this database."""

    exit_code = 75


class AccessError(FlightdeskError):
    """The operating system denies access."""

    exit_code = 77


class ConfigError(FlightdeskError):
    """The configuration is wrong; `problems` has a `file:line:column: key: what` for each fault."""

    exit_code = 78
