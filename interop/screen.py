"""A screen nobody sits at (Xvfb), hands (xdotool) and eyes (ImageMagick)."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interop.processes import Programs, output, until

SIZE = "1440x900"


@dataclass(frozen=True)
class Window:
    """A window on the screen, by its number."""

    number: str


@dataclass
class Screen:
    """One X display."""

    name: str

    @property
    def env(self) -> Mapping[str, str]:
        """The environment of programs that show themselves here."""
        return {"DISPLAY": self.name}

    def _hands(self, *words: object) -> str:
        return output("xdotool", *words, env={**os.environ, **self.env})

    def window(self, title: str, *, seconds: float = 120) -> Window:
        """Wait for a visible window whose title matches, and return it. Raises TooSlow."""

        def found() -> str:
            numbers = self._hands("search", "--onlyvisible", "--name", title).split()
            return next((number for number in reversed(numbers) if number.isdecimal()), "")

        return Window(until(found, f"a window called {title}", seconds=seconds))

    def has(self, title: str) -> bool:
        """Whether such a window is to be seen now."""
        return any(w.isdecimal() for w in self._hands("search", "--onlyvisible", "--name", title).split())

    def gone(self, title: str) -> None:
        """Wait until no such window is left. Raises TooSlow."""
        until(lambda: not self.has(title), f"the window {title} to close")

    def focus(self, window: Window) -> None:
        self._hands("windowactivate", "--sync", window.number)

    def fill(self, window: Window) -> None:
        """Let a window take the whole screen, but for its frame."""
        self.focus(window)
        self._hands("windowmove", window.number, 0, 0)
        self._hands("windowsize", window.number, 1438, 874)

    def click(self, x: float, y: float) -> None:
        """Click with the left button, as a hand does: there first, then down."""
        self._hands("mousemove", int(x), int(y))
        time.sleep(0.3)
        self._hands("click", 1)

    def press(self, keys: str) -> None:
        """Press keys such as ctrl+r."""
        self._hands("key", "--clearmodifiers", keys)

    def types(self, text: str) -> None:
        """Type; a line end is Return."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self._hands("key", "Return")
            if line:
                self._hands("type", "--delay", 40, "--", line)

    def picture(self, place: Path) -> Path:
        """Write what is on the screen to *place*, with few colours, and return *place*."""
        output(
            "import", "-window", "root", "-depth", 8, "+dither", "-colors", 96, "-strip", place,
            env={**os.environ, **self.env},
        )  # fmt: skip
        return place


def begin(programs: Programs) -> Screen:
    """Start the screen with a small window manager, without which no window gets the keyboard. Raises TooSlow."""
    number = next(n for n in range(70, 400) if not Path(f"/tmp/.X11-unix/X{n}").exists())  # noqa: S108
    screen = Screen(f":{number}")
    programs.start(
        "xvfb", ["Xvfb", screen.name, "-screen", "0", f"{SIZE}x24", "-nolisten", "tcp"],
        ready=Path(f"/tmp/.X11-unix/X{number}").exists,  # noqa: S108
    )  # fmt: skip
    programs.start("openbox", ["openbox", "--sm-disable"], env=screen.env)
    return screen
