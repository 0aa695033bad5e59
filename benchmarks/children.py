"""The environment that child processes get: ours, with what a measurement changes in it."""

import os

# The model lies on disk: nothing is asked of a hub.
OFFLINE = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def child_environment(**changes: str) -> dict[str, str]:
    """Returns all variables of this process, for a child, with these changes.

    Only handed on: what a setting means is read by the child, in `advisor/settings.py`.
    """
    return {**os.environ, **changes}
