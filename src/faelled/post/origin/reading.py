"""What a mail itself says about its origin. Runs in the child with limits: the bytes are a stranger's.

dkimpy and authres are good at their work, but patterns of theirs run back and forth over long blanks.
"""

import re
from collections.abc import Sequence
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import Any

import dkim
from authres import AuthenticationResultsHeader
from dkim.util import InvalidTagValueList, parse_tag_value

_HEAD = 256 * 1024  # bytes
_FROM = 2000  # characters
_SIGNATURES = 10  # of one mail
_ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9}"
_BARE = re.compile(rf"(?P<address>{_ADDRESS})(?: ?\([^()<>@\\]{{0,200}}\))?")
_NAMED = re.compile(
    rf'(?P<name>"(?:[^"\\]|\\.){{0,500}}"|[^"<>:;,()\\]{{0,500}}?) ?<(?P<address>{_ADDRESS})>'
)


def read(raw: bytes, words: dict[str, str]) -> dict[str, Any]:
    """Return who From names, what the mail server called *authserv_id* found, and which signatures there are.

    sender: the one address, or "" when From does not plainly name one. server: method -> (result, domain), or None.
    signatures: [number, domain, selector].
    """
    message = BytesHeaderParser(policy=compat32).parsebytes(_head(raw))
    fields = [str(value) for name, value in message.items() if name.lower() == "from"]
    return {
        "sender": one_sender(fields),
        "server": _results(message, words["authserv_id"]) if words["authserv_id"] else None,
        "signatures": _signatures(message),
    }


def verified(raw: bytes, words: dict[str, Any]) -> list[bool]:
    """Return for each of the numbered signatures whether it holds. words: numbers, and records: name -> its key."""
    records: dict[str, str] = words["records"]

    def ask(name: bytes, timeout: int = 0) -> bytes:
        return records.get(name.decode("ascii", "replace").rstrip(".").lower(), "").encode()

    mail = dkim.DKIM(raw)
    return [_holds(mail, number, ask) for number in words["numbers"]]


def one_sender(fields: Sequence[str]) -> str:
    """Return the address that From names, in lower case; "" for none, several, a group, or anything that is unclear.

    Readers differ in whom they see in such a header, so none of them can be believed. Source: RFC 7489, section 6.6.1.
    """
    if len(fields) != 1 or len(fields[0]) > _FROM:
        return ""
    line = " ".join(fields[0].split())
    found = _BARE.fullmatch(line) or _NAMED.fullmatch(line)
    if found is None:
        return ""
    address = found["address"].lower()
    name = (found.groupdict().get("name") or "").strip()
    if "@" in name and not name.startswith('"') and name.lower() != address:
        return ""
    return address


def _head(raw: bytes) -> bytes:
    ends = [at for gap in (b"\r\n\r\n", b"\n\n") if (at := raw.find(gap)) >= 0]
    return raw[: min([*ends, _HEAD])] + b"\r\n\r\n"


def _results(message: Message, authserv_id: str) -> dict[str, list[str]] | None:
    # The topmost alone: our own server writes on top, and what a stranger wrote in its name stands further down.
    top = message.get("Authentication-Results")
    if top is None:
        return None
    try:
        header = AuthenticationResultsHeader.parse(f"Authentication-Results: {' '.join(str(top).split())}")
    except Exception:  # the library raises what it likes on a header that nobody's mail server would write
        return None
    if header.authserv_id is None or header.authserv_id.lower() != authserv_id.lower():
        return None
    found: dict[str, list[str]] = {}
    for result in header.results:
        domains = [
            p.value for p in result.properties if (p.type, p.name) in {("header", "from"), ("header", "d")}
        ]
        if result.method not in found or result.result == "pass":
            found[result.method] = [str(result.result).lower(), str((domains or [""])[0]).lower()]
    return found


def _signatures(message: Message) -> list[list[Any]]:
    found: list[list[Any]] = []
    for number, value in enumerate(message.get_all("DKIM-Signature", [])[:_SIGNATURES]):
        try:
            tags = parse_tag_value(str(value).encode("ascii", "replace"))
        except InvalidTagValueList:
            continue
        # With a length, words may have been written below what was signed. Source: RFC 6376, section 8.2.
        if b"l" not in tags and b"d" in tags and b"s" in tags:
            found.append([number, *(tags[tag].strip().decode("ascii").lower() for tag in (b"d", b"s"))])
    return found


def _holds(mail: dkim.DKIM, number: int, ask: Any) -> bool:
    try:
        return bool(mail.verify(number, dnsfunc=ask))
    except Exception:  # the library raises half a dozen of its own, and what cryptography raises
        return False
