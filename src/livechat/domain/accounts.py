"""Who an admin is to the door: his name, and what he proves himself by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from livechat.domain.errors import (
    BadCredentialsError,
    CodeNeededError,
    NoSecondFactorError,
    SecondFactorOnError,
)
from livechat.domain.people import Admin
from livechat.domain.second_factor import SecondFactor


@dataclass(frozen=True, slots=True)
class Account:
    """An admin with the hash of his password, and a second factor if he has set one up."""

    admin: Admin
    password_hash: str
    second_factor: SecondFactor | None = None

    @property
    def factor_in_force(self) -> SecondFactor | None:
        """The one that a sign-in asks for: until it is confirmed it keeps nobody out."""
        factor = self.second_factor
        return factor if factor is not None and factor.confirmed else None

    def replaced_by(self, prepared: SecondFactor) -> SecondFactor:
        """A new second factor, not yet confirmed. Raises SecondFactorOnError."""
        if self.factor_in_force is not None:
            raise SecondFactorOnError
        return prepared

    def confirmed(self, code: str, recovery_codes: Sequence[str], *, now: datetime) -> SecondFactor:
        """The one that was prepared counts. Raises NoSecondFactorError, SecondFactorOnError, or BadCodeError."""
        if self.second_factor is None:
            raise NoSecondFactorError
        return self.second_factor.confirm(code, recovery_codes, now=now)

    def ended(self, code: str, *, now: datetime) -> None:
        """There is none afterwards. Raises NoSecondFactorError, or BadCodeError."""
        if self.second_factor is None:
            raise NoSecondFactorError
        self.second_factor.spend(code, now=now)

    def prove(self, password_hash: str, code: str | None, *, now: datetime) -> SecondFactor | None:
        """The second factor as it is after this sign-in.

        Raises BadCredentialsError where the password that was verified has been changed since,
        CodeNeededError, or BadCodeError.
        """
        if self.password_hash != password_hash:
            raise BadCredentialsError
        factor = self.factor_in_force
        if factor is None:
            return self.second_factor
        if not code:
            raise CodeNeededError
        return factor.spend(code, now=now)
