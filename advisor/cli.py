"""The command line `advisor`: parse, call, print."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from advisor.bootstrap import build_services
from advisor.cli_input import Row, encodable, read_rows
from advisor.cli_output import (
    answer_row,
    check_line,
    override_lines,
    override_row,
    passage_row,
    readable_answer,
    triage_row,
)
from advisor.database import open_database
from advisor.doctor import examine
from advisor.errors import AdvisorError, OutputError, QuestionError
from advisor.feedback.overrides import review, review_queue
from advisor.feedback.report import export_votes, report
from advisor.logs import configure_logging
from advisor.models import Description, Question, Turn
from advisor.privacy import erase_person, export_person
from advisor.settings import Settings, load_settings, silence_call_home
from advisor.triage.card_text import as_markdown
from advisor.triage.replies import read_replies

EXIT_USER_ERROR = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0, 1 for an error told in one sentence, 2 for wrong usage."""
    silence_call_home()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Other programs read UTF-8, whatever the locale says.
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    options = build_parser().parse_args(arguments)
    try:
        settings = load_settings()
        configure_logging(settings)
        return int(options.run(options, settings))
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return EXIT_USER_ERROR
    except KeyboardInterrupt:
        return 130


def build_parser() -> argparse.ArgumentParser:
    """Returns the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="advisor", description="Answers questions of AI product managers from the guide."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = _add(commands, "ask", _ask, "answer a question")
    ask.add_argument("question", nargs="?", help="the question; with --jsonl, read from stdin")
    ask.add_argument(
        "--explain", action="store_true", help="also say why: passages, scores, estimate, checks"
    )
    found = _add(commands, "retrieve", _retrieve, "show the best passages for a query")
    found.add_argument("query", nargs="?", help="the query; with --jsonl, read from stdin")
    found.add_argument("--k", type=_positive, default=5, help="how many passages (default 5)")
    judged = _add(commands, "triage", _triage, "say whether a use case is one for AI, and which")
    judged.add_argument("text", nargs="?", help="the use case; with --jsonl, read from stdin")
    judged.add_argument(
        "--explain", action="store_true", help="with JSON, also give the whole card"
    )
    _add(commands, "doctor", _doctor, "check the installation and say what to mend")
    _add(commands, "report", _report, "summarise answers, votes, gaps and triages")
    feedback = commands.add_parser("feedback", help="votes of users")
    votes = feedback.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add(votes, "export", _feedback_export, "print all votes, one JSON object per line")
    overrides = commands.add_parser("overrides", help="corrections of triage, for training")
    reviews = overrides.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = _add(reviews, "list", _overrides_list, "print the corrections that wait for a review")
    listed.add_argument("--all", action="store_true", help="also those that were reviewed")
    for name, text in (("accept", "let training learn from"), ("reject", "keep training from")):
        reviewed = _add(reviews, name, _overrides_review, f"{text} these corrections")
        reviewed.add_argument("ids", nargs="+", type=_positive, metavar="ID")
        reviewed.add_argument("--by", default="", help="the Slack user id of the admin")
    privacy = commands.add_parser("privacy", help="what is held of a person")
    persons = privacy.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, run, text in (
        ("export", _privacy_export, "print everything that is held of a user"),
        ("erase", _privacy_erase, "erase everything that is held of a user"),
    ):
        _add(persons, name, run, text).add_argument("user", help="the Slack user id")
    return parser


def _add(
    commands: Any,  # noqa: ANN401 - argparse's own type is private
    name: str,
    run: Callable[[argparse.Namespace, Settings], int],
    text: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--jsonl", action="store_true", help="one JSON object per line, in and out")
    parser.set_defaults(run=run)
    return parser


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    services = build_services(settings)
    for row in read_rows(options.question, jsonl=options.jsonl, key="question"):
        answer = services.answering.ask(_question(row))
        if options.json or options.jsonl:
            _print_json(answer_row(row.get("id"), answer, explained=options.explain))
        else:
            _print(readable_answer(answer, explained=options.explain))
    services.close()
    return 0


def _retrieve(options: argparse.Namespace, settings: Settings) -> int:
    services = build_services(settings)
    for row in read_rows(options.query, jsonl=options.jsonl, key="query"):
        passages = services.answering.retrieve(encodable(row["query"]), limit=options.k)
        shown = [passage_row(passage) for passage in passages]
        if options.json or options.jsonl:
            _print_json({"id": row.get("id"), "passages": shown})
        else:
            for place, passage in enumerate(shown, 1):
                _print(
                    f"{place}. {passage['heading']}  ({passage['score']:.3f}, {passage['document']})"
                )
    services.close()
    return 0


def _triage(options: argparse.Namespace, settings: Settings) -> int:
    services = build_services(settings)
    # Else the first request would be charged with the loading.
    services.triage.warm_up()
    for row in read_rows(options.text, jsonl=options.jsonl, key="text"):
        replies = read_replies(row.get("answers"))
        card = services.triage.assess(Description(encodable(row["text"]), replies=replies))
        if options.json or options.jsonl:
            _print_json(triage_row(row.get("id"), card, explained=options.explain))
        else:
            _print(as_markdown(card))
    services.close()
    return 0


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    checks = examine(settings)
    if options.json or options.jsonl:
        _print_json({"checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            _print(check_line(check))
    return EXIT_USER_ERROR if any(check.status == "failure" for check in checks) else 0


def _report(options: argparse.Namespace, settings: Settings) -> int:
    database = open_database(settings)
    figures = report(database)
    if options.json or options.jsonl:
        _print_json(figures)
    else:
        for name, value in figures.items():
            _print(
                f"{name.replace('_', ' ')}: {value if not isinstance(value, list) else ''}".rstrip()
            )
            if isinstance(value, list):
                _print("\n".join(f"  - {entry}" for entry in value))
    database.close()
    return 0


def _feedback_export(_options: argparse.Namespace, settings: Settings) -> int:
    database = open_database(settings)
    for row in export_votes(database):
        _print_json(row)
    database.close()
    return 0


def _overrides_list(options: argparse.Namespace, settings: Settings) -> int:
    database = open_database(settings)
    found = review_queue(database, review=None if options.all else "open")
    database.close()
    if options.json:
        _print_json({"overrides": [override_row(one) for one in found]})
    for one in () if options.json else found:
        if options.jsonl:
            _print_json(override_row(one))
        else:
            _print(override_lines(one))
    return 0


def _overrides_review(options: argparse.Namespace, settings: Settings) -> int:
    database = open_database(settings)
    accepted = options.action == "accept"
    for override_id in options.ids:
        review(database, override_id, admin=encodable(options.by), accepted=accepted)
        state = "accepted" if accepted else "rejected"
        if options.json or options.jsonl:
            _print_json({"id": override_id, "review": state})
        else:
            _print(f"{override_id}: {state}")
    database.close()
    return 0


def _privacy_export(options: argparse.Namespace, settings: Settings) -> int:
    database = open_database(settings)
    _print_json(export_person(database, _user(options)))
    database.close()
    return 0


def _privacy_erase(options: argparse.Namespace, settings: Settings) -> int:
    database = open_database(settings)
    _print_json(erase_person(database, _user(options)))
    database.close()
    return 0


def _question(row: Row) -> Question:
    previous = row.get("previous_question")
    turns = (Turn(question=encodable(str(previous)), answer=""),) if previous else ()
    user = encodable(str(row.get("user") or "")).replace("\0", "")
    return Question(text=encodable(row["question"]), user=user, turns=turns)


def _user(options: argparse.Namespace) -> str:
    user: str = options.user.strip()
    if not user:
        # Answers on the command line belong to nobody: an empty id would erase them all.
        raise QuestionError("Name the user by the Slack id, for example U012AB3CD.")
    return encodable(user)


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _print_json(row: Mapping[str, Any]) -> None:
    line = json.dumps(row, ensure_ascii=False)
    # An id may hold half a surrogate pair; it goes back as it came, escaped.
    _print(line if encodable(line) == line else json.dumps(row))


def _print(text: str) -> None:
    try:
        print(text, flush=True)
    except OSError as error:
        # Else the interpreter tries once more at its end, and prints a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"The output could not be written: {error.strerror}.") from error


if __name__ == "__main__":
    sys.exit(main())
