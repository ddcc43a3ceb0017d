"""The background loop that erases chats that have been kept long enough."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from livechat.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from livechat.application.erase_chats import EraseOldChats

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OldChats:
    """Looks when livechat starts, and then every hour; several processes may do so at once."""

    erase: EraseOldChats
    pause_seconds: float = 3600

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                gone = await self.erase()
                if gone.sessions:
                    log.info("erased %s old chats, %s messages", gone.sessions, gone.messages)
            except StoreUnavailableError as error:
                log.warning("old chats cannot be erased now: %r", error.__cause__ or error)
            except Exception:
                log.exception("old chats could not be erased; tried again later")
            await asyncio.sleep(self.pause_seconds)
