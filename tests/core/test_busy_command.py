"""python -m faelled.core.busy: a file in, JSON out, trouble told in words."""

import io
import json

import pytest

from faelled.core.busy import heard, told
from faelled.core.busy.__main__ import main
from tests.core.test_busy import ONE_TO_THREE, busy, calendar, event


def run(*args):
    out, trouble = io.StringIO(), io.StringIO()
    code = main(args, out, trouble)
    return code, out.getvalue(), trouble.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lone.ics"
    path.write_bytes(
        calendar(event(ONE_TO_THREE.replace("Europe/Copenhagen", "Hjemme")), event("DTSTART:i morgen"))
    )
    return str(path)


def test_a_file_is_read(file):
    code, out, trouble = run(file, "--from", "2026-12-03", "--to", "2026-12-04")
    assert (code, trouble) == (0, "")
    assert json.loads(out) == {
        "busy": [["2026-12-03T12:00:00+00:00", "2026-12-03T14:00:00+00:00"]],
        "unreadable": [{"entry": 2, "reason": "broken_start"}],
        "zones_guessed": ["Hjemme"],
        "state": "read",
    }


def test_the_days_are_those_of_the_zone_and_the_last_is_not_in(file):
    assert json.loads(run(file, "--from", "2026-12-02", "--to", "2026-12-03")[1])["busy"] == []
    far = json.loads(run(file, "--from", "2026-12-03", "--to", "2026-12-04", "--zone", "Pacific/Auckland")[1])
    assert far["busy"] == [["2026-12-03T00:00:00+00:00", "2026-12-03T02:00:00+00:00"]]


def test_bad_arguments_are_told(file, capsys):
    assert run(file, "--from", "2026-12-04", "--to", "2026-12-03")[::2] == (
        2,
        "--to must be after --from, by at most 3660 days.\n",
    )
    code, out, trouble = run("/nowhere/lone.ics", "--from", "2026-12-03", "--to", "2026-12-04")
    assert (code, out) == (2, "") and "cannot be opened" in trouble
    for wrong in (
        ["--from", "i morgen"],
        ["--from", "0001-01-01"],
        ["--zone", "Hjemme"],
        ["--from", "2026-13-01"],
    ):
        with pytest.raises(SystemExit) as stopped:
            run(file, *wrong, "--to", "2026-12-04")
        assert stopped.value.code == 2
        assert "is not" in capsys.readouterr().err


def test_what_another_process_tells_is_what_was_read():
    content = calendar(event(ONE_TO_THREE.replace("Europe/Copenhagen", "Hjemme")), event("DTSTART:i morgen"))
    asked = {
        "from": "2026-01-01T00:00:00+01:00",
        "to": "2027-01-01T00:00:00+01:00",
        "zone": "Europe/Copenhagen",
    }
    said = json.loads(json.dumps(told(content, asked)))
    assert heard(said) == busy(content)
