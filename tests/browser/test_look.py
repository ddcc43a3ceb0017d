"""How the widget looks, where a picture alone would tell nobody."""

from playwright.async_api import expect


async def test_a_chat_that_is_older_than_the_page_has_a_field_of_full_height(visitor):
    await visitor.begins("Halo")
    await visitor.writes("three\nlines\nhere")
    before = await visitor.box.bounding_box()

    await visitor.page.reload()
    await visitor.opens_the_chat()
    await expect(visitor.box).to_have_value("three\nlines\nhere")
    await expect(visitor.box).to_have_js_property("offsetHeight", before["height"])

    await visitor.writes("")
    assert (await visitor.box.bounding_box())["height"] >= 40


async def test_nothing_turns_in_a_chat_that_waits_for_nothing(visitor):
    await visitor.begins("Halo")
    await visitor.nothing_waits()

    turning = """panel => [...panel.querySelectorAll('*')]
      .filter(each => getComputedStyle(each, '::after').content !== 'none').map(each => each.className)"""
    assert await visitor.panel.evaluate(turning) == []
