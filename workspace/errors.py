"""The error that a Web API method answers with."""

from workspace.jsontypes import Json, JsonValue


class SlackError(Exception):
    """One of Slack's error codes; `details` are further keys of the answer."""

    def __init__(self, error: str, **details: JsonValue) -> None:
        super().__init__(error)
        self.error = error
        self.details = details

    def to_json(self) -> Json:
        """Return the body of the answer, as Slack writes it."""
        return {"ok": False, "error": self.error, **self.details}


class PersonError(Exception):
    """A person tried what Slack's client does not let them do; the message says what."""
