"""Golden questions as admins tend them: add, list, remove."""

from advisor.database.claims import Claim
from advisor.database.golden import Golden, add_golden, list_golden, remove_golden
from advisor.errors import GoldenError
from listeners.asks import Ask, read_text
from listeners.desk import Desk
from listeners.managing_jobs import is_number
from listeners.mrkdwn import harmless
from listeners.views.knowledge_reports import table

USAGE = (
    "Write `/knowledge golden add QUESTION | FACT | ANOTHER WORDING = OF A FACT | page.md#Heading`: each fact must "
    "stand in the answer (`a = b` means either), and the page be cited. `| refuse` means that the guide does not "
    "cover it. `/knowledge golden list` and `/knowledge golden remove N` show and remove them."
)
PAGES = (".md", ".markdown", ".pdf", ".docx", ".pptx", ".html", ".htm", ".txt", ".csv", ".yaml")
SHOWN = 80
REFUSE = "refuse"


def tend(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Adds, lists or removes golden questions."""
    verb, _, rest = str(ask.task.get("text") or "").strip().partition(" ")
    if verb == "list" or not verb:
        return _list(desk)
    if verb == "remove" and is_number(rest.strip().removeprefix("#")):
        gone = remove_golden(desk.database, int(rest.strip().removeprefix("#")))
        return f"Removed: {harmless(gone.question)}"
    if verb == "add" and rest.strip():
        kept = add_golden(desk.database, parse_golden(read_text(rest), by=ask.user))
        return f"Golden question {kept.id}: {harmless(kept.question)}\nThe next build is measured by it."
    return USAGE


def parse_golden(text: str, *, by: str) -> Golden:
    """Returns the golden question that a line of parts between bars describes.

    Raises:
        GoldenError: the line says nothing of what a right answer is.

    """
    question, *parts = (part.strip() for part in text.split("|"))
    facts, document, heading, covered = [], "", "", True
    for part in filter(None, parts):
        page, _, below = part.partition("#")
        if part.lower() == REFUSE:
            covered = False
        elif page.lower().endswith(PAGES) and " " not in page:
            document, heading = page, below.strip()
        else:
            facts.append(tuple(wording.strip() for wording in part.split(" = ") if wording.strip()))
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


def _list(desk: Desk) -> str:
    found = list_golden(desk.database)
    if not found:
        return f"There are no golden questions yet. {USAGE}"
    rows = [
        (one.id, one.question, _tell_expected(one), one.origin) for one in reversed(found[-SHOWN:])
    ]
    more = f"\n\nAnd {len(found) - SHOWN} older ones." if len(found) > SHOWN else ""
    return table(("No.", "Question", "A right answer", "Origin"), rows) + more


def _tell_expected(golden: Golden) -> str:
    if not golden.covered:
        return "is a refusal"
    facts = "; ".join(" = ".join(group) for group in golden.facts)
    section = golden.document + (f"#{golden.heading}" if golden.heading else "")
    return "; ".join(filter(None, (facts, section and f"cites {section}")))
