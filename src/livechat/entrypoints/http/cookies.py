"""The two cookies: a guest's chat, and an admin's login."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from livechat.domain.people import LONGEST_LOGIN

if TYPE_CHECKING:
    from livechat.entrypoints.http.settings import HttpSettings


@dataclass(frozen=True, slots=True)
class Cookie:
    """One name and how long it lasts; host-only, out of reach of scripts."""

    name: str
    lasts: timedelta
    same_site: str
    secure: bool

    def holding(self, value: str) -> dict[str, str]:
        """The header that gives it, or gives it anew."""
        return self._header(value, self.lasts)

    def gone(self) -> dict[str, str]:
        """The header that takes it away."""
        return self._header("", timedelta())

    def _header(self, value: str, lasts: timedelta) -> dict[str, str]:
        words = [
            f"{self.name}={value}",
            "Path=/",
            f"Max-Age={int(lasts.total_seconds())}",
            "HttpOnly",
            f"SameSite={self.same_site}",
            *(["Secure"] if self.secure else []),
        ]
        return {"Set-Cookie": "; ".join(words)}


def guest_cookie(settings: HttpSettings) -> Cookie:
    """It carries the token as readable text."""
    lasts = timedelta(days=settings.cookie_days)
    return Cookie("chat_session_id", lasts, "Lax", settings.secure)


def admin_cookie(settings: HttpSettings) -> Cookie:
    """Strict costs no deep link: the console asks who is signed in after it has loaded."""
    name = "__Host-livechat_admin" if settings.secure else "livechat_admin"
    return Cookie(name, LONGEST_LOGIN, "Strict", settings.secure)
