"""The child: reads a request, runs the function it names under its bounds, answers, and waits for the next.

It is started as a program and not forked from its parent, so it holds no database, no key and no mail but the one
it was given. Its parent's end is the end of its requests, and so its own.
"""

import os
import resource
import signal
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO

from faelled.work.limited.bounds import ANSWER, LARGEST_ANSWER, REQUEST, packed, unpacked


def main() -> None:
    """Answer requests until there are no more, or until one has used up the memory."""
    requests, answers = _pipes()
    _lock_up()
    while (request := _next(requests)) is not None:
        goes_on, answer = _answer(*request)
        answers.write(ANSWER.pack(len(answer)) + answer)
        answers.flush()
        if not goes_on:
            return


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return where requests come from and answers go to; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    return os.fdopen(os.dup(0), "rb"), answers


def _lock_up() -> None:
    # A memory dump would hold the mail, and a function that only reads needs no files to write.
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))
    # Whoever stops the house stops the parent; a mail under way must not look like one that kills its reader.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _next(requests: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    lengths = requests.read(REQUEST.size)
    if len(lengths) < REQUEST.size:
        return None
    head_length, data_length = REQUEST.unpack(lengths)
    head, data = requests.read(head_length), requests.read(data_length)
    return (unpacked(head), data) if len(data) == data_length else None


def _answer(head: dict[str, Any], data: bytes) -> tuple[bool, bytes]:
    """Return whether the child can go on, and the answer in JSON."""
    function = _function(head["function"])
    try:
        _begin(head["cpu"], head["memory"])
        answer = packed({"answer": function(data, head["words"])})
    except MemoryError:
        _end()
        return False, packed({"costly": "memory"})
    except Exception as trouble:
        _end()
        return True, packed({"raised": type(trouble).__name__})
    _end()
    return True, answer if len(answer) <= LARGEST_ANSWER else packed({"costly": "size"})


def _function(name: str) -> Callable[[bytes, Any], Any]:
    # Outside the bounds: what is imported here is ours, and the first call would pay for all the others.
    module, _, function = name.partition(":")
    found: Callable[[bytes, Any], Any] = getattr(import_module(module), function)
    return found


def _begin(cpu: float, memory: int) -> None:
    """Let the kernel count: it ends the child with SIGPROF, also in the middle of a regular expression."""
    # RLIMIT_DATA counts what a process has for itself; RLIMIT_AS would count shared libraries and locales as well.
    # macOS knows the limit and does not enforce it; there the processor time alone bounds what can be filled.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_PROF, cpu)


def _end() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
