"""What the documents say is so: links lead somewhere, commands exist, settings are listed, figures have commands."""

import argparse
import re
from pathlib import Path

import pytest

from faelled.site.command import build_parser

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SETTINGS = ROOT / "src" / "faelled" / "site" / "settings.py"


def words_of_the_command():
    parser = build_parser()
    action = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return action.choices


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(path):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{target} is not there"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_is_a_real_one(path):
    for line in re.findall(r"\./faelled ([^`\n,:]+)", path.read_text(encoding="utf-8")):
        word, *rest = line.split()
        if not re.fullmatch(r"[a-z]+", word):
            continue
        assert word in words_of_the_command(), f"./faelled {word}"
        known = words_of_the_command()[word]._option_string_actions
        for option in (one for one in rest if one.startswith("--") and word != "test"):
            assert option in known, f"./faelled {word} {option}"


def test_the_readme_names_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for word in words_of_the_command():
        assert f"./faelled {word}" in readme


def test_every_setting_is_in_the_table_and_the_table_has_no_other():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS.read_text(encoding="utf-8")))
    page = (ROOT / "docs" / "drift" / "settings.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|[^|]+\|[^|]+\|$", page, re.M))
    assert listed == read


def test_every_variable_that_code_reads_is_written_about():
    page = (ROOT / "docs" / "drift" / "settings.md").read_text(encoding="utf-8")
    files = [
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        ROOT / "faelled",
        ROOT / ".ci" / "run",
    ]
    for path in files:
        for name in re.findall(r"\b(FAELLED_[A-Z_]+|DATABASE_URL\w*)\b", path.read_text(encoding="utf-8")):
            assert f"`{name}`" in page or name.endswith("_"), f"{name} in {path.relative_to(ROOT)}"


def test_every_figure_in_the_measurements_has_the_command_that_gives_it():
    path = ROOT / "docs" / "measurements.md"
    if not path.exists():
        pytest.skip("nothing is written down as measured yet")
    for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        if re.search(r"\d", section.partition("\n")[2]):
            assert re.search(r"`[^`]*(?:faelled|python|pytest|bench)[^`]*`|```", section), (
                section.splitlines()[0]
            )


def test_every_decision_has_its_own_number():
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers)) and all(number.isdecimal() for number in numbers)


def test_every_word_of_the_ordbog_that_is_built_is_a_name_in_the_code():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    for line in (ROOT / "docs" / "ordbog.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and "later step" not in line:
            for name in re.findall(r"`([\w.]+)`", line.split("|")[2]):
                assert re.search(rf"\b{re.escape(name.rpartition('.')[2])}\b", code), f"{name}: {line}"
