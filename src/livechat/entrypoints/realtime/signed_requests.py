"""Requests of other servers, proved by HMAC-SHA256 over method, path, query and body.

https://pusher.com/docs/channels/library_auth_reference/rest-api/#authentication
"""

from __future__ import annotations

import re
from hashlib import md5
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from livechat.entrypoints.realtime.admission import RefusedError

if TYPE_CHECKING:
    from livechat.entrypoints.realtime.signatures import App

CLOCK_SECONDS: Final = 600
"""How far the clocks of two servers may be apart."""
_MOST_PARAMETERS = 20
_SECONDS = re.compile(r"[0-9]{1,12}")


class SignedRequest(NamedTuple):
    """What the signature is about; all as it was sent, *path* still with its escapes."""

    method: str
    path: str
    query: str
    body: bytes = b""


def checked(app: App, asked: SignedRequest, *, now: float) -> dict[str, str]:
    """The parameters of a request that somebody with the secret made; raises RefusedError."""
    given = _parameters(asked.query)
    signature = given.pop("auth_signature", "")
    if given.get("auth_key") != app.key:
        raise RefusedError("There is no application with this auth_key.", status=401)
    if given.get("auth_version") != "1.0":
        raise RefusedError("The auth_version must be 1.0.", status=401)
    _check_clock(given.get("auth_timestamp", ""), now)
    _check_body(given.get("body_md5"), asked.body)
    texts = (_signed(asked.method, path, given) for path in (asked.path, unquote(asked.path)))
    if not any(app.allows_request(signature, text) for text in texts):
        raise RefusedError("The auth_signature is wrong.", status=401)
    return given


def _parameters(query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        raise RefusedError("There are too many parameters.", status=400) from None
    given = {name.lower(): value for name, value in pairs}
    if len(given) < len(pairs):
        raise RefusedError("A parameter is given twice.", status=400)
    return given


def _check_clock(timestamp: str, now: float) -> None:
    if not _SECONDS.fullmatch(timestamp) or abs(int(timestamp) - now) > CLOCK_SECONDS:
        raise RefusedError(
            f"The auth_timestamp is not within {CLOCK_SECONDS} s of {now:.0f}.", status=401
        )


def _check_body(digest: str | None, body: bytes) -> None:
    """Some libraries give the digest of an empty body, too."""
    if digest is None and not body:
        return
    if digest != md5(body, usedforsecurity=False).hexdigest():
        raise RefusedError("The body_md5 is not that of the body.", status=401)


def _signed(method: str, path: str, given: dict[str, str]) -> str:
    query = "&".join(f"{name}={value}" for name, value in sorted(given.items()))
    return f"{method}\n{path}\n{query}"
