"""`python -m faelled.core.guard`: JSON lines with a "text" on stdin, the same with "spans" on stdout."""

import json
import sys

from . import find


def main() -> int:
    """Answer every line of stdin; the figures come from the scorer that reads this format."""
    for line in sys.stdin:
        if line.strip():
            text = json.loads(line)["text"]
            spans = [[f.start, f.end, f.type.value] for f in find(text)]
            sys.stdout.write(json.dumps({"text": text, "spans": spans}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
