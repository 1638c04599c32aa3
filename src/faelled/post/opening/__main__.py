"""`python -m faelled.post.opening FILE...`: one JSON line for each mail, bare calendar or bare text."""

import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from faelled.core.invitations import CalendarMessage
from faelled.post.opening import CannotOpen, Kind, Letter, open_mail

# One of the first kind or two of the second make a mail; a text, too, may begin with "From:" when it quotes at once.
_SURE_FIELD = re.compile(
    rb"^(?:return-path|received|message-id|mime-version|content-type|delivered-to|dkim-signature)[ \t]*:",
    re.I | re.M,
)
_FIELD = re.compile(
    rb"^(?:from|to|subject|date|content-transfer-encoding|reply-to|cc|bcc|sender|in-reply-to|references|auto-submitted"
    rb"|envelope-to|x-[a-z0-9-]+)[ \t]*:",
    re.I | re.M,
)
_HEADER_BLOCK = re.compile(rb"(?:From [^\n]*\n)?((?:[!-9;-~]{1,80}[ \t]*:[^\n]*\n|[ \t]+\S[^\n]*\n)+)")
# Outlook's block of labels above what it quotes, at the top of a bare text.
_SENT = re.compile(rb"^sent[ \t]*:", re.I | re.M)


def main(files: Sequence[str]) -> int:
    """Print the lines; the exit code is 1 when some file could not be read from the disk."""
    code = 0
    for name in files:
        line: dict[str, object] = {"file": name, "kind": Kind.OTHER.value, "new_text": ""}
        try:
            line |= _facts(open_mail(as_mail(Path(name).read_bytes())))
        except CannotOpen as trouble:
            line["error"] = trouble.code
        except OSError as trouble:
            line["error"] = trouble.strerror or "cannot be read"
            code = 1
        print(json.dumps(line, ensure_ascii=False))
    return code


def as_mail(data: bytes) -> bytes:
    """Return *data* as a mail: what has no header of its own gets one."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return b"Content-Type: text/calendar\n\n" + data
    head = data[:65536].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    block = _HEADER_BLOCK.match(head)
    fields = block[1] if block is not None else b""
    enough = _SURE_FIELD.search(fields) is not None or len(_FIELD.findall(fields)) >= 2
    if enough and not _SENT.search(fields):
        return data
    return b"Content-Type: text/plain; charset=utf-8\n\n" + data


def _facts(letter: Letter) -> dict[str, object]:
    facts: dict[str, object] = {"kind": letter.kind.value, "new_text": letter.new_text}
    if letter.calendar:
        facts["calendar"] = _calendar(letter.calendar[0])
    if letter.kind is Kind.BOUNCE:
        facts["failed"] = list(letter.failed)
        facts["failed_because"] = letter.failed_because
    return facts


def _calendar(entry: CalendarMessage) -> dict[str, object]:
    return {
        "method": entry.method,
        "uid": entry.uid,
        "sequence": entry.sequence,
        "attendee": entry.attendee,
        "partstat": entry.partstat,
        "start": _moment(entry.start),
        "end": _moment(entry.end),
    }


def _moment(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
