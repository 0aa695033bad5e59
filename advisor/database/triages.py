"""Triages: saved once for each run of the guided flow, changed by their owner, with a history of each change."""

import secrets
from dataclasses import replace
from typing import Any, get_args

import numpy as np
from sqlalchemy import Connection, select, update

from advisor.database.assessments import description_from, description_json
from advisor.database.engine import Database, insert_ignore, now
from advisor.database.overrides import keep_proposal, record_override, reviewed_overrides
from advisor.database.portfolio import (
    Similar,
    count_by_status,
    export_csv,
    list_triages,
    similar_triages,
)
from advisor.database.tables import triages
from advisor.database.triage_changes import (
    QUESTIONS,
    Changes,
    found_changes,
    told_changes,
    with_answer,
)
from advisor.database.triage_events import (
    Step,
    TriageEvent,
    events_of,
    record_step,
    triage_funnel,
    write_event,
)
from advisor.database.triage_records import (
    Choice,
    Status,
    TriageRecord,
    content_values,
    lock_triage,
    record_from,
    visible_to,
)
from advisor.errors import TriageError
from advisor.models import Assessment, Description, Reply

__all__ = [
    "STATUSES", "Choice", "Similar", "Status", "TriageEvent", "TriageRecord", "change_status", "count_by_status",
    "export_csv", "hand_over", "history_of", "list_triages", "note_use", "read_triage", "record_override",
    "record_reply", "record_step", "reviewed_overrides", "save_triage", "share", "similar_triages", "triage_funnel",
    "update_assessment",
]  # fmt: skip

STATUSES: tuple[Status, ...] = get_args(Status)
# To go on with a triage is to keep what it proposed.
ONWARD: tuple[Status, ...] = ("exploring", "building", "live")
REPLIES: tuple[Reply, ...] = get_args(Reply)
LONGEST_WORDS = 4000


def save_triage(
    database: Database,
    description: Description,
    assessment: Assessment,
    *,
    team: str,
    owner: str,
    flow: str = "",
    enterprise: str = "",
    place: str = "",
    vector: np.ndarray | None = None,
    weights_sha256: str = "",
) -> str:
    """Returns the id of the triage, new or saved before by this owner in the same flow (a claim, a form).

    `vector` is the embedding of the description's text, of length 1, by the model with these weights.
    """
    content = content_values(description, assessment, vector, weights_sha256)
    triage_id = secrets.token_hex(8)
    row = {
        "id": triage_id,
        "enterprise": enterprise,
        "team": team,
        "owner": owner,
        "flow": flow or triage_id,
        "place": place,
        "status": "idea",
        "shared": False,
        "chosen": "",
        "created_at": content["updated_at"],
        **content,
    }
    with database.write() as connection:
        statement = insert_ignore(connection, triages).values(row).on_conflict_do_nothing()
        if connection.execute(statement.returning(triages.c.id)).first() is None:
            return _saved_before(connection, team=team, owner=owner, flow=flow)
        write_event(
            connection,
            "assessed",
            team=team,
            user=owner,
            flow=flow or triage_id,
            triage_id=triage_id,
            changes=dict(found_changes(None, assessment)),
        )
    return triage_id


def read_triage(database: Database, triage_id: str, *, team: str, user: str) -> TriageRecord | None:
    """Returns the triage, or None when there is none that this person may see."""
    query = select(triages).where(triages.c.id == triage_id, visible_to(team=team, user=user))
    with database.read() as connection:
        row = connection.execute(query).mappings().first()
    return record_from(row) if row else None


def history_of(
    database: Database, triage_id: str, *, team: str, user: str
) -> tuple[TriageEvent, ...]:
    """Returns what happened to a triage, oldest first; nothing where this person may not see it."""
    if read_triage(database, triage_id, team=team, user=user) is None:
        return ()
    with database.read() as connection:
        return events_of(connection, triage_id)


def update_assessment(
    database: Database,
    triage_id: str,
    assessment: Assessment,
    *,
    team: str,
    user: str,
    description: Description | None = None,
    vector: np.ndarray | None = None,
    weights_sha256: str = "",
) -> TriageRecord:
    """Stores a new assessment of a triage, its change in the history, and returns the triage as it was before.

    The description stays unless a new one is given. Of changes at the same time, the last one stands, and the
    history tells them all.

    Raises:
        TriageError: there is no such triage, or it is somebody else's.

    """
    with database.write() as connection:
        triage = lock_triage(connection, triage_id, team=team, user=user)
        told = description or triage.description
        _write(connection, triage, **content_values(told, assessment, vector, weights_sha256))
        changes = {
            **dict(told_changes(triage.description, told)),
            **dict(found_changes(triage.assessment, assessment)),
        }
        _note(connection, "reassessed", triage, user=user, changes=changes)
    return triage


def change_status(
    database: Database, triage_id: str, status: Status, *, team: str, user: str
) -> bool:
    """Stores how far an idea has come; False when that is known already.

    Raises:
        TriageError: there is no such triage or status, or it is somebody else's.

    """
    if status not in STATUSES:
        raise TriageError(f"Please choose a status: {', '.join(STATUSES)}.")
    with database.write() as connection:
        triage = lock_triage(connection, triage_id, team=team, user=user)
        if triage.status == status:
            return False
        _write(connection, triage, status=status)
        _note(connection, "status", triage, user=user, changes={"status": [triage.status, status]})
        if status in ONWARD:
            keep_proposal(connection, triage, user=user)
    return True


def record_reply(
    database: Database,
    triage_id: str,
    *,
    team: str,
    user: str,
    key: str,
    reply: Reply | None = None,
    words: str = "",
) -> Description:
    """Stores the owner's answer to an open question and returns the description with it, to assess anew.

    `reply` answers one of the four questions; `words` are added to the field that the question is about.

    Raises:
        TriageError: there is no such triage or reply, or it is somebody else's.

    """
    if reply is not None and (reply not in REPLIES or key not in QUESTIONS):
        raise TriageError("Please answer with yes, no or unknown.")
    with database.write() as connection:
        triage = lock_triage(connection, triage_id, team=team, user=user)
        answered = with_answer(
            triage.description, key, reply=reply, words=words.strip()[:LONGEST_WORDS]
        )
        plain = description_json(answered)
        after = description_from(plain)
        changes = dict(told_changes(triage.description, after))
        if changes:
            _write(connection, triage, description=plain)
            _note(connection, "replied", triage, user=user, changes=changes)
    return after


def share(
    database: Database,
    triage_id: str,
    *,
    team: str,
    user: str,
    place: str = "",
    shared: bool = True,
) -> bool:
    """Lets the team see a triage, or its owner alone again; False when it is so already.

    Raises:
        TriageError: there is no such triage, or it is somebody else's.

    """
    with database.write() as connection:
        triage = lock_triage(connection, triage_id, team=team, user=user)
        changes: dict[str, list[Any]] = {"shared": [triage.shared, shared]}
        if place:
            changes["place"] = ["", place]
        # Its age stays: nothing was decided.
        _write(connection, triage, shared=shared, updated_at=triage.updated_at)
        _note(connection, "shared" if shared else "unshared", triage, user=user, changes=changes)
    return triage.shared != shared


def hand_over(
    database: Database, triage_id: str, *, team: str, user: str, place: str = ""
) -> TriageRecord:
    """Stores that a triage went to engineers, who may see it from then on, and returns it as shared.

    Raises:
        TriageError: there is no such triage, or it is somebody else's.

    """
    with database.write() as connection:
        triage = lock_triage(connection, triage_id, team=team, user=user)
        _write(connection, triage, shared=True)
        _note(connection, "handed", triage, user=user, changes={"place": ["", place]})
        keep_proposal(connection, triage, user=user)
    return replace(triage, shared=True)


def note_use(database: Database, triage_id: str, step: Step, *, team: str, user: str) -> None:
    """Stores a step that changes nothing: a question asked, a file saved.

    Raises:
        TriageError: there is no such triage for this person.

    """
    with database.write() as connection:
        triage = lock_triage(connection, triage_id, team=team, user=user, owners_only=False)
        _note(connection, step, triage, user=user, changes={})


def _saved_before(connection: Connection, *, team: str, owner: str, flow: str) -> str:
    query = select(triages.c.id).where(
        triages.c.team == team, triages.c.owner == owner, triages.c.flow == flow
    )
    return str(connection.execute(query).scalar_one())


def _write(connection: Connection, triage: TriageRecord, **values: object) -> None:
    connection.execute(
        update(triages).where(triages.c.id == triage.id).values({"updated_at": now(), **values})
    )


def _note(
    connection: Connection, kind: Step, triage: TriageRecord, *, user: str, changes: Changes
) -> None:
    write_event(
        connection,
        kind,
        team=triage.team,
        user=user,
        flow=triage.flow,
        triage_id=triage.id,
        changes=changes,
    )
