"""The bytes of a mail. Headers are written here one by one, so that no value can ever become a second header."""

from base64 import b64decode, b64encode, encodebytes
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.policy import compat32
from email.utils import format_datetime
from json import dumps, loads
from typing import Self

from faelled.post.wording import NAME_LENGTH, one_line

_CRLF = "\r\n"


class NotAnAddress(ValueError):
    """An address that no mail server would take, such as one with a line end in it."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything of one mail but its Date, which is set when it goes.

    references: the Message-ID of the first letter of the thread, or "". reply_to, unsubscribe, calendar_method: ""
    when there is none. calendar: the iCalendar object in base64.
    """

    envelope_from: str
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    reply_to: str
    subject: str
    message_id: str
    references: str
    unsubscribe: str
    lang: str
    text: str
    html: str
    calendar_method: str = ""
    calendar: str = ""

    def to_json(self) -> str:
        """Return the mail as it is sealed into its row."""
        return dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the mail that *to_json* wrote."""
        return cls(**loads(text))

    def to_bytes(self, date: datetime) -> bytes:
        """Return the mail as it goes to the server, ASCII only, lines ended by CRLF."""
        head = _CRLF.join(f"{name}: {value}" for name, value in self._headers(date))
        return head.encode("ascii") + _CRLF.encode() + self._body()

    def _headers(self, date: datetime) -> Iterable[tuple[str, str]]:
        yield "Date", format_datetime(date)
        yield "From", _mailbox("From", self.from_name, self.from_address)
        yield "To", _mailbox("To", self.to_name, self.to_address)
        if self.reply_to:
            yield "Reply-To", _address(self.reply_to)
        yield "Subject", _words("Subject", one_line(self.subject))
        yield "Message-ID", _token(self.message_id)
        if self.references:
            yield "In-Reply-To", _token(self.references)
            yield "References", _token(self.references)
        # RFC 3834 and Exchange's own header: nobody's machine is to answer ours.
        yield "Auto-Submitted", "auto-generated"
        yield "X-Auto-Response-Suppress", "All"
        if self.unsubscribe:
            yield "List-Unsubscribe", f"<{_token(self.unsubscribe)}>"
            yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
        yield "Content-Language", _token(self.lang)
        yield "MIME-Version", "1.0"

    def _body(self) -> bytes:
        body = MIMEMultipart("alternative", policy=compat32)
        del body["MIME-Version"]
        body.attach(_text_part("plain", self.text))
        body.attach(_text_part("html", self.html))
        if self.calendar_method:
            body.attach(_calendar_part(self.calendar_method, b64decode(self.calendar)))
        return body.as_bytes(policy=compat32.clone(linesep=_CRLF))


def in_base64(content: bytes) -> str:
    """Return *content* as the field *calendar* of a Mail wants it."""
    return b64encode(content).decode("ascii")


def checked_address(address: str) -> str:
    """Return *address* as a mail server takes it, its domain in ASCII. Raises NotAnAddress."""
    local, at, domain = address.strip().rpartition("@")
    try:
        plain = (
            f"{local}{at}{domain.encode('idna').decode('ascii')}" if not domain.isascii() else address.strip()
        )
    except UnicodeError:
        raise NotAnAddress("domain") from None
    return _address(plain)


def _address(address: str) -> str:
    local, _, domain = address.rpartition("@")
    if not local or not domain or len(address) > 320 or any(sign in address for sign in '<>"(),;:\\ '):
        raise NotAnAddress("form")
    return _token(address)


def _token(value: str) -> str:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise NotAnAddress("signs")
    return value


def _mailbox(field: str, name: str, address: str) -> str:
    shown = one_line(name, NAME_LENGTH)
    if not shown:
        return _address(address)
    if _is_plain(shown):
        quoted = shown.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{_address(address)}>'
    return f"{_words(field, shown)}{_CRLF} <{_address(address)}>"


def _words(field: str, text: str) -> str:
    if _is_plain(text):
        return text  # short enough for one line, see one_line
    return Header(text, "utf-8", maxlinelen=76, header_name=field).encode(linesep=_CRLF)


def _is_plain(text: str) -> bool:
    # What looks like an encoded word would be decoded by the reader, line ends and all, so it is encoded once more.
    return text.isascii() and "=?" not in text


def _text_part(subtype: str, text: str) -> Message:
    part = MIMEBase("text", subtype, policy=compat32, charset="utf-8")
    del part["MIME-Version"]
    quoted_printable = Charset("utf-8")
    quoted_printable.body_encoding = QP
    part.set_payload(text.encode("utf-8", "replace").decode(), quoted_printable)
    return part


def _calendar_part(method: str, content: bytes) -> Message:
    # No disposition: an attachment beside it makes clients show the event twice, or without its answer buttons.
    part = MIMEBase("text", "calendar", policy=compat32)
    part.replace_header("Content-Type", f"text/calendar; method={_token(method)}; charset=utf-8")
    del part["MIME-Version"]
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(encodebytes(content).decode("ascii"))
    return part
