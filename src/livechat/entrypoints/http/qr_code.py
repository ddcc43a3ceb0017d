"""A text as a picture that a phone reads."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class QrCode(Struct, frozen=True):
    """The dark squares of a QR code: the path of an SVG that is `size` wide and high, without a margin."""

    size: int
    path: str

    @classmethod
    def of(cls, text: str) -> QrCode:
        """Readable where 15 % of it cannot be seen."""
        import segno

        rows = segno.make(text, error="m", micro=False).matrix
        return cls(len(rows), "".join(_dark(rows)))


def _dark(rows: Sequence[Sequence[int]]) -> Iterator[str]:
    """A box for each run of dark squares of a row."""
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
