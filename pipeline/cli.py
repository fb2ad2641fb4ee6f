"""Owns the verbs: reads the command line, prints results, ends with an exit code.

The only module that prints. What needs models is imported by the verb that needs it, so that
reading verbs start at once.
"""

import gc
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console, RenderableType

from pipeline import __version__, options, queries, render
from pipeline.config import Config, default_config, load_config
from pipeline.errors import FlightdeskError, UsageError
from pipeline.options import DEFAULT_CONFIG, ConfigOption, DatabaseOption
from pipeline.signals import watch
from pipeline.store import open_published

if TYPE_CHECKING:
    from pipeline.batch import Tally

TYPER_USAGE = 2
PIPED_WIDTH = 200  # into a file or a pager nothing is gained by folding at 80

app = typer.Typer(
    name="flightdesk",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Reads the news for notable flights and links reports of one flight into one record.

    Start with `flightdesk run` (feeds of config.yaml) or `flightdesk ingest FILE` (articles you
    have), then look with `events`, `show` and `sql`. Every value points to the words that say it.

    Exit codes: 0 well, 1 a feed failed (--strict), 64 usage, 65 bad data, 66 no such file, 69 all
    feeds failed, 70 a bug, 71 out of memory, 73 cannot create, 74 disk, 75 another run is
    writing, 77 permission, 78 configuration, 130 and 143 interrupted.""",
)


def _version(asked: bool) -> None:
    if asked:
        print(f"flightdesk {__version__}")
        raise typer.Exit


_VersionOption = Annotated[
    bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
]


@app.callback()
def _about(_: _VersionOption = False) -> None:
    """Hold the options that stand before a verb."""


# --- verbs that write ---------------------------------------------------------------------------


@app.command()
def run(
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    now: options.NowOption = False,
    strict: options.StrictOption = False,
) -> None:
    """Do one batch: crawl the feeds, read, annotate, link, write briefs, publish.

    Meant for cron or a systemd timer. Only what is new is fetched and read; a second run right
    after the first finds nothing to do. Feeds that fail are named in `status` and in the log.
    """
    from pipeline.stages import CRAWLING

    _batch("run", _config(config, database), CRAWLING, now=now, strict=strict)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    strict: options.StrictOption = False,
) -> None:
    """Take articles from files instead of feeds, then read, annotate, link and publish.

    .jsonl holds one article a line: `url`, `outlet`, `title`, `text` or `html`, optional
    `published` (ISO date or time) and `lang`. .html is one page, .xml a feed (its entries' own
    text is read), .warc.gz an archive of pages. Bad lines are named, the rest goes in; exit 65.
    """
    from pipeline.ingest import checked_paths
    from pipeline.stages import INGESTING

    files = checked_paths(paths)
    _batch("ingest", _config(config, database), INGESTING, paths=files, strict=strict)


@app.command()
def crawl(
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    now: options.NowOption = False,
    strict: options.StrictOption = False,
) -> None:
    """Only fetch: poll the feeds that are due and archive their new pages."""
    _batch("crawl", _config(config, database), ("crawl",), now=now, strict=strict)


@app.command()
def read(config: ConfigOption = DEFAULT_CONFIG, database: DatabaseOption = None) -> None:
    """Only read: make articles of archived pages, and mentions, reports and claims of articles."""
    _batch("read", _config(config, database), ("read", "annotate"))


@app.command()
def link(config: ConfigOption = DEFAULT_CONFIG, database: DatabaseOption = None) -> None:
    """Only link: group reports of the same flight into events and trips, then publish."""
    _batch("link", _config(config, database), ("link",))


@app.command()
def brief(
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    since: options.SinceOption = None,
    until: options.UntilOption = None,
) -> None:
    """Only write the CSV briefs: events.csv, trips.csv, sources.csv.

    --since and --until keep the events that were reported in that time.
    """
    _batch("brief", _config(config, database), ("brief",), since=_day(since), until=_day(until))


@app.command()
def rebuild(
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    from_stage: Annotated[
        options.StageName, typer.Option("--from", help="The first stage to do again.")
    ] = options.StageName.read,
) -> None:
    """Make derived tables again from what was archived. Needs no network; event ids stay."""
    from pipeline.stages import CRAWLING

    again = CRAWLING[CRAWLING.index(from_stage.value) :]
    _batch("rebuild", _config(config, database), again, forget=from_stage.value)


@app.command()
def judge(
    verdict: options.VerdictArgument,
    left: options.JudgedArgument,
    right: options.JudgedArgument,
    note: options.NoteOption = None,
    by: options.ByOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
) -> None:
    """Say that two reports, or two events, are the same flight or different ones; links again.

    A person's word outranks every score and is obeyed for ever, through rebuilds. Where words
    contradict each other the `different` holds, and both authors are named here and in `status`.
    Of two words of one person on one pair the later holds: that is how to take one back.
    """
    from pipeline.judge import told_after, words_on

    settings = _config(config, database)
    with open_published(settings.published) as connection:
        words = words_on(connection, verdict.value, left, right, by=by, note=note)
    tally = _carry_out("judge", settings, ("link",), judgements=words)
    with open_published(settings.published) as connection:
        _print(told_after(words, connection))
    raise typer.Exit(tally.exit_code(strict=False))


# --- verbs that read ----------------------------------------------------------------------------


@app.command()
def events(
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    since: options.SinceOption = None,
    until: options.UntilOption = None,
    registration: options.RegistrationOption = None,
    type_: options.TypeOption = None,
    operator: options.OperatorOption = None,
    place: options.PlaceOption = None,
    status: options.StatusOption = None,
    json_: options.JsonOption = False,
) -> None:
    """List flight events, by day of flight; every option narrows the list."""
    filters = {
        "since": _day(since), "until": _day(until), "registration": registration, "type": type_,
        "operator": operator, "place": place, "status": status,
    }  # fmt: skip
    with open_published(_config(config, database).published) as connection:
        found = queries.find_events(connection, filters)
    _emit(found, json_, render.events_table)
    if not json_:
        _print(f"{len(found)} events; `flightdesk show EVENT` tells who says what.")


@app.command()
def show(
    event_id: Annotated[str, typer.Argument(metavar="EVENT_ID")],
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    json_: options.JsonOption = False,
) -> None:
    """Show one event: every field with the words behind it, conflicts, legs, related events.

    The id of an event that was merged into another shows that other one.
    """
    with open_published(_config(config, database).published) as connection:
        found = queries.event_record(connection, event_id)
    _emit(found, json_, render.record)


@app.command()
def why(
    left: Annotated[str, typer.Argument(metavar="REPORT_ID")],
    right: Annotated[str, typer.Argument(metavar="REPORT_ID")],
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    json_: options.JsonOption = False,
) -> None:
    """Tell why two reports are, or are not, the same flight: each feature with its weight."""
    from pipeline.why import argue

    with open_published(_config(config, database).published) as connection:
        found = argue(connection, left, right)
    _emit(asdict(found) if json_ else found, json_, render.argument)


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many articles.")] = 10,
    json_: options.JsonOption = False,
) -> None:
    """Find articles by meaning and by words, in all languages. Takes seconds to load its model."""
    from pipeline.search import search_articles

    settings = _config(config, database)
    with open_published(settings.published) as connection:
        found = search_articles(
            connection, text, model=settings.search_model, folder=settings.state / "vectors",
            limit=limit,
        )  # fmt: skip
    _emit(found, json_, render.articles)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    json_: options.JsonOption = False,
) -> None:
    """Ask the published copy in SQL. Reading only: what writes, loads or opens files is refused.

    Views: articles, reports, claims, events, trips, event_reports, conflicts, relations,
    airframes, feeds, runs. `describe events` names the columns of one.
    """
    with open_published(_config(config, database).published) as connection:
        _emit(queries.ask(connection, query), json_, render.rows)


@app.command()
def status(
    config: ConfigOption = DEFAULT_CONFIG,
    database: DatabaseOption = None,
    json_: options.JsonOption = False,
) -> None:
    """Show the last runs, how each feed is doing, and what the store holds."""
    with open_published(_config(config, database).published) as connection:
        found = queries.run_status(connection)
    _emit(found, json_, render.status)


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...")],
    part: options.PartOption = None,
    floors: options.FloorsOption = None,
    update_floors: options.UpdateFloorsOption = False,
    allow_regression: options.AllowRegressionOption = False,
    errors: options.ErrorsOption = False,
    baselines: options.BaselinesOption = False,
    json_: options.JsonOption = False,
) -> None:
    """Measure reading and linking on annotated articles: precision, recall, F1 per field.

    Figures come with the number of cases and 95 % intervals, over all and per language. The
    articles are taken into a database that is thrown away. Exit 1 if a floor is broken.
    """
    from pipeline.measure import measure

    done = measure(
        gold, part=part.value if part else None, floors=floors, update_floors=update_floors,
        allow_regression=allow_regression, errors=errors, baselines=baselines,
    )  # fmt: skip
    _emit([asdict(row) for row in done.rows], json_, render.rows)
    for complaint in done.complaints:
        _say(complaint)
    raise typer.Exit(done.exit_code)


# --- how verbs are carried out --------------------------------------------------------------------


def _batch(verb: str, settings: Config, stages: Sequence[str], **asked: Any) -> None:
    tally = _carry_out(verb, settings, stages, **asked)
    done = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in tally.counts.items())
    _print(f"{verb}: {done or ('written' if tally.briefs else 'nothing was left to do')}")
    for written in tally.briefs:
        _print(f"{written.path}  ({written.rows} rows)")
    raise typer.Exit(tally.exit_code(strict=bool(asked.get("strict"))))


def _carry_out(verb: str, settings: Config, stages: Sequence[str], **asked: Any) -> "Tally":
    from pipeline.batch import Options
    from pipeline.progress import reporter
    from pipeline.stages import new_run_id, run_batch

    run_id = new_run_id()
    with reporter(sys.stderr, run_id=run_id) as told:
        tally = run_batch(
            settings, verb=verb, run_id=run_id, stages=stages, report=told,
            options=Options(**asked),
        )  # fmt: skip
    for problem in tally.problems:
        _say(problem)
    return tally


def _config(path: Path, database: Path | None) -> Config:
    if database is not None and path == DEFAULT_CONFIG and not path.exists():
        return default_config(database=database)
    return load_config(path, database=database)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _emit(what: Any, as_json: bool, draw: Callable[[Any], RenderableType]) -> None:
    if as_json:
        print(render.json_text(what))
    else:
        _print(draw(what))


def _print(what: Any) -> None:
    wide = None if sys.stdout.isatty() else PIPED_WIDTH
    Console(width=wide, highlight=False, markup=False, emoji=False).print(what)


def _say(line: str) -> None:
    print("".join(char if char.isprintable() else " " for char in line), file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Carry out one command line and end the process with its exit code."""
    signals = watch()
    gc.set_threshold(100_000, 50, 50)  # tables are a million small objects that stay: 0.5 s of 6
    try:
        app(args=None if arguments is None else list(arguments))
    except FlightdeskError as error:
        for line in (*error.problems, str(error)):
            _say(line)
        sys.exit(error.exit_code)
    except SystemExit as ended:
        sys.exit(UsageError.exit_code if ended.code == TYPER_USAGE else ended.code)
    except MemoryError:
        _say("out of memory")
        sys.exit(71)
    except Exception:
        if signals:
            sys.exit(signals[0])
        # a bug: whoever runs us by a timer needs the code, whoever mends it the rest
        traceback.print_exc()
        sys.exit(FlightdeskError.exit_code)
    sys.exit(0)
