"""Triages that tests save, of three people in two teams."""

import numpy as np
from sample_triages import ASSESSMENT, DESCRIPTION, described

from advisor.database.triages import (
    history_of,
    save_triage,
)

ME = {"team": "T", "user": "U1"}
COLLEAGUE = {"team": "T", "user": "U2"}
STRANGER = {"team": "OTHER", "user": "U1"}


def save(database, problem=DESCRIPTION.problem, *, owner="U1", team="T", vector=None, **more):
    return save_triage(
        database,
        described(problem),
        more.pop("assessment", ASSESSMENT),
        team=team,
        owner=owner,
        vector=vector,
        weights_sha256="w",
        **more,
    )


def kinds(database, triage_id, **person):
    return [event.kind for event in history_of(database, triage_id, **(person or ME))]


def direction(angle):
    return np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)
