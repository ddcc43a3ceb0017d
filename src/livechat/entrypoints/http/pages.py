"""Pages and the files that they load."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from livechat.application.ports import Admins
from livechat.entrypoints.http.errors import NotBuiltError
from livechat.entrypoints.http.exchange import exchange_of
from livechat.entrypoints.http.headers import page_policy
from livechat.entrypoints.http.settings import HttpSettings
from livechat.entrypoints.http.static_files import CHECK_AGAIN, IMMUTABLE, StaticFile, StaticFiles
from livechat.entrypoints.injection import Asked, Injected

_FOR_EVERY_SITE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@get("/widget.js", include_in_schema=False)
async def widget_loader(request: Asked, static: Injected[StaticFiles]) -> Response[Any]:
    """What a website includes."""
    file = static.file("widget.js")
    if file is None:
        raise NotBuiltError
    return file.answer(exchange_of(request.scope), "public, max-age=600", _FOR_EVERY_SITE)


@get("/widget/{path:path}", include_in_schema=False)
async def widget_file(
    request: Asked, path: FromPath[str], static: Injected[StaticFiles]
) -> Response[Any]:
    """What the loader loads; of a build that is gone, the present one."""
    return _asset(request, f"widget{path}", static, _FOR_EVERY_SITE)


@get("/admin/assets/{path:path}", include_in_schema=False)
async def console_file(
    request: Asked, path: FromPath[str], static: Injected[StaticFiles]
) -> Response[Any]:
    """What the console loads."""
    return _asset(request, f"admin/assets{path}", static, {})


@get("/demo/assets/{path:path}", include_in_schema=False)
async def demo_file(
    request: Asked, path: FromPath[str], static: Injected[StaticFiles]
) -> Response[Any]:
    """What the demo page loads."""
    return _asset(request, f"demo/assets{path}", static, {})


@get("/admin", include_in_schema=False)
async def administration() -> Redirect:
    """Where whoever types the address wants to go."""
    return Redirect("/admin/chat")


@get(
    ["/admin/login", "/admin/setup", "/admin/chat", "/admin/chat/{path:path}"],
    include_in_schema=False,
)
async def console(
    request: Asked, settings: Injected[HttpSettings], static: Injected[StaticFiles]
) -> Response[Any]:
    """One shell for all addresses: the console reads its own."""
    page = _page(static, "admin/index.html")
    return page.answer(exchange_of(request.scope), CHECK_AGAIN, _policy(settings))


@get("/", include_in_schema=False)
async def demo(
    request: Asked,
    settings: Injected[HttpSettings],
    static: Injected[StaticFiles],
    admins: Injected[Admins],
) -> Response[Any]:
    """A website with the widget on it, in the visitor's language."""
    if not settings.demo_page:
        raise NotFoundException
    exchange = exchange_of(request.scope)
    language = spoken(exchange.header(b"accept-language") or "")
    has_admin = b"true" if await admins.all() else b"false"
    page = _page(static, "demo/index.html").content
    page = page.replace(b"%LC_LANG%", language.encode()).replace(b"%LC_HAS_ADMIN%", has_admin)
    headers = _policy(settings) | {
        "Vary": "Accept-Encoding, Accept-Language",
        "Content-Language": language,
    }
    return StaticFile.of(page, ".html").answer(exchange, CHECK_AGAIN, headers)


def spoken(accepted: str) -> str:
    """The language of ours that a browser likes best (RFC 9110, 12.5.4)."""
    liked: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().lower().partition(";q=")
        language = {"in": "id"}.get(tag.split("-")[0], tag.split("-")[0])
        if language in ("en", "id"):
            liked.append((_weight(weight), language))
    best = max(liked, key=lambda each: each[0], default=(0.0, "en"))
    return best[1] if best[0] > 0 else "en"


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _policy(settings: HttpSettings) -> dict[str, str]:
    sockets = [settings.sockets.origin] if settings.sockets else []
    return {"Content-Security-Policy": page_policy(*sockets)}


def _page(static: StaticFiles, name: str) -> StaticFile:
    page = static.file(name)
    if page is None:
        raise NotBuiltError
    return page


def _asset(
    request: Asked, name: str, static: StaticFiles, headers: dict[str, str]
) -> Response[Any]:
    exchange = exchange_of(request.scope)
    if file := static.file(name):
        return file.answer(exchange, IMMUTABLE, headers)
    if file := static.successor(name):
        return file.answer(exchange, CHECK_AGAIN, headers)
    raise NotFoundException


HANDLERS: Final = (
    widget_loader,
    widget_file,
    console_file,
    demo_file,
    administration,
    console,
    demo,
)
