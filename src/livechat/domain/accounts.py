"""Who an admin is to the door: his name, and what he proves himself by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from livechat.domain.errors import BadCredentialsError, CodeNeededError
from livechat.domain.people import Admin
from livechat.domain.second_factor import SecondFactor


@dataclass(frozen=True, slots=True)
class Account:
    """An admin with the hash of his password, and a second factor if he has set one up."""

    admin: Admin
    password_hash: str
    second_factor: SecondFactor | None = None

    @property
    def asks_for_a_code(self) -> bool:
        """A second factor that was never confirmed keeps nobody out."""
        return self.second_factor is not None and self.second_factor.confirmed

    def prove(self, password_hash: str, code: str | None, *, now: datetime) -> SecondFactor | None:
        """The second factor as it is after this sign-in.

        Raises BadCredentialsError where the password that was verified has been changed since,
        CodeNeededError, or BadCodeError.
        """
        if self.password_hash != password_hash:
            raise BadCredentialsError
        if self.second_factor is None or not self.asks_for_a_code:
            return self.second_factor
        if not code:
            raise CodeNeededError
        return self.second_factor.spend(code, now=now)
