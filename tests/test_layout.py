"""Where things may lie and what they may touch: what the import contracts cannot see."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "faelled"
ORDER = ["work", "post", "partnerships", "meetings", "experiences", "home", "site"]  # from the bottom up


def python_files(*parts):
    return sorted(path for path in SOURCE.joinpath(*parts).rglob("*.py") if "migrations" not in path.parts)


def test_post_and_work_point_at_no_table_of_another_part():
    """They keep `kind` and ids as plain columns, so that they can be read without knowing any app."""
    for label in ("post", "work"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                other = getattr(field, "related_model", None)
                if other and not field.auto_created:
                    assert other._meta.app_label == label, f"{model.__name__}.{field.name} points at {other}"


def test_no_table_points_upwards():
    for model in apps.get_models():
        own = model._meta.app_label
        if own not in ORDER:
            continue
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if other and not field.auto_created and other._meta.app_label in ORDER:
                assert ORDER.index(other._meta.app_label) <= ORDER.index(own), (
                    f"{model.__name__}.{field.name}"
                )


@pytest.mark.parametrize("app", ["post", "partnerships", "meetings", "experiences", "home", "site"])
def test_an_apps_tables_are_asked_by_that_app_alone(app):
    for path in python_files(app):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        theirs = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and re.fullmatch(rf"faelled\.(?!{app}\b)\w+\.models", node.module or "")
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
                asked = getattr(node.value, "id", "")
                assert asked not in theirs, f"{path.relative_to(ROOT)}:{node.lineno} asks {asked}.{node.attr}"


def test_no_template_writes_a_day_in_a_way_of_its_own():
    """`in_words` does, in both languages: "11. december" is no English."""
    for path in SOURCE.rglob("templates/**/*.html"):
        assert not re.search(r"\|\s*(date|time)\b", path.read_text(encoding="utf-8")), path.name


def test_the_core_never_asks_what_time_it_is():
    for path in python_files("core"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"now", "today", "utcnow", "fromtimestamp"}, (
                    f"{path.relative_to(ROOT)}:{node.lineno} asks the clock"
                )


def test_no_part_has_a_drawer_for_everything():
    for path in SOURCE.rglob("*"):
        assert path.stem not in {"utils", "helpers", "common", "misc", "services", "signals"}, (
            path.relative_to(ROOT)
        )


@pytest.mark.parametrize("name", ["run", "dev"])
def test_requirements_are_pinned_hashed_and_name_no_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text and "@ " not in text
    wanted = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert wanted
    for line in wanted:
        assert re.match(r"[A-Za-z0-9._-]+(\[[\w,]+\])?==\S+", line), line
    blocks = re.split(r"\n(?=\S)", text)
    for block in blocks:
        if re.match(r"[A-Za-z0-9]", block):
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_what_the_product_runs_on_is_within_what_developers_install():
    run, dev = (
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / "requirements" / f"{name}.txt").read_text(), re.M))
        for name in ("run", "dev")
    )
    assert run <= dev


def test_no_file_names_a_folder_of_one_machine():
    own = str(ROOT.parent)
    suspicious = re.compile(r"(?<![\w.])/(?:home/\w+|Users/\w+|root)/")
    for path in [*SOURCE.rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "faelled"]:
        text = path.read_text(encoding="utf-8")
        assert own + "/" not in text or own == "/", path
        assert not suspicious.search(text), path
