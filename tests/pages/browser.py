"""Headless Chromium for the page tests: open a page as a phone or a desktop, look at it, weigh it.

Without Chromium these tests skip and say so; with FAELLED_REQUIRE_BROWSER=1 that is a failure.
Screenshots are written to the folder FAELLED_SCREENSHOTS names, and nowhere when it is unset.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import pytest

from tests.effort import LONG

CHROMIUM = Path(os.environ.get("FAELLED_CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PHONE, DESKTOP, NARROW = 375, 1200, 320
# Every page in one of its looks, by turns, in every run; in all of them in `./faelled faults`.
ALL_LOOKS = (
    tuple((width, dark) for width in (NARROW, PHONE, DESKTOP) for dark in (False, True))
    if LONG
    else ((NARROW, False), (DESKTOP, True))
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Links inside a sentence are exempt; the label of a radio or a checkbox is the target, not its hidden input.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
  .filter(e => e.type !== 'hidden' && !e.classList.contains('skipnav'))
  .filter(e => getComputedStyle(e).display !== 'inline')
  .filter(e => {
    const seen = e.matches('.form-radio, .form-checkbox') ? e.nextElementSibling : e;
    const box = seen.getBoundingClientRect();
    return box.width && box.height < 43.5;
  }).map(e => e.tagName + ' ' + e.className + ' ' + e.textContent.trim())"""

# What a keyboard must reach: one stop a group of radios; what is folded away is reached once it is unfolded.
STOPS = """() => {
  const groups = new Set();
  return [...document.querySelectorAll('a[href], button, input, select, summary, textarea, [tabindex="0"]')]
    .filter(e => e.type !== 'hidden' && !e.disabled && e.checkVisibility({visibilityProperty: true}))
    .filter(e => {
      if (e.type !== 'radio') return true;
      const group = (e.form ? [...document.forms].indexOf(e.form) : '') + e.name;
      return !groups.has(group) && groups.add(group);
    }).map(e => e.type === 'radio' ? 'radio ' + e.name : STOP(e));
}"""
NAME_OF_STOP = """const STOP = e => e.type === 'radio' ? 'radio ' + e.name
  : [[...document.all].indexOf(e), e.tagName, e.name || e.getAttribute('href') || '',
    e.textContent.trim().slice(0, 40)].join(' ');"""
# A hidden input shows its focus on its label, drawn by a neighbour.
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const near = [e, e.nextElementSibling].filter(Boolean);
  const shown = near.flatMap(x => [null, '::before', '::after'].map(part => getComputedStyle(x, part)));
  const outlined = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const seen = shown.some(s => outlined(s) || s.boxShadow !== 'none');
  return [STOP(e), seen];
}"""


@dataclass
class Wire:
    """What a page cost: one entry per answer, its path and its bytes over the wire, headers included."""

    answers: list[tuple[str, int]] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.answers)

    @property
    def size(self) -> int:
        return sum(size for _, size in self.answers)


class Browser:
    """A running Chromium. A window of its own costs it many times what a page does, so pages take turns in few."""

    def __init__(self, chromium):
        self._chromium = chromium
        self._windows = {}

    @contextmanager
    def open_page(self, url, *, width=DESKTOP, cookies=(), dark=False, scripts=False, language="da"):
        """Open *url* with these cookies alone and yield (page, noise); *noise* is what the console said.

        scripts: off, since every page works without them; axe needs them on, see `look_at`.
        cookies: as Playwright takes them, such as a signed-in session's.
        """
        page, noise = self._window(scripts, language)
        noise.clear()
        page.context.clear_cookies()
        page.context.add_cookies(list(cookies))
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.goto(url)
        try:
            yield page, noise
        finally:
            page.goto("about:blank")  # nothing is fetched any more when the story's house is gone

    def _window(self, scripts, language):
        if (scripts, language) not in self._windows:
            context = self._chromium.new_context(java_script_enabled=scripts, locale=language)
            page, noise = context.new_page(), []
            page.on("console", lambda message: _hear(message.text, noise))
            self._windows[scripts, language] = page, noise
        return self._windows[scripts, language]

    def look_at(self, url, *, name="", cookies=(), language="da", looks=ALL_LOOKS):
        """Return everything that is wrong with the page at *url*, in words, on phone and desktop.

        Sees: axe's findings, sideways scrolling, targets too small for a finger, complaints in the console.
        looks: pairs of width and whether it is dark, of which a short run takes one, and at every second page none.
        """
        wrong = []
        if not LONG:
            turn = crc32(re.sub(r"\d+", "", name or _name(url)).encode())
            looks = [looks[turn // 2 % len(looks)]] if turn % 2 else []
        for width, dark in looks:
            where = f"{width} px {'dark' if dark else 'light'}: "
            with self.open_page(
                url, width=width, dark=dark, cookies=cookies, scripts=True, language=language
            ) as (page, noise):
                wrong += [where + what for what in [*_findings(page), *noise]]
                if LONG and width == DESKTOP and not dark:
                    wrong += [where + what for what in _by_keyboard(page)]
                if width != NARROW:
                    _picture(page, f"{name or _name(url)}-{width}{'-dark' if dark else ''}")
        return wrong

    def weigh(self, url, *, cookies=()):
        """Return the Wire of the page fetched cold by a phone with scripts off."""
        context = self._chromium.new_context(
            viewport={"width": PHONE, "height": 900}, java_script_enabled=False, locale="da"
        )
        try:
            context.add_cookies(list(cookies))
            page, wire = context.new_page(), Wire()
            _count(context, page, wire)
            page.goto(url)
            page.wait_for_load_state("networkidle")
            return wire
        finally:
            context.close()


def _hear(said, noise):
    # A page for a failure is answered with its own status, which Chromium remarks upon.
    if "the server responded with a status of" not in said:
        noise.append(said)


def _count(context, page, wire):
    paths = {}
    wiretap = context.new_cdp_session(page)
    wiretap.send("Network.enable")
    wiretap.on("Network.requestWillBeSent", lambda e: paths.update({e["requestId"]: e["request"]["url"]}))
    wiretap.on(
        "Network.loadingFinished",
        lambda e: wire.answers.append((paths.get(e["requestId"], "?"), int(e["encodedDataLength"]))),
    )


def _findings(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    for violation in found:
        yield f"axe {violation['id']}: {violation['nodes'][0]['html'][:160]}"
    over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    if over > 0:
        yield f"scrolls sideways by {over} px"
    for target in page.evaluate(SMALL_TARGETS):
        yield f"too small for a finger: {target}"


def _by_keyboard(page):
    """Walk the page with Tab alone: every stop is reached, in the order of the page, and seen when it is reached."""
    # From the top, also where a field has the focus from the start.
    page.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); }")
    wanted = page.evaluate(f"() => {{ {NAME_OF_STOP} return ({STOPS})(); }}")
    reached: list[str] = []
    for _ in range(4 * len(wanted) + 10):  # a field for a day is three stops of its own
        page.keyboard.press("Tab")
        stop = page.evaluate(f"() => {{ {NAME_OF_STOP} return ({FOCUSED})(); }}")
        # After the last stop the browser's own bars may have the turn, or the page begins anew.
        if stop is None or (stop[0] in reached[:1] and set(wanted) <= set(reached)):
            break
        if reached[-1:] == stop[:1]:
            continue
        reached.append(stop[0])
        if not stop[1]:
            yield f"the keyboard's place is not seen at: {stop[0]}"
    if missing := [stop for stop in wanted if stop not in reached]:
        yield f"not reached by the keyboard: {missing}"
    elif reached != wanted:
        at = next(n for n, stop in enumerate([*wanted, None]) if [*reached, ""][n] != stop)
        yield f"reached in another order than it stands: {reached[at]!r} where {wanted[at : at + 1]} stands"


def _picture(page, name):
    folder = os.environ.get("FAELLED_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def _name(url):
    return re.sub(r"\W+", "-", url.split("//", 1)[-1].partition("/")[2]).strip("-") or "front"


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start Chromium with a fresh profile and stop it afterwards; skips, or fails when it is required."""
    if not CHROMIUM.exists():
        why = f"no Chromium at {CHROMIUM}"
        if os.environ.get("FAELLED_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{why}, and FAELLED_REQUIRE_BROWSER=1")
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in the test's thread, where Django would refuse to touch the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
            try:
                yield Browser(chromium)
            finally:
                chromium.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


def session_cookie(client, live_server):
    """Return the cookie that signs a browser in as the Django test *client* is signed in."""
    from django.conf import settings

    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
