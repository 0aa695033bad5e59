"""Pages that came from Slack: proposals are read as any file is, approved ones lie in DATA_DIR/pages.

The database keeps them; the folder is written from it before each build, on whatever machine that runs. Files that
people put there by hand are read as well, and never deleted.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import structlog

from advisor.database import Database
from advisor.database.proposals import (
    Proposal,
    approved_pages,
    content_of,
    list_proposals,
    note_reading,
    read_proposal,
    unread_proposals,
)
from advisor.errors import IngestError
from advisor.knowledge.names import PAGES, PROPOSED
from advisor.models import Document, Section
from advisor.settings import Settings
from ingest.load import YAML_SUFFIXES, Folder, load_folder
from ingest.parsed import FOLDER, Parsed
from ingest.rejection import Rejection

PREVIEW = 1_500
MOST_FINDINGS = 20
NOTHING = "There is no text in it for the guide."

log = structlog.get_logger()


def read_proposals(settings: Settings, database: Database) -> int:
    """Reads what was proposed and keeps what it found; returns how many there were."""
    waiting = unread_proposals(database)
    for number in waiting:
        _read_proposal(settings, database, read_proposal(database, number))
    return len(waiting)


def load_guide(folder: Path, settings: Settings, database: Database) -> Folder:
    """Returns the folder's pages and, under `pages/`, those that came from Slack.

    Raises:
        IngestError: there is no such folder.

    """
    parsed = Parsed(settings.data_dir.joinpath(*FOLDER))
    loaded = load_folder(folder, parsed=parsed)
    pages = settings.data_dir / PAGES
    place_pages(pages, database)
    if pages.is_dir():
        _add(loaded, load_folder(pages, parsed=parsed), pages)
    parsed.forget_unused()
    return loaded


def place_pages(pages: Path, database: Database) -> None:
    """Writes the approved pages into their folder, and deletes those that were taken out.

    Raises:
        IngestError: the disk refuses.

    """
    try:
        kept = set()
        for proposal, content in approved_pages(database):
            kept.add(proposal.name)
            pages.mkdir(parents=True, exist_ok=True)
            _write(pages / proposal.name, content)
            _write(_facts_file(pages, proposal.name), _facts(proposal))
        for proposal in list_proposals(database, "removed"):
            if proposal.name not in kept and _is_placed(pages, proposal):
                (pages / proposal.name).unlink(missing_ok=True)
                _facts_file(pages, proposal.name).unlink(missing_ok=True)
    except OSError as error:
        raise IngestError(
            f"The pages from Slack could not be written: {error.strerror or 'the disk failed'}."
        ) from error


def _read_proposal(settings: Settings, database: Database, proposal: Proposal) -> None:
    directory = settings.data_dir / PROPOSED / str(proposal.id)
    try:
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        (directory / proposal.name).write_bytes(content_of(database, proposal.id))
        loaded = load_folder(directory)
    except (OSError, IngestError) as error:
        log.error("proposal_unread", proposal=proposal.id, kind=type(error).__name__)
        note_reading(
            database, proposal.id, error="I could not read it; the builder's log says more."
        )
        return
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    pages = [page for page in loaded.documents if not page.path.endswith(YAML_SUFFIXES)]
    if not pages:
        reasons = [rejection.reason for rejection in loaded.rejected]
        note_reading(database, proposal.id, error=reasons[0] if reasons else NOTHING)
        return
    note_reading(database, proposal.id, title=pages[0].title, findings=_findings(pages[0], loaded))
    log.info("proposal_read", proposal=proposal.id)


def _findings(page: Document, loaded: Folder) -> dict[str, Any]:
    text = "\n\n".join(section.text for section in page.sections)
    return {
        "preview": text[:PREVIEW],
        "sections": len(page.sections),
        "warnings": [asdict(warning) for warning in loaded.warnings][:MOST_FINDINGS],
        "left_out": [asdict(rejection) for rejection in loaded.rejected][:MOST_FINDINGS],
    }


def _add(loaded: Folder, found: Folder, pages: Path) -> None:
    own = {document.path for document in loaded.documents}
    for document in found.documents:
        if document.path.endswith(YAML_SUFFIXES):
            continue
        path = f"{PAGES}/{document.path}"
        if path in own:
            reason = "a page of the guide has this path; the one from Slack was left out"
            loaded.rejected.append(Rejection(path, reason))
            continue
        facts = _read_facts(_facts_file(pages, document.path))
        loaded.documents.append(_describe(replace(document, path=path), facts))
    loaded.rejected.extend(replace(each, path=f"{PAGES}/{each.path}") for each in found.rejected)
    loaded.warnings.extend(replace(each, path=f"{PAGES}/{each.path}") for each in found.warnings)


def _describe(document: Document, facts: Mapping[str, Any]) -> Document:
    """The document with the title that an admin approved, and with its provenance."""
    if not facts:
        return document
    title = str(facts.get("title") or document.title)
    known = json.dumps(facts, sort_keys=True)
    return replace(
        document,
        title=title,
        sections=tuple(_under(section, title) for section in document.sections),
        sha256=hashlib.sha256(f"{document.sha256}{known}".encode()).hexdigest(),
        sources=(*document.sources, *map(str, facts.get("sources") or ())),
        last_reviewed=document.last_reviewed or str(facts.get("approved") or ""),
    )


def _under(section: Section, title: str) -> Section:
    return replace(section, headings=(title, *section.headings[1:]))


def _facts(proposal: Proposal) -> bytes:
    """What stands beside a page that came from Slack: provenance for people, read again by each build."""
    names = ", ".join(author.name for author in proposal.authors)
    source = f"{proposal.origin}{f', by {names}' if names else ''}"
    facts = {
        "proposal": proposal.id,
        "title": proposal.title,
        "sources": [": ".join(filter(None, (source, proposal.permalink)))],
        "approved": f"{proposal.decided_at:%Y-%m-%d}" if proposal.decided_at else "",
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def _facts_file(pages: Path, name: str) -> Path:
    return pages / f".{name}.json"


def _read_facts(file: Path) -> Mapping[str, Any]:
    try:
        facts = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _is_placed(pages: Path, proposal: Proposal) -> bool:
    """Whether the file of this name was written for this proposal, and is not somebody's own."""
    return _read_facts(_facts_file(pages, proposal.name)).get("proposal") == proposal.id


def _write(file: Path, content: bytes) -> None:
    if file.is_file() and not file.is_symlink() and file.read_bytes() == content:
        return
    partial = file.with_name(f".{file.name}.partial")
    partial.write_bytes(content)
    partial.replace(file)
