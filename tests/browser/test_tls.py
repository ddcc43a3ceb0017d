"""The chat and the sites that embed it under names of their own, with TLS, in both browsers."""

from functools import partial

import pytest
from playwright.async_api import Error, expect

from tests.browser.admin_desk import AdminDesk
from tests.browser.browsers import blocks_cookies_of_others, chromium_behind, firefox_behind
from tests.browser.conftest import running
from tests.browser.sockets import SOON, are, sockets
from tests.browser.test_attack_pages import attacks
from tests.browser.tls import CHAT, SHOP, TlsNginx
from tests.browser.windows import until

NOT_ON_THE_LIST = [
    "https://stranger.test",
    "https://shop.example.net.evil.test",
    "https://evil-shop.example.net",
    "https://www.shop.example.net",
    "https://example.net",
    "https://shop.example.net.",
    "https://shop.example.net:8443",
    "http://shop.example.net",
]
NO_ORIGIN = {"Content_Security_Policy": "sandbox allow-scripts"}
PUBLIC = {"/openapi.json", "/widget.js"}


async def as_it_is(page):
    pass


strict_browsers = pytest.mark.parametrize(
    ("browser", "refuses"),
    [
        pytest.param(chromium_behind, blocks_cookies_of_others, id="Chromium blocks"),
        pytest.param(partial(firefox_behind, behaviour=1), as_it_is, id="Firefox blocks"),
        pytest.param(partial(firefox_behind, behaviour=5), as_it_is, id="Firefox keeps apart"),
    ],
    indirect=["browser"],
    scope="module",
)

READS = """
async ([chat, calls, token]) => {
  const read = []
  for (const [method, path, body] of calls) {
    const json = method === 'GET' ? {} : { body: JSON.stringify(body) }
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }
    const ask = more => fetch(chat + path, { method, ...json, ...more }).then(() => read.push(path), () => {})
    await Promise.all([{}, { credentials: 'include' }, { headers }].map(ask))
  }
  return [...new Set(read)]
}
"""

ADDRESS_OF_THE_SOCKET = """
chat => fetch(`${chat}/api/chat/config`).then(answer => answer.json())
  .then(({ realtime }) => `${chat.replace('http', 'ws')}/app/${realtime.key}`)
"""

ASKS = "url => fetch(url, { credentials: 'include' }).then()"

LISTENS = """
url => new Promise(resolve => {
  const heard = []
  const socket = new WebSocket(`${url}?protocol=7`)
  socket.onmessage = ({ data }) => {
    heard.push(JSON.parse(data).event)
    if (heard.includes('pusher:connection_established')) socket.close(1000)
  }
  socket.onclose = ({ code }) => resolve([...heard, code])
})
"""


@pytest.fixture(scope="module")
async def server(tmp_path_factory):
    """As it is behind a proxy."""
    settings = {
        "LIVECHAT_PUBLIC_URL": CHAT.url,
        "LIVECHAT_ALLOWED_ORIGINS": SHOP,
        "LIVECHAT_TRUSTED_PROXIES": "127.0.0.1",
    }
    async with running(tmp_path_factory.mktemp("tls"), **settings) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(server, sites):
    with TlsNginx(server.folder, server, sites) as proxy:
        yield proxy


@pytest.fixture(scope="module", params=[chromium_behind, firefox_behind])
async def browser(request, proxy, playwright):
    async with await request.param(proxy, playwright) as browser:
        yield browser


@pytest.fixture
async def admin(windows):
    admin = AdminDesk(windows, CHAT, await windows.open())
    await admin.signs_in()
    return admin


@pytest.fixture
def shop(sites):
    return at(SHOP, sites.with_widget(CHAT), sites)


async def they_talk(visitor, admin, server, shop):
    """Live, and after a reload; no cookie is set but the admin's."""
    await visitor.begins("Halo from the shop", at=shop)
    await until(lambda: are(lambda: sockets(server), 2))
    await admin.opens(visitor.name)
    await admin.says("Hello")

    await expect(visitor.bubbles).to_have_text(["Halo from the shop", "Hello"], timeout=SOON)
    await visitor.page.reload()
    await visitor.opens_the_chat()
    await visitor.says("Thank you")

    await visitor.sees_just("Halo from the shop", "Hello", "Thank you")
    await visitor.nothing_waits()
    await admin.sees_just("Halo from the shop", "Hello", "Thank you")
    assert await visitor.page.context.cookies() == []
    assert [each["name"] for each in await admin.page.context.cookies()] == [
        "__Host-livechat_admin"
    ]


def stranger(sites, **headers):
    """A page that whoever embeds it may ask for with cookies."""
    shared = {"Access_Control_Allow_Origin": SHOP, "Access_Control_Allow_Credentials": "true"}
    return at("https://stranger.test", sites.page("", **shared, **headers), sites)


def at(origin, page, sites):
    """That page, on a site of this name."""
    return origin + page.removeprefix(sites.origin())


async def test_on_another_site_a_visitor_talks_live_and_no_cookie_is_set(
    visitor, admin, server, shop
):
    await they_talk(visitor, admin, server, shop)


@strict_browsers
async def test_where_cookies_of_other_sites_are_refused_a_visitor_talks_just_so(
    visitor, admin, server, shop, refuses
):
    await refuses(visitor.page)

    await they_talk(visitor, admin, server, shop)


@strict_browsers
async def test_there_a_site_finds_nothing_of_what_it_set_within_another(
    visitor, shop, sites, refuses
):
    cookie = {"Set_Cookie": "seen=1; Path=/; Secure; SameSite=None"}
    await refuses(visitor.page)
    await visitor.visits(shop)

    await visitor.page.evaluate(ASKS, stranger(sites, **cookie))
    await visitor.visits(stranger(sites))

    assert await visitor.page.evaluate("document.cookie") == ""


async def test_a_name_that_the_certificate_lacks_is_refused(visitor, shop, sites):
    for name in ("unknown.example.com", "deeper.shop.example.net"):
        with pytest.raises(Error, match=r"CERT_COMMON_NAME_INVALID|NS_ERROR_|SSL_ERROR_BAD_CERT"):
            await visitor.visits(shop.replace("shop.example.net", name))


async def test_a_cookie_that_another_site_sets_would_be_seen(visitor, shop, sites):
    cookie = {"Set_Cookie": "seen=1; Path=/; Secure; SameSite=None; Partitioned"}
    await visitor.visits(shop)

    await visitor.page.evaluate(ASKS, stranger(sites, **cookie))

    assert [each["name"] for each in await visitor.page.context.cookies()] == ["seen"]


async def test_38_and_41_only_the_site_on_the_list_reads_an_answer_and_has_a_socket(
    visitor, admin, server, shop, sites, windows
):
    windows.expect(".")
    await visitor.begins("Halo", at=shop)
    token = await visitor.page.evaluate("localStorage.livechat")
    calls = list(attacks(token.partition(".")[0]))
    socket = await visitor.page.evaluate(ADDRESS_OF_THE_SOCKET, CHAT.url)
    plain, nobody = sites.page("<h1>x</h1>"), sites.page("<h1>x</h1>", **NO_ORIGIN)
    pages = [at(each, plain, sites) for each in NOT_ON_THE_LIST] + [at(SHOP, nobody, sites)]

    learnt = {}
    for url in [*pages, at(SHOP, plain, sites)]:
        await admin.page.goto(url)
        read = await admin.page.evaluate(READS, [CHAT.url, calls, token])
        learnt[url] = ({*read} - PUBLIC, await admin.page.evaluate(LISTENS, socket))

    read, heard = learnt.pop(url)
    assert {path for _, path, _ in calls if path.startswith("/api/")} < read
    assert not [path for path in read if path.startswith("/admin")]
    assert heard == ["pusher:connection_established", 1000]
    assert learnt == dict.fromkeys(pages, (set(), ["pusher:error", 4009]))
