"""One parent, a process for each part: what happens when it is asked to stop, and when a part dies."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.effort import share

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, sys, threading, time
from pathlib import Path
from faelled.site.command import serving, start_django
start_django()
def sleeper(stop):
    Path(os.environ["FAELLED_VAR"], f"up-{os.getpid()}").touch()
    stop.wait()
    print("slept", flush=True)
def crasher(stop):
    time.sleep(0.2)
    os._exit(7)
def idler(stop):
    return
parts = {"sleeper": sleeper, "crasher": crasher, "idler": idler}
sys.exit(serving.run([serving.Part(name, parts[name]) for name in sys.argv[1:]]))
"""


def environment(folder):
    env = {
        key: value for key, value in os.environ.items() if not key.startswith(("FAELLED_", "DATABASE_URL"))
    }
    return {
        **env,
        "FAELLED_VAR": str(folder),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "faelled.site.settings",
    }


def parts(folder, *names):
    command = [sys.executable, "-c", SCRIPT, *names]
    return subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.mark.long
def test_asked_to_stop_every_part_ends_in_peace_and_the_code_is_0(tmp_path):
    house = parts(tmp_path, "sleeper", "sleeper")
    until = time.monotonic() + 60
    while len(list(tmp_path.glob("up-*"))) < 2:
        assert house.poll() is None and time.monotonic() < until, "the parts never began"
        time.sleep(0.1)
    time.sleep(1)  # the parent listens for signals once its parts have begun
    house.send_signal(signal.SIGTERM)
    said, _ = house.communicate(timeout=60)
    assert (house.returncode, said.count("slept")) == (0, 2)


@pytest.mark.parametrize(("dying", "code"), [("crasher", 7), ("idler", 1)])
@pytest.mark.long
def test_a_part_that_ends_by_itself_takes_the_others_with_it(tmp_path, dying, code):
    house = parts(tmp_path, "sleeper", dying)
    said, _ = house.communicate(timeout=60)
    assert house.returncode == code
    assert "slept" in said and f"the part {dying} ended by itself" in said


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextmanager
def served(folder, *words, port):
    """Run `faelled serve` in *folder*, an empty one, and yield when its pages answer; it is to end in peace."""
    log = (Path(folder) / "log").open("w")
    command = [sys.executable, "-m", "faelled", "serve", *words, "--listen", f"127.0.0.1:{port}"]
    house = subprocess.Popen(command, env=environment(folder), stdout=log, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                break
            except OSError:
                assert house.poll() is None, (Path(folder) / "log").read_text()
                assert time.monotonic() < until, "the pages never answered"
                threading.Event().wait(0.2)
        yield
    finally:
        house.terminate()
        house.wait(60)
        log.close()
    assert house.returncode == 0


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A folder that was empty, and the port of the house that it became."""
    folder, port = tmp_path_factory.mktemp("house"), free_port()
    with served(folder, "web", port=port):
        yield folder, port


def test_an_empty_folder_becomes_a_house_whose_pages_answer(house):
    folder, port = house
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/hjaelp/") as answer:
        assert "svar på mailen" in answer.read().decode()
    for refused in ("svar/hemmelig-mærke", "hjaelp/?next=hemmelig", "%00hemmelig", "p/99999/hemmelig"):
        with pytest.raises(urllib.error.HTTPError) if "?" not in refused else nullcontext():
            urllib.request.urlopen(f"http://127.0.0.1:{port}/{quote(refused, safe='/?=%')}")
    assert (folder / "keys").stat().st_mode & 0o077 == 0
    assert (folder / "faelled.sqlite3").exists()
    log = (folder / "log").read_text()
    assert "hjaelp" not in log and "hemmelig" not in log, "a path may hold a token, so none is logged"


@pytest.mark.browser
@pytest.mark.goal("P3")
@pytest.mark.parametrize("where", share(["/", "/hjaelp/", "/privatliv/"], of=3))
def test_a_cold_page_is_at_most_four_requests_and_60_kb(browser, house, where):
    """The open pages; the others weigh the same stylesheet, font and icon."""
    wire = browser.weigh(f"http://127.0.0.1:{house[1]}{where}")
    assert wire.requests <= 4, wire.answers
    assert wire.size <= 60_000, wire.answers


def test_a_worker_alone_says_that_the_tables_are_missing(tmp_path):
    command = [sys.executable, "-m", "faelled", "serve", "worker"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, timeout=90)
    assert done.returncode == 1
    assert "faelled migrate" in done.stderr


@pytest.mark.parametrize(
    "place", share(["127.0.0.1:{taken}", "127.0.0.1:http", "127.0.0.1:99999", "127.0.0.1", ""], of=5)
)
def test_a_place_where_we_cannot_listen_is_named_with_the_option(tmp_path, place):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        place = place.format(taken=door.getsockname()[1])
        command = [sys.executable, "-m", "faelled", "serve", "web", "--listen", place]
        done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, timeout=90)
    assert done.returncode == 2
    assert f"faelled: {place} is taken or no place" in done.stderr and "--listen" in done.stderr
