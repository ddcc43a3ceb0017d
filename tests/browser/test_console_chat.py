"""A chat in the console: answered, closed, and shared by two admins."""

from playwright.async_api import expect

from tests.browser.leaving import BEHIND
from tests.browser.sockets import confirmed, have_come
from tests.browser.windows import until


async def test_an_answer_is_kept_and_then_read(admin, visitor):
    await visitor.begins("Halo")
    await admin.opens(visitor.name)

    await admin.says("Hello")
    await visitor.sees("Hello")

    await admin.sees_just("Halo", "Hello")
    await expect(admin.log.get_by_text("Read", exact=True)).to_be_attached()
    await expect(admin.row(visitor.name)).to_contain_text("You: Hello")


async def test_a_chat_that_is_opened_behind_other_windows_stays_unread(admin, guests, team):
    guest = await guests("Halo")
    await admin.sees_the_chat_of(guest.name)
    away, back = BEHIND
    await away(admin.page)

    await admin.opens(guest.name)
    await admin.sees_just("Halo")
    await expect(admin.row(guest.name)).to_contain_text("1 unread")
    assert (await team.session(guest.name))["admin_last_read_seq"] == 0

    async with admin.page.expect_response("**/read"):
        await back(admin.page)
    await expect(admin.row(guest.name)).not_to_contain_text("unread")
    assert (await team.session(guest.name))["admin_last_read_seq"] == 1


async def test_what_one_admin_has_read_is_read_for_the_team(admins, guests, colleague):
    guest = await guests("Halo")
    rina, tom = await admins(), await admins(email=colleague)
    await expect(tom.row(guest.name)).to_contain_text("1 unread")

    await rina.opens(guest.name)

    await expect(tom.row(guest.name)).not_to_contain_text("unread")


async def test_a_draft_stays_when_a_colleague_answers_first(admins, guests, colleague):
    guest = await guests("Is Gayo still there?")
    rina, tom = await admins(), await admins(email=colleague)
    for desk in (rina, tom):
        await desk.opens(guest.name)
    await tom.box.fill("Let me look")

    await rina.says("It is, roasted on Tuesday.")

    await tom.sees_just("Is Gayo still there?", "It is, roasted on Tuesday.")
    await expect(tom.log.get_by_text("Rina", exact=True)).to_be_visible()
    await expect(tom.page.get_by_text("Rina answered just now")).to_be_visible()
    await expect(tom.box).to_have_value("Let me look")
    await expect(tom.row(guest.name)).to_contain_text("Rina: It is")
    await tom.picture("colleague-was-faster")
    await tom.box.fill("")
    await expect(tom.page.get_by_text("Rina answered just now")).to_have_count(0)


async def test_a_draft_waits_in_its_own_chat(admin, guests):
    first, second = await guests("One"), await guests("Two")
    await admin.opens(first.name)
    await admin.box.fill("For the first")

    await admin.opens(second.name)
    await expect(admin.box).to_have_value("")
    await admin.page.reload()
    await admin.opens(first.name)

    await expect(admin.box).to_have_value("For the first")


async def test_closing_asks_once_and_names_the_visitor(admin, guests, team):
    guest = await guests("Halo")
    await admin.opens(guest.name)

    await admin.page.get_by_role("button", name="Close session").click()
    asked = admin.page.get_by_role("alertdialog")
    await expect(asked).to_have_accessible_name(f"Close the chat with {guest.name}?")
    await admin.picture("asked")
    await admin.page.keyboard.press("Escape")
    await expect(asked).to_have_count(0)
    assert (await team.session(guest.name))["status"] == "active"

    await admin.closes_the_chat()
    await expect(admin.log.get_by_text("The team closed this chat")).to_be_visible()
    await expect(admin.box).to_have_count(0)
    await expect(admin.row(guest.name)).to_have_count(0)
    await admin.sees_just("Halo")
    assert (await team.session(guest.name))["status"] == "closed"


async def test_a_visitor_who_leaves_is_told(admin, guests):
    guest = await guests("Never mind")
    listens = confirmed(admin.page.context, guest.session_id)
    await admin.visits(guest.address)
    await admin.box.fill("What can I do for")
    await until(lambda: have_come(listens))

    await guest.closes()

    left = admin.log.get_by_text(f"{guest.name} closed this chat")
    await expect(left).to_be_visible()
    await expect(admin.box).to_have_count(0)
    await admin.page.reload()
    await expect(left).to_be_visible()


async def test_texts_of_every_kind_are_shown_as_they_were_written(admin, guests):
    texts = (
        "word" * 75,
        "لا مرحبا",
        "👩‍👩‍👧‍👦 🇮🇩",
        "<b>not bold</b>",
        "two\nlines",
        "x " * 1999 + "y",
    )
    guest = await guests(*texts, name="N" * 100)

    await admin.visits(guest.address)

    await admin.sees_just(*texts)
    await admin.picture("texts")
    assert await admin.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


async def test_a_chat_is_kept_as_a_file(admin, guests, tmp_path):
    guest = await guests("Halo <b>")
    await admin.opens(guest.name)
    await admin.page.get_by_role("button", name="Save as a file").click()
    asked = admin.page.get_by_role("dialog", name=f"Save the chat with {guest.name}")

    async with admin.page.expect_download() as kept:
        await asked.get_by_role("link", name="Web page, to read or print").click()
    await (await kept.value).save_as(tmp_path / "chat.html")

    assert "Halo &lt;b&gt;" in (tmp_path / "chat.html").read_text()
    assert (await kept.value).suggested_filename.endswith(".html")
    await expect(asked).to_have_count(0)
