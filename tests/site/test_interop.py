"""The interop report never calls passed what was not driven, and its samples name nobody's machine."""

from datetime import UTC, datetime, timedelta

import pytest
from interop.fixtures import sanitised
from interop.house import days_ahead
from interop.report import NotDriven, Report, Result


def driven(report, program, *, trouble=None, what="start"):
    with report.driving(program, what) as row:
        report.needs(program)
        if trouble:
            raise trouble
        row.shows("seen")


def test_a_program_that_is_missing_is_not_driven_and_never_passed(tmp_path):
    report = Report(tmp_path, {"Postfix": "3.7.11"})
    driven(report, "Postfix")
    driven(report, "Thunderbird")
    (line,) = (one for one in report.markdown("Interop").splitlines() if one.startswith("| Thunderbird"))
    assert "| not driven: Thunderbird is not on this machine |" in line
    assert "passed" not in line and "seen" not in line
    assert "1 passed, 0 failed, 1 not driven." in report.markdown("Interop")
    assert report.good, "what could not be driven is no failure"


def test_what_did_not_start_is_not_driven_further(tmp_path):
    report = Report(tmp_path, {"Roundcube": "1.6"})
    driven(report, "Roundcube", trouble=OSError("no PHP"))
    driven(report, "Roundcube", what="answer")
    assert [row.result for row in report.rows] == [Result.FAILED, Result.NOT_DRIVEN]
    assert not report.good


def test_nothing_driven_is_not_good(tmp_path):
    report = Report(tmp_path, {"Postfix": "3.7.11"})
    driven(report, "Postfix", trouble=NotDriven("Postfix starts as root only"))
    assert not report.good
    assert "| not driven: Postfix starts as root only |" in report.markdown("Interop")


def test_a_sign_of_the_table_inside_a_cell_breaks_no_row(tmp_path):
    report = Report(tmp_path, {"Postfix": "3.7.11"})
    driven(report, "Postfix", trouble=ValueError("a | b\nc"))
    assert "FAILED: ValueError: a / b c" in report.markdown("Interop")


def test_a_sample_keeps_what_the_program_wrote_and_nothing_of_the_road():
    raw = (
        "Return-Path: <lone@familiehuset.example>\r\nReceived: from vm.machine\r\n\tby mail\r\n"
        "Subject: Re: x\r\nUser-Agent: Mozilla Thunderbird\r\n\r\n"
        "Received: i går\r\nhttp://127.0.0.1:4711/svar/x/\r\n"
    )
    assert sanitised(raw.encode(), "http://127.0.0.1:4711").decode() == (
        "Subject: Re: x\nUser-Agent: Mozilla Thunderbird\n\nReceived: i går\nhttps://faelled.example/svar/x/\n"
    )


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        ("2026-11-27 10:00", 0),  # a Friday in the morning: no need to pretend
        ("2026-11-27 20:00", 61),  # Friday evening: Monday at nine
        ("2026-11-29 09:00", 24),  # Sunday
        ("2026-11-26 05:00", 28),  # Thursday before anybody is at work: the next day
    ],
)
def test_the_play_is_set_when_letters_go(now, hours):
    assert days_ahead(datetime.fromisoformat(now).replace(tzinfo=UTC)) == timedelta(hours=hours)
