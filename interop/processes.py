"""Programs that run beside us: started on free ports, waited for with an end, and ended by their own number."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypeVar

Found = TypeVar("Found")
PATIENCE = 90  # seconds; a busy machine is slow, but nothing here may wait for ever


class TooSlow(Exception):
    """What was waited for did not come."""


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def until(found: Callable[[], Found], what: str, *, seconds: float = PATIENCE) -> Found:
    """Ask *found* again and again until it returns something; returns that. Raises TooSlow."""
    ends = time.monotonic() + seconds
    while True:
        if something := found():
            return something
        if time.monotonic() > ends:
            raise TooSlow(f"waited {seconds:.0f} seconds in vain for {what}")
        time.sleep(0.3)


def listens(port: int) -> bool:
    """Whether somebody answers on *port* of loopback."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        return True
    return False


def output(*words: object, seconds: float = 60, **kwargs: Any) -> str:
    """Run a short command and return what it said on both channels, whatever its exit code."""
    done = subprocess.run(
        [str(word) for word in words], text=True, timeout=seconds, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **kwargs,
    )  # fmt: skip
    return done.stdout.strip()


class Programs:
    """What we have started; leaving the block ends all of it, the youngest first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: list[tuple[subprocess.Popen[bytes], IO[bytes]]] = []
        self._left_home: list[Path] = []

    def __enter__(self) -> "Programs":
        return self

    def __exit__(self, *trouble: object) -> None:
        for process, log in reversed(self._running):
            end(process)
            log.close()
        for place in self._left_home:
            with suppress(OSError, ValueError):
                os.kill(int(place.read_text()), signal.SIGTERM)

    def start(
        self,
        name: str,
        words: Sequence[object],
        *,
        env: Mapping[str, str] | None = None,
        ready: Callable[[], object] | None = None,
        pid_file: Path | None = None,
        seconds: float = PATIENCE,
    ) -> "subprocess.Popen[bytes]":
        """Start a program in a session of its own and return when *ready* is true. Raises TooSlow with its log.

        pid_file: where a program that makes itself independent writes whom to end.
        """
        place = self.folder / f"{name}.out"
        log = place.open("ab")
        process = subprocess.Popen(
            [str(word) for word in words], env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True, cwd=self.folder,
        )  # fmt: skip
        self._running.append((process, log))
        self._left_home += [pid_file] if pid_file else []

        def up() -> bool:
            if process.poll() is not None:
                raise TooSlow(f"{name} ended by itself: {place.read_text(errors='replace')[-800:]}")
            return ready is None or bool(ready())

        until(up, f"{name} to start", seconds=seconds)
        return process


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask *process* and what it has started to end, and insist after a while."""
    for sign, seconds in ((signal.SIGTERM, 30), (signal.SIGKILL, 10)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # children that outlived it
