"""What the tests let the child do: read, and everything a child must not bring its parent down with."""

import os
import re
import signal
import sys
import time

kept = []


def read(data, words):
    return {"length": len(data), "words": words}


def says_who_it_is(data, words):
    return os.getpid()


def sees(data, words):
    """The secrets of the house that a child could know: its environment, its open files, Django."""
    open_files = [number for number in range(3, 200) if _is_open(number)]
    return {"environment": sorted(os.environ), "files": open_files, "django": "django" in sys.modules}


def _is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def half_a_character(data, words):
    return "\ud83d"


def prints(data, words):
    print("hejsa" * 1000, flush=True)
    os.write(1, b"\x00" * 50)
    return "fine"


def runs_hot(data, words):
    while True:
        pass


def backtracks(data, words):
    return bool(re.match(r"(a+)+$", "a" * 60 + "b"))


def sleeps(data, words):
    time.sleep(60)


def fills_the_memory(data, words):
    heap = []
    while True:
        heap.append(bytearray(1_000_000))


def keeps(data, words):
    kept.append(bytearray(words))
    return len(kept)


def recurses(data, words):
    return recurses(data, words)


def cannot(data, words):
    raise LookupError("hemmeligt")


def is_killed(data, words):
    os.kill(os.getpid(), signal.SIGKILL)


def leaves(data, words):
    os._exit(0)


def no_plain_data(data, words):
    return {1, 2}


def says_too_much(data, words):
    return "x" * (65 * 1024 * 1024)


def writes_a_file(data, words):
    with open(words, "wb") as file:
        file.write(b"x" * 10_000)


def talks_nonsense(data, words):
    # 4 is nobody's number by contract; the child's answers go through some descriptor, so every one is tried.
    for number in range(3, 20):
        try:
            os.write(number, b"\xff\xff\xff\xff nonsense")
        except OSError:
            continue
    time.sleep(60)


def was_stopped(data, words):
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)
    return "still here"
