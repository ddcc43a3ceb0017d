"""Whatever a guest types stays text, for the guest and for the team."""

import pytest
from playwright.async_api import expect

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "\"'><script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "</textarea></style></title><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    'https://example.com/"onmouseover="alert(1)"style="position:fixed;inset:0',
    "{{constructor.constructor('alert(1)')()}} ${alert(1)}",
    "<a href=javascript:alert(1) onclick=alert(1)>Press</a>",
]


@pytest.fixture
def alerts(visitor, admin):
    """Opened by code that should not have run."""
    heard = []

    async def note(dialog):
        heard.append(dialog.message)
        await dialog.dismiss()

    for person in (visitor, admin):
        person.page.on("dialog", note)
    return heard


async def test_nothing_that_a_guest_types_is_run(visitor, admin, alerts):
    visitor.name = "<img src=x onerror=alert(1)>" + visitor.name
    visitor.email = "sari'onload=alert'@example.com"
    await visitor.page.add_init_script(f"history.replaceState(0, '', '{ODD_PATH}')")
    await visitor.visits()
    await visitor.opens_the_chat()
    await visitor.introduces(message=HOSTILE[0], phone="0812 3456 7890")
    for text in HOSTILE[1:]:
        await visitor.says(text)
    await visitor.nothing_waits()

    await admin.opens(visitor.name)
    await admin.sees_just(*HOSTILE)
    await visitor.sees_just(*HOSTILE)
    for text in HOSTILE:
        await admin.says(text)
    await visitor.sees_just(*HOSTILE, *HOSTILE)
    await admin.sees_just(*HOSTILE, *HOSTILE)
    await expect(admin.page.get_by_text(visitor.email)).to_be_visible()
    await admin.picture("hostile")
    await visitor.picture("hostile")

    assert alerts == []
    for person in (visitor, admin):
        assert await links(person) == {"https://example.com/"}
        await expect(
            person.page.locator("script:not([src]), iframe, [onerror], [onload]")
        ).to_have_count(0)


async def links(person):
    """Without what comes behind the quotation mark."""
    hrefs = await person.bubbles.locator("a").evaluate_all("all => all.map(each => each.href)")
    return set(hrefs)


ODD_PATH = "/?<script>alert(1)</script>"


async def test_what_a_website_says_of_a_visitor_is_text_too(visitor, server, sites):
    await visitor.visits(sites.with_widget(server))
    await expect(visitor.launcher).to_be_visible()

    await visitor.page.evaluate(
        "text => LiveChat.identify({ name: text, email: text })", HOSTILE[1]
    )
    await visitor.opens_the_chat()

    await expect(visitor.field(visitor.words.name)).to_have_value(HOSTILE[1])
    await expect(visitor.panel.locator("script, img, iframe")).to_have_count(0)
