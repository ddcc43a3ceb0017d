"""A second step at an admin's sign-in: set up, and taken away again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from livechat.application.sign_in import CODE_GUESSES
from livechat.domain.second_factor import RECOVERY_CODES, SecondFactor, recovery_code

if TYPE_CHECKING:
    from livechat.application.ports import Admins, Clock, Ids, RateLimits
    from livechat.domain.people import Admin


@dataclass(frozen=True, slots=True)
class SecondStep:
    """What an admin does about his own."""

    admins: Admins
    limits: RateLimits
    clock: Clock
    ids: Ids

    async def prepare(self, admin: Admin) -> SecondFactor:
        """One with a new key, which counts once it is confirmed. Raises SecondFactorOnError."""
        prepared = SecondFactor.prepared(self.ids.secret())
        await self.admins.set_second_factor(admin.id, lambda account: account.replaced_by(prepared))
        return prepared

    async def confirm(self, admin: Admin, code: str) -> list[str]:
        """The recovery codes, which are shown once. Raises what `Account.confirmed` raises."""
        now = self.clock.now()
        codes = [recovery_code(self.ids.secret()) for _ in range(RECOVERY_CODES)]
        await self.limits.take(CODE_GUESSES, str(admin.id))
        await self.admins.set_second_factor(
            admin.id, lambda account: account.confirmed(code, codes, now=now)
        )
        return codes

    async def end(self, admin: Admin, code: str) -> None:
        """By a code of either kind. Raises NoSecondFactorError, or BadCodeError."""
        now = self.clock.now()
        await self.limits.take(CODE_GUESSES, str(admin.id))
        await self.admins.set_second_factor(admin.id, lambda account: account.ended(code, now=now))
