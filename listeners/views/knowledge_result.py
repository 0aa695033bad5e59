"""What a build of the guide brought: its pages by name, what was left out, what its evaluation says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from listeners.views.blocks import Block, build_modal, build_section
from listeners.views.knowledge_words import (
    count,
    join,
    list_some,
    name_page,
    say,
    tell_seconds,
    tell_share,
)

SHOWN = 8
CHANGED = (("added", "Added"), ("changed", "Changed"), ("removed", "Removed"))
ANSWER_LENGTH = 350
MODAL_SECTIONS = 95
SECTION = 2_900

Result = Mapping[str, Any]


def build_result(result: Result) -> list[Block]:
    """Returns the blocks of a result, within one message."""
    if result.get("unchanged"):
        return [build_section(text) for text in (_tell_left_out(result, SHOWN),) if text]
    texts = [
        _tell_size(result),
        _tell_pages(result),
        _tell_left_out(result, SHOWN),
        _tell_warnings(result, SHOWN),
        say(result.get("held_because") or ""),
        *_tell_evaluation(result.get("evaluation")),
    ]
    return [build_section(text) for text in texts if text]


def build_details(result: Result, *, release: int | None) -> Block:
    """Returns the modal with all that is kept of a build."""
    lines = [
        _tell_size(result),
        *_all_pages(result),
        *_listed(
            "Left out", result.get("rejected") or (), "reason", len(result.get("rejected") or ())
        ),
        *_listed(
            "To look at", result.get("warnings") or (), "text", len(result.get("warnings") or ())
        ),
        *_all_questions(result.get("evaluation")),
        *_tell_evaluation(result.get("evaluation"), length=1_200),
    ]
    sections = [build_section(text) for text in _pack(lines)]
    return build_modal(f"Release {release or '?'}", sections[:MODAL_SECTIONS])


def _tell_size(result: Result) -> str:
    seconds = result.get("seconds")
    return join(
        [
            count(int(result.get("documents") or 0), "page"),
            count(int(result.get("chunks") or 0), "section"),
            count(int(result.get("embedded") or 0), "text") + " embedded anew",
            f"{int(result.get('reused') or 0):,} reused",
            f"in {tell_seconds(seconds)}" if isinstance(seconds, int | float) and seconds else "",
        ]
    )


def _tell_pages(result: Result) -> str:
    pages, counts = result.get("pages") or {}, result.get("page_counts") or {}
    lines = []
    for name, label in CHANGED:
        paths = pages.get(name) or ()
        if paths:
            total = int(counts.get(name) or len(paths))
            lines.append(f"*{label}* ({total:,}): {list_some(paths, total=total)}")
    return "\n".join(lines) or "No page was added, changed or removed."


def _tell_left_out(result: Result, most: int) -> str:
    return "\n".join(_listed("Left out", result.get("rejected") or (), "reason", most))


def _tell_warnings(result: Result, most: int) -> str:
    return "\n".join(_listed("To look at", result.get("warnings") or (), "text", most))


def _listed(
    title: str, entries: Sequence[Mapping[str, Any]], field: str, most: int
) -> Iterator[str]:
    if not entries:
        return
    yield f"*{title}* ({len(entries):,})"
    for entry in entries[:most]:
        yield f"• {name_page(entry.get('path'))}: {say(entry.get(field))}"
    if len(entries) > most:
        yield f"• and {len(entries) - most:,} more, under Details"


def _tell_evaluation(evaluation: Result | None, *, length: int = ANSWER_LENGTH) -> Iterator[str]:
    if not evaluation:
        yield "No golden question applies to this guide, so its answers were not compared."
        return
    passed, recall = evaluation["passed"], evaluation["recall_at_5"]
    refusals = evaluation["refusals"]
    questions = int(evaluation["questions"])
    lines = [f"*Golden questions*: {passed['after']} of {questions} right"]
    if passed["before"] is not None:
        won, lost = evaluation.get("won") or (), evaluation.get("lost") or ()
        lines[0] += f", before {passed['before']}: {len(won)} won, {len(lost)} lost"
        lines += [f"• won: {say(each['question'], 150)}" for each in won[:5]]
        lines += [f"• lost: {say(each['question'], 150)}" for each in lost[:5]]
    lines.append(
        f"Recall at 5: {_from_to(tell_share(recall['before']), tell_share(recall['after']))} · "
        f"refusals: {_from_to(refusals['before'], refusals['after'])}"
    )
    yield "\n".join(lines)
    for change in evaluation.get("changed") or ():
        yield (
            f"*{say(change['question'], 150)}*\n"
            f"_Before:_ {say(change['before'], length)}\n_After:_ {say(change['after'], length)}"
        )


def _from_to(before: object, after: object) -> str:
    return f"{after}" if before in (None, "–") else f"{before} → {after}"


def _all_pages(result: Result) -> Iterator[str]:
    for name, label in CHANGED:
        paths = (result.get("pages") or {}).get(name) or ()
        if paths:
            yield f"*{label}* ({len(paths):,})"
            yield from (f"• {name_page(path)}" for path in paths)


def _all_questions(evaluation: Result | None) -> Iterator[str]:
    for name in ("won", "lost"):
        for each in ((evaluation or {}).get(name) or ())[5:]:
            yield f"• {name}: {say(each['question'], 200)}"


def _pack(lines: Sequence[str]) -> Iterator[str]:
    """The lines in as few sections as they fit in."""
    held = ""
    for line in lines:
        if held and len(held) + len(line) + 1 > SECTION:
            yield held
            held = ""
        held = f"{held}\n{line}" if held else line
    if held:
        yield held
