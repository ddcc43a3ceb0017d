"""What the server says while it runs: readable on a terminal, JSON elsewhere."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from livechat.entrypoints.http.access_log import Answers
from livechat.entrypoints.http.errors import BrokenOffError

if TYPE_CHECKING:
    from structlog.typing import Processor

_EXTRA: Final = ("request_id",)
_READABLE: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow=_EXTRA),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


class JsonLines(logging.Formatter):
    """An object a line."""

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.msg, Answers):
            return record.msg.as_json()
        told: dict[str, object] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": datetime.fromtimestamp(record.created, UTC),
        }
        told |= {name: vars(record)[name] for name in _EXTRA if name in vars(record)}
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return msgspec.json.encode(told).decode()


def configure(style: str) -> None:
    """*style* is `json`, `console`, or `auto`: what suits standard error."""
    readable = style == "console" or (style == "auto" and sys.stderr.isatty())
    handler = logging.StreamHandler()
    handler.setFormatter(_readable() if readable else JsonLines())
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("uvicorn.error", "alembic", "httpx"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """What broke off has been told, with its request id; uvicorn only breaks the connection for it."""
    return not (record.exc_info and isinstance(record.exc_info[1], BrokenOffError))


def _readable() -> logging.Formatter:
    last = structlog.dev.ConsoleRenderer()
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        foreign_pre_chain=_READABLE,
    )
