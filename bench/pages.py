"""P3 and P6: what the open pages cost over the wire, and how long an empty folder takes to its first page.

Starts `faelled serve web` in a fresh folder on loopback. The weight needs Chromium and is left out without it.
"""

import tempfile
import time
from pathlib import Path

from tests.pages.browser import CHROMIUM, running_chromium
from tests.site.test_serving import free_port, served

PAGES = ("/", "/hjaelp/", "/privatliv/", "/tilgaengelighed/")


def main(args: list[str]) -> list[tuple[str, str, str]]:
    """Measure, and return rows for the table of `faelled bench`."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="faelled-bench-") as folder:
        port, began = free_port(), time.monotonic()
        with served(Path(folder), "web", port=port):
            first = time.monotonic() - began
            rows.append(("P6 empty folder to first page", f"{first:.1f} s", "<= 5 s"))
            if not CHROMIUM.exists():
                return [*rows, ("P3 page over the wire", "left out: no Chromium", "<= 4 requests, 60 kB")]
            with running_chromium() as browser:
                for where in PAGES:
                    wire = browser.weigh(f"http://127.0.0.1:{port}{where}")
                    figure = f"{wire.requests} requests, {wire.size / 1000:.1f} kB"
                    rows.append((f"P3 {where} over the wire, cold", figure, "<= 4 requests, 60 kB"))
    return rows
