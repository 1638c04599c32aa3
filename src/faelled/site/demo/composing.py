"""Mails as people's mail programs write them: an answer over the quoted original, a new mail, a calendar's answer."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from zoneinfo import ZoneInfo

from django.conf import settings

from faelled.core.invitations.contentlines import document
from faelled.post import transport
from faelled.post.wording import one_line
from faelled.site.demo import mailboxes
from faelled.site.demo.mailboxes import Mail
from faelled.work import clock

HOME = ZoneInfo(settings.TIME_ZONE)
_DAYS = ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn.")
_MONTHS = (
    *("jan.", "feb.", "mar.", "apr.", "maj", "jun."),
    *("jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
)
_HISTORY = re.compile(r"\n\nDen [a-zæøå]+\. \d{1,2}\. [a-z.]+ \d{4} kl\. \d\d\.\d\d skrev ")
PRESSED = {"ACCEPTED": "Accepteret", "TENTATIVE": "Foreløbig", "DECLINED": "Afslået"}


def answer(mail: Mail, name: str, address: str, text: str) -> EmailMessage:
    """Return an answer to *mail* in the writer's own words, the original quoted below."""
    message = _begun(name, address, mail.answers_go_to, f"SV: {mail.subject}")
    message["In-Reply-To"] = mail.message_id
    message["References"] = f"{mail.message['References'] or ''} {mail.message_id}".strip()
    here = mail.sent.astimezone(HOME)
    when = f"{_DAYS[here.weekday()]} {here.day}. {_MONTHS[here.month - 1]} {here.year} kl. {here:%H.%M}"
    quoted = "".join(f"> {line}\n" for line in mail.text.splitlines())
    message.set_content(f"{text.strip()}\n\nDen {when} skrev {mail.message['From']}:\n\n{quoted}")
    return message


def own_words(mail: Mail) -> str:
    """Return what an answer says above the history that *answer* quoted."""
    return _HISTORY.split(mail.text, maxsplit=1)[0].strip()


def new(name: str, address: str, to: str, subject: str, text: str) -> EmailMessage:
    """Return a mail that answers nothing."""
    message = _begun(name, address, to, subject)
    message.set_content(text.strip() + "\n")
    return message


def pressed(mail: Mail, name: str, address: str, partstat: str) -> EmailMessage:
    """Return what a calendar sends when somebody presses Accept or Decline on the invitation of *mail*."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Faelled//Postkasser//DA", "METHOD:REPLY"]
    lines += ["BEGIN:VEVENT", *_repeated(mail.calendar)]
    lines += [f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}", f"ATTENDEE;PARTSTAT={partstat}:mailto:{address}"]
    lines += [f"ORGANIZER:mailto:{mail.answers_go_to}", "END:VEVENT", "END:VCALENDAR"]
    message = _begun(name, address, mail.answers_go_to, f"{PRESSED[partstat]}: {mail.subject}")
    message["In-Reply-To"] = mail.message_id
    message.set_content(f"{PRESSED[partstat]}.\n")
    calendar = document(lines).decode()
    message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    return message


def _repeated(calendar: bytes) -> list[str]:
    """Return the lines of the event that an answer repeats: which it is, which version of it, and when."""
    text = calendar.decode("utf-8", "replace").replace("\r\n ", "").replace("\r\n\t", "")
    event = text.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0].split("\r\n")
    wanted = ("UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY")
    return [line for line in event if line.partition(":")[0].partition(";")[0] in wanted]


def send(message: EmailMessage, address: str) -> None:
    """Send a mail by SMTP into the house, as the writer's mail server would, and keep a copy in their box."""
    raw = message.as_bytes(policy=SMTP)
    host, _, port = settings.SMTP_LISTEN.rpartition(":")
    transport.Smtp(host.strip("[]"), int(port)).send(address, str(message["To"]), raw)
    mailboxes.deliver(address, raw, to=mailboxes.OUT)


def _begun(name: str, address: str, to: str, subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address(one_line(name), addr_spec=address)
    message["To"] = to
    message["Subject"] = " ".join(subject.split())[:180]
    message["Date"] = format_datetime(clock.now().astimezone(HOME))
    message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    return message
