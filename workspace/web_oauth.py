"""The page on which a person installs the app: /oauth/v2/authorize, then back to the app."""

import secrets
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from workspace.guard import NAMES
from workspace.state import Workspace

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;"
    "color:#1d1c1d;background:#fff}button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}}"
)
OPEN_PAGES = 100


class AuthorizeError(Exception):
    """The app asks for an installation that cannot be; the message is one sentence."""


class WebOAuth:
    """Serves /oauth."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pages: dict[str, dict[str, str]] = {}

    def build_routes(self) -> list[BaseRoute]:
        """Return the routes of the installation."""
        return [
            Route("/oauth/v2/authorize", self._serve_page, methods=["GET"]),
            Route("/oauth/v2/decision", self._take_decision, methods=["POST"]),
        ]

    async def _serve_page(self, request: Request) -> Response:
        asked = dict(request.query_params)
        try:
            self._check(asked)
        except AuthorizeError as error:
            text = f"<h1>Something went wrong</h1><p>{escape(str(error))}</p>"
            return _build_html(text, status=400, target=None)
        page = secrets.token_urlsafe(18)
        self._pages[page] = asked
        while len(self._pages) > OPEN_PAGES:
            self._pages.pop(next(iter(self._pages)))
        return _build_html(self._build_form(page, asked), target=self._find_target(asked))

    def _check(self, asked: dict[str, str]) -> None:
        if asked.get("client_id") != self._workspace.application.client_id:
            raise AuthorizeError("Invalid client_id parameter.")
        if not _split(asked, "scope") and not _split(asked, "user_scope"):
            raise AuthorizeError("No scopes requested.")
        known = self._workspace.application.redirect_urls
        target = self._find_target(asked)
        if target is None:
            raise AuthorizeError("The app names no redirect_uri, and has none configured.")
        parts = urlsplit(target)
        fits = target.startswith(known) if known else parts.hostname in NAMES
        if not fits or parts.scheme not in ("http", "https"):
            raise AuthorizeError("redirect_uri did not match any configured URIs.")
        team = asked.get("team") or self._workspace.application.team_id
        if team != self._workspace.application.team_id:
            raise AuthorizeError("There is no such team here.")

    def _find_target(self, asked: dict[str, str]) -> str | None:
        known = self._workspace.application.redirect_urls
        return asked.get("redirect_uri") or (known[0] if known else None)

    def _build_form(self, page: str, asked: dict[str, str]) -> str:
        application = self._workspace.application
        items = [
            *_split(asked, "scope"),
            *(f"{each} (you)" for each in _split(asked, "user_scope")),
        ]
        people = [each for each in self._workspace.people.values() if not each.is_bot]
        options = "".join(
            f'<option value="{escape(each.id)}">{escape(each.real_name)}</option>'
            for each in people
        )
        return (
            f"<h1>{escape(application.name)} is asking for access to "
            f"{escape(application.team_name)}</h1><p>It would be allowed:</p>"
            f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in items)}</ul>"
            '<form method="post" action="/oauth/v2/decision">'
            f'<input type="hidden" name="page" value="{page}">'
            f'<p><label>You are <select name="user">{options}</select></label></p>'
            '<button name="decision" value="allow">Allow</button>'
            '<button name="decision" value="cancel">Cancel</button></form>'
        )

    async def _take_decision(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
        asked = self._pages.pop(form.get("page", ""), None)
        if asked is None or form.get("user") not in self._workspace.people:
            text = "<h1>Something went wrong</h1><p>This page was used already: begin anew.</p>"
            return _build_html(text, status=400, target=None)
        answer = {"state": asked.get("state", "")}
        if form.get("decision") == "allow":
            answer["code"] = self._workspace.installs.grant(
                form["user"],
                scopes=_split(asked, "scope"),
                user_scopes=_split(asked, "user_scope"),
                redirect_uri=asked.get("redirect_uri"),
            )
        else:
            answer["error"] = "access_denied"
        target = self._find_target(asked) or "/"
        joint = "&" if urlsplit(target).query else "?"
        return RedirectResponse(target + joint + urlencode(answer), status_code=302)


def _split(asked: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(each for each in asked.get(name, "").replace(" ", ",").split(",") if each)


def _build_html(text: str, *, target: str | None, status: int = 200) -> Response:
    parts = urlsplit(target or "")
    # A form that is answered by a redirect must name both addresses, or Chromium refuses it.
    allowed = f"'self' {parts.scheme}://{parts.netloc}" if target else "'none'"
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; "
        f"form-action {allowed}"
    )
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{STYLE}</style>'
    page = f"{head}<title>Install the app</title><main>{text}</main></html>"
    headers = {"content-security-policy": policy, "cache-control": "no-store"}
    return HTMLResponse(page, status, headers)
