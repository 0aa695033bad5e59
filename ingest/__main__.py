"""`python -m ingest`: parse, call, print. Standard output is for the result alone."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from advisor.database import Database, open_database
from advisor.errors import AdvisorError
from advisor.logs import configure_logging
from advisor.settings import Settings, load_settings, silence_call_home
from ingest.signals import stop_on_signals

# What a database column for whole numbers holds.
LARGEST_NUMBER = 2**31
COMMANDS = ("releases", "publish", "rollback", "worker")
EPILOG = """\
other commands:
  python -m ingest releases      the releases, the live one marked
  python -m ingest publish ID    make an earlier release live again
  python -m ingest rollback      go back to the release before the live one
  python -m ingest worker        build what Slack and the schedule ask for, until stopped
each takes --json; a folder with one of these names is written ./releases
"""

log = structlog.get_logger()


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0 done, 1 a user error told in one sentence, 2 (argparse) usage."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    silence_call_home()
    stop_on_signals()
    try:
        settings = load_settings()
        configure_logging(settings)
        database = open_database(settings)
        try:
            result, text, problem = run(options, settings, database)
        finally:
            database.close()
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, SQLAlchemyError) as error:
        log.exception("ingest_failed")
        what = getattr(error, "strerror", None) or "the database or the disk failed"
        print(f"The release could not be built: {what}; see the log above.", file=sys.stderr)
        return 1
    print(json.dumps(result, ensure_ascii=False) if options.json else text)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """Returns the options; `command` is one of COMMANDS, or `build`."""
    if arguments and arguments[0] in COMMANDS:
        command, *rest = arguments
        parser = argparse.ArgumentParser(prog=f"python -m ingest {command}")
        if command == "publish":
            parser.add_argument(
                "release", metavar="ID", type=_release_number, help="the release's number"
            )
        if command == "worker":
            parser.add_argument(
                "--until-idle",
                type=float,
                metavar="SECONDS",
                help="end when there was nothing to do for so long",
            )
            parser.add_argument(
                "--with-stdin", action="store_true", help="end when standard input is closed"
            )
    else:
        command, rest = "build", arguments
        parser = argparse.ArgumentParser(
            prog="python -m ingest",
            description="Builds a release of the guide from a folder and makes it live.",
            epilog=EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        parser.add_argument(
            "folder", nargs="?", type=Path, metavar="FOLDER", help="default: KNOWLEDGE_DIR"
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="publish even if it answers worse or shrinks by half",
        )
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing if a usable release is live"
        )
    parser.add_argument(
        "--json", "--jsonl", dest="json", action="store_true", help="print one JSON object"
    )
    parser.set_defaults(command=command)
    return parser.parse_args(rest)


def _release_number(value: str) -> int:
    number = int(value)
    if abs(number) >= LARGEST_NUMBER:
        raise argparse.ArgumentTypeError("no release has so large a number")
    return number


def run(
    options: argparse.Namespace, settings: Settings, database: Database
) -> tuple[dict[str, Any], str, str]:
    """Returns the command's result as plain data and as text, and a sentence on what was not done, or ""."""
    # Imported here: a usage error need not wait for the libraries.
    from ingest import commands

    if options.command == "releases":
        found = commands.releases(database)
        return found, commands.describe_releases(found), ""
    if options.command == "worker":
        done = commands.work(
            settings, database, until_idle=options.until_idle, with_stdin=options.with_stdin
        )
        return {"jobs": done}, f"Jobs done: {done}.", ""
    if options.command == "build":
        report = commands.ingest(
            settings,
            database,
            folder=options.folder or settings.knowledge_dir,
            force=options.force,
            if_missing=options.if_missing,
        )
        problem = "" if report.published else commands.explain_held(report)
        return report.as_json(), commands.describe_report(report), problem
    if options.command == "publish":
        published = commands.publish(settings, database, options.release)
    else:
        published = commands.rollback(settings, database)
    return published, f"Release {published['release']} is live.", ""


if __name__ == "__main__":
    sys.exit(main())
