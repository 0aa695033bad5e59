"""Files that people have shared in Slack, fetched from Slack's own addresses only, up to a size."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message as Headers
from typing import IO, Any
from urllib.parse import urlsplit

import structlog
from slack_sdk import WebClient

from advisor.errors import ProposalError
from listeners.clients import TIMEOUT_SECONDS

# What one file of the guide may have.
MAX_BYTES = 20 * 1024 * 1024
NOT_SLACK = "That file does not lie in Slack, so I cannot read it; please upload it here."
TOO_LARGE = f"That file is larger than the {MAX_BYTES // 1048576} MB that a page may have."
NOT_READ = "Slack does not give me that file. Please check that the app has the scope files:read, then try again."

log = structlog.get_logger()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Our token goes to the address that was checked, and nowhere else."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Headers,
        newurl: str,
    ) -> None:
        """Follows none."""


def fetch_file(client: WebClient, file: Mapping[str, Any]) -> bytes:
    """Returns the content of a file, as a message describes it.

    Raises:
        ProposalError: it lies elsewhere, is too large, or Slack does not give it.

    """
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    if file.get("mode") in ("external", "tombstone") or not is_slacks(url, api=client.base_url):
        raise ProposalError(NOT_SLACK)
    if int(file.get("size") or 0) > MAX_BYTES:
        raise ProposalError(TOO_LARGE)
    request = urllib.request.Request(  # noqa: S310 - the address was checked
        url, headers={"Authorization": f"Bearer {client.token}"}
    )
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            content = bytes(response.read(MAX_BYTES + 1))
            kind = str(response.headers.get("content-type") or "")
    except (urllib.error.URLError, OSError, http.client.HTTPException) as error:
        log.warning("file_not_read", kind=type(error).__name__)
        raise ProposalError(NOT_READ) from error
    if len(content) > MAX_BYTES:
        raise ProposalError(TOO_LARGE)
    if kind.startswith("text/html") and not _is_page(file):
        # Without the scope, Slack answers with the page that asks people to sign in.
        log.warning("file_not_read", kind="sign_in")
        raise ProposalError(NOT_READ)
    return content


def is_slacks(url: str, *, api: str) -> bool:
    """Whether an address is Slack's: below slack.com, or of the Slack that `api` is part of."""
    try:
        parts, own = urlsplit(url), urlsplit(api)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username or parts.password:
        return False
    if (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
        return True
    is_slack = host == "slack.com" or host.endswith(".slack.com")
    return parts.scheme == "https" and is_slack and port in (None, 443)


def _is_page(file: Mapping[str, Any]) -> bool:
    return str(file.get("name") or "").lower().endswith((".htm", ".html"))
