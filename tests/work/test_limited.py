"""A function in a child with limits: whatever the data does there, the parent gets an answer or a clear no."""

import os
import sys
import threading
from pathlib import Path

import pytest

from faelled.work import limited
from faelled.work.limited import Bounds, Child, ChildEnded, Raised, TooCostly

HERE = "tests.work.in_the_child:"
MB = 1024 * 1024
SHORT = Bounds(cpu=0.3)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces the limit and has /proc")


@pytest.fixture(scope="module")
def child():
    with Child() as child:
        yield child


def pid(child):
    return child.run(HERE + "says_who_it_is", b"")


def test_bytes_and_plain_data_go_in_and_plain_data_comes_out(child):
    big = b"\x00\xff" * (5 * MB)
    answer = child.run(HERE + "read", big, {"lines": ["æøå", None, 1.5]})
    assert answer == {"length": len(big), "words": {"lines": ["æøå", None, 1.5]}}
    assert child.run(HERE + "half_a_character", b"") == "\ud83d"


def test_one_child_serves_many_calls_and_is_not_this_process(child):
    first = pid(child)
    assert first != os.getpid()
    assert {pid(child) for _ in range(20)} == {first}


def test_the_child_holds_nothing_of_the_house(child, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://hemmelig")
    with Child() as fresh:
        seen = fresh.run(HERE + "sees", b"")
    assert "DATABASE_URL" not in seen["environment"]
    assert not seen["django"]
    assert len(seen["files"]) <= 3, "its two pipes and where its words go"


def test_what_the_function_prints_is_no_answer(child):
    assert child.run(HERE + "prints", b"") == "fine"


@pytest.mark.parametrize("name", ["runs_hot", "backtracks"])
def test_a_call_that_takes_too_much_processor_time_is_ended(child, name):
    before = pid(child)
    with pytest.raises(TooCostly) as trouble:
        child.run(HERE + name, b"", bounds=SHORT)
    assert trouble.value.what == "time"
    assert pid(child) != before, "and the next call gets a child of its own"


def test_processor_time_is_counted_for_each_call_alone(child):
    for _ in range(3):
        child.run(HERE + "read", b"x" * (8 * MB), bounds=Bounds(cpu=1))


def test_a_call_that_sleeps_is_ended_by_the_parent(child):
    with pytest.raises(TooCostly, match="time"):
        child.run(HERE + "sleeps", b"", bounds=Bounds(wall=0.3))


@on_linux
def test_a_call_that_takes_too_much_memory_is_ended(child):
    with pytest.raises(TooCostly, match="memory"):
        child.run(HERE + "fills_the_memory", b"", bounds=Bounds(memory=100 * MB))


@on_linux
def test_what_a_child_kept_from_others_is_not_held_against_a_call(child):
    with Child() as old:
        for _ in range(6):
            assert old.run(HERE + "keeps", b"", 20 * MB, bounds=Bounds(memory=100 * MB)) < 6


def test_an_answer_that_is_too_large_is_refused(child):
    with pytest.raises(TooCostly, match="size"):
        child.run(HERE + "says_too_much", b"")


@pytest.mark.parametrize(
    ("name", "error"),
    [("cannot", "LookupError"), ("recurses", "RecursionError"), ("no_plain_data", "TypeError")],
)
def test_what_the_function_raises_is_said_by_its_name_alone(child, name, error):
    with pytest.raises(Raised) as trouble:
        child.run(HERE + name, b"")
    assert trouble.value.what == error
    assert "hemmeligt" not in str(trouble.value)


@pytest.mark.parametrize("name", ["is_killed", "leaves", "talks_nonsense"])
def test_a_child_that_dies_is_said_and_replaced(child, name):
    with pytest.raises(ChildEnded):
        child.run(HERE + name, b"", bounds=Bounds(wall=5))
    assert child.run(HERE + "read", b"ja")["length"] == 2


def test_a_child_that_was_killed_between_two_calls_is_replaced_without_a_word(child):
    os.kill(pid(child), 9)
    assert child.run(HERE + "read", b"ja")["length"] == 2


def test_who_stops_the_house_does_not_stop_a_call_under_way(child):
    assert child.run(HERE + "was_stopped", b"") == "still here"


@on_linux
def test_the_child_writes_no_files(child, tmp_path):
    with pytest.raises((Raised, ChildEnded)):
        child.run(HERE + "writes_a_file", b"", str(tmp_path / "fil"))
    assert not (tmp_path / "fil").exists() or not (tmp_path / "fil").stat().st_size


@on_linux
def test_the_child_ends_with_its_parent():
    reading, writing = os.pipe()
    parent = os.fork()
    if parent == 0:
        os.write(writing, str(limited.run(HERE + "says_who_it_is", b"")).encode())
        os.kill(os.getpid(), 9)
    os.waitpid(parent, 0)
    grandchild = Path("/proc", os.read(reading, 20).decode(), "stat")
    for _ in range(200):
        if not grandchild.exists() or grandchild.read_text().split()[2] == "Z":
            break
        threading.Event().wait(0.05)
    else:
        pytest.fail("it lives on")


def test_a_process_forked_from_its_parent_gets_a_child_of_its_own():
    ours = limited.run(HERE + "says_who_it_is", b"")
    parent = os.fork()
    if parent == 0:
        theirs = limited.run(HERE + "says_who_it_is", b"")
        os._exit(0 if theirs != ours else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(parent, 0)[1]) == 0
    assert limited.run(HERE + "says_who_it_is", b"") == ours


def test_threads_take_turns(child):
    answers = []

    def ask(number):
        answers.append(child.run(HERE + "read", b"x" * number)["length"] == number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [True] * 30
