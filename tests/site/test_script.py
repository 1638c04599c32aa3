"""./faelled, the script: what a newcomer meets before anything is installed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("sh", "dirname", "readlink", "grep", "cksum", "tr", "mv", "rm", "cat")


@pytest.fixture
def checkout(tmp_path):
    """A checkout in a folder with spaces in its name, as the script sees one."""
    folder = tmp_path / "en mappe med mellemrum"
    folder.mkdir()
    shutil.copy(ROOT / "faelled", folder)
    (folder / "src").symlink_to(ROOT / "src")
    (folder / "requirements").mkdir()
    for name in ("run", "dev"):
        (folder / "requirements" / f"{name}.txt").write_text("")
    return folder


@pytest.fixture
def bare(tmp_path):
    """A PATH with the few programs the script may use, and no Python yet."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED:
        (folder / name).symlink_to(shutil.which(name))
    return folder


def program(folder, name, text):
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def run(script, *words, path, cwd="/"):
    env = {"PATH": str(path), "HOME": str(cwd)}
    return subprocess.run([script, *words], env=env, cwd=cwd, capture_output=True, text=True, timeout=120)


def test_help_works_from_anywhere_through_a_link_before_anything_is_installed(checkout, bare, tmp_path):
    (bare / "python3").symlink_to(sys.executable)
    (tmp_path / "link").symlink_to(checkout / "faelled")
    for script in (checkout / "faelled", tmp_path / "link"):
        done = run(script, "--help", path=bare)
        assert (done.returncode, done.stderr) == (0, "")
        assert "usage: faelled" in done.stdout
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_too_old_is_named(checkout, bare):
    program(bare, "python3", 'case "$1" in -V) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    done = run(checkout / "faelled", "demo", path=bare)
    assert done.returncode != 0
    assert "Python 3.11 or later is needed" in done.stderr and "Python 3.9.2" in done.stderr


PRETENDED_PYTHON = """case "$*" in
*sysconfig*) echo "$(dirname "$0")" ;;
*"-m faelled"*) echo ran ;;
esac"""


def test_it_installs_once_and_again_only_when_the_requirements_change(checkout, bare):
    venv, calls = checkout / ".venv" / "bin", checkout / "calls"
    program(bare, "python3", PRETENDED_PYTHON)
    program(
        bare, "uv",
        f'case "$1" in venv) mkdir -p "{venv}" && cp "{bare}/python3" "{venv}/python" ;;\n'
        f'pip) echo "$*" >>"{calls}" ;; esac',
    )  # fmt: skip
    for name in ("mkdir", "cp"):
        (bare / name).symlink_to(shutil.which(name))

    def installed_by(*words):
        before = len(calls.read_text().splitlines()) if calls.exists() else 0
        done = run(checkout / "faelled", *words, path=bare)
        assert done.stdout == "ran\n", done.stderr
        return [line.rpartition("/")[2] for line in calls.read_text().splitlines()[before:]]

    assert installed_by("serve") == ["run.txt"]
    assert installed_by("serve") == []
    assert installed_by("check") == ["dev.txt"]
    assert installed_by("serve") == [], "what developers need holds everything the product needs"
    (checkout / "requirements" / "run.txt").write_text("# changed\n")
    assert installed_by("serve") == ["run.txt"]
    assert (venv / "faelled-src.pth").read_text() == f"{checkout}/src\n"


def test_an_installation_that_failed_is_tried_again(checkout, bare):
    venv = checkout / ".venv" / "bin"
    program(bare, "python3", PRETENDED_PYTHON)
    for name in ("mkdir", "cp"):
        (bare / name).symlink_to(shutil.which(name))
    broken = (
        f'case "$1" in venv) mkdir -p "{venv}" && cp "{bare}/python3" "{venv}/python" ;; pip) exit 3 ;; esac'
    )
    program(bare, "uv", broken)
    for _ in range(2):
        done = run(checkout / "faelled", "serve", path=bare)
        assert done.returncode == 3 and "ran" not in done.stdout
    program(bare, "uv", "exit 0")
    assert run(checkout / "faelled", "serve", path=bare).stdout == "ran\n"
