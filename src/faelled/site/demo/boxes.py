"""What the page of mailboxes shows: whose they are, what is new in them, and what one might answer."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from faelled.core.days.words import day_in_words
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Membership, Person, Seat
from faelled.post import addresses as posted
from faelled.site.demo import composing, mailboxes
from faelled.site.demo.mailboxes import OUT, Mail
from faelled.work import clock

HOME = ZoneInfo(settings.TIME_ZONE)
NEW_FOR = timedelta(days=7)
_NUMBERED = re.compile(r"^\s*\d+\. ", re.M)
_SAY_YES = re.compile(r"\b(?:svar|answer|reply) (?:ja|yes)\b", re.I)


@dataclass(frozen=True)
class Row:
    """A mail in its box. is_new: of the last days, not answered, and nothing newer has come in its thread."""

    mail: Mail
    is_new: bool
    replies: tuple[Mail, ...]

    @property
    def when(self) -> str:
        """When it came, as a mail program says it."""
        return in_words(self.mail.sent)

    @property
    def answered(self) -> list[tuple[str, str]]:
        """What its reader wrote to it: hour and words."""
        return [(in_words(reply.sent), composing.own_words(reply)) for reply in self.replies]

    @property
    def suggestion(self) -> str:
        """What its reader might write: a beginning for somebody who only wants to see what happens."""
        if self.replies or self.mail.calendar:
            return ""
        if _SAY_YES.search(self.mail.text):
            return "Ja"
        return "1 og 3 passer fint, resten går ikke." if len(_NUMBERED.findall(self.mail.text)) > 2 else ""


@dataclass(frozen=True)
class Box:
    """One mailbox and whose it is; an address nobody has any more has no person, and then nobody answers from it."""

    address: str
    person: Person | None
    seat: Seat | None
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """What its owner is called by colleagues."""
        return self.person.first_name if self.person else self.address

    @property
    def membership(self) -> Membership | None:
        """The house, with its shape."""
        return self.seat.membership if self.seat else None

    @cached_property
    def new(self) -> int:
        """How many mails are new."""
        return sum(row.is_new for row in self.rows)

    @property
    def partnership_address(self) -> str:
        """Where its owner writes to everybody; "" for somebody who is in nothing."""
        if self.seat is None:
            return ""
        return posted.named_address("partnership", self.seat.membership.partnership_id) or ""

    @property
    def signs_in(self) -> bool:
        """Whether its owner may sign in: a shared mailbox never does."""
        return self.person is not None and self.person.kind == Person.Kind.HUMAN

    def row(self, key: str) -> Row | None:
        """Return one mail."""
        return next((row for row in self.rows if row.mail.key == key), None)


def all_boxes() -> list[Box]:
    """Return every mailbox, houses in their order."""
    boxes = [box(address) for address in mailboxes.addresses()]
    return sorted(boxes, key=lambda b: (b.seat is None, *_place(b.seat), b.address))


def _place(seat: Seat | None) -> tuple[int, int]:
    return (seat.membership.position, seat.pk) if seat else (0, 0)


def box(address: str) -> Box:
    """Return the mailbox of *address*."""
    person = partners.person_by_address(address)
    seats = [*partners.seats_of(person), *partners.invitations_of(person)] if person else []
    return Box(address, person, seats[0] if seats else None, tuple(_rows(address)))


def _rows(address: str) -> list[Row]:
    written = mailboxes.mails(address, OUT)
    threads: set[str] = set()
    rows = []
    for mail in mailboxes.mails(address):
        replies = tuple(r for r in written if str(r.message["In-Reply-To"] or "").strip() == mail.message_id)
        overtaken = mail.thread in threads or clock.now() - mail.sent > NEW_FOR
        rows.append(Row(mail, not (replies or overtaken), replies))
        threads.add(mail.thread)
    return rows


def without_mail(boxes: list[Box]) -> list[Person]:
    """Return the people of these partnerships whom no mail reaches: they answer by phone."""
    partnerships = {b.seat.membership.partnership_id for b in boxes if b.seat}
    seats = [seat for number in sorted(partnerships) for seat in partners.seats_in(number)]
    return [seat.person for seat in seats if partners.living_address(seat.person) is None]


def in_words(moment: datetime) -> str:
    """Return "14.20", "i går 14.20" or "mandag 16. november"."""
    here, now = moment.astimezone(HOME), clock.now().astimezone(HOME)
    hour = f"{here.hour}.{here.minute:02}"
    if here.date() == now.date():
        return hour
    if here.date() == now.date() - timedelta(days=1):
        return _("i går %(hour)s") % {"hour": hour}
    return day_in_words(here.date(), lang=get_language() or "da", today=now.date())
