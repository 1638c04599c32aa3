"""`python -m faelled.core.guard`: JSON lines with a "text" on stdin, the same with "spans" on stdout."""

import json
import sys

from . import Finding, Mark, find
from .finding import SOFT


def asked(text: str) -> list[Finding]:
    """Return what the writer would have to do something about, and what is said of health, age and place.

    Left out is what the guard only asks about: names that look public, numbers that look like something else.
    """
    return [finding for finding in find(text) if finding.mark is not Mark.HINT or finding.type in SOFT]


def main() -> int:
    """Answer every line of stdin; the figures come from the scorer that reads this format."""
    for line in sys.stdin:
        if line.strip():
            text = json.loads(line)["text"]
            spans = [[finding.start, finding.end, finding.type.value] for finding in asked(text)]
            sys.stdout.write(json.dumps({"text": text, "spans": spans}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
