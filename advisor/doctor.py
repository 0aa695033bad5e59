"""The doctor: one check for each part of an installation, each with what to do about it."""

import http.client
import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from advisor.answering.rerank import Reranker
from advisor.database import Database, open_database
from advisor.database.claims import latest_claim_at
from advisor.database.releases import live_release
from advisor.embedding import Embedder, open_embedder
from advisor.errors import AdvisorError
from advisor.index.address import read_address
from advisor.index.layout import release_directory
from advisor.index.release import Release, open_release
from advisor.index.server import server_version
from advisor.settings import Settings

SLACK_API = "https://slack.com/api/"
SECONDS = 10
MANIFEST = Path(__file__).parent.parent / "manifest.yaml"
Status = Literal["ok", "warning", "failure"]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; `remedy` is empty when there is nothing to do."""

    name: str
    status: Status
    finding: str
    remedy: str = ""


def examine(settings: Settings) -> tuple[Check, ...]:
    """Returns all checks; one that cannot run is a failure of its own, never an exception."""
    return tuple(_all_checks(settings))


def _all_checks(settings: Settings) -> Iterator[Check]:
    yield from _check_slack(settings)
    database = _opened("database", lambda: open_database(settings))
    if isinstance(database, Check):
        yield database
    else:
        yield _check_database(settings, database)
        yield _check_events(settings, database)
    embedder = _opened("embedder", lambda: open_embedder(settings))
    if isinstance(embedder, Check):
        yield embedder
    else:
        yield _check_embedder(embedder)
    if isinstance(database, Database) and not isinstance(embedder, Check):
        yield _check_release(settings, database, embedder)
        database.close()
    yield from _check_reranker(settings)
    yield _check_llm(settings)
    if settings.chroma_url:
        yield _check_chroma(settings)


def _opened(name: str, open_part: Callable[[], Any]) -> Any:  # noqa: ANN401 - the part or a Check
    try:
        return open_part()
    except AdvisorError as error:
        return Check(name, "failure", "cannot be opened", str(error))


def _check_slack(settings: Settings) -> Iterator[Check]:
    if not settings.slack_bot_token:
        finding = "no Slack tokens: `make run` opens the local workspace in the browser"
        yield Check(
            "tokens", "warning", finding, "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in .env."
        )
        return
    answer, headers = _call_slack(settings, "auth.test", settings.slack_bot_token)
    if not answer.get("ok"):
        remedy = "Copy SLACK_BOT_TOKEN again from the app's “OAuth & Permissions” page."
        yield Check("tokens", "failure", f"Slack says {answer.get('error')}", remedy)
        return
    yield Check("tokens", "ok", f"{answer.get('user')} in {answer.get('team')}")
    yield _check_scopes(headers.get("x-oauth-scopes", ""))
    yield _check_socket(settings)


def _check_scopes(granted: str) -> Check:
    wanted = set(_manifest()["oauth_config"]["scopes"]["bot"])
    missing = sorted(wanted - {scope.strip() for scope in granted.split(",")})
    if missing:
        remedy = "Paste manifest.yaml into the app's “App Manifest” page and reinstall the app."
        return Check("scopes", "failure", f"missing: {', '.join(missing)}", remedy)
    return Check("scopes", "ok", f"all {len(wanted)} granted")


def _check_socket(settings: Settings) -> Check:
    if not settings.slack_app_token:
        if settings.slack_signing_secret:
            finding = f"not used: HTTP mode on port {settings.port}"
            return Check("socket", "ok", finding)
        remedy = "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode)."
        return Check("socket", "failure", "neither an app token nor a signing secret", remedy)
    answer, _ = _call_slack(settings, "apps.connections.open", settings.slack_app_token)
    if answer.get("ok"):
        return Check("socket", "ok", "Slack opens a socket for this app")
    remedy = "Enable Socket Mode and make an app-level token with connections:write."
    return Check("socket", "failure", f"Slack says {answer.get('error')}", remedy)


def _check_events(settings: Settings, database: Database) -> Check:
    events = ", ".join(_manifest()["settings"]["event_subscriptions"]["bot_events"])
    latest = latest_claim_at(database)
    if latest:
        return Check("events", "ok", f"last one taken at {latest:%Y-%m-%d %H:%M} UTC")
    if not settings.slack_bot_token:
        return Check("events", "ok", "none expected without Slack")
    remedy = f"Mention the bot once; if nothing comes, subscribe the app to {events}."
    return Check("events", "warning", "none has arrived yet", remedy)


def _check_database(settings: Settings, database: Database) -> Check:
    if database.dialect == "postgresql":
        return Check("database", "ok", "PostgreSQL, schema up to date")
    path = settings.data_dir / "advisor.sqlite3"
    remedy = ""
    if settings.slack_bot_token and settings.slack_signing_secret:
        remedy = (
            "On a host without a lasting disk, votes and answers are lost at a restart: "
            "set DATABASE_URL to PostgreSQL there."
        )
    return Check("database", "warning" if remedy else "ok", f"SQLite at {path}, up to date", remedy)


def _check_release(settings: Settings, database: Database, embedder: Embedder) -> Check:
    live = live_release(database)
    if live is None:
        return Check("release", "failure", "none is live", "Run `python -m ingest`.")
    try:
        directory = release_directory(settings.data_dir, live)
        with open_release(directory, embedder=embedder, server=settings.chroma_url) as release:
            counts = f"{len(release.manifest.documents)} documents, {len(release.chunks)} chunks"
            searched, remedy = _where_searched(settings, release)
    except AdvisorError as error:
        return Check(
            "release", "failure", f"release {live} cannot serve: {error}", "Run `python -m ingest`."
        )
    status: Status = "warning" if remedy else "ok"
    return Check("release", status, f"release {live}: {counts}{searched}", remedy)


def _where_searched(settings: Settings, release: Release) -> tuple[str, str]:
    """Where the release's vectors are searched, and what to do if that is not where they should be."""
    rebuild = "Run `python -m ingest`: it builds the release where CHROMA_URL says."
    if release.search == "server":
        return f", on the Chroma server as {release.manifest.collection}", ""
    if release.search == "exact":
        if settings.chroma_url and not release.has_lost_collection:
            remedy = "Start the Chroma server; until then nothing is lost but some speed."
            return "; the Chroma server is gone, all vectors are compared one by one", remedy
        return "; its collection is not on a server, all vectors are compared one by one", rebuild
    if settings.chroma_url:
        return "; it lies in DATA_DIR, not on the Chroma server", rebuild
    return "", ""


def _check_chroma(settings: Settings) -> Check:
    where = read_address(settings.chroma_url).base
    try:
        version = server_version(settings.chroma_url)
    except AdvisorError as error:
        return Check("chroma", "failure", f"{where} does not answer", str(error))
    return Check("chroma", "ok", f"{where} answers, version {version} of its interface")


def _check_embedder(embedder: Embedder) -> Check:
    engine = type(embedder).__name__.removesuffix("Embedder")
    finding = f"{embedder.name} on {engine}, weights {embedder.weights_sha256[:12]}"
    if engine == "Torch":
        remedy = "Run `python -m ingest` once: it makes the lighter ONNX model."
        return Check("embedder", "warning", finding, remedy)
    return Check("embedder", "ok", finding)


def _check_reranker(settings: Settings) -> Iterator[Check]:
    if not settings.reranker_model:
        return
    try:
        Reranker(settings.reranker_model).load()
    except AdvisorError as error:
        yield Check("reranker", "failure", "not used: passages keep their order", str(error))
    else:
        yield Check("reranker", "ok", f"{settings.reranker_model} reads the best passages again")


def _check_llm(settings: Settings) -> Check:
    if not settings.llm_model:
        return Check("llm", "ok", "not set: answers quote the guide")
    from langchain_core.messages import HumanMessage

    from advisor.answering.llm import open_chat_model

    started = time.monotonic()
    try:
        open_chat_model(settings).invoke([HumanMessage("Reply with OK.")])
    except AdvisorError as error:
        return Check("llm", "failure", f"{settings.llm_model} cannot be used", str(error))
    except Exception as error:  # noqa: BLE001 - providers raise types of their own
        remedy = "Check the provider's key, LLM_MODEL and LLM_BASE_URL; until then answers quote the guide."
        return Check("llm", "failure", f"{settings.llm_model}: {type(error).__name__}", remedy)
    return Check("llm", "ok", f"{settings.llm_model} answers in {time.monotonic() - started:.1f} s")


def _call_slack(
    settings: Settings, method: str, token: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """Returns Slack's answer and its headers, names in lower case."""
    address = (
        settings.slack_api_url.rstrip("/") + "/" if settings.slack_api_url else SLACK_API
    ) + method
    request = urllib.request.Request(  # noqa: S310 - settings admit http and https only
        address, data=b"", headers={"Authorization": f"Bearer {token}"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            headers = {name.lower(): value for name, value in response.headers.items()}
            return dict(json.load(response)), headers
    except (OSError, http.client.HTTPException, ValueError):
        return {"ok": False, "error": "nothing (no connection)"}, {}


def _manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return loaded
