"""What the command line says of itself: at once, and the same as its pages."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click import Group
from click.testing import CliRunner

from docs.reference import generate
from livechat.entrypoints.cli import livechat
from tests.wire import document

REFERENCE = Path(__file__).parents[3] / "docs/reference"
AGAIN = "run: .venv/bin/python -m docs.reference.generate"
HEAVY = {"litestar", "sqlalchemy", "alembic", "uvicorn", "httpx", "asyncio", "livechat.bootstrap"}


def commands(group, *path):
    for name, command in sorted(group.commands.items()):
        yield [*path, name]
        if isinstance(command, Group):
            yield from commands(command, *path, name)


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_an_answer_about_itself_needs_nothing_heavy(asked):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "livechat", asked],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    imported = set(re.findall(r"\| +(\S+)$", done.stderr, re.MULTILINE))
    assert "click" in imported
    assert imported & HEAVY == set()


def test_the_version_is_that_of_the_distribution():
    said = CliRunner().invoke(livechat, ["--version"]).output

    assert said == f"livechat, version {version('livechat-server')}\n"


@pytest.mark.parametrize("command", [[], *commands(livechat)], ids=" ".join)
def test_every_command_explains_itself(command):
    said = CliRunner().invoke(livechat, [*command, "-h"])

    assert said.exit_code == 0
    assert said.output.startswith("Usage: livechat")
    assert len(said.output.splitlines()[2].strip()) > 10


def test_the_page_of_the_command_line_is_what_the_code_says():
    page = (REFERENCE / "command-line.md").read_text(encoding="utf-8")

    assert page == generate.command_line(), AGAIN


def test_the_page_of_the_settings_is_what_the_code_says():
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")

    assert page == generate.settings(), AGAIN


async def test_the_page_of_the_calls_is_what_the_document_says():
    page = (REFERENCE / "http.md").read_text(encoding="utf-8")

    assert page == generate.http(json.loads(await document())), AGAIN
