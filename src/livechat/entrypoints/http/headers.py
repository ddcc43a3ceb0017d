"""Headers that every answer carries, and those for pages of other sites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from livechat.entrypoints.http.exchange import Exchange

Header = tuple[bytes, bytes]

_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " media-src 'self' data:; connect-src %s; manifest-src 'self'; worker-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)

_DEFAULTS: Final[dict[bytes, bytes]] = {
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=()",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
_EMBEDDED: Final = ("/api/", "/broadcasting/", "/pusher/")
_SHARED: Final = (b"access-control-expose-headers", b"retry-after, x-request-id")


def page_policy(*sockets: str) -> str:
    """For our own pages: nothing inside the page runs, nothing comes from elsewhere but what *sockets* tell."""
    return _PAGE_POLICY % " ".join(["'self'", *sockets])


@dataclass(frozen=True, slots=True)
class AnswerHeaders:
    """Fills in what an answer does not say itself."""

    allowed: frozenset[str]
    secure: bool

    def completed(self, headers: Iterable[Header], exchange: Exchange) -> list[Header]:
        """Everything that a browser must be told."""
        complete = list(headers)
        said = {name for name, _ in complete}
        complete += [each for each in _DEFAULTS.items() if each[0] not in said]
        complete.append((b"x-request-id", exchange.id.encode()))
        if self.secure:
            complete.append((b"strict-transport-security", b"max-age=31536000"))
        if exchange.path.startswith(_EMBEDDED):
            complete.append((b"vary", b"Origin"))
            origin = exchange.header(b"origin")
            if origin in self.allowed:
                complete += [(b"access-control-allow-origin", exchange.headers[b"origin"]), _SHARED]
        return complete


def preflight(exchange: Exchange) -> list[Header]:
    """What a page of an allowed site may send; empty where this is no such question."""
    if not exchange.is_preflight or not exchange.path.startswith(_EMBEDDED):
        return []
    return [
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-allow-headers", b"authorization, content-type, x-socket-id"),
        (b"access-control-max-age", b"600"),
    ]
