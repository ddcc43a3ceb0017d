"""Our source as its next version may be: with one more revision of the tables."""

import shutil
from pathlib import Path

from livechat.adapters.sql.schema import HEAD
from tests.server_process import SOURCES

NEXT = f"{int(HEAD) + 1:04}"


def next_version(folder, upgrade):
    """Where that source is; *upgrade* is what its revision does, and gives each message a mood."""
    shutil.copytree(SOURCES, folder, ignore=shutil.ignore_patterns("__pycache__"))
    sql = Path(folder) / "livechat/adapters/sql"
    revision = f'"""One more."""\n\nrevision, down_revision = "{NEXT}", "{HEAD}"\n\n{upgrade}'
    (sql / f"migrations/versions/{NEXT}_moods.py").write_text(revision)
    schema = (sql / "schema.py").read_text()
    for old, new in [
        (f'HEAD = "{HEAD}"', f'HEAD = "{NEXT}"'),
        (
            '    Column("attachments", JSON',
            '    Column("mood", Text),\n    Column("attachments", JSON',
        ),
    ]:
        assert schema.count(old) == 1
        schema = schema.replace(old, new)
    (sql / "schema.py").write_text(schema)
    return folder
