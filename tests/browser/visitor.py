"""A visitor of a website with the widget on it."""

import re
from dataclasses import dataclass, field, replace
from secrets import token_hex

from playwright.async_api import Locator, expect

from tests.browser.windows import Person, until


@dataclass
class Visitor(Person):
    """What they do and see, in the words of the chat."""

    name: str = field(default_factory=lambda: f"Sari {token_hex(3)}")
    email: str = "sari@example.com"

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile("^Live chat"))

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log", name=self.words.conversation)

    @property
    def bubbles(self) -> Locator:
        """Each message, sent or not."""
        return self.log.locator(".lc-bubble")

    @property
    def box(self) -> Locator:
        return self.panel.get_by_role("textbox", name=self.words.write)

    @property
    def typing(self) -> Locator:
        """The line that says who writes just now, between messages and box."""
        return self.log.locator("xpath=following-sibling::*[@role='status']")

    def field(self, label: str) -> Locator:
        return self.panel.get_by_label(label, exact=True)

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    async def visits(self, url: str | None = None) -> None:
        """The demo page, or another one."""
        await self.page.goto(url or f"{self.server.url}/")

    async def opens_the_chat(self) -> None:
        await self.launcher.click()
        await expect(self.panel).to_be_visible()

    async def has_opened_it(self) -> None:
        """The panel has come to its place."""
        await self.panel.evaluate(
            "panel => Promise.all(panel.getAnimations().map(one => one.finished))"
        )

    async def closes_the_panel(self) -> None:
        await self.button(self.words.close_panel).click()
        await expect(self.panel).to_be_hidden()

    async def introduces(self, *, message: str = "", phone: str = "") -> None:
        """Fills the form in and starts."""
        await self.field(self.words.name).fill(self.name)
        await self.field(self.words.email).fill(self.email)
        if phone:
            await self.field(self.words.phone).fill(phone)
        if message:
            await self.field(self.words.message).fill(message)
        await self.button(self.words.start).click()
        await expect(self.log).to_be_visible()

    async def begins(self, message: str = "", *, at: str | None = None) -> None:
        """From the page to a chat that the server knows, with its first message."""
        await self.visits(at)
        await self.opens_the_chat()
        await self.introduces(message=message)
        await self.is_in_a_chat()
        await self.nothing_waits()

    async def is_in_a_chat(self) -> None:
        """The server has begun it."""
        await expect(self.button(self.words.menu)).to_be_visible()
        key = "!!(localStorage.livechat || sessionStorage.livechat)"
        await until(lambda: self.page.evaluate(key))
        await expect(self.log).not_to_have_attribute("aria-busy", "true")

    async def writes(self, text: str) -> None:
        """Without sending it."""
        await self.box.fill(text)

    async def types(self, text: str) -> None:
        """Key by key."""
        await self.box.press_sequentially(text)

    async def says(self, text: str) -> None:
        await self.writes(text)
        await self.box.press("Enter")

    async def sees(self, text: str) -> None:
        """Among other things."""
        await expect(self.bubbles.filter(has_text=text).first).to_be_visible()

    async def sees_just(self, *texts: str) -> None:
        """These messages in this order, and no others."""
        await expect(self.bubbles).to_have_text(list(texts))

    async def ends_the_chat(self) -> None:
        await self.button(self.words.menu).click()
        await self.panel.get_by_role("menuitem", name=self.words.end).click()
        await (
            self.panel.get_by_role("alertdialog").get_by_role("button", name=self.words.end).click()
        )

    async def sees_that_it_is_closed(self) -> None:
        said = self.panel.get_by_role("paragraph").filter(has_text=self.words.closed)
        await expect(said).to_be_visible()
        await expect(self.box).to_have_count(0)

    async def opens_another_tab(self, url: str | None = None) -> "Visitor":
        """The same browser: the same cookies and storage."""
        tab = replace(self, page=await self.page.context.new_page())
        await tab.visits(url)
        return tab
