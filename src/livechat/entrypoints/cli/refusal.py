"""How a command says no: one sentence, status 2, no traceback."""

from __future__ import annotations

import click


class Refusal(click.ClickException):
    """What is wrong, and what to do about it."""

    exit_code = 2
