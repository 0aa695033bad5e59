"""HTTP delivery: each request signed as Slack signs it, to one address of the app."""

import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import urlencode

import httpx

from workspace.jsontypes import JsonValue
from workspace.transport import Parcel, Reply

FORM = "application/x-www-form-urlencoded"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return Slack's signature v0 of a request body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class SignedHttp:
    """Sends deliveries to the app's request URL."""

    timeout_reason = "http_timeout"

    def __init__(self, url: str, signing_secret: str) -> None:
        self._url = url
        self._secret = signing_secret
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=50)
        self._client = httpx.AsyncClient(limits=limits, trust_env=False)

    async def send(self, parcel: Parcel, *, timeout: float) -> Reply:
        """Send one signed request; a 2xx within `timeout` seconds is the ack."""
        body, content_type = _encode(parcel)
        try:
            response = await self._client.post(
                self._url,
                content=body,
                headers=self._build_headers(parcel, body, content_type),
                timeout=timeout,
            )
        except httpx.TimeoutException:
            return Reply(self.timeout_reason, receiver=self._url)
        except httpx.TransportError:
            return Reply("connection_failed", receiver=self._url)
        if not response.is_success:
            no_retry = response.headers.get("x-slack-no-retry") == "1"
            return Reply("http_error", no_retry=no_retry, receiver=self._url)
        return Reply(body=_decode(response), receiver=self._url)

    async def verify(self, token: str, *, timeout: float) -> str | None:
        """Send url_verification; returns what is wrong with the answer, None when it is right."""
        challenge = secrets.token_urlsafe(32)
        payload = {"token": token, "challenge": challenge, "type": "url_verification"}
        reply = await self.send(Parcel("", "events_api", payload), timeout=timeout)
        if not reply.acked:
            return f"{self._url} did not answer the url_verification: {reply.reason}."
        body = reply.body if isinstance(reply.body, dict) else {}
        if challenge not in (body.get("challenge"), body.get("text")):
            return f"{self._url} did not answer with the challenge of the url_verification."
        return None

    def _build_headers(self, parcel: Parcel, body: bytes, content_type: str) -> dict[str, str]:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._secret, timestamp, body),
        }
        if parcel.attempt:
            headers["X-Slack-Retry-Num"] = str(parcel.attempt)
            headers["X-Slack-Retry-Reason"] = parcel.reason
        return headers

    async def close(self) -> None:
        """Close the connections to the app."""
        await self._client.aclose()


def _encode(parcel: Parcel) -> tuple[bytes, str]:
    if parcel.kind == "slash_commands":
        return urlencode(parcel.payload).encode(), FORM
    text = json.dumps(parcel.payload)
    if parcel.kind == "interactive":
        return urlencode({"payload": text}).encode(), FORM
    return text.encode(), "application/json"


def _decode(response: httpx.Response) -> JsonValue:
    if "json" not in response.headers.get("content-type", ""):
        return {"text": response.text} if response.text else None
    try:
        return response.json()
    except ValueError:
        return None
