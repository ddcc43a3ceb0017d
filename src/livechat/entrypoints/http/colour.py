"""Text that can be read on the installation's accent."""

from __future__ import annotations


def text_on(accent: str) -> str:
    """Black or white, whichever stands out more (WCAG 2.2, contrast ratio); *accent* is `#RRGGBB`."""
    light = _luminance(accent)
    on_white, on_black = 1.05 / (light + 0.05), (light + 0.05) / 0.05
    return "#FFFFFF" if on_white >= on_black else "#000000"


def _luminance(accent: str) -> float:
    red, green, blue = (_linear(int(accent[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
