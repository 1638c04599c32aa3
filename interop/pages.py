"""Fælled's own pages in Chromium, as Bodil uses them: signing in, founding the partnership, moving and cancelling."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Pages:
    """One person's browser."""

    page: Page
    origin: str

    def ask_for_code(self, sign_in: str, address: str) -> None:
        self.page.goto(sign_in)
        self.page.get_by_label("Mail").fill(address)
        self.page.keyboard.press("Enter")
        self.page.get_by_label("Kode").wait_for()

    def enter_code(self, letter: str) -> None:
        """Sign in with the code of a letter."""
        code = re.search(r"^\s*([A-Z0-9]{3,6}-?[A-Z0-9]{3,6})\s*$", letter, re.M)
        if code is None:
            raise ValueError("there is no code in the letter")
        self.page.get_by_label("Kode").fill(code[1])
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "log-ind" not in url)

    def found(self, name: str, third: str, lines: str) -> str:
        """Start a partnership and return its mail address."""
        self.page.goto(f"{self.origin}/start/")
        self.page.locator("[name=name]").fill(name)
        self.page.locator("[name=shared_third]").fill(third)
        self.page.locator("[name=lines]").fill(lines)
        self.page.locator("main form button.button-primary").click()
        self.page.wait_for_url("**/p/*/**")
        address = re.search(r"[\w.-]+@faelled\.example", self.page.content())
        if address is None:
            raise ValueError("the page names no mail address of the partnership")
        return address[0]

    def see(self, path: str, picture: Path) -> str:
        """Open a page, keep a picture of it, and return its words."""
        self.page.goto(f"{self.origin}{path}")
        self.page.screenshot(path=picture)
        return self.page.locator("main").inner_text()

    def move(self, meeting: int, day: date, opens: str, closes: str) -> None:
        """Give a meeting another time."""
        self.page.goto(f"{self.origin}/moeder/{meeting}/ret/")
        for name, value in (("day", f"{day:%d-%m-%Y}"), ("opens", opens), ("closes", closes)):
            field = self.page.locator(f"[name={name}]")
            field.fill(f"{day:%Y-%m-%d}" if field.get_attribute("type") == "date" else value)
        self.page.locator("main form button.button-primary").click()
        self.page.wait_for_url(f"**/moeder/{meeting}/")

    def cancel(self, meeting: int) -> None:
        """Call a meeting off."""
        self.page.goto(f"{self.origin}/moeder/{meeting}/aflys/")
        self.page.locator("main form button.button-warning").click()
        self.page.wait_for_url(f"**/moeder/{meeting}/")
