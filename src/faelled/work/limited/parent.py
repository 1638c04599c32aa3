"""The parent's side: a child is started when first needed, serves call after call, and is replaced when it ends."""

import atexit
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from faelled.work.limited.bounds import (
    ANSWER,
    LARGEST_ANSWER,
    REQUEST,
    Bounds,
    ChildEnded,
    Raised,
    TooCostly,
    packed,
    unpacked,
)

_USUAL = Bounds()
_PIECE = 64 * 1024
_FEWEST = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV")


class Child:
    """One child process at a time. Calls from several threads take turns."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self, function: str, data: bytes, words: Any = None, *, bounds: Bounds = _USUAL) -> Any:
        """Return what *function* returns for *data* and *words* in the child.

        function: "package.module:name" of ours, called with the bytes and with *words*; words and what it returns are
        plain data as JSON knows it. Raises TooCostly, Raised, or ChildEnded; OSError when no child can be started.
        """
        head = packed(
            {"function": function, "words": words, "cpu": bounds.cpu, "memory": bounds.memory},
        )
        request = REQUEST.pack(len(head), len(data)) + head + data
        with self._lock:
            used = self._process is not None and self._process.poll() is None
            try:
                return self._call(request, bounds)
            except (ChildEnded, TooCostly) as trouble:
                if not used or (isinstance(trouble, TooCostly) and trouble.what != "memory"):
                    raise
            # What ended a child that had served others may have been its age, so the data gets a fresh one.
            return self._call(request, bounds)

    def close(self) -> None:
        """End the child; the next call starts another."""
        with self._lock:
            self._stop()

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def let_go(self) -> None:
        """Forget the child in a process forked from its parent: the child is the parent's."""
        process, self._process, self._lock = self._process, None, threading.Lock()
        if process is not None:
            _close_pipes(process)
            process.returncode = 0  # not ours to wait for

    def _call(self, request: bytes, bounds: Bounds) -> Any:
        process = self._running()
        try:
            answer = _exchange(process, request, time.monotonic() + bounds.wall)
        except TimeoutError:
            self._stop()
            raise TooCostly("time") from None
        except (OSError, EOFError, ValueError):
            by_signal = -self._stop()
            if by_signal == signal.SIGPROF:
                raise TooCostly("time") from None
            raise ChildEnded from None
        match answer:
            case {"answer": value}:
                return value
            case {"raised": str(what)}:
                raise Raised(what[:60])
            case {"costly": str(what)}:
                self._stop()
                raise TooCostly(what[:60])
        self._stop()
        raise ChildEnded

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None:
            self._process = _start()
        return self._process

    def _stop(self) -> int:
        """End the child and return how it ended: a code, or a signal below zero."""
        process, self._process = self._process, None
        if process is None:
            return 0
        _close_pipes(process)
        try:
            # A child that ended by itself is a moment away from saying how; one that hangs is not waited for.
            return process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def _start() -> subprocess.Popen[bytes]:
    # Of the environment only what Python itself needs: the addresses and keys of the house are nobody's business there.
    env = {name: os.environ[name] for name in _FEWEST if name in os.environ}
    env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(
        [sys.executable, "-m", "faelled.work.limited.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=env,
        # Ctrl-C in the terminal is for the house, not for the mail it is reading.
        start_new_session=True,
    )
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            os.set_blocking(pipe.fileno(), False)
    return process


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue


def _exchange(process: subprocess.Popen[bytes], request: bytes, until: float) -> Any:
    """Write *request* and return the answer. Raises TimeoutError, or OSError, EOFError or ValueError for a bad end."""
    assert process.stdin is not None  # noqa: S101  both are pipes
    assert process.stdout is not None  # noqa: S101
    into, out_of = process.stdin.fileno(), process.stdout.fileno()
    left = memoryview(request)
    got = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(into, selectors.EVENT_WRITE)
        ready.register(out_of, selectors.EVENT_READ)
        while len(got) < ANSWER.size or len(got) < ANSWER.size + _length(got):
            left_of_time = until - time.monotonic()
            if left_of_time <= 0 or not (events := ready.select(left_of_time)):
                raise TimeoutError
            for key, _ in events:
                if key.fd == out_of:
                    got += _read(out_of)
                else:
                    left = left[os.write(into, left[:_PIECE]) :]
                    if not left:
                        ready.unregister(into)
    if len(got) != ANSWER.size + _length(got):
        raise ValueError
    return unpacked(bytes(got[ANSWER.size :]))


def _length(got: bytearray) -> int:
    length: int = ANSWER.unpack_from(got)[0]
    if length > LARGEST_ANSWER:
        raise ValueError
    return length


def _read(pipe: int) -> bytes:
    piece = os.read(pipe, _PIECE)
    if not piece:
        raise EOFError
    return piece


_child = Child()
atexit.register(_child.close)
os.register_at_fork(after_in_child=_child.let_go)


def run(function: str, data: bytes, words: Any = None, *, bounds: Bounds = _USUAL) -> Any:
    """Return what *function* returns, as Child.run does, in the one child that this process keeps."""
    return _child.run(function, data, words, bounds=bounds)
