"""The files that browsers load, as the frontend's build left them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Response

from livechat.entrypoints.http.colour import text_on
from livechat.entrypoints.http.errors import NotBuiltError
from livechat.entrypoints.http.exchange import Exchange

IMMUTABLE: Final = "public, max-age=31536000, immutable"
CHECK_AGAIN: Final = "no-cache"

_TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
}
_HASH: Final = re.compile(r"-[0-9a-f]{8}(?=\.\w+$)")
_SMALL: Final = 500
_PRESSED: Final = frozenset((".png", ".webp", ".woff2", ".mp3"))


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file, ready to be sent."""

    content: bytes
    zipped: bytes | None
    type: str
    etag: str

    @classmethod
    def of(cls, content: bytes, suffix: str) -> StaticFile:
        """Compressed once, where that helps."""
        worth_it = len(content) > _SMALL and suffix not in _PRESSED
        zipped = gzip.compress(content, mtime=0) if worth_it else None
        etag = f'"{sha256(content).hexdigest()[:20]}"'
        return cls(content, zipped, _TYPES.get(suffix, "application/octet-stream"), etag)

    def answer(
        self, exchange: Exchange, cache_control: str, headers: Mapping[str, str] | None = None
    ) -> Response[Any]:
        """The file, or word that the browser has it already."""
        told = {"Cache-Control": cache_control, "ETag": self.etag, "Vary": "Accept-Encoding"}
        told |= headers or {}
        if self.etag in (exchange.header(b"if-none-match") or ""):
            return Response(None, status_code=304, headers=told)
        body = self.content
        if self.zipped is not None and _takes_gzip(exchange.header(b"accept-encoding") or ""):
            body, told["Content-Encoding"] = self.zipped, "gzip"
        return Response(body, media_type=self.type, headers=told)


def _takes_gzip(accepted: str) -> bool:
    """A weight of nothing is a refusal (RFC 9110, 12.5.3)."""
    return any(
        re.fullmatch(r"gzip(;q=(?!0(\.0*)?$).*)?", each.strip().replace(" ", "").lower())
        for each in accepted.split(",")
    )


@dataclass(slots=True)
class StaticFiles:
    """All of them in memory; read again when the frontend was built again."""

    folder: Path
    accent: str
    _files: dict[str, StaticFile] = field(default_factory=dict, init=False)
    _manifest: dict[str, str] = field(default_factory=dict, init=False)
    _read_at: int = field(default=0, init=False)

    def file(self, path: str) -> StaticFile | None:
        """The file of that name; raises NotBuiltError where there are none at all."""
        self._refresh()
        return self._files.get(path)

    def successor(self, path: str) -> StaticFile | None:
        """What a file with a hash of another build is called now."""
        self._refresh()
        present = self._manifest.get(_HASH.sub("", path))
        return self._files.get(present) if present else None

    def _refresh(self) -> None:
        manifest = self.folder / "manifest.json"
        try:
            built_at = manifest.stat().st_mtime_ns
            if built_at != self._read_at:
                self._manifest = msgspec.json.decode(manifest.read_bytes(), type=dict[str, str])
                self._files = dict(self._read())
                self._read_at = built_at
        except OSError:
            raise NotBuiltError from None

    def _read(self) -> list[tuple[str, StaticFile]]:
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        named = ((path.relative_to(self.folder).as_posix(), path) for path in paths)
        return [
            (name, StaticFile.of(self._filled_in(name, path.read_bytes()), path.suffix))
            for name, path in named
        ]

    def _filled_in(self, name: str, content: bytes) -> bytes:
        """The loader is too small to find these out itself."""
        if name != "widget.js":
            return content
        known = {
            b"%LC_ACCENT%": self.accent,
            b"%LC_ACCENT_TEXT%": text_on(self.accent),
            b"%LC_PANEL%": self._manifest.get("widget/panel.js", ""),
        }
        for placeholder, value in known.items():
            content = content.replace(placeholder, value.encode())
        return content
