"""How often one may ask: each by himself, and all behind one address together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from livechat.application.limits import Bucket
from livechat.application.ports import RateLimits
from livechat.application.sign_in import CODE_GUESSES

START: Final = "start"
SEND: Final = "send"
READ: Final = "read"
ASK: Final = "ask"
EXPORT: Final = "export"
AUTHORISE: Final = "authorise"
SIGN_IN: Final = "sign_in"
SIGN_IN_ACCOUNT: Final = "sign_in_account"


def _bucket(size: int, *, a_second: float) -> Bucket:
    return Bucket(size, timedelta(seconds=1 / a_second))


def _address(bucket: str) -> str:
    return f"{bucket}_address"


BUCKETS: Final[dict[str, Bucket]] = {
    SEND: _bucket(120, a_second=4),
    READ: _bucket(300, a_second=10),
    ASK: _bucket(600, a_second=20),
    EXPORT: _bucket(20, a_second=0.1),
    AUTHORISE: _bucket(120, a_second=4),
    SIGN_IN_ACCOUNT: _bucket(10, a_second=0.1),
    CODE_GUESSES: _bucket(10, a_second=1 / 300),
    # Two hundred visitors may sit behind one address.
    _address(START): _bucket(400, a_second=2),
    _address(SEND): _bucket(2000, a_second=50),
    _address(READ): _bucket(4000, a_second=250),
    _address(ASK): _bucket(2000, a_second=100),
    _address(EXPORT): _bucket(100, a_second=0.5),
    _address(AUTHORISE): _bucket(2000, a_second=50),
    _address(SIGN_IN): _bucket(30, a_second=0.2),
}


@dataclass(frozen=True, slots=True)
class Throttle:
    """Asked before anything that costs."""

    limits: RateLimits

    async def __call__(self, bucket: str, *, address: str, who: str = "") -> None:
        """Raises TooManyRequestsError; *who* must be something that nobody else can claim to be."""
        if who and bucket in BUCKETS:
            await self.limits.take(bucket, who)
        await self.limits.take(_address(bucket), address)

    async def sign_in(self, *, address: str, account: str) -> None:
        """Guesses at one account from one address are slow; its owner elsewhere notices nothing."""
        await self(SIGN_IN, address=address)
        await self.limits.take(SIGN_IN_ACCOUNT, f"{address} {account.strip().casefold()[:254]}")
