"""The settings: the only reader of environment variables (and of `.env`, through python-dotenv)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from advisor.errors import SettingsError

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
NO_CALL_HOME = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_TELEMETRY_IMPL": "chromadb.telemetry.product.NoOpTelemetry",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be configured; every field has a default with which the product works."""

    data_dir: Path = Path("data")
    knowledge_dir: Path = Path("knowledge")
    knowledge_url: str = ""
    database_url: str = ""
    chroma_url: str = field(default="", repr=False)
    embedding_model: str = ""
    embedding_backend: str = "auto"
    reranker_model: str = ""
    llm_model: str = ""
    llm_base_url: str = ""
    llm_timeout: float = 20.0
    llm_temperature: float = 0.0
    llm_draft_temperature: float = 0.7
    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    slack_api_url: str = ""
    admin_users: tuple[str, ...] = ()
    admin_channel: str = ""
    auto_publish: bool = False
    builder: str = "bot"
    retention_days: int = 365
    workers: int = 4
    queue_limit: int = 64
    port: int = 3000
    workspace_port: int = 4390
    log_level: str = "INFO"

    @property
    def database_address(self) -> str:
        """The SQLAlchemy address: `DATABASE_URL`, or SQLite in the data folder."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'advisor.sqlite3'}"
        for scheme in ("postgres://", "postgresql://"):
            if self.database_url.startswith(scheme):
                return "postgresql+psycopg://" + self.database_url.removeprefix(scheme)
        return self.database_url


def load_settings(
    environ: Mapping[str, str] | None = None, *, dotenv: Path | None = None
) -> Settings:
    """Returns the settings of this process; real variables win over those in `.env`.

    Raises:
        SettingsError: a value cannot be used; the message names the variable and what it takes.

    """
    if environ is None:
        from_file = dotenv_values(dotenv or Path(".env"))
        environ = {name: value for name, value in from_file.items() if value} | dict(os.environ)
    return read_settings(environ)


def silence_call_home() -> None:
    """Sets the switches of libraries that would report usage; called first by every entry point."""
    os.environ.update(NO_CALL_HOME)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Returns the settings that a mapping of variables describes."""

    def text(name: str, default: str = "") -> str:
        return environ.get(name, "").strip() or default

    return Settings(
        data_dir=Path(text("DATA_DIR", "data")),
        knowledge_dir=Path(text("KNOWLEDGE_DIR", "knowledge")),
        knowledge_url=_web_address("KNOWLEDGE_URL", text("KNOWLEDGE_URL")),
        database_url=text("DATABASE_URL"),
        chroma_url=_web_address("CHROMA_URL", text("CHROMA_URL")),
        embedding_model=text("EMBEDDING_MODEL"),
        embedding_backend=_choice(
            "EMBEDDING_BACKEND", text("EMBEDDING_BACKEND", "auto"), ("auto", "onnx", "torch")
        ),
        reranker_model=text("RERANKER_MODEL"),
        llm_model=_llm_name(text("LLM_MODEL")),
        llm_base_url=_web_address("LLM_BASE_URL", text("LLM_BASE_URL")),
        llm_timeout=_number("LLM_TIMEOUT", text("LLM_TIMEOUT", "20"), low=1, high=120),
        llm_temperature=_number("LLM_TEMPERATURE", text("LLM_TEMPERATURE", "0"), low=0, high=2),
        llm_draft_temperature=_number(
            "LLM_DRAFT_TEMPERATURE", text("LLM_DRAFT_TEMPERATURE", "0.7"), low=0, high=2
        ),
        slack_bot_token=_prefixed("SLACK_BOT_TOKEN", text("SLACK_BOT_TOKEN"), "xoxb-"),
        slack_app_token=_prefixed("SLACK_APP_TOKEN", text("SLACK_APP_TOKEN"), "xapp-"),
        slack_signing_secret=text("SLACK_SIGNING_SECRET"),
        slack_client_id=text("SLACK_CLIENT_ID"),
        slack_client_secret=text("SLACK_CLIENT_SECRET"),
        slack_api_url=_web_address("SLACK_API_URL", text("SLACK_API_URL")),
        admin_users=tuple(user for user in text("ADMIN_USERS").replace(",", " ").split() if user),
        admin_channel=text("ADMIN_CHANNEL"),
        auto_publish=_choice(
            "AUTO_PUBLISH", text("AUTO_PUBLISH", "false").lower(), ("true", "false")
        )
        == "true",
        builder=_choice("BUILDER", text("BUILDER", "bot"), ("bot", "elsewhere")),
        retention_days=int(
            _number("RETENTION_DAYS", text("RETENTION_DAYS", "365"), low=1, high=36500)
        ),
        workers=int(_number("WORKERS", text("WORKERS", "4"), low=1, high=64)),
        queue_limit=int(_number("QUEUE_LIMIT", text("QUEUE_LIMIT", "64"), low=0, high=10000)),
        port=int(_number("PORT", text("PORT", "3000"), low=0, high=65535)),
        workspace_port=int(
            _number("WORKSPACE_PORT", text("WORKSPACE_PORT", "4390"), low=0, high=65535)
        ),
        log_level=_choice("LOG_LEVEL", text("LOG_LEVEL", "INFO").upper(), LOG_LEVELS),
    )


def _number(name: str, value: str, *, low: float, high: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise SettingsError(f"{name} is {value!r}; set it to a number from {low} to {high}.")
    return number


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise SettingsError(f"{name} is {value!r}; set it to one of {', '.join(choices)}.")
    return value


def _web_address(name: str, value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise SettingsError(f"{name} is {value!r}; it must start with http:// or https://.")
    return value


def _prefixed(name: str, value: str, prefix: str) -> str:
    if value and not value.startswith(prefix):
        raise SettingsError(
            f"{name} must start with {prefix}; copy it again from Slack's app settings."
        )
    return value


def _llm_name(value: str) -> str:
    if value and ":" not in value:
        raise SettingsError(
            f"LLM_MODEL is {value!r}; write it as provider:name, for example openai:gpt-5-mini."
        )
    return value
