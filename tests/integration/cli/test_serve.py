"""The first five minutes: one command, and what it prints is all that is needed."""

import re
from urllib.parse import urlsplit

from tests.server_process import PASSWORD


def told(server):
    """What stands behind each label that was printed."""
    return dict(re.findall(r"^  (\S+ \S+) {2,}(.*)$", server.log(), re.MULTILINE))


async def test_the_printed_addresses_are_all_that_one_needs(server, browser):
    await server.start()
    page = await browser(server.url)

    printed = told(server)
    assert printed["Demo page"] == f"{server.url}/"
    assert printed["Your site"] == f'<script src="{server.url}/widget.js" async></script>'

    assert (await page.get("/")).headers["content-type"].startswith("text/html")
    assert (await page.get("/widget.js")).headers["content-type"].startswith("text/javascript")
    assert (await page.get("/admin/chat")).status_code == 200


async def test_the_printed_link_makes_the_first_admin_once(server, browser):
    await server.start()
    link = urlsplit(told(server)["First admin"].split()[0])
    first = {"name": "Ana", "email": "ana@example.com", "password": PASSWORD}
    page = await browser(server.url)
    assert (await page.get(link.path)).status_code == 200

    made = await page.post(link.path, json={"token": link.fragment, **first})
    again = await page.post(link.path, json={"token": link.fragment, **first})

    assert made.status_code == 201
    assert again.status_code == 410
    assert (await page.get("/admin/chat/api/me")).status_code == 200

    await server.stop()
    before = len(server.log())
    await server.start()
    assert "First admin" not in server.log()[before:]


async def test_the_link_is_the_same_until_it_was_used(server):
    await server.start()
    link = told(server)["First admin"]
    await server.stop()

    await server.start()

    assert told(server)["First admin"] == link


async def test_behind_a_proxy_the_public_addresses_are_printed(server):
    server.settings["LIVECHAT_PUBLIC_URL"] = "https://chat.example.com"
    await server.start()

    printed = told(server)
    assert printed["Your site"].startswith('<script src="https://chat.example.com/widget.js"')
    assert printed["First admin"].startswith("https://chat.example.com/admin/setup#")
    assert "Demo page" not in printed


async def test_rate_limits_that_are_off_are_warned_about(server):
    await server.start()

    assert "rate limits are off" in server.log()
