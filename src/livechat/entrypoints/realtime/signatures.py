"""Who may listen and who may speak, proved by HMAC-SHA256 over what the Pusher libraries sign.

https://pusher.com/docs/channels/library_auth_reference/auth-signatures/
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class App:
    """One application of the protocol: what its servers and our gateway both know."""

    id: str
    key: str
    secret: str = field(repr=False)

    def sign_channel(self, socket_id: str, channel: str, channel_data: str | None = None) -> str:
        """`auth` for a private channel; with *channel_data*, as the exact text sent, for a presence one."""
        signed = f"{socket_id}:{channel}"
        return self._sign(signed if channel_data is None else f"{signed}:{channel_data}")

    def sign_user(self, socket_id: str, user_data: str) -> str:
        """`auth` for a sign-in."""
        return self._sign(f"{socket_id}::user::{user_data}")

    def allows_channel(
        self, auth: str, socket_id: str, channel: str, channel_data: str | None = None
    ) -> bool:
        """Did somebody with the secret sign this, for this socket and no other?"""
        return _same(auth, self.sign_channel(socket_id, channel, channel_data))

    def allows_user(self, auth: str, socket_id: str, user_data: str) -> bool:
        """Did somebody with the secret say who this is?"""
        return _same(auth, self.sign_user(socket_id, user_data))

    def sign(self, body: bytes) -> str:
        """What proves that a text is ours, or of somebody who knows the secret."""
        return hmac.digest(self.secret.encode(), body, "sha256").hex()

    def allows_request(self, signature: str, text: str) -> bool:
        """Did a server with the secret ask this?"""
        return _same(signature, self.sign(text.encode()))

    def _sign(self, text: str) -> str:
        return f"{self.key}:{self.sign(text.encode())}"


def _same(theirs: str, ours: str) -> bool:
    """In constant time; as bytes, for text that is not ASCII would raise."""
    return hmac.compare_digest(theirs.encode(), ours.encode())
