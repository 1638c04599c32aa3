"""`python -m faelled.core.wishes CASES.jsonl`: how well start mails are read, whole and by field.

With --wrong also the cases of the development set that are read wrong; never those held back.
"""

import sys
from pathlib import Path

from faelled.core.wishes.scoring import Score, report, score


def main(arguments: list[str]) -> int:
    """Print the report; 2 where a line is no case or no file was named, after reading the others."""
    names = [a for a in arguments if not a.startswith("--")]
    if len(names) != 1:
        print("Usage: python -m faelled.core.wishes CASES.jsonl [--wrong]", file=sys.stderr)
        return 2
    scores: list[Score] = []
    failed = False
    for number, line in enumerate(Path(names[0]).read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            scores.append(score(line))
        except (ValueError, KeyError, TypeError) as trouble:
            print(f"Line {number} is no case: {trouble!r}", file=sys.stderr)
            failed = True
    print(report(scores))
    if "--wrong" in arguments:
        for wrong in (s for s in scores if s.wrong and not s.held):
            print(f"{wrong.case}: {', '.join(wrong.wrong)}")
    return 2 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
