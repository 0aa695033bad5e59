"""Golden questions as admins tend them: add, list, remove, and make them of votes."""

from collections.abc import Iterator

from advisor.database.claims import Claim
from advisor.database.doubted import Doubted, find_doubted, list_doubted
from advisor.database.golden import Golden, add_golden, list_golden, remove_golden
from advisor.errors import GoldenError
from listeners.asks import Ask, read_text
from listeners.desk import Desk
from listeners.managing_jobs import is_number
from listeners.mrkdwn import harmless
from listeners.views.blocks import Block
from listeners.views.knowledge_reports import table
from listeners.views.knowledge_votes import (
    MEASURED,
    NONE_LEFT,
    REFUSE,
    Place,
    Promotion,
    build_doubted,
    build_promotion,
)
from listeners.views.message import Message

USAGE = (
    "Write `/knowledge golden add QUESTION | FACT | ANOTHER WORDING = OF A FACT | page.md#Heading`: each fact must "
    "stand in the answer (`a = b` means either), and the page be cited. `| refuse` means that the guide does not "
    "cover it. `/knowledge golden list` and `/knowledge golden remove N` show and remove them; "
    "`/knowledge golden votes` shows answers that were voted down, to make golden questions of them."
)
PAGES = (".md", ".markdown", ".pdf", ".docx", ".pptx", ".html", ".htm", ".txt", ".csv", ".yaml")
SHOWN = 80
DOUBTED = 8
OFFERED = 20
HEADING_SEPARATOR = " › "
ORIGINS = {
    "shipped": "shipped",
    "promoted": "promoted from a vote",
    "written": "written by an admin",
}
NO_PAGE = "Name the other section as a page and its heading, such as page.md#Heading."


def tend(desk: Desk, _claim: Claim, ask: Ask) -> tuple[Message, ...] | str:
    """Adds, lists or removes golden questions, or lists what could become one."""
    verb, _, rest = str(ask.task.get("text") or "").strip().partition(" ")
    if verb == "list" or not verb:
        return _list(desk)
    if verb == "votes":
        found, total = list_doubted(desk.database, team=ask.team, limit=DOUBTED)
        return build_doubted(found, total=total) if found else NONE_LEFT
    if verb == "remove" and is_number(rest.strip().removeprefix("#")):
        gone = remove_golden(desk.database, int(rest.strip().removeprefix("#")))
        return f"Removed: {harmless(gone.question)}"
    if verb == "add" and rest.strip():
        kept = add_golden(desk.database, parse_golden(read_text(rest), by=ask.user))
        return f"Golden question {kept.id}: {harmless(kept.question)}\n{MEASURED}"
    return USAGE


def begin_promotion(desk: Desk, ask: Ask, answer_id: str) -> Block:
    """Returns the form that makes a golden question of an answer, with the sections nearest to its question.

    Raises:
        GoldenError: nobody complained of it, or it is one already.
        NoReleaseError, ReleaseError: no release serves.

    """
    doubted = find_doubted(desk.database, answer_id, team=ask.team)
    found = desk.services.answering.retrieve(doubted.question, limit=OFFERED)
    nearest = [(one.chunk.document, one.chunk.headings[-1:]) for one in found]
    places = [(page, heading[0] if heading else "") for page, heading in nearest]
    return build_promotion(doubted, [*places, *_cited(doubted)])


def end_promotion(
    desk: Desk,
    ask: Ask,
    promotion: Promotion,
    *,
    question: str,
    chosen: str,
    other: str,
    facts: str,
) -> Golden:
    """Returns the golden question that a filled-in form describes.

    Raises:
        GoldenError: it says nothing of what a right answer is, two things at once, or its answer is gone.

    """
    find_doubted(desk.database, promotion.answer_id, team=ask.team)
    document, heading = _section(promotion, chosen=chosen, other=other)
    wanted = tuple(filter(None, map(read_wordings, facts.splitlines())))
    refused = chosen == REFUSE and not other
    if refused and wanted:
        raise GoldenError(
            "What is to be refused has no facts: choose a section, or leave them out."
        )
    return Golden(
        question=question,
        facts=wanted,
        document=document,
        heading=heading,
        covered=not refused,
        origin="promoted",
        added_by=ask.user,
        answer_id=promotion.answer_id,
    )


def parse_golden(text: str, *, by: str) -> Golden:
    """Returns the golden question that a line of parts between bars describes.

    Raises:
        GoldenError: the line says nothing of what a right answer is.

    """
    question, *parts = (part.strip() for part in text.split("|"))
    facts, document, heading, covered = [], "", "", True
    for part in filter(None, parts):
        section = read_section(part)
        if part.lower() == REFUSE:
            covered = False
        elif section:
            document, heading = section
        else:
            facts.append(read_wordings(part))
    if not covered and (facts or document):
        raise GoldenError("What is to be refused has neither facts nor a page.")
    return Golden(
        question=question,
        facts=tuple(facts),
        document=document,
        heading=heading,
        covered=covered,
        origin="written",
        added_by=by,
    )


def read_section(text: str) -> Place | None:
    """Returns the page and heading of `page.md#Heading` or `page.md`; None if it is none of them."""
    page, _, below = text.partition("#")
    is_page = page.lower().endswith(PAGES) and " " not in page
    return (page, below.strip()) if is_page else None


def read_wordings(text: str) -> tuple[str, ...]:
    """Returns the wordings of a fact: `a = b` means either."""
    return tuple(wording.strip() for wording in text.split(" = ") if wording.strip())


def _section(promotion: Promotion, *, chosen: str, other: str) -> Place:
    if other:
        section = read_section(other)
        if section is None:
            raise GoldenError(NO_PAGE)
        return section
    if is_number(chosen) and int(chosen) < len(promotion.sections):
        return promotion.sections[int(chosen)]
    return "", ""


def _cited(doubted: Doubted) -> Iterator[Place]:
    for page, heading in doubted.cited:
        if page:
            yield page, heading.split(HEADING_SEPARATOR)[-1]


def _list(desk: Desk) -> str:
    found = list_golden(desk.database)
    if not found:
        return f"There are no golden questions yet. {USAGE}"
    rows = [
        (one.id, one.question, _tell_expected(one), ORIGINS[one.origin])
        for one in reversed(found[-SHOWN:])
    ]
    more = f"\n\nAnd {len(found) - SHOWN} older ones." if len(found) > SHOWN else ""
    return table(("No.", "Question", "A right answer", "Origin"), rows) + more


def _tell_expected(golden: Golden) -> str:
    if not golden.covered:
        return "is a refusal"
    facts = "; ".join(" = ".join(group) for group in golden.facts)
    section = golden.document + (f"#{golden.heading}" if golden.heading else "")
    return "; ".join(filter(None, (facts, section and f"cites {section}")))
