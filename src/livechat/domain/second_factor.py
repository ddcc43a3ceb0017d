"""What an admin proves himself by besides his password: codes of an app, and codes on paper if that is lost."""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Self
from urllib.parse import quote, urlencode

from livechat.domain.errors import BadCodeError, NoSecondFactorError, SecondFactorOnError
from livechat.domain.people import EmailAddress, secret_hash

RECOVERY_CODES: Final = 10
_KEY_BYTES: Final = 20
_RECOVERY_BYTES: Final = 10
_STEP_SECONDS: Final = 30
_DIGITS: Final = 6
_TOLERANCE: Final = range(-1, 2)
"""In steps: a clock of the other side that is late or early, and a code that took a while to type."""
_GROUP: Final = 4


def step_at(moment: datetime) -> int:
    """Which code holds then (RFC 6238, steps of 30 s since 1970)."""
    return int(moment.timestamp()) // _STEP_SECONDS


def code_of(key: bytes, step: int) -> str:
    """The six digits of that step (RFC 4226 with SHA-1, which is all that some apps know)."""
    digest = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def recovery_code(secret: str) -> str:
    """80 bits out of a secret, in groups that can be typed from paper."""
    return _grouped(b32encode(secret_hash(secret)[:_RECOVERY_BYTES]).decode().lower(), "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactor:
    """The key that an app shares; it counts once a code of it was *confirmed*."""

    key: bytes = field(repr=False)
    confirmed: bool = False
    last_step: int = -1
    """Of the last code that was taken: no code of it, and none before it, is taken again."""
    recovery_hashes: frozenset[bytes] = frozenset()

    @classmethod
    def prepared(cls, secret: str) -> Self:
        """A key out of a secret of 256 bits."""
        return cls(key=secret_hash(secret)[:_KEY_BYTES])

    @classmethod
    def of(cls, key: str) -> Self:
        """From the text of its key."""
        return cls(key=b32decode(key))

    @property
    def text(self) -> str:
        """The key as apps take it."""
        return b32encode(self.key).decode()

    @property
    def in_groups(self) -> str:
        """The key as people type it."""
        return _grouped(self.text, " ")

    def link(self, account: EmailAddress, issuer: str) -> str:
        """What an app opens (otpauth: the key, and by what name the app shows it)."""
        label = f"{quote(issuer)}:{quote(account.text)}"
        return f"otpauth://totp/{label}?{urlencode({'secret': self.text, 'issuer': issuer}, quote_via=quote)}"

    def confirm(self, code: str, recovery_codes: Sequence[str], *, now: datetime) -> Self:
        """An app has the key. Raises SecondFactorOnError, or BadCodeError."""
        if self.confirmed:
            raise SecondFactorOnError
        hashes = frozenset(_recovery_hash(each) for each in recovery_codes)
        return replace(self._step_spent(code, now), confirmed=True, recovery_hashes=hashes)

    def spend(self, code: str, *, now: datetime) -> Self:
        """What is left after it was proved by a code of either kind: each is good once.

        Raises NoSecondFactorError while it is not confirmed, or BadCodeError.
        """
        if not self.confirmed:
            raise NoSecondFactorError
        found = _recovery_hash(code)
        if found in self.recovery_hashes:
            return replace(self, recovery_hashes=self.recovery_hashes - {found})
        return self._step_spent(code, now)

    def _step_spent(self, code: str, now: datetime) -> Self:
        typed = _plain(code).encode()
        for step in (step_at(now) + late for late in _TOLERANCE):
            right = hmac.compare_digest(typed, code_of(self.key, step).encode())
            if right and step > self.last_step:
                return replace(self, last_step=step)
        raise BadCodeError


def _recovery_hash(code: str) -> bytes:
    return secret_hash(_plain(code))


def _plain(code: str) -> str:
    """However it was typed or pasted; nothing where it can be no code."""
    return "".join(code.split()).replace("-", "").lower() if code.isascii() else ""


def _grouped(text: str, between: str) -> str:
    return between.join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
