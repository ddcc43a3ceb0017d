"""How an admin adds a second step to his sign-in, and takes it away."""

from __future__ import annotations

from typing import Final

from litestar import get, post
from litestar.params import JSONBody
from msgspec import Struct

from livechat.application.ports import Admins
from livechat.application.second_step import SecondStep
from livechat.entrypoints.http import requests, wire
from livechat.entrypoints.http.credentials import Operator
from livechat.entrypoints.http.limits import ASK
from livechat.entrypoints.http.openapi import refusals
from livechat.entrypoints.http.qr_code import QrCode
from livechat.entrypoints.http.settings import HttpSettings
from livechat.entrypoints.injection import Injected

_PATH: Final = "/admin/chat/api/second-factor"


class SecondFactorView(Struct, frozen=True):
    """Whether a sign-in asks for a code, and how many recovery codes have not been used."""

    on: bool
    recovery_codes_left: int


class PreparedSecondFactor(Struct, frozen=True):
    """The key to type into an authenticator app; the same as a link that opens one, and that as a picture for its camera."""

    key: str
    link: str
    picture: QrCode


class RecoveryCodes(Struct, frozen=True):
    """Each is good once, where a code of the app is asked for. They are told once."""

    recovery_codes: list[str]


@get(
    _PATH,
    responses=refusals(401, 429, 503),
    response_description="The admin's own second factor.",
    tags=["Sign-in"],
)
async def second_factor(operator: Injected[Operator], admins: Injected[Admins]) -> SecondFactorView:
    """Ask whether the own sign-in needs a code."""
    await operator.asks_for(ASK)
    account = await admins.by_email(operator.admin.email)
    factor = account.factor_in_force if account else None
    return SecondFactorView(factor is not None, len(factor.recovery_hashes) if factor else 0)


@post(
    _PATH,
    status_code=200,
    responses=refusals(401, 403, 409, 422, 429, 503),
    response_description="A new key; it counts once a code of it was confirmed.",
    tags=["Sign-in"],
)
async def prepare_second_factor(
    data: JSONBody[requests.Nothing],  # noqa: ARG001  # so that unknown fields are refused
    operator: Injected[Operator],
    second_step: Injected[SecondStep],
    settings: Injected[HttpSettings],
) -> PreparedSecondFactor:
    """Get a key for an authenticator app; one that was prepared before is forgotten."""
    await operator.asks_for(ASK)
    prepared = await second_step.prepare(operator.admin)
    link = prepared.link(operator.admin.email, settings.team_name)
    return PreparedSecondFactor(prepared.in_groups, link, QrCode.of(link))


@post(
    f"{_PATH}/confirm",
    status_code=200,
    responses=refusals(401, 403, 409, 422, 429, 503),
    response_description="It is on: the next sign-in asks for a code.",
    tags=["Sign-in"],
)
async def confirm_second_factor(
    data: JSONBody[requests.Code],
    operator: Injected[Operator],
    second_step: Injected[SecondStep],
) -> RecoveryCodes:
    """Turn it on by a code of the app that has the key."""
    await operator.asks_for(ASK)
    return RecoveryCodes(await second_step.confirm(operator.admin, data.code))


@post(
    f"{_PATH}/end",
    status_code=200,
    responses=refusals(401, 403, 409, 422, 429, 503),
    response_description="It is off, and its key and recovery codes are forgotten.",
    tags=["Sign-in"],
)
async def end_second_factor(
    data: JSONBody[requests.Code],
    operator: Injected[Operator],
    second_step: Injected[SecondStep],
) -> wire.Done:
    """Turn it off, by a code of the app or a recovery code."""
    await operator.asks_for(ASK)
    await second_step.end(operator.admin, data.code)
    return wire.Done()


HANDLERS: Final = (
    second_factor,
    prepare_second_factor,
    confirm_second_factor,
    end_second_factor,
)
