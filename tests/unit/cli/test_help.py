"""What the command line says of itself: at once, and the same as its pages."""

import os
import re
import subprocess
import sys
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from click import Group
from click.testing import CliRunner

from livechat.entrypoints.cli import livechat

REFERENCE = Path(__file__).parents[3] / "docs/reference"
HEAVY = {"litestar", "sqlalchemy", "alembic", "uvicorn", "httpx", "asyncio", "livechat.bootstrap"}


@pytest.fixture(scope="module")
def written():
    """The program that writes the pages."""
    spec = spec_from_file_location("generate", REFERENCE / "generate.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


def test_the_page_of_the_command_line_is_what_the_code_says(written):
    page = (REFERENCE / "command-line.md").read_text(encoding="utf-8")

    assert page == written.command_line(), "run: python docs/reference/generate.py"


def test_the_page_of_the_settings_is_what_the_code_says(written):
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")

    assert page == written.settings(), "run: python docs/reference/generate.py"
