"""Descriptions and assessments as JSON, and back: what the columns of a triage hold."""

from typing import Any

from pydantic import TypeAdapter

from advisor.models import Assessment, Description

_DESCRIPTION = TypeAdapter(Description)
_ASSESSMENT = TypeAdapter(Assessment)


def description_json(description: Description) -> dict[str, Any]:
    """Returns the description as JSON, without what no database holds: NUL, half characters."""
    plain: dict[str, Any] = _storable(_DESCRIPTION.dump_python(description, mode="json"))
    return plain


def description_from(row: object) -> Description:
    """Returns the description that `description_json` has stored."""
    return _DESCRIPTION.validate_python(row)


def assessment_json(assessment: Assessment) -> dict[str, Any]:
    """Returns the assessment as JSON, cleaned as a description is: it quotes the describer."""
    plain: dict[str, Any] = _storable(_ASSESSMENT.dump_python(assessment, mode="json"))
    return plain


def assessment_from(row: object) -> Assessment:
    """Returns the assessment that `assessment_json` has stored; what newer versions added is left out."""
    return _ASSESSMENT.validate_python(row)


def _storable(value: Any) -> Any:  # noqa: ANN401 - any value of JSON
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {key: _storable(one) for key, one in value.items()}
    return value
