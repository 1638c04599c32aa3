"""The `faelled` command: its words, its catalogues of English, its summary of the tests."""

import gettext
import io
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pytest

from faelled.site.command import ROOT, benching, build_parser, faults, main, testing, translations
from faelled.site.command import postgres as pg
from faelled.site.command.testing import Outcome, _pytest, _read
from tests import goals
from tests.pages import browser
from tests.site.test_serving import environment


def test_help_needs_nothing_installed():
    """It is what one types first; -S keeps every installed package away."""
    command = [sys.executable, "-S", "-m", "faelled", "--help"]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for word in ("demo", "serve", "takemail", "test", "check", "bench", "invite", "doctor", "keys"):
        assert f"\n    {word} " in done.stdout


@pytest.mark.parametrize(("words", "said"), [
    (["fly"], "invalid choice"),
    (["serve", "post"], "'post' is not one of web, worker, mail"),
    (["serve", "--fast"], "unknown: --fast"),
    (["demo", "--port", "http"], "invalid int value"),
    (["invite", "Bodil"], "address"),
])  # fmt: skip
def test_a_wrong_word_is_answered_with_what_is_wrong(words, said, capsys):
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_words_after_test_are_pytests_own():
    args, rest = build_parser().parse_known_args(["test", "-k", "holidays", "tests/core"])
    assert (args.command, rest) == ("test", ["-k", "holidays", "tests/core"])


def test_no_subcommand_at_all_shows_the_help(capsys):
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 0 and "usage: faelled" in capsys.readouterr().out


def test_a_wrong_setting_is_said_in_one_line_and_not_as_a_traceback(tmp_path):
    env = environment(tmp_path) | {"FAELLED_ORIGIN": "http://faelled.kommune.example"}
    done = subprocess.run(
        [sys.executable, "-m", "faelled", "migrate"], env=env, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("faelled: FAELLED_ORIGIN is") and "Traceback" not in done.stderr


def test_an_address_that_is_none_is_not_invited(tmp_path):
    command = [sys.executable, "-m", "faelled", "invite", "Bodil", "biblioteket"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True)
    assert done.returncode == 2 and "is not a mail address" in done.stderr


# --- English ---

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: somewhere
msgid "Møder"
msgstr "Meet"
"ings"

#, fuzzy
msgid "Værter"
msgstr "Guests"

msgid "Året"
msgstr ""

msgctxt "month"
msgid "maj"
msgstr "May \\"5\\""

msgid "%(count)s dag"
msgid_plural "%(count)s dage"
msgstr[0] "%(count)s day"
msgstr[1] "%(count)s days"
"""


def test_a_compiled_catalogue_is_read_by_pythons_own_gettext():
    english = gettext.GNUTranslations(io.BytesIO(translations.compiled(translations.read(CATALOGUE))))
    assert english.gettext("Møder") == "Meetings"
    assert english.pgettext("month", "maj") == 'May "5"'
    assert [english.ngettext("%(count)s dag", "%(count)s dage", n) for n in (1, 2)] == [
        "%(count)s day", "%(count)s days",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["Værter", "Året"])
def test_what_is_unsure_or_empty_counts_as_not_translated(text):
    entries = {entry.text: entry for entry in translations.read(CATALOGUE)}
    assert not entries[text].translated
    english = gettext.GNUTranslations(io.BytesIO(translations.compiled(entries.values())))
    assert english.gettext(text) == text


@pytest.mark.parametrize(("name", "source", "texts"), [
    ("a.html", '{% translate "Hjælp" %}{{ _("Navn") }}{% include "x" with h=_("Sted") %}', ["Hjælp", "Navn", "Sted"]),
    ("a.html", "{% load i18n %}{% translate 'Det er »ham«, ikke \"hende\"' %}", ['Det er »ham«, ikke "hende"']),
    ("a.html", "{% load i18n %}{% blocktranslate %}{{ days }} dage{% endblocktranslate %}", ["%(days)s dage"]),
    ("a.html", "{% load i18n %}{% comment %}{% translate 'Nej' %}{% endcomment %}<p>intet</p>", []),
    ("a.py", 'from django.utils.translation import gettext as _\nx = _("Hjem")', ["Hjem"]),
    ("a.py", 'from django.utils.translation import ngettext\nx = ngettext("%s dag", "%s dage", 2)', ["%s dag"]),
    ("a.py", '_ = str\nx = _("ikke en tekst")', []),
])  # fmt: skip
def test_the_texts_of_a_file_are_found(tmp_path, name, source, texts):
    file = tmp_path / name
    file.write_text(source, encoding="utf-8")
    assert list(translations.texts_of(file)) == texts


def test_a_page_in_english_has_its_own_words_and_djangos_errors_say_what_to_do(client, db):
    client.post("/sprog/", {"language": "en"})
    html = client.get("/hjaelp/").content.decode()
    assert "answer the mail as you usually write" in html and "Hjælp" not in html

    from django import forms
    from django.utils.translation import override

    for language, words in (("da", "Skriv en adresse med @"), ("en", "Write an address with an @")):
        with override(language):
            try:
                forms.EmailField().clean("lone.familiehuset")
            except forms.ValidationError as wrong:
                assert words in wrong.messages[0]


# --- the tests' own summary ---


def test_the_summary_counts_what_pytest_reports(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>',
        encoding="utf-8",
    )
    assert str(_read(report, 1) + Outcome(passed=3)) == "8 passed, 2 failed, 2 skipped"


def test_a_run_that_never_reported_counts_as_failed(tmp_path):
    assert _read(tmp_path / "none.xml", 0).failed == 1


def test_without_a_server_the_reason_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(pg, "BINARIES", tmp_path)
    with pytest.raises(pg.NoServer, match="apt-get install postgresql"), pg.temporary_server():
        pass


@pytest.mark.long
def test_a_temporary_server_answers_and_leaves_nothing_behind():
    import psycopg

    try:
        with pg.temporary_server() as address:
            folder = Path(address.partition("host=")[2].replace("%2F", "/"))
            with psycopg.connect(address) as connection:
                assert connection.execute("select 1").fetchone() == (1,)
    except pg.NoServer as reason:
        pytest.skip(str(reason))
    assert not folder.exists()


# --- faults ---


def _report(cases):
    return ElementTree.fromstring(f"<testsuite>{''.join(cases)}</testsuite>")  # noqa: S314  written here


def _case(goal, name, inside="", database="SQLite"):
    told = f'<property name="goal" value="{goal}"/><property name="database" value="{database}"/>'
    figures, outcome = (inside, "") if "<property" in inside else ("", inside)
    return f'<testcase name="test_{name}">{outcome}<properties>{told}{figures}</properties></testcase>'


def _row(what, figure, met, **more):
    told = {"goal": "R6", "what": what, "figure": str(figure), "met": met} | more
    return f'<property name="row" value={quoteattr(json.dumps(told))}/>'


@pytest.mark.parametrize(("cases", "lines"), [
    ([_case("R6", "again", _row("twice", 0, True))], ["R6 twice 0 met SQLite"]),
    ([_case("R6", "again", _row("twice", 3, False))], ["R6 twice 3 missed SQLite"]),
    ([_case("R6", "again", _row("twice", 0, True, database=""))], ["R6 twice 0 met"]),
    ([_case("R6", "again[1]", _row("twice", 0, True) + "</properties><failure/><properties>")],
     ["R6 again 0 of 1 cases pass missed SQLite", "R6 twice 0 met SQLite"]),
    ([_case("R10", "at_once[1]"), _case("R10", "at_once[2]")], ["R10 at once 2 of 2 cases pass met SQLite"]),
    ([_case("R10", "at_once"), _case("R10", "at_once", database="PostgreSQL")],
     ["R10 at once 1 of 1 cases pass met PostgreSQL", "R10 at once 1 of 1 cases pass met SQLite"]),
    ([_case("R10", "at_once[1]"), _case("R10", "at_once[2]", "<error/>")],
     ["R10 at once 1 of 2 cases pass missed SQLite"]),
    ([_case("R12", "click", "<skipped/>")], ["R12 click 0 of 1 cases pass, 1 left out left out SQLite"]),
    ([_case("R10", "b"), _case("R6", "a"), _case("P11", "c")], ["P11 c", "R6 a", "R10 b"]),
    (['<testcase name="test_of_no_goal"/>'], []),
])  # fmt: skip
def test_rows_are_made_of_what_tests_report(cases, lines):
    report = _report(cases)
    [_, *table] = faults.table(faults.rows(report.iter("testcase"))).splitlines()
    assert len(table) == len(lines)
    for said, line in zip(table, lines, strict=True):
        assert " ".join(said.split()).startswith(line)


@pytest.mark.parametrize(("goals", "cases", "code"), [
    (["R6"], [_case("R6", "again")], 0),
    (["R6"], [_case("R6", "again", _row("twice", 3, False))], 1),
    (["R6", "R7"], [_case("R6", "again")], 1),
    (["seven"], [], 2),
])  # fmt: skip
def test_a_goal_that_is_missed_or_not_shown_is_no_success(goals, cases, code, monkeypatch, capsys):
    found = tuple(_report(cases).iter("testcase"))
    monkeypatch.setattr(faults.testing, "on_both", lambda words: Outcome(code=5, cases=found))
    monkeypatch.setenv("FAELLED_LONG", "")
    monkeypatch.setenv("FAELLED_GOALS", "")
    assert faults.run(goals) == code
    assert ("no test shows it" in capsys.readouterr().out) == (goals == ["R6", "R7"])


def test_a_test_has_its_goal_and_its_rows_in_the_report(row, request):
    request.node.add_marker(pytest.mark.goal("R0"))
    goals.note(request.node, on_database=False)
    row("rows", 1, met=True)
    told = dict(request.node.user_properties)
    request.node.user_properties.clear()  # there is no such goal
    assert told["goal"] == "R0" and told["database"] == ""
    assert json.loads(told["row"]) == {"goal": "R0", "what": "rows", "figure": "1", "met": True}


@pytest.mark.parametrize(("outcome", "code"), [
    (Outcome(passed=2, code=5, cases=(ElementTree.Element("testcase"),)), 0),  # all of them need no database
    (Outcome(code=5), 5),
    (Outcome(passed=1, failed=1, code=1, cases=(ElementTree.Element("testcase"),)), 1),
])  # fmt: skip
def test_tests_that_are_the_same_on_either_database_succeed_on_one(monkeypatch, outcome, code):
    monkeypatch.setattr(testing, "on_both", lambda words: outcome)
    assert testing.run([]) == code


def test_a_report_that_the_caller_asks_for_is_kept_and_counted(monkeypatch, tmp_path):
    def pytest_run(command, env, **rest):
        [report] = [word.partition("=")[2] for word in command if word.startswith("--junit")]
        Path(report).write_text('<testsuite tests="3" failures="1" errors="0" skipped="1"/>')
        assert "PYTHONDONTWRITEBYTECODE" not in env
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(testing.subprocess, "run", pytest_run)
    for database, name in ((None, "mine.xml"), ("postgres://x", "mine-postgresql.xml")):
        outcome = _pytest(["--junit-xml", str(tmp_path / "mine.xml"), "-k", "x"], database=database)
        assert (outcome.passed, outcome.failed, outcome.skipped) == (1, 1, 1)
        assert (tmp_path / name).read_text().startswith("<testsuite")


def test_the_second_run_reads_only_files_that_met_a_database_in_the_first():
    told = (
        '<testcase classname="{}"><properties><property name="database" value="{}"/></properties></testcase>'
    )
    met = [
        ("tests.post.test_work.TestTheLoop", "SQLite"),
        ("tests.post.test_work", "SQLite"),
        ("tests.gone", "SQLite"),
    ]
    cases = tuple(
        _report(told.format(*case) for case in [*met, ("tests.core.test_days", "")]).iter("testcase")
    )
    assert testing._files_worth_it(["--junit-xml=x"], Outcome(code=1, cases=cases)) == [
        "tests/post/test_work.py"
    ]
    assert testing._files_worth_it(["tests/post"], Outcome(cases=cases)) == [], "the caller chose"
    assert testing._files_worth_it([], Outcome(code=2, cases=cases)) == [], "it was broken off"


# --- bench ---


@pytest.mark.parametrize(("second", "code"), [
    ("def main(args): return [('wheels', 4, '<= 4')]", 0),
    ("def main(args): return 3", 1),
    ("def main(args): raise RuntimeError", 1),
    ("def main(args): print('figures of its own')", 0),
])  # fmt: skip
def test_bench_prints_one_table_and_says_which_failed(tmp_path, monkeypatch, capsys, second, code):
    monkeypatch.setattr(benching, "ROOT", tmp_path)
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "first.py").write_text(
        '"""P7: letters."""\n'
        "def main(args): return [('letters a second', '712', '>= 400'), ('P8 read', '9', '>= 8')]"
    )
    (tmp_path / "bench" / "second.py").write_text(second)
    assert benching.run([]) == code
    said = capsys.readouterr().out
    assert "P7      letters a second  712     >= 400\nP8      read " in said
    assert ("failed: second" in said) == bool(code)
    assert benching.run(["P7"]) == 0 and "second.py" not in capsys.readouterr().out


def test_a_bench_that_does_not_exist_is_named(capsys):
    assert benching.run(["unicorns"]) == 2
    assert "unicorns" in capsys.readouterr().out


# --- what must be had ---


def test_a_browser_that_is_required_and_missing_is_a_failure(monkeypatch, tmp_path):
    monkeypatch.setattr(browser, "CHROMIUM", tmp_path / "none")
    for required, outcome in (("0", pytest.skip.Exception), ("1", pytest.fail.Exception)):
        monkeypatch.setenv("FAELLED_REQUIRE_BROWSER", required)
        with pytest.raises(outcome, match="no Chromium"), browser.running_chromium():
            pass


@pytest.mark.parametrize("goal", [f"R{n}" for n in (1, 2, 6, 7, 8, 18, 19, 20, 21, 22, 23, 24)])
def test_every_goal_of_mails_and_calendars_is_shown_by_a_test(goal):
    tests = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert any(f'mark.goal("{goal}"' in text for text in tests)
