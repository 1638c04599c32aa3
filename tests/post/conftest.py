"""The people of these stories, a captured outbox, a clock that can be set, and a way to write mails."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from faelled.post import incoming, outgoing, transport
from faelled.post.letters import About, Recipient
from faelled.post.models import OutgoingLetter
from faelled.work import clock
from tests.post import routes_for_tests

LONE = Recipient("key-of-lone", "Lone Holm", "Lone", "lone@familiehuset.example", "da")
MORTEN = Recipient("key-of-morten", "Morten Lund", "Morten", "morten@ungebasen.example", "da")
TIMES = ["tirsdag 1. december kl. 10-12", "torsdag 3. december kl. 13-15", "onsdag 9. december kl. 9-11"]
COMMON = f"faelled@{django_settings.MAIL_DOMAIN}"


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def goes(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture(autouse=True)
def the_clock():
    now = SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    clock.set_source(now)
    yield now
    clock.set_source(None)


@pytest.fixture(autouse=True)
def mailbag():
    with transport.use(transport.Captured()) as captured:
        yield captured


@pytest.fixture(autouse=True)
def inbox(settings):
    settings.POST_ROUTES = "tests.post.routes_for_tests"
    routes_for_tests.inbox.empty()
    return routes_for_tests.inbox


def ask(to=LONE, about_id=1, **changes) -> OutgoingLetter:
    """Write the question about the three times to somebody."""
    template = changes.pop("template", "tests/letters/times")
    letter = {
        "to": to,
        "about": About("ask", about_id, 7),
        "context": {"asker": "Bodil fra biblioteket", "times": TIMES},
        "letter_class": OutgoingLetter.Class.ASK,
        "minutes": 1,
        "thread": "round-1",
        "link_to": "svar",
        "on_behalf_of": "Bodil",
    }
    with transaction.atomic():
        return outgoing.write(template, **(letter | changes))


def mail(
    body="Torsdag passer fint.", *, to="", sender="Lone <lone@familiehuset.example>", **headers
) -> bytes:
    """Return an ordinary mail as bytes; *headers* with _ for -, None takes one away."""
    message = EmailMessage()
    fields = {
        "From": sender,
        "To": to or COMMON,
        "Subject": "SV: Mødetider",
        "Date": "Mon, 23 Nov 2026 10:00:00 +0100",
        "Message-ID": "<1@familiehuset.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in fields.items():
        if value is not None:
            message[name] = value
    if body is not None:
        message.set_content(body)
    return message.as_bytes()


def comes(raw: bytes, to: str, envelope_from="lone@familiehuset.example"):
    """Let *raw* come to *to* and be opened; return its row as it is afterwards."""
    [row] = incoming.receive(raw, [to], envelope_from)
    incoming.open_waiting("w1")
    row.refresh_from_db()
    return row
