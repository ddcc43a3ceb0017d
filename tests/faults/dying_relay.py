"""`livechat` that dies where an event has been told and is not yet forgotten, once there is a file `LIVECHAT_DATA_DIR/../dying`."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

from livechat.__main__ import main
from livechat.adapters.sql.outbox import SqlOutbox

_AFTER = random.randrange(5, 60)
"""Deletions."""
_FILE = Path(os.environ["LIVECHAT_DATA_DIR"]).parent / "dying"
_deleted = 0
_told = SqlOutbox.told


async def told(self, ids):
    global _deleted  # noqa: PLW0603
    _deleted += _FILE.exists()
    if _deleted > _AFTER:
        os.kill(os.getpid(), signal.SIGKILL)
    await _told(self, ids)


SqlOutbox.told = told

if __name__ == "__main__":
    main()
