"""A house to measure: `faelled serve web` in a folder of its own, and this process working on the same database.

`work_in` comes before anything of tests/ is imported: those bring pytest, under which the settings are the tests' own.
"""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
SLOWEST_START = 90  # seconds


@dataclass(frozen=True)
class House:
    """A running house: where its pages are, and its first process."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """Return the ids of its processes, children and their children too."""
        parent_of = {int(path.name): _parent(path) for path in Path("/proc").glob("[0-9]*")}
        found = [self.pid]
        for one in found:
            found += [pid for pid, parent in parent_of.items() if parent == one]
        return found

    def cpu(self) -> float:
        """Return the seconds of processor time that all its processes have used so far."""
        return sum(_cpu(pid) for pid in self.processes())


def _stat(path: Path) -> list[str]:
    try:
        # The name of the program stands in brackets and may hold spaces; what follows is counted from there.
        return (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return []


def _parent(path: Path) -> int:
    fields = _stat(path)
    return int(fields[1]) if fields else 0


def _cpu(pid: int) -> float:
    fields = _stat(Path(f"/proc/{pid}"))
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def work_in(folder: Path, database: str = "") -> None:
    """Let this process work on the database of the house in *folder*: Django set up, the tables made."""
    os.environ.update(environment(folder, database))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """Return the environment of the house in *folder*; database: its address, left out a SQLite file."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("FAELLED_") and key != "DATABASE_URL"
    }
    return kept | {
        "FAELLED_VAR": str(folder),
        "DATABASE_URL": database or f"sqlite:///{folder}/faelled.sqlite3",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "faelled.site.settings",
    }


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextmanager
def served(folder: Path, *, database: str = "") -> Iterator[House]:
    """Run the pages of the house in *folder*, and yield it when they answer."""
    port = free_port()
    command = [sys.executable, "-m", "faelled", "serve", "web", "--listen", f"127.0.0.1:{port}"]
    with (folder / "log").open("w") as log:
        house = subprocess.Popen(command, env=environment(folder, database), stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/", house, folder / "log")
            yield House(port, house.pid)
        finally:
            house.terminate()
            house.wait(60)


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path, seconds: float = SLOWEST_START) -> None:
    """Return when *url* answers. Raises RuntimeError with the log when the process ends first or never answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  (our own house)
                answer.read()
                return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{url} never answered: {log.read_text()[-2000:]}") from None
            threading.Event().wait(0.1)


def load() -> str:
    """Return how busy the machine is, to stand beside the figures."""
    return f"{os.getloadavg()[0]:.1f}"


def pace() -> str:
    """Return the CPU-ms of a fixed piece of Python: on a busy machine the same work costs more processor time."""
    began = time.process_time()
    words = [f"{number % 97}:{number}" for number in range(200_000)]
    sorted(words, key=lambda word: word[::-1])
    return f"{(time.process_time() - began) * 1000:.0f} CPU-ms"
