"""The widget on websites of others."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.browser.sites import ALLOWED, STRANGER
from tests.browser.windows import until

TALK = ("Halo from the shop", "Hello", "Thank you")


async def test_on_another_site_a_token_opens_the_chat_and_no_cookie_is_set(
    visitor, team, server, sites
):
    requests = []

    def note(request):
        requests.append(request)

    visitor.page.on("request", note)
    await visitor.begins("Halo from the shop", at=sites.with_widget(server))
    await team.says(visitor.name, "Hello")
    await visitor.sees_just("Halo from the shop", "Hello")
    await visitor.page.reload()
    await visitor.opens_the_chat()
    await visitor.says("Thank you")

    await visitor.sees_just(*TALK)
    await visitor.nothing_waits()
    assert await team.texts(visitor.name) == list(TALK)
    assert await visitor.page.context.cookies() == []
    asked = [
        (request.url, await request.all_headers())
        for request in requests
        if request.url.startswith(f"{server.url}/api/")
    ]
    assert not [url for url, headers in asked if "cookie" in headers]
    sent = [headers for url, headers in asked if url.endswith("/send-message")]
    assert all(headers["authorization"].startswith("Bearer ") for headers in sent)


async def test_a_site_that_is_not_on_the_list_gets_no_chat(visitor, server, sites, windows):
    windows.expect("blocked by CORS policy", "net::ERR_FAILED")

    await visitor.visits(sites.with_widget(server, at=STRANGER))
    await visitor.launcher.click()

    await expect(visitor.panel.get_by_text("Chat could not load")).to_be_visible()
    await visitor.picture("refused")


@pytest.mark.parametrize("site", [ALLOWED, STRANGER])
async def test_only_a_site_on_the_list_can_talk_and_listen(site, visitor, server, sites, windows):
    windows.expect("blocked by CORS policy", "net::ERR_FAILED", "status of 403", "WebSocket")
    key = (await (await visitor.page.request.get(f"{server.url}/api/chat/config")).json())[
        "realtime"
    ]["key"]
    await visitor.visits(sites.page("<h1>No widget</h1>", at=site))

    talked = await visitor.page.evaluate(TALKS, server.url)
    listened = await visitor.page.evaluate(
        LISTENS, f"ws{server.url.removeprefix('http')}/app/{key}"
    )

    welcome = site == ALLOWED
    assert talked == (201 if welcome else "TypeError")
    assert (listened == "pusher:connection_established") == welcome, listened


async def test_the_strictest_policy_is_not_violated_by_a_whole_chat(
    visitor, team, server, sites, windows
):
    await visitor.visits(sites.with_widget(server, **strict(server)))
    await visitor.opens_the_chat()
    await visitor.introduces(message="Halo")
    await visitor.is_in_a_chat()
    await team.says(visitor.name, "Look at https://example.com/beans")
    await visitor.sees("Look at https://example.com/beans")
    await visitor.writes("a\nb\nc")
    await visitor.says("Many\nlines")
    await visitor.nothing_waits()
    await visitor.page.set_viewport_size({"width": 360, "height": 740})
    await visitor.closes_the_panel()
    await visitor.opens_the_chat()
    await visitor.ends_the_chat()
    await visitor.sees_that_it_is_closed()
    await visitor.picture("strict")
    await visitor.button(visitor.words.again).click()
    await visitor.introduces(message="Again")
    await visitor.nothing_waits()

    assert windows.unexpected() == []


async def test_that_policy_does_forbid_something(visitor, server, sites, windows):
    windows.expect("policy violated", "Content Security Policy", "TrustedHTML")
    forbidden = sites.script(
        "document.body.setAttribute('style', 'color: red'); document.body.innerHTML = '<b>x</b>'"
    )
    head = f'<script src="{forbidden}" defer></script>'

    await visitor.visits(sites.with_widget(server, head=head, **strict(server)))

    def heard():
        return re.findall(r"policy violated: ([\w-]+)", "\n".join(windows.complaints))

    await until(lambda: asyncio.sleep(0, len(heard()) > 1))
    assert heard() == ["style-src-attr", "require-trusted-types-for"]


def strict(server):
    """Nothing but what the widget's page says that it needs."""
    socket = f"ws{server.url.removeprefix('http')}"
    policy = (
        f"default-src 'none'; script-src 'self' {server.url}; connect-src {server.url} {socket};"
        f" img-src {server.url}; require-trusted-types-for 'script'"
    )
    return {"Content_Security_Policy": policy}


TALKS = """
url => fetch(`${url}/api/chat/start-session`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ guest_name: 'Stranger', guest_email: 'stranger@example.com' }),
}).then(answer => answer.status, error => error.name)
"""

LISTENS = """
url => new Promise(resolve => {
  const socket = new WebSocket(`${url}?protocol=7`)
  socket.onmessage = ({ data }) => resolve(JSON.parse(data).event)
  socket.onclose = ({ code }) => resolve(code)
})
"""
