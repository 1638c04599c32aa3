"""`python -m faelled.post.opening FILE...`"""

import json
import subprocess
import sys
from pathlib import Path

import faelled

MAILS = Path(__file__).resolve().parent.parent / "mails" / "opening"
EVENT = (
    "BEGIN:VEVENT\nUID:1@faelled.example\nDTSTAMP:20261123T092011Z\nDTSTART:20261203T120000Z\nEND:VEVENT\n"
)


def lines(*files):
    done = subprocess.run(
        [sys.executable, "-m", "faelled.post.opening", *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=Path(faelled.__file__).resolve().parent.parent,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_for_every_file(tmp_path):
    bare = tmp_path / "svar.txt"
    bare.write_text("Torsdag passer\n\n> Kan du torsdag?\n", encoding="utf-8")
    outlook = tmp_path / "outlook.txt"
    outlook.write_text("From: Bodil\nSent: mandag\nTo: Lone\nSubject: x\n\nKan du?\n", encoding="utf-8")
    calendar = tmp_path / "moede.ics"
    calendar.write_text(f"\ufeffBEGIN:VCALENDAR\nMETHOD:REQUEST\n{EVENT}END:VCALENDAR\n", encoding="utf-8")
    deep = tmp_path / "deep.eml"
    deep.write_bytes(b"Content-Type: message/rfc822\n\n" * 100)
    code, found = lines(bare, outlook, calendar, deep, MAILS / "retur-ukendt.eml", MAILS / "kalendersvar.eml")
    assert code == 0
    assert [f["kind"] for f in found] == ["answer", "other", "calendar", "other", "bounce", "calendar"]
    assert found[0] == {"file": str(bare), "kind": "answer", "new_text": "Torsdag passer"}
    assert found[2]["calendar"]["method"] == "REQUEST"
    assert found[3]["error"] == "too_deep"
    assert found[4]["failed"] == ["lone@familiehuset.example"]
    assert found[5]["calendar"] == {
        "method": "REPLY",
        "uid": "moede-1@faelled.example",
        "sequence": 2,
        "attendee": "lone@familiehuset.example",
        "partstat": "ACCEPTED",
        "start": "2026-12-03T12:00:00+00:00",
        "end": "2026-12-03T14:00:00+00:00",
    }


def test_a_file_that_is_not_there_is_said_and_the_others_are_opened(tmp_path):
    code, found = lines(tmp_path / "ingen.eml", MAILS / "gmail.eml")
    assert code == 1
    assert [(f["kind"], "error" in f) for f in found] == [("other", True), ("answer", False)]
