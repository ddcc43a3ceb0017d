"""`livechat` that dies where an event has been told and is not yet forgotten."""

from __future__ import annotations

import os
import random
import signal

from livechat.__main__ import main
from livechat.adapters.sql.outbox import SqlOutbox

_AFTER = random.randrange(5, 60)
"""Deletions."""
_deleted = 0
_told = SqlOutbox.told


async def told(self, ids):
    global _deleted  # noqa: PLW0603
    _deleted += 1
    if _deleted > _AFTER:
        os.kill(os.getpid(), signal.SIGKILL)
    await _told(self, ids)


SqlOutbox.told = told

if __name__ == "__main__":
    main()
