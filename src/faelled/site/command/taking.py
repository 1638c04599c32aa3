"""`faelled takemail`: one mail on standard input, for mail servers that can only run a program.

It is kept as the intake keeps it. The codes are those of sysexits.h, which mail servers know. Trouble of ours is always
"try again later" (75): any other code would send the mail back to its writer. As little as possible is imported, since
the program is started for every mail.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import BinaryIO, NoReturn

OK, USAGE, DATA_ERROR, NO_USER, TEMPORARY = 0, 64, 65, 67, 75


class _Words(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(USAGE)


def parser() -> argparse.ArgumentParser:
    """Return the parser of this one word."""
    words = _Words(prog="faelled takemail", description="Keep the mail on standard input; for mail servers.")
    words.add_argument("recipients", nargs="+", metavar="RECIPIENT", help="the envelope's recipients")
    words.add_argument(
        "--sender", default="", help="the envelope's sender; empty for a bounce; write --sender=ADDRESS"
    )
    return words


def main(argv: Sequence[str]) -> int:
    """Keep the mail on standard input for the recipients in *argv*; return the exit code."""
    asked = parser().parse_args(argv)
    os.environ["DJANGO_SETTINGS_MODULE"] = "faelled.site.lean"
    try:
        import django

        django.setup()
        return take(sys.stdin.buffer, asked.recipients, asked.sender)
    except Exception as trouble:
        # Its class alone: its words may hold an address, and the mail server may put what we print into a bounce.
        print(f"faelled: the mail was not kept: {type(trouble).__name__}", file=sys.stderr)
        return TEMPORARY


def take(mail: BinaryIO, recipients: Sequence[str], sender: str) -> int:
    """Keep what *mail* holds for those of *recipients* that we know; return the exit code.

    With an unknown one among several the others have their mail and the code is still "no such user": better a bounce
    too many than an answer lost. Raises DatabaseError when it cannot be kept; then nothing was.
    """
    from django.conf import settings

    from faelled.post.keeping import knows, receive

    raw = _without_separator(mail.read(settings.MAIL_SIZE_LIMIT + 1))
    if not raw.strip():
        print("faelled: no mail on standard input", file=sys.stderr)
        return DATA_ERROR
    if len(raw) > settings.MAIL_SIZE_LIMIT:
        print(f"faelled: larger than {settings.MAIL_SIZE_LIMIT} bytes", file=sys.stderr)
        return DATA_ERROR
    known = [address for address in recipients if knows(address)]
    if known:
        receive(raw, known, sender, by_own_server=True)
    if len(known) == len(recipients):
        return OK
    print("faelled: no such address here", file=sys.stderr)
    return NO_USER


def _without_separator(raw: bytes) -> bytes:
    # Postfix's local(8) and Exim's pipe put the line of a mailbox file on top, "From lone@x.example Mon Nov 23 ...".
    return raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw
