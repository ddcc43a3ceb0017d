"""Two hundred texts that would like to be more, in every field and wherever texts are shown."""

import asyncio
import re
from functools import partial
from html import escape
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from tests.browser.admin_desk import COLLEAGUE
from tests.browser.conftest import running
from tests.browser.guests import guests_of
from tests.browser.leaving import BEHIND
from tests.browser.payloads import on_one_line, payloads
from tests.browser.team import team_of
from tests.browser.test_console_alerts import LISTEN, switch
from tests.browser.windows import until

PAYLOADS = payloads()
NAMES = [on_one_line(each).strip() for each in PAYLOADS]
EMAILS = ("'onload='pwned`1`'@q.example", "a?bcc=b&body=pwned`1`@q.example", "&quot@q.example")
TOPICS = (NAMES[130], NAMES[131])
SETTINGS = {
    "LIVECHAT_TEAM_NAME": PAYLOADS[50],
    "LIVECHAT_GREETING": PAYLOADS[90],
    "LIVECHAT_TOPICS": ",".join(TOPICS),
}
STRANGE_LINKS = """() => {
  const within = root => [...root.querySelectorAll('*')].flatMap(each => [each, ...(each.shadowRoot ? within(each.shadowRoot) : [])])
  const links = within(document).filter(each => each.matches('a[href]') && each.origin !== location.origin)
  const fine = ({ protocol, relList }) => protocol === 'mailto:' || (/^https?:$/.test(protocol) && relList.contains('noreferrer'))
  return links.filter(each => !fine(each)).map(each => each.outerHTML)
}"""
POLICY = "<meta http-equiv=[^>]+>"
MOST = 100
WATCHED = "window.pwned = () => console.error('a payload has run')"


@pytest.fixture
async def hostile(tmp_path, sites):
    """A server whose team has hostile names, too."""
    allowed = {"LIVECHAT_ALLOWED_ORIGINS": sites.origin()}
    async with running(tmp_path, **SETTINGS, **allowed) as server:
        await server.command("admin", "create", COLLEAGUE, "--name", NAMES[150])
        yield server


@pytest.fixture
async def chats(hostile):
    """One with each of them as name, detail, message and answer; the newest is that of the last."""
    async with guests_of(hostile) as guests, team_of(hostile) as team:
        for n, text in enumerate(PAYLOADS):
            told = {
                "guest_email": EMAILS[n % len(EMAILS)],
                "topic": TOPICS[n % len(TOPICS)],
                "metadata": {text: text, "url": text, "referrer": f"https://q/{text}", "x": [text]},
            }
            guest = await guests(text, name=NAMES[n], **told)
            await team.answers(guest.session_id, text)
    return hostile


async def watch(person):
    """Whatever runs is a complaint, and so is every dialog."""
    person.page.on("dialog", lambda dialog: person.windows.complaints.append(dialog.message))
    await person.page.add_init_script(WATCHED)


async def strange_links(person):
    """Those that lead to no website and no letter, or tell where somebody came from."""
    return await person.page.evaluate(STRANGE_LINKS)


async def test_33_and_34_no_payload_runs_in_the_console(chats, admins, windows):
    admin = await admins(at=chats)
    await watch(admin)
    await admin.visits()
    first = admin.list.get_by_role("listitem").first
    await expect(first).to_contain_text(NAMES[-1])

    for n in reversed(range(len(PAYLOADS))):
        await admin.page.keyboard.press("j")
        await expect(admin.page.locator("#talk-title")).to_have_text(NAMES[n])
        await admin.sees_just(PAYLOADS[n], PAYLOADS[n])
        await expect(admin.page.get_by_role("complementary").locator("dd").nth(3)).to_be_visible()
        assert await strange_links(admin) == []

    await expect(admin.list.get_by_role("listitem")).to_have_count(len(PAYLOADS))
    await admin.page.get_by_role("button", name=admin.words.close_session).click()
    await expect(admin.page.get_by_role("alertdialog")).to_contain_text(NAMES[0])
    for text in NAMES[::10]:
        await admin.visits(f"/admin/chat?q={quote(text + 'z')}#{text}")
        await expect(admin.page.get_by_text(text + "z").first).to_be_visible()
    await admin.visits("/admin/chat/statistics")
    await expect(admin.page.get_by_role("table")).to_be_visible()
    assert windows.unexpected() == []


async def test_33_no_payload_runs_where_an_admin_is_notified(hostile, admins, guests_at, windows):
    guests = await guests_at(hostile)
    admin = await admins(at=hostile)
    await watch(admin)
    await admin.page.add_init_script(LISTEN)
    before = await guests("Before")
    await admin.visits()
    await admin.sees_the_chat_of(before.name)
    await switch(admin, "Notifications")
    await BEHIND[0](admin.page)

    for at in range(0, len(PAYLOADS), 20):
        some = zip(PAYLOADS[at : at + 20], NAMES[at : at + 20], strict=True)
        await asyncio.gather(*(guests(text, name=name) for text, name in some))
        await until(partial(admin.page.evaluate, f"notices.length >= {at + 20}"))
    assert windows.unexpected() == []


async def test_33_no_payload_runs_in_a_page_that_was_taken_along(chats, visitor, tmp_path, windows):
    whole, open_ = tmp_path / "chats.html", tmp_path / "without its policy.html"
    await chats.command("export", "--format", "html", "-o", str(whole))
    text, policies = re.subn(POLICY, "", whole.read_text())
    assert policies == 1
    open_.write_text(text)
    await watch(visitor)

    for page in (whole, open_):
        await visitor.visits(page.as_uri())
        assert windows.unexpected() == []
        said = await visitor.page.locator(".said").all_text_contents()
        assert sorted(said) == sorted(PAYLOADS * 2)


async def test_33_and_34_no_payload_runs_in_the_widget(hostile, visitors, windows, sites):
    visitor = await visitors(at=hostile)
    await watch(visitor)
    await visitor.visits(f"{sites.with_widget(hostile)}#{NAMES[0]}")
    await expect(visitor.launcher).to_be_visible()
    for text in PAYLOADS[::10]:
        known = {"name": text, "email": text, "phone": text}
        await visitor.page.evaluate("known => LiveChat.identify(known)", known)
    await visitor.opens_the_chat()
    await expect(visitor.field(visitor.words.name)).to_have_value(on_one_line(text))
    visitor.name = NAMES[7]
    visitor.email = EMAILS[0]
    await visitor.introduces(message=PAYLOADS[0], phone="0812 3456 7890")
    await visitor.is_in_a_chat()

    async with team_of(hostile, COLLEAGUE) as colleague, team_of(hostile) as team:
        await colleague.says(NAMES[7], *PAYLOADS[1:3])
        await team.says(NAMES[7], *PAYLOADS[3:190])
    await visitor.sees(PAYLOADS[189])
    for text in PAYLOADS[190:]:
        await visitor.says(text)
    await visitor.nothing_waits()

    await visitor.sees_just(*PAYLOADS)
    await expect(visitor.log).to_contain_text(NAMES[150])
    assert await strange_links(visitor) == []
    await visitor.page.reload()
    await visitor.opens_the_chat()
    await visitor.sees_just(*PAYLOADS[-50:])
    assert windows.unexpected() == []


async def test_33_most_payloads_do_run_where_they_are_taken_for_html(visitor, sites, windows):
    windows.expect(".")
    await watch(visitor)
    frames = "".join(f'<iframe srcdoc="{escape(text)}"></iframe>' for text in PAYLOADS)

    page = sites.page(f"<title>All of them</title>{frames}")
    await visitor.page.goto(page, wait_until="commit")

    def have_run():
        return sum("a payload has run" in each for each in windows.complaints)

    await until(lambda: asyncio.sleep(0, have_run() >= MOST))
