"""Hides tokens and other secrets in what developers look at."""

import re
from collections.abc import Collection

from workspace.jsontypes import JsonValue

HIDDEN = "[hidden]"
SECRET_KEYS = {
    "token", "access_token", "refresh_token", "bot_token", "app_token", "client_secret",
    "signing_secret", "verification_token", "code", "authorization",
}  # fmt: skip
_SHAPES = re.compile(r"\b(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w.-]+|(?<=ticket=)[\w.-]+")


def hide_secrets(value: JsonValue, secrets: Collection[str] = ()) -> JsonValue:
    """Return the value with secrets replaced: by the key that holds them, their shape, or as given."""
    if isinstance(value, dict):
        return {
            key: HIDDEN if _is_secret(key, each) else hide_secrets(each, secrets)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [hide_secrets(each, secrets) for each in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, HIDDEN)
        return _SHAPES.sub(HIDDEN, value)
    return value


def _is_secret(key: object, value: JsonValue) -> bool:
    return isinstance(value, str) and bool(value) and str(key).lower() in SECRET_KEYS
