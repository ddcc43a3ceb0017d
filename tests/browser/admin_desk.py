"""An admin at the console."""

import re
from dataclasses import dataclass, replace

from playwright.async_api import Locator, expect

from tests.browser.windows import Person
from tests.server_process import PASSWORD

EMAIL = "rina@example.com"
NAME = "Rina"
COLLEAGUE = "tom@example.com"


@dataclass
class AdminDesk(Person):
    """What they do and see, in the words of the chat."""

    @property
    def list(self) -> Locator:
        return self.page.get_by_role("list", name=self.words.sessions)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name=self.words.conversation)

    @property
    def bubbles(self) -> Locator:
        """Each message of the open chat, sent or not."""
        return self.log.locator(".lc-bubble")

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name=self.words.write)

    @property
    def typing(self) -> Locator:
        """The line that says who writes just now, between messages and box."""
        return self.log.locator("xpath=following-sibling::*[@role='status']")

    def row(self, name: str) -> Locator:
        return self.list.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    async def visits(self, path: str = "/admin/chat") -> None:
        await self.page.goto(self.server.url + path)

    async def opens_another_tab(self) -> "AdminDesk":
        """The same browser, the same login."""
        tab = replace(self, page=await self.page.context.new_page())
        await tab.visits()
        return tab

    async def signs_in(self, email: str = EMAIL, password: str = PASSWORD) -> None:
        """On the page that asks for it; the console says first that nobody is signed in."""
        self.windows.expect(r"status of 401 .*/admin/chat/api/me")
        await self.visits()
        await self.signs_in_here(email, password)
        await expect(self.page).to_have_url(re.compile("/admin/chat$"))

    async def signs_in_here(self, email: str = EMAIL, password: str = PASSWORD) -> None:
        """Wherever the page asks for it."""
        await self.page.get_by_role("textbox", name=self.words.email, exact=True).fill(email)
        await self.page.get_by_label(self.words.password).fill(password)
        await self.page.get_by_role("button", name=self.words.sign_in).click()

    async def is_signed_in(self, email: str = EMAIL, password: str = PASSWORD) -> None:
        """Without the page: the browser has the cookie already."""
        login = {"email": email, "password": password}
        answer = await self.page.request.post(f"{self.server.url}/admin/login", data=login)
        assert answer.ok, await answer.text()

    async def sees_the_chat_of(self, name: str) -> None:
        await expect(self.row(name)).to_be_visible()

    async def opens(self, name: str) -> None:
        """The chat of that visitor."""
        await self.row(name).click()
        await expect(self.page.get_by_role("heading", name=name)).to_be_visible()
        await expect(self.log).not_to_have_attribute("aria-busy", "true")

    async def searches(self, text: str) -> None:
        await self.page.get_by_role("searchbox").fill(text)

    async def types(self, text: str) -> None:
        """Key by key."""
        await self.box.press_sequentially(text)

    async def says(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")

    async def sees(self, text: str) -> None:
        """Among other things."""
        await expect(self.bubbles.filter(has_text=text).first).to_be_visible()

    async def sees_just(self, *texts: str) -> None:
        """These messages in this order, and no others."""
        await expect(self.bubbles).to_have_text(list(texts))

    async def closes_the_chat(self) -> None:
        await self.page.get_by_role("button", name=self.words.close_session).click()
        asked = self.page.get_by_role("alertdialog")
        await asked.get_by_role("button", name=self.words.close_session).click()
        await expect(asked).to_have_count(0)
