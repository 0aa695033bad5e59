"""A team's own triage models, under DATA_DIR/triage: the one in use, and the one that waits to be judged."""

from pathlib import Path

from advisor.errors import TriageModelError
from advisor.triage.model_file import MODEL_FILE


def candidate_path(data_dir: Path) -> Path:
    """Returns where a model learned from corrections waits until it is judged."""
    return data_dir / "triage" / "candidate.npz"


def own_path(data_dir: Path) -> Path:
    """Returns where a team's own model stands once it is used."""
    return data_dir / "triage" / "triage.npz"


def serving_path(data_dir: Path) -> Path:
    """Returns the model that judges: the team's own if there is one, else the one that comes with us."""
    own = own_path(data_dir)
    return own if own.is_file() else MODEL_FILE


def use_candidate(data_dir: Path) -> Path:
    """Puts the candidate into use, at once and whole, and returns where it stands now.

    Raises:
        TriageModelError: there is no candidate.

    """
    own = own_path(data_dir)
    try:
        return candidate_path(data_dir).replace(own)
    except FileNotFoundError as error:
        raise no_candidate() from error


def no_candidate() -> TriageModelError:
    """Returns the error of a candidate that nobody has trained."""
    return TriageModelError(
        "There is no candidate: train one with `python -m advisor.triage.train --with-overrides`."
    )
