"""What commands ask of the composition root, which they never import: it is given to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

import uvloop

from livechat.domain.errors import ChatError, InvalidValueError
from livechat.entrypoints.cli import folder
from livechat.entrypoints.cli.refusal import Refusal
from livechat.settings import Settings, SettingsError, from_environment

if TYPE_CHECKING:
    from pathlib import Path

    from litestar import Litestar

    from livechat.application.erase_chats import EraseChats
    from livechat.application.ports import (
        Admins,
        ChatQueries,
        ChatSessions,
        Clock,
        Ids,
        Installation,
        Passwords,
        Peers,
    )
    from livechat.application.sign_in import AddAdmin, SetUp
    from livechat.entrypoints.realtime.gateway import Gateway
    from livechat.entrypoints.realtime.signatures import App

Result = TypeVar("Result")
_LOOP = uvloop.new_event_loop


class Parts(Protocol):
    """What the application is made of, as far as commands use it; each call gives the part."""

    def app(self) -> App: ...
    def clock(self) -> Clock: ...
    def ids(self) -> Ids: ...
    def passwords(self) -> Passwords: ...
    def sessions(self) -> ChatSessions: ...
    def queries(self) -> ChatQueries: ...
    def admins(self) -> Admins: ...
    def installation(self) -> Installation: ...
    def add_admin(self) -> AddAdmin: ...
    def erase_chats(self) -> EraseChats: ...
    def set_up(self) -> SetUp: ...
    def gateway(self) -> Gateway: ...
    def peers(self) -> Peers: ...
    def way_to_others(self) -> AbstractAsyncContextManager[object]: ...


class Root(Protocol):
    """The ways to open livechat, and to move it."""

    def opened(self, settings: Settings, /) -> AbstractAsyncContextManager[Parts]:
        """Its stores only."""
        ...

    def create_app(
        self, settings: Settings, /
    ) -> AbstractAsyncContextManager[tuple[Litestar, Parts]]:
        """All of it."""
        ...

    async def copied(
        self, source: Settings, target: Settings, show: Callable[[int, int], None], /
    ) -> int:
        """What the database of one holds is in that of the other; says how many rows that is."""
        ...

    async def backed_up(
        self, settings: Settings, path: Path, show: Callable[[int, int], None], /
    ) -> int:
        """What its database holds is in that file; says how many rows that is."""
        ...

    async def restored(
        self, settings: Settings, path: Path, show: Callable[[int, int], None], /
    ) -> int:
        """What that file holds is in its database; says how many rows that is."""
        ...

    async def verified(self, settings: Settings, /) -> list[str]:
        """What is wrong with its database, a sentence each."""
        ...


def read_settings() -> Settings:
    """Nothing is made yet; raises Refusal."""
    try:
        return from_environment()
    except SettingsError as error:
        raise Refusal(str(error)) from None


def prepared() -> Settings:
    """The settings, and a folder for them that can be used; raises Refusal."""
    settings = read_settings()
    if settings.database_path is not None:
        folder.prepare(settings.data_dir, settings.database_path)
    return settings


def completed(work: Coroutine[object, object, Result]) -> Result:
    """Run it to its end; what livechat refuses, the command refuses."""
    try:
        with asyncio.Runner(loop_factory=_LOOP) as runner:
            return runner.run(work)
    except InvalidValueError as error:
        raise Refusal(f"{error.field}: {error}") from None
    except ChatError as error:
        raise Refusal(str(error)) from None
