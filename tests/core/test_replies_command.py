"""python -m faelled.core.replies: JSON lines in, JSON lines out, trouble told with its line."""

import io
import json

from faelled.core.replies.__main__ import main

GOOD = {
    "id": "a",
    "sent": "2026-11-23T09:00:00+01:00",
    "slots": [{"n": 1, "start": "2026-12-03T13:00:00+01:00", "end": "2026-12-03T15:00:00+01:00"}],
    "reply": "Torsdag passer fint",
}


def run(*lines):
    out, trouble = io.StringIO(), io.StringIO()
    code = main(lines, out, trouble)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], trouble.getvalue()


def test_a_line_is_read():
    code, rows, trouble = run(json.dumps(GOOD))
    assert (code, trouble) == (0, "")
    assert rows == [
        {"id": "a", "pred": {"1": "yes"}, "prefers": [], "counter": [], "delegate": None, "question": False,
         "not_availability": False}
    ]  # fmt: skip


def test_a_bad_line_is_told_and_the_others_are_read():
    bad = [
        "{",
        "[]",
        json.dumps({"id": "b"}),
        json.dumps(GOOD | {"sent": "i morges"}),
        json.dumps(GOOD | {"reply": 7}),
    ]
    naive = json.dumps(GOOD | {"sent": "2026-11-23T09:00:00"})
    code, rows, trouble = run(*bad, naive, "", json.dumps(GOOD))
    assert (code, len(rows)) == (2, 1)
    assert [line.split(":")[0] for line in trouble.splitlines()] == [f"line {n}" for n in range(1, 7)]
    assert "[" * 3 not in trouble


def test_a_deep_line_is_only_a_bad_line():
    assert run("[" * 100_000)[0] == 2
