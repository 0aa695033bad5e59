"""`python -m ingest`: parse, call, print."""

import argparse
import json
import logging
import sys
from pathlib import Path

import structlog

from advisor.database import open_database
from advisor.embedding import open_embedder
from advisor.errors import AdvisorError
from advisor.settings import load_settings, silence_call_home
from ingest.build import build_release


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0 done, 1 a user error told in one sentence."""
    silence_call_home()
    parser = argparse.ArgumentParser(prog="python -m ingest")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--force", action="store_true")
    parser.add_argument("--json", "--jsonl", dest="json", action="store_true")
    options = parser.parse_args(arguments)
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    try:
        settings = load_settings()
        database = open_database(settings)
        report = build_release(
            settings,
            folder=options.folder or settings.knowledge_dir,
            database=database,
            embedder=open_embedder(settings, export=True, threads=2),
            force=options.force,
        )
        print(json.dumps(report.as_json(), ensure_ascii=False))
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
