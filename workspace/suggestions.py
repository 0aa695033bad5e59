"""What the app answers to block_suggestion: options, or groups of them."""

from workspace.elements import check_element
from workspace.errors import PersonError
from workspace.jsontypes import Json, JsonValue

KEYS = ("options", "option_groups")


def take_suggestions(answer: JsonValue, known: dict[str, list[Json]], *, action_id: str) -> Json:
    """Return the app's answer, and note its options as those to choose from; raises PersonError.

    What was chosen from earlier answers stays known while the person types on.
    """
    found = _check(answer)
    groups = found.get("option_groups") or [found]
    options = [option for group in groups for option in group["options"]]
    values = {option.get("value") for option in options}
    earlier = [each for each in known.get(action_id, []) if each.get("value") not in values]
    known[action_id] = options + earlier
    return found


def _check(answer: JsonValue) -> Json:
    """Return the answer's options or option_groups; raises PersonError for anything else."""
    if not isinstance(answer, dict) or sum(key in answer for key in KEYS) != 1:
        raise PersonError("The app did not answer with options.")
    found: Json = {key: answer[key] for key in KEYS if key in answer}
    if found.get("options") == []:
        return found
    groups = found.get("option_groups", [])
    if not isinstance(groups, list) or not all(isinstance(each, dict) for each in groups):
        raise PersonError("The app's option_groups are no list of groups.")
    select = {"type": "static_select", "action_id": "suggested"} | found
    faults = [f"{place}: {text}" for place, text in check_element(select, "")]
    if faults:
        raise PersonError(f"The app's options are not sound: {faults[0]}.")
    return found
