"""The benches can be imported without Django, promise rows of three texts, and count what they say they count."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest
from bench._line import Answered, form, middle_and_late
from bench._line import in_turn as asked_in_turn

BENCH = Path(__file__).resolve().parents[1] / "bench"
NAMES = sorted(path.stem for path in BENCH.glob("[!_]*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_a_bench_is_imported_without_the_product_and_has_a_main(name):
    module = importlib.import_module(f"bench.{name}")
    assert list(inspect.signature(module.main).parameters) == ["args"]
    assert module.__doc__ and re.match(r"[PR]\d+|Mails a second", module.__doc__), (
        "it says which goal it measures"
    )
    tree = ast.parse((BENCH / f"{name}.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    early = {one for one in imported if one.startswith(("django", "faelled.", "tests.cast", "bench._crowd"))}
    assert early == set(), "the folder of the measurement is named before Django reads its settings"


@pytest.mark.parametrize("name", ["answering", "racing", "scanners", "installing", "pages"])
def test_the_promised_rows_are_three_texts(name):
    returned = inspect.signature(importlib.import_module(f"bench.{name}").main).return_annotation
    assert str(returned) in {"list[tuple[str, str, str]]", "list[Row]"}


def test_the_figures_of_a_hundred_answers():
    assert middle_and_late([n / 1000 for n in range(1, 101)]) == "p50 50.5 ms, p95 96.0 ms"
    assert form(t1="yes", given_by="Lone & Mette") == b"t1=yes&given_by=Lone+%26+Mette"


@pytest.mark.parametrize(("status", "good"), [(200, True), (302, True), (404, False), (500, False)])
def test_what_counts_as_answered(status, good):
    assert Answered(status, b"", 0.1).good is good


def test_a_bad_answer_is_no_figure():
    from bench.answering import seconds

    assert seconds([Answered(200, b"", 0.1)]) == [0.1]
    with pytest.raises(RuntimeError, match="1 of 2 answers were 503"):
        seconds([Answered(200, b"", 0.1), Answered(503, b"", 0.1)])


@pytest.mark.django_db
def test_a_changed_row_is_seen(world, bodil):
    from bench.scanners import changes, digest

    before = digest()
    assert changes(before, digest()).startswith("0 of ")
    type(bodil.person).objects.filter(pk=bodil.person.pk).update(name="Bodil Andersen")
    assert changes(before, digest()).endswith(": partnerships_person")


@pytest.mark.django_db
def test_every_link_of_a_letter_is_found(a_round, bodil, lone):
    from bench.scanners import links_in

    a_round.asks(bodil, lone, about=["2026-12-01 10:00", "2026-12-03 13:00"])
    found = links_in(lone.latest.raw)
    assert lone.latest.link in found
    assert {path.split("/")[1] for path in found} == {"svar", "mails"}
    assert all(path.endswith("/") for path in found)


@pytest.mark.django_db(transaction=True)
def test_the_line_asks_many_in_turn_and_gets_each_answer(live_server, world, bodil, lone):
    from bench._crowd import round_asked

    questions = round_asked(world, [bodil.seat, lone.seat], proposals=2)
    port = int(live_server.url.rpartition(":")[2])
    asks = [("GET", question.path, b"") for question in questions] * 3 + [("HEAD", "/", b"")]
    answers = asked_in_turn(port, asks, clients=2)
    assert [answer.status for answer in answers] == [200] * 7
    assert b"Bodil" in answers[0].body and b"Lone" in answers[1].body and answers[-1].body == b""


def test_a_newcomer_inherits_nothing_of_this_installation(monkeypatch, tmp_path):
    from bench.installing import Way, environment

    monkeypatch.setenv("FAELLED_ORIGIN", "https://faelled.example")
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    (tmp_path / "uv").touch()
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin")
    env = environment(Way("pip, empty cache", uv=False, empty=True), tmp_path)
    assert "FAELLED_ORIGIN" not in env and "PYTHONPATH" not in env
    assert env["PATH"] == "/usr/bin" and env["PIP_CACHE_DIR"] == str(tmp_path / "pip")
