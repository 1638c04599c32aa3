"""P6: `./faelled demo` in a fresh clone, until its first page answers and until Postkasser shows letters.

Three times: uv with a warm cache, uv with an empty one, pip with an empty one. What is committed is what is cloned. The
packages come from the index this machine is set up to use, so with an empty cache its distance is measured too.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import _house

LETTER = re.compile(r'href="/postkasser/[^"/]+/[^"/]+/')
LONGEST = 100  # seconds, for one of the three
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Way:
    """One way of installing: with uv or with pip, from a cache that is empty or not."""

    name: str
    uv: bool
    empty: bool


WAYS = (
    Way("uv, warm cache", uv=True, empty=False),
    Way("uv, empty cache", uv=True, empty=True),
    Way("pip, empty cache", uv=False, empty=True),
)


def main(args: list[str]) -> list[Row]:
    """Measure, and return rows for the table of `faelled bench`."""
    if not (_house.ROOT / ".git").exists() or not shutil.which("git"):
        return [("P6 the demo in a fresh clone", "left out: no git, or no clone to clone", "<= 60 s")]
    rows: list[Row] = [("load average", _house.load(), "")]
    for way in WAYS:
        if way.uv and not shutil.which("uv"):
            rows.append((f"P6 demo, {way.name}", "left out: no uv", "<= 60 s"))
            continue
        rows += _measured(way)
    return rows


def _measured(way: Way) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="faelled-bench-") as folder:
        clone = Path(folder) / "faelled"
        git = ["git", "clone", "--quiet", "--no-hardlinks", str(_house.ROOT), str(clone)]
        subprocess.run(git, check=True)
        port, began = _house.free_port(), time.monotonic()
        with _demo(clone, port, environment(way, Path(folder))) as process:
            log = clone / "log"
            _house.wait_for(f"http://127.0.0.1:{port}/", process, log, LONGEST)
            first = time.monotonic() - began
            letters = _until_letters(port, began)
    goal = "<= 60 s" if way.empty else ""
    return [
        (f"P6 demo, {way.name}: to the first page", f"{first:.1f} s", goal),
        (f"P6 demo, {way.name}: to letters in Postkasser", letters, goal),
    ]


def environment(way: Way, folder: Path) -> dict[str, str]:
    """Return the environment of a newcomer: nothing of this installation in it, and the caches *way* says."""
    ours = {"PYTHONPATH", "VIRTUAL_ENV", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    env = {
        key: value for key, value in os.environ.items() if key not in ours and not key.startswith("FAELLED_")
    }
    env["FAELLED_PYTHON"] = sys._base_executable  # type: ignore[attr-defined]
    if way.empty:
        env |= {"UV_CACHE_DIR": str(folder / "uv"), "PIP_CACHE_DIR": str(folder / "pip")}
    if not way.uv:
        places = env["PATH"].split(os.pathsep)
        env["PATH"] = os.pathsep.join(place for place in places if not (Path(place) / "uv").exists())
    return env


@contextmanager
def _demo(clone: Path, port: int, env: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    lmtp, smtp = _house.free_port(), _house.free_port()
    command = ["./faelled", "demo", f"--port={port}", f"--lmtp-port={lmtp}", f"--smtp-port={smtp}"]
    with (clone / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=clone, env=env, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)


def _until_letters(port: int, began: float) -> str:
    """Wait until somebody's mailbox holds a letter, and say how long after the beginning that was."""
    while time.monotonic() - began < LONGEST:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/postkasser/", timeout=20) as page:
            found = len(LETTER.findall(page.read().decode()))
        if found:
            return f"{time.monotonic() - began:.1f} s ({found} letters)"
        time.sleep(0.1)
    return f"not within {LONGEST} s"
