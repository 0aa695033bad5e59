"""The command line `python -m benchmarks`: parse, measure, print."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.logs import configure_logging
from advisor.settings import Settings, load_settings, silence_call_home
from benchmarks.ablations import measure_ablations
from benchmarks.comparison import compare
from benchmarks.corpus import ingest_set, open_set
from benchmarks.environments import OURS, PeerError, ready_peers
from benchmarks.markdown import build_markdown
from benchmarks.report import COLUMNS, keep_result, write_report
from benchmarks.sets.question_set import Query, QuestionSet
from benchmarks.sets.registry import names_of, prepare_sets
from benchmarks.twin import measure_twin

QUICK_QUERIES = 100
REFRESH = "a refresh beside the first build, with the real model: nothing changed, one page changed"
SCALE = (
    "memory, time and disk of a guide of N chunks (made-up words, drawn vectors: no real embedding)"
)
CORPUS = "ingest of some 2,200 real Markdown files of npm packages (fetched with `npm pack`), and two refreshes"
PRINTED = COLUMNS | {"chunks": "chunks"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0, or 1 for an error told in one sentence."""
    silence_call_home()
    options = build_parser().parse_args(arguments)
    try:
        settings = replace(load_settings(), llm_model="", log_level="ERROR")
        configure_logging(settings)
        figures = options.run(options, settings)
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(figures))
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Returns the parser; each command's function stands under `run`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True)
    for name, run, about in (
        ("speed", _speed, "start, load, a question and embedding, over the live release"),
        ("sets", _sets, "prepare the question sets and tell what they hold"),
        ("ablations", _ablations, "our own retrieval in parts and blends"),
        ("twin", _twin, "the ONNX model beside sentence-transformers, over the question sets"),
        ("report", _report, "the report anew, from the figures that were kept set by set"),
        ("peers", _peers, "the advisor beside LangChain, LlamaIndex and Haystack"),
    ):
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("--json", action="store_true", help="print one JSON object")
        command.set_defaults(run=run)
        if run is not _speed:
            _add_set_options(command)
    scale = commands.add_parser("scale", help=SCALE, description=SCALE)
    scale.add_argument("--chunks", type=int, default=10_000, metavar="N", help="default: 10000")
    scale.add_argument("--no-refresh", action="store_true", help="one build, then questions")
    scale.add_argument(
        "--no-index", action="store_true", help="all but the index of vectors, which takes longest"
    )
    scale.add_argument("--keep", action="store_true", help="keep the guide and its release")
    scale.add_argument("--json", action="store_true", help="print one JSON object")
    scale.set_defaults(run=_scale)
    refresh = commands.add_parser("refresh", help=REFRESH, description=REFRESH)
    refresh.add_argument("--chunks", type=int, default=10_000, metavar="N", help="default: 10000")
    refresh.add_argument("--json", action="store_true", help="print one JSON object")
    refresh.set_defaults(run=_refresh)
    corpus = commands.add_parser("corpus", help=CORPUS, description=CORPUS)
    corpus.add_argument("--json", action="store_true", help="print one JSON object")
    corpus.set_defaults(run=_corpus)
    return parser


def _add_set_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--sets", nargs="+", metavar="NAME", help="only these sets")
    command.add_argument(
        "--use", choices=("development", "test"), help="only the sets for this use"
    )
    command.add_argument(
        "--quick", action="store_true", help=f"small sets only, {QUICK_QUERIES} queries of each"
    )
    command.add_argument("--anew", action="store_true", help="prepare the sets anew")


def _speed(options: argparse.Namespace, settings: Settings) -> object:
    # Imported here: these measure the whole bot, which the other commands do without.
    from benchmarks.speed import measure_speed

    figures = measure_speed(settings)
    if not options.json:
        for name, rows in figures.items():
            print(name)
            for row, value in rows.items():
                print(f"  {row.replace('_', ' '):28} {value:10.2f}")
    return figures


def _scale(options: argparse.Namespace, settings: Settings) -> object:
    from benchmarks.scale import measure_scale

    figures = measure_scale(
        settings,
        chunks=options.chunks,
        refresh=not options.no_refresh,
        index=not options.no_index,
        keep=options.keep,
    )
    if not options.json:
        print(json.dumps(figures, indent=1))
    return figures


def _refresh(options: argparse.Namespace, settings: Settings) -> object:
    from benchmarks.refresh import measure_refresh

    figures = measure_refresh(settings, chunks=options.chunks)
    if not options.json:
        print(json.dumps(figures, indent=1))
    return figures


def _corpus(options: argparse.Namespace, settings: Settings) -> object:
    from benchmarks.real_corpus import measure_corpus

    figures = measure_corpus(settings)
    if not options.json:
        print(json.dumps(figures, indent=1, ensure_ascii=False))
    return figures


def _sets(options: argparse.Namespace, settings: Settings) -> object:
    rows = []
    for found in _prepared(options, settings):
        about = found.about
        files = list(found.documents.rglob("*.md"))
        rows.append(
            {
                "name": about.name,
                "use": about.use,
                "documents": len(files),
                "kilobytes": sum(file.stat().st_size for file in files) // 1000,
                "queries": len(found.queries),
                "with_section": sum(bool(query.sections) for query in found.queries),
                "source": about.source,
                "licence": about.licence,
                "folder": str(found.documents.parent),
            }
        )
        if not options.json:
            print(*(f"{key} {value}" for key, value in rows[-1].items()), sep="  ")
    return rows


def _ablations(options: argparse.Namespace, settings: Settings) -> object:
    root = settings.data_dir / "benchmarks"
    figures = {}
    for found in _prepared(options, settings):
        left_out = ingest_set(found, root)["rejected"]
        if left_out:
            print(f"{found.about.name}: {len(left_out)} left out of the release", file=sys.stderr)
        with open_set(found, root) as services:
            table = measure_ablations(services, found.queries)
        figures[found.about.name] = table
        if not options.json:
            print(f"\n{found.about.name} ({found.about.use}, {len(found.queries)} queries)")
            print_table(table)
    return figures


def _twin(options: argparse.Namespace, settings: Settings) -> object:
    root = settings.data_dir / "benchmarks"
    figures = {}
    for found in _prepared(options, settings):
        ingest_set(found, root)
        with open_set(found, root) as services:
            figures[found.about.name] = measure_twin(services, found)
        if not options.json:
            print(f"\n{found.about.name}")
            print_table(figures[found.about.name])
    return figures


def _peers(options: argparse.Namespace, settings: Settings) -> object:
    root = settings.data_dir / "benchmarks"
    recipes = [OURS, *ready_peers(root, told=_warn)]
    # The same pages as in the guide's test set: one of the two is enough beside peers.
    sets = [
        found
        for found in _prepared(options, settings)
        if options.sets or found.about.name != "guide-development"
    ]
    for found in sets:
        try:
            result = compare(found, recipes, root, told=_warn)
        except PeerError as error:
            _warn(f"{found.about.name} is left out: {error}")
            continue
        keep_result(root, found, result)
        if not options.json:
            print(f"\n{found.about.name} ({found.about.use}, {len(found.queries)} queries)")
            print_table(result["systems"], PRINTED)
            print_table(result["ablations"], PRINTED)
            sys.stdout.flush()
    return _write(root, [found.about.name for found in sets], options)


def _warn(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _report(options: argparse.Namespace, settings: Settings) -> object:
    names = options.sets or names_of(use=options.use, quick=options.quick)
    return _write(settings.data_dir / "benchmarks", names, options)


def _write(root: Path, names: Sequence[str], options: argparse.Namespace) -> object:
    report = write_report(root, names)
    if not options.json:
        print(f"\n{build_markdown(report)}\n")
        for sentence in report["summary"]["behind"]:
            print(f"behind: {sentence}")
        print(f"report: {root / 'report.html'}, {root / 'report.md'}, {root / 'report.json'}")
    return report


def print_table(
    table: Mapping[str, Mapping[str, float]], columns: Mapping[str, str] = PRINTED
) -> None:
    """Prints a row for each name and a column for each figure that the rows have."""
    first = next(iter(table.values()), {})
    shown = {name: label for name, label in columns.items() if name in first}
    print(f"{'':36}", *(f"{label:>12}" for label in shown.values()))
    for name, row in table.items():
        print(f"{name:36}", *(f"{row[figure]:12.3f}" for figure in shown))


def _prepared(options: argparse.Namespace, settings: Settings) -> list[QuestionSet]:
    root: Path = settings.data_dir / "benchmarks"
    names = options.sets or names_of(use=options.use, quick=options.quick)
    sets, missing = prepare_sets(root, names, anew=options.anew)
    for sentence in missing:
        _warn(sentence)
    if not options.quick:
        return sets
    return [replace(found, queries=_spread(found.queries, QUICK_QUERIES)) for found in sets]


def _spread(rows: tuple[Query, ...], wanted: int) -> tuple[Query, ...]:
    """Returns so many rows, evenly spread over all."""
    if len(rows) <= wanted:
        return rows
    return tuple(rows[place * len(rows) // wanted] for place in range(wanted))


if __name__ == "__main__":
    sys.exit(main())
