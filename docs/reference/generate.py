"""Writes `command-line.md`, `settings.md` and `http.md` from the code; a test holds the pages to it.

.venv/bin/python -m docs.reference.generate
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docs.reference.http_page import page as http
from livechat.entrypoints.cli import livechat
from livechat.settings import Settings
from tests.wire import document

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
COMMAND_LINE = """# Command line

<!-- Written by generate.py; change the words in src/livechat/entrypoints/cli/__init__.py. -->

From a checkout the command is `.venv/bin/livechat`. Exit status: 0 done; 1 a check of `doctor` failed; 2 refused, with one
sentence on standard error that says what to do. Anything else would be a mistake of ours: please tell us.
"""
SETTINGS = """# Settings

<!-- Written by generate.py; change the words in src/livechat/settings/__init__.py. -->

They are read from the environment and, below it, from `.env` in the working directory. A misspelt `LIVECHAT_…` or
`PUSHER_…` name or a bad value stops the start with one sentence that names it. `LIVECHAT_ADMIN_PASSWORD`,
`PUSHER_APP_SECRET`, `DATABASE_URL` and `REDIS_URL` may also lie in a file: add `_FILE` to the name and give its path.
Laravel's `BROADCAST_CONNECTION` is understood as `BROADCAST_DRIVER`.

| Variable | Default | What it does |
|---|---|---|
"""


def command_line() -> str:
    """Every command with the help that it prints itself."""
    return "\n".join([COMMAND_LINE, *_commands(livechat, None, "livechat")])


def settings() -> str:
    """Every variable with its default."""
    return SETTINGS + "".join(
        f"| `{f.metadata['variable']}` | {_shown(f.default)} | {f.metadata['about']} |\n"
        for f in fields(Settings)
    )


def _commands(command: click.Command, parent: click.Context | None, name: str) -> Iterator[str]:
    width = {"max_content_width": 100, "terminal_width": 100}
    context = click.Context(command, parent, name, **width, **command.context_settings)
    help_text = command.get_help(context)
    yield f"## `{context.command_path}`\n\n```text\n{help_text}\n```\n"
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            assert found is not None
            yield from _commands(found, context, sub)


def _shown(default: object) -> str:
    match default:
        case None | () | frozenset():
            return "–"
        case bool():
            return f"`{'on' if default else 'off'}`"
        case _:
            return f"`{default}`"


def main() -> None:
    """Write the pages."""
    (HERE / "command-line.md").write_text(command_line(), encoding="utf-8")
    (HERE / "settings.md").write_text(settings(), encoding="utf-8")
    (HERE / "http.md").write_text(http(json.loads(asyncio.run(document()))), encoding="utf-8")


if __name__ == "__main__":
    main()
