"""A backup's file: a ZIP with the rows of each table as JSON lines, and a manifest that says what must be in them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error as DeflateError  # noqa: N812  it is an exception

import msgspec
from sqlalchemy import JSON, LargeBinary, Table

from livechat.adapters.sql.pages import ROWS
from livechat.adapters.sql.schema import Moment
from livechat.domain.errors import StoreUnavailableError

FORMAT = 1
_MANIFEST = "manifest.json"
_DAMAGE = (BadZipFile, DeflateError, EOFError, KeyError, OSError, NotImplementedError)

Rows = Sequence[Mapping[str, Any]]


class Part(msgspec.Struct, frozen=True):
    """One table: how many rows, and the SHA-256 of its file."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds, from which installation and moment; *schema* is the version of its tables."""

    format: int
    schema: str
    epoch: str
    made_at: datetime
    tables: dict[str, Part]


class NewArchive:
    """A file that is being written, part by part."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self.parts: dict[str, Part] = {}

    async def add(self, name: str, pages: AsyncIterator[Rows]) -> None:
        """All rows of one table."""
        sum_, rows = sha256(), 0
        with self._file.open(_part(name), "w", force_zip64=True) as part:
            async for page in pages:
                lines = b"".join(msgspec.json.encode(row) + b"\n" for row in page)
                part.write(lines)
                sum_.update(lines)
                rows += len(page)
        self.parts[name] = Part(rows, sum_.hexdigest())

    def sign(self, manifest: Manifest) -> None:
        """The last thing to be written."""
        text = msgspec.json.format(msgspec.json.encode(manifest))
        self._file.writestr(_MANIFEST, text)


@contextmanager
def new_archive(path: Path) -> Iterator[NewArchive]:
    """It has its name only when it is whole and on the disk; raises FileExistsError where there is one already."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with half.open("xb") as raw:
            with ZipFile(raw, "w", ZIP_DEFLATED, compresslevel=1) as file:
                yield NewArchive(file)
            raw.flush()
            os.fsync(raw.fileno())
        os.link(half, path)
    finally:
        half.unlink(missing_ok=True)


class Archive:
    """A file that is read; whatever is wrong with it raises StoreUnavailableError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = self._opened()
        self.manifest = self._manifest()

    def _opened(self) -> ZipFile:
        try:
            return ZipFile(self._path)
        except FileNotFoundError:
            raise StoreUnavailableError(f"There is no file {self._path}.") from None
        except _DAMAGE as error:
            raise self._refusal("it is no backup of livechat, or not a whole one") from error

    def _manifest(self) -> Manifest:
        with self._is_whole():
            text = self._file.read(_MANIFEST)
            found = msgspec.json.decode(text, type=dict[str, Any]).get("format")
            if found != FORMAT:
                raise self._refusal(f"its format is {found}, and this livechat reads {FORMAT}")
            return msgspec.json.decode(text, type=Manifest)

    def check(self, tables: Sequence[Table]) -> None:
        """Read all of it once, and believe none of it before."""
        for table in tables:
            part = self.manifest.tables.get(table.name)
            sum_ = sha256()
            with self._is_whole(), self._file.open(_part(table.name)) as file:
                for lines in iter(lambda: file.read(2**20), b""):
                    sum_.update(lines)
            rows = sum(len(page) for page in self.pages(table))
            if part != Part(rows, sum_.hexdigest()):
                raise self._refusal(f"{table.name} is not what its manifest says")

    def pages(self, table: Table) -> Iterator[list[dict[str, Any]]]:
        """All rows of a table, many at a time."""
        decoder = msgspec.json.Decoder(_row_of(table))
        with self._is_whole(), self._file.open(_part(table.name)) as file:
            while page := [
                msgspec.structs.asdict(decoder.decode(line)) for line in islice(file, ROWS)
            ]:
                yield page

    def close(self) -> None:
        """Read no more."""
        self._file.close()

    @contextmanager
    def _is_whole(self) -> Iterator[None]:
        try:
            yield
        except (*_DAMAGE, msgspec.DecodeError) as error:
            raise self._refusal(f"it is damaged ({error})") from error

    def _refusal(self, reason: str) -> StoreUnavailableError:
        return StoreUnavailableError(f"{self._path} cannot be restored: {reason}.")


def _part(name: str) -> str:
    return f"{name}.jsonl"


def _row_of(table: Table) -> type[msgspec.Struct]:
    """What a line has to be."""
    fields = []
    for column in table.columns:
        kind = column.type
        if isinstance(kind, JSON):
            wanted: Any = Any
        elif isinstance(kind, Moment):
            wanted = datetime
        elif isinstance(kind, LargeBinary):
            wanted = bytes
        else:
            wanted = kind.python_type
        fields.append((f"{column.name}", wanted | None if column.nullable else wanted))
    return msgspec.defstruct(table.name, fields, forbid_unknown_fields=True)
