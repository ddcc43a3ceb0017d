"""Chance from the operating system."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4


class RandomIds:
    """Nobody can guess the next one."""

    def uuid(self) -> UUID:
        return uuid4()

    def secret(self) -> str:
        return secrets.token_urlsafe(32)
