"""Pages that would use the cookies of whoever comes by: a guest in a chat, who is signed in as an admin too."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from tests.browser.admin_desk import EMAIL
from tests.browser.sites import STRANGER
from tests.browser.windows import until
from tests.server_process import PASSWORD
from tests.unit.http.test_access import ACCESS, address_of, body_of

STORED = (
    "SELECT * FROM chat_sessions",
    "SELECT * FROM chat_messages",
    "SELECT * FROM admins",
    "SELECT * FROM installation",
    "SELECT token_hash, admin_id, created_at FROM admin_logins",
)

ATTACK = """
async ([server, calls]) => {
  const seen = []
  let forms = 0
  const submit = (action, enctype, fields) => {
    const target = `answer-${forms++}`
    document.body.appendChild(Object.assign(document.createElement('iframe'), { name: target }))
    const form = document.body.appendChild(document.createElement('form'))
    Object.assign(form, { action, enctype, method: 'post', target })
    for (const [name, value] of fields)
      form.appendChild(Object.assign(document.createElement('input'), { name, value }))
    form.submit()
  }
  const look = (tag, src) => new Promise(done => {
    const element = Object.assign(document.createElement(tag), { src, onload: done, onerror: done })
    document.body.appendChild(element)
  })
  const ask = async (url, more) => {
    const answer = await fetch(url, { credentials: 'include', ...more }).catch(() => null)
    if (answer !== null && answer.type !== 'opaque') seen.push(new URL(url).pathname)
  }
  for (const [method, path, body] of calls) {
    const url = server + path, json = JSON.stringify(body), fields = Object.entries(body)
    await Promise.all([look('img', url), look('script', url), ask(url, {})])
    if (method === 'GET') continue
    submit(url, 'application/x-www-form-urlencoded', fields)
    submit(url, 'multipart/form-data', fields)
    submit(url, 'text/plain', [[json.slice(0, -1) + (fields.length ? ',' : '') + '"x":"', '"}']])
    submit(url, 'text/plain', [[json, '']])
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded'])
      await ask(url, { method, mode: 'no-cors', body: json, headers: { 'content-type': type } })
    for (const method of ['POST', 'PUT', 'DELETE'])
      await ask(url, { method, body: json, headers: { 'content-type': 'application/json' } })
    navigator.sendBeacon(url, new Blob([json], { type: 'text/plain' }))
    await look('img', `${url}?${new URLSearchParams(body)}`)
  }
  return [seen, forms]
}
"""

LISTENS = """
([url, channel]) => new Promise(resolve => {
  const heard = []
  const socket = new WebSocket(`${url}?protocol=7`)
  const data = { channel, auth: '' }
  socket.onopen = () => socket.send(JSON.stringify({ event: 'pusher:subscribe', data }))
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data).event)
  socket.onclose = ({ code }) => resolve([heard, code])
})
"""


@pytest.fixture
async def victim(visitor, server):
    """In a chat, and signed in: both cookies are in one browser."""
    await visitor.begins("Halo")
    login = {"email": EMAIL, "password": PASSWORD}
    assert (await visitor.page.request.post(f"{server.url}/admin/login", data=login)).ok
    assert len(await visitor.page.context.cookies()) == 2
    return visitor


async def session_id(victim):
    answer = await victim.page.request.get(f"{victim.server.url}/api/chat/session-from-cookie")
    return (await answer.json())["session"]["session_id"]


def attacks(chat):
    """Every route, asked for what it would do."""
    for route in ACCESS:
        words = body_of(route, chat)
        body = words.get("json") or words.get("data") or {}
        if route == "POST /admin/login":
            body = {"email": EMAIL, "password": PASSWORD}
        if "{path:path}" not in route:
            yield route.split()[0], address_of(route, chat), body


def stored(server):
    with closing(sqlite3.connect(server.folder / "data/livechat.db")) as database:
        return [database.execute(each).fetchall() for each in STORED]


@pytest.mark.parametrize("site", ["another", "the same, on another port"])
async def test_37_an_attack_page_changes_nothing_and_learns_nothing(
    site, victim, server, sites, windows
):
    windows.expect(".")
    windows.attacked = True
    origin = sites.origin(STRANGER) if site == "another" else f"http://127.0.0.1:{sites.port}"
    page = sites.page("<title>Win a prize</title><h1>Win a prize</h1>").removeprefix(sites.origin())
    chat = await session_id(victim)
    cookies, before = await victim.page.context.cookies(), stored(server)
    posted = []
    victim.page.on("request", lambda each: posted.append(each) if each.method == "POST" else None)

    await victim.visits(origin + page)
    learnt, forms = await victim.page.evaluate(ATTACK, [server.url, list(attacks(chat))])
    await until(lambda: asyncio.sleep(0, sum(map(is_of_a_form, posted)) == forms))
    headers = [await each.all_headers() for each in posted if await each.response() is not None]

    assert stored(server) == before
    assert await victim.page.context.cookies() == cookies
    assert set(learnt) <= {"/openapi.json", "/widget.js"}
    assert len(headers) >= forms == 4 * len([each for each in ACCESS if "POST" in each])
    went_along = any("livechat_admin" in each.get("cookie", "") for each in headers)
    assert went_along == (site != "another")


def is_of_a_form(request):
    return request.is_navigation_request()


async def test_37_from_our_own_page_the_same_would_be_done(victim, server):
    chat = await session_id(victim)
    before = stored(server)
    close = f"{server.url}/api/chat/session/{chat}/close"

    asks = "url => fetch(url, { method: 'POST' }).then(answer => answer.status)"
    assert await victim.page.evaluate(asks, close) == 200

    assert stored(server) != before


async def test_41_a_socket_of_a_foreign_page_is_told_so_and_closed(victim, server, sites, windows):
    windows.expect("WebSocket")
    asked = await victim.page.request.get(f"{server.url}/api/chat/config")
    key = (await asked.json())["realtime"]["key"]
    channel = f"private-chat-session.{await session_id(victim)}"
    await victim.visits(sites.page("<title>x</title>", at=STRANGER))

    url = f"ws{server.url.removeprefix('http')}/app/{key}"
    heard = await victim.page.evaluate(LISTENS, [url, channel])

    assert heard == [["pusher:error"], 4009]
