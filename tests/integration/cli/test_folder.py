"""What livechat keeps is for its own user alone; a folder that it cannot use is refused."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest

from livechat.entrypoints.cli import folder
from livechat.entrypoints.cli.refusal import Refusal

NOBODY = 65534


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def same_mask():
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def theirs():
    """A folder that others than root may enter, and that belongs to somebody who is not root."""
    made = Path(tempfile.mkdtemp())
    if os.geteuid() == 0:
        os.chown(made, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, 0)
    yield made
    if os.getresuid()[2] == 0:
        os.setresuid(0, 0, 0)
    made.chmod(0o700)
    shutil.rmtree(made)


def test_the_folder_and_all_in_it_are_private_whatever_the_mask(livechat):
    os.umask(0)

    assert livechat("migrate").status == 0

    assert mode(livechat.data) == 0o700
    assert {mode(path) for path in livechat.data.iterdir()} == {0o600}


def test_a_database_elsewhere_is_private_too(livechat):
    assert livechat("migrate", DATABASE_URL="sqlite:///chat.db").status == 0

    assert mode(livechat.folder / "chat.db") == 0o600


def test_an_empty_folder_that_was_open_to_others_is_closed(tmp_path):
    tmp_path.chmod(0o755)

    folder.prepare(tmp_path, tmp_path / "livechat.db")

    assert mode(tmp_path) == 0o700


def test_a_folder_with_other_things_in_it_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "holiday.jpg").touch()

    folder.prepare(tmp_path, tmp_path / "livechat.db")

    assert mode(tmp_path) == 0o755


def test_a_folder_that_may_only_be_read_is_refused(theirs):
    theirs.chmod(0o500)

    with pytest.raises(Refusal, match="cannot be written to"):
        folder.prepare(theirs, theirs / "livechat.db")
    with pytest.raises(Refusal, match="data cannot be used: Permission denied"):
        folder.prepare(theirs / "data", theirs / "data/livechat.db")
