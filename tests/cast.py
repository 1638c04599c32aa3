"""The same invented people in every story, and the verbs a story is told in.

Bodil (the library) coordinates; Aisha works at Krisecentret, whose address is protected; Morten at Ungebasen; Lone at
Familiehuset. They write mail as mail programs do, and everything between their mailboxes is the real thing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from faelled.core.days.words import time_in_words
from faelled.meetings import actions, reads
from faelled.meetings.models import Answer, Habits, Meeting, Proposal, Round
from faelled.partnerships.models import Address, Membership, Organisation, Partnership, Person, Seat
from faelled.post import incoming, transport
from faelled.site.duties import DUTIES
from faelled.work import clock

HOME = ZoneInfo("Europe/Copenhagen")
MONDAY_MORNING = datetime(2026, 11, 16, 9, 0, tzinfo=HOME)
AN_HOUR = timedelta(hours=1)
OFTEN = [duty for duty in DUTIES if duty.every < AN_HOUR]
AT_ONCE = [duty for duty in DUTIES if duty.every <= timedelta(seconds=1)]
STREET = "Hemmelighedsvej 17"  # what must never come out: somebody will type it


def at(text: str) -> datetime:
    """Return "2026-12-03 13:00" on the clock of Copenhagen."""
    return datetime.fromisoformat(text).replace(tzinfo=HOME)


@dataclass
class Clock:
    """Time stands still until a story moves it."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def goes_to(self, text: str) -> None:
        self.now = at(text)

    def passes(self, **parts: float) -> None:
        self.now = self.now + timedelta(**parts)


@dataclass(frozen=True)
class Mail:
    """One mail as its reader's program shows it."""

    raw: bytes
    to: str
    envelope_from: str

    @property
    def message(self) -> EmailMessage:
        return _read(self.raw)

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        return part.get_content() if part else ""

    @property
    def calendar(self) -> str:
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                return part.get_payload(decode=True).decode()
        return ""

    @property
    def link(self) -> str:
        """The path of the answer link in the text part."""
        for word in self.text.split():
            if "/svar/" in word or "/velkommen/" in word:
                return word[word.index("/", 8) :].rstrip(".,)")
        raise AssertionError(f"no link in the letter {self.subject!r}")


@lru_cache(maxsize=500)
def _read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]


@dataclass
class Mailbag:
    """Everything the house has sent, in order."""

    carrier: transport.Captured = field(default_factory=transport.Captured)

    @property
    def all(self) -> list[Mail]:
        return [Mail(m.message, m.to, m.envelope_from) for m in self.carrier.sent]

    def to(self, actor: "Actor") -> list[Mail]:
        return [m for m in self.all if m.to in actor.mailboxes]

    def latest_to(self, actor: "Actor") -> Mail:
        mails = self.to(actor)
        assert mails, f"{actor.name} has got no mail"
        return mails[-1]

    def subjects_to(self, actor: "Actor") -> list[str]:
        return [m.subject for m in self.to(actor)]


@dataclass
class World:
    """A partnership, its people, their mailboxes and the clock."""

    partnership: Partnership
    clock: Clock
    mailbag: Mailbag
    actors: dict[str, "Actor"] = field(default_factory=dict)
    swept_at: datetime = MONDAY_MORNING
    busy: bool = False

    def settles_down(self) -> None:
        """Let the worker run until nothing is left to do at once.

        What it does now and then it does once, and what it does by the hour when as much time has passed.
        """
        sweeps = abs(self.clock.now - self.swept_at) >= AN_HOUR
        due = DUTIES if sweeps else OFTEN
        self.swept_at = self.clock.now if sweeps else self.swept_at
        for _ in range(0 if self.busy else 30):
            if sum(duty.run("test") for duty in due) == 0:
                return
            due = AT_ONCE
        if not self.busy:
            raise AssertionError("the worker never comes to rest")

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let everything in the block come before the worker looks up."""
        self.busy = True
        yield
        self.busy = False
        self.settles_down()

    def waits(self, until: str) -> None:
        self.clock.goes_to(until)
        self.settles_down()

    def receives(self, raw: bytes, *recipients: str, envelope_from: str = "") -> None:
        incoming.receive(raw, list(recipients), envelope_from)
        self.settles_down()


@dataclass
class Actor:
    """Somebody with a mailbox."""

    world: World
    seat: Seat
    mailboxes: list[str]

    @property
    def name(self) -> str:
        return self.seat.person.first_name

    @property
    def person(self) -> Person:
        return Person.objects.get(pk=self.seat.person_id)

    @property
    def inbox(self) -> list[Mail]:
        return self.world.mailbag.to(self)

    @property
    def latest(self) -> Mail:
        return self.world.mailbag.latest_to(self)

    def writes(
        self,
        text: str,
        *,
        answering: Mail | None = None,
        sender: str | None = None,
        cc: Sequence[str] = (),
        sent: datetime | None = None,
        quote: bool = True,
        message_id: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """Answer the latest mail (or *answering*) as a mail program does, and let the house read it."""
        mail = answering or self.latest
        raw = self.composes(
            text, mail, sender=sender, cc=cc, sent=sent, quote=quote, message_id=message_id, headers=headers
        )
        recipient = str(mail.message["Reply-To"] or mail.message["From"])
        self.world.receives(raw, bare(recipient), envelope_from=sender or self.mailboxes[-1])
        return raw

    def composes(
        self, text, mail, *, sender=None, cc=(), sent=None, quote=True, message_id=None, headers=None
    ) -> bytes:
        message = EmailMessage()
        message["From"] = f"{self.seat.person.name} <{sender or self.mailboxes[-1]}>"
        message["To"] = str(mail.message["Reply-To"] or mail.message["From"])
        if cc:
            message["Cc"] = ", ".join(cc)
        message["Subject"] = f"SV: {mail.subject}"
        message["Date"] = format_datetime(sent or self.world.clock.now)
        message["Message-ID"] = message_id or make_msgid(domain=(sender or self.mailboxes[-1]).split("@")[1])
        message["In-Reply-To"] = str(mail.message["Message-ID"])
        for name, value in (headers or {}).items():
            message[name] = value
        history = "".join(f"> {line}\n" for line in mail.text.splitlines()) if quote else ""
        head = (
            f"\n\nDen man. 16. nov. 2026 kl. 09.00 skrev Fælled <faelled@faelled.example>:\n\n{history}"
            if quote
            else ""
        )
        message.set_content(text + head)
        return message.as_bytes()

    def writes_to_the_partnership(
        self, text: str, *, subject: str = "Møde", sender: str | None = None
    ) -> None:
        address = reads.address_of(self.world.partnership)
        message = EmailMessage()
        message["From"] = f"{self.seat.person.name} <{sender or self.mailboxes[-1]}>"
        message["To"] = address
        message["Subject"] = subject
        message["Date"] = format_datetime(self.world.clock.now)
        message["Message-ID"] = make_msgid(domain="kommune.example")
        message.set_content(text)
        self.world.receives(message.as_bytes(), address, envelope_from=sender or self.mailboxes[-1])

    def presses_in_calendar(
        self, partstat: str, *, sequence: int | None = None, organizer: bool = True
    ) -> None:
        """Press a button on the latest invitation; the answer is what Outlook or Thunderbird would send."""
        mail = next(m for m in reversed(self.inbox) if m.calendar)
        lines = mail.calendar.replace("\r\n ", "").splitlines()
        value = {line.split(":")[0].split(";")[0]: line for line in lines}
        address = str(mail.message["From"])
        reply = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//test//da",
            "METHOD:REPLY",
            "BEGIN:VEVENT",
            value["UID"],
        ]
        reply += [f"SEQUENCE:{sequence}" if sequence is not None else value["SEQUENCE"]]
        reply += [f"DTSTAMP:{self.world.clock.now.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"]
        reply += [
            value["DTSTART"],
            value["DTEND"],
            f"ATTENDEE;PARTSTAT={partstat}:mailto:{self.mailboxes[-1]}",
        ]
        reply += [f"ORGANIZER:mailto:{bare(address)}"] if organizer else []
        reply += ["END:VEVENT", "END:VCALENDAR", ""]
        message = EmailMessage()
        message["From"] = self.mailboxes[-1]
        message["To"] = address
        message["Subject"] = f"Accepteret: {mail.subject}"
        message["Date"] = format_datetime(self.world.clock.now)
        message["Message-ID"] = make_msgid(domain="kommune.example")
        message.set_content("")
        message.add_alternative("\r\n".join(reply), subtype="calendar", params={"method": "REPLY"})
        self.world.receives(message.as_bytes(), bare(address), envelope_from=self.mailboxes[-1])

    def sends_calendar(
        self,
        method: str,
        *,
        start: str | None = None,
        end: str | None = None,
        people: Sequence[tuple[str, str]] | None = None,
        sender: str | None = None,
        text: str = "",
        **changed: str,
    ) -> None:
        """Answer the latest invitation with a calendar object of any kind.

        start, end: lines such as "DTSTART:20261211T090000Z"; "" leaves one out. people: (address, partstat).
        changed: other lines by their names, such as UID="UID:x".
        """
        mail = next(m for m in reversed(self.inbox) if m.calendar)
        lines = mail.calendar.replace("\r\n ", "").splitlines()
        value = {line.split(":")[0].split(";")[0]: line for line in lines} | changed
        own = people if people is not None else [(self.mailboxes[-1], "TENTATIVE")]
        stamp = f"DTSTAMP:{self.world.clock.now.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"
        body = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//da", f"METHOD:{method}", "BEGIN:VEVENT",
            value["UID"], value["SEQUENCE"], changed.get("DTSTAMP", stamp),
            value["DTSTART"] if start is None else start, value["DTEND"] if end is None else end,
            *(f"ATTENDEE;PARTSTAT={said}:mailto:{address}" for address, said in own),
            value["ORGANIZER"], "END:VEVENT", "END:VCALENDAR", "",
        ]  # fmt: skip
        address, sender = str(mail.message["From"]), sender or self.mailboxes[-1]
        message = EmailMessage()
        message["From"], message["To"] = sender, address
        message["Subject"] = f"Mødet: {mail.subject}"
        message["Date"] = format_datetime(self.world.clock.now)
        message["Message-ID"] = make_msgid(domain="kommune.example")
        message.set_content(text)
        calendar = "\r\n".join(line for line in body if line)
        message.add_alternative(calendar, subtype="calendar", params={"method": method})
        self.world.receives(message.as_bytes(), bare(address), envelope_from=sender)


def bare(address: str) -> str:
    """Return the address inside "Name <address>"."""
    return address[address.index("<") + 1 : address.index(">")] if "<" in address else address


@dataclass
class ARound:
    """A round as a story speaks of it."""

    world: World
    pk: int = 0
    kept: Callable[..., int] = lambda tell, *which: tell()

    @property
    def row(self) -> Round:
        return Round.objects.select_related("partnership", "chosen", "host__organisation").get(pk=self.pk)

    def asks(
        self,
        *actors: Actor,
        about: Sequence[str],
        words: str = "",
        by: str = "Bodil",
    ) -> "ARound":
        """Ask *actors* about times such as "2026-12-03 13:00"; two hours each."""
        seats = [actor.seat for actor in actors]
        which = (words, by, *about, *(seat.pk for seat in seats))
        self.pk = self.kept(partial(self._asks, about, words, by, seats), *which)
        return self

    def _asks(self, about: Sequence[str], words: str, by: str, seats: Sequence[Seat]) -> int:
        times = [actions.NewTime(at(t), at(t) + timedelta(hours=2)) for t in about]
        starter = self.world.actors[by].seat
        round_ = actions.draft(self.world.partnership, starter, words=words, times=times, seats=seats)
        actions.send_out(round_.pk)
        self.world.settles_down()
        return round_.pk

    def settles(self, *actors: Actor, text: str = "3 passer") -> Meeting | None:
        """Let each of *actors* say *text*, Bodil say yes to the time, and five minutes pass; returns the meeting."""

        def tell() -> int:
            for actor in actors:
                actor.writes(text)
            self.world.actors["Bodil"].writes("ja")
            self.world.clock.passes(minutes=6)
            self.world.settles_down()
            return self.pk

        self.kept(tell, text, *(actor.name for actor in actors))
        return self.meeting

    def said(self, actor: Actor) -> dict[int, str]:
        """Return what counts of an actor's answers, by number; "?" marks one that is unsure."""
        rows = Answer.objects.filter(seat=actor.seat, proposal__round_id=self.pk).select_related("proposal")
        return {a.proposal.number: a.verdict + ("?" if a.unsure else "") for a in rows}

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def meeting(self) -> Meeting | None:
        return Meeting.objects.filter(proposal__round_id=self.pk).first()

    @property
    def settled_for(self) -> str:
        meeting = self.meeting
        assert meeting is not None, f"no meeting came of it; the round is {self.state}"
        return time_in_words(meeting.starts, meeting.ends, today=self.world.clock.now.date())

    @property
    def proposals(self) -> list[Proposal]:
        return list(Proposal.objects.filter(round_id=self.pk, withdrawn_at__isnull=True))


HOUSES = [
    ("Biblioteket", "Biblioteket, børneafdelingen", "project", False),
    ("Krisecentret", "", "operations", True),
    ("Ungebasen", "Ungebasen, andet hus til venstre", "operations", False),
    ("Familiehuset", "Familiehuset", "operations", False),
]
PEOPLE = [
    ("Bodil Hansen", "Biblioteket", "coordinator"),
    ("Aisha Karim", "Krisecentret", "member"),
    ("Morten Lund", "Ungebasen", "member"),
    ("Lone Friis", "Familiehuset", "member"),
    ("Mette Dahl", "Familiehuset", "member"),
    ("Henrik Bay", "Biblioteket", "member"),
    ("Signe Holm", "Biblioteket", "member"),
    ("Karen Vig", "Krisecentret", "member"),
    ("Nanna Skov", "Ungebasen", "member"),
]


def build(world_clock: Clock, mailbag: Mailbag) -> World:
    """Return the partnership of the stories, everybody in it already, and Krisecentret protected."""
    partnership = Partnership.objects.create(
        name="Familier på biblioteket",
        slug="familier",
        shared_third="familierne, der endnu ikke har fundet vej til biblioteket",
        founded_at=world_clock.now,
    )
    from faelled.post import addresses

    addresses.name_address("familier", "partnership", partnership.pk)
    houses: dict[str, Membership] = {}
    for position, (name, place, mode, protected) in enumerate(HOUSES, start=1):
        organisation = Organisation.objects.create(
            name=name, place=place, work_mode=mode, protected=protected
        )
        houses[name] = Membership.objects.create(
            partnership=partnership, organisation=organisation, position=position
        )
    world = World(partnership, world_clock, mailbag)
    seen: set[str] = set()
    for name, house, role in PEOPLE:
        world.actors[name.split()[0]] = joins(world, name, houses[house], role, contact=house not in seen)
        seen.add(house)
    return world


def joins(
    world: World, name: str, membership: Membership, role: str = "member", *, contact: bool = False
) -> Actor:
    """Give somebody a seat and a mailbox, as if they had answered the welcome letter."""
    first = name.split()[0].lower()
    address = f"{first}@{membership.organisation.name.lower()}.example"
    person = Person.objects.create(name=name, organisation=membership.organisation)
    Address.objects.create(person=person, address=address)
    seat = Seat.objects.create(
        membership=membership,
        person=person,
        role=role,
        state=Seat.State.IN,
        joined_at=clock.now(),
        host_contact=contact,
    )
    return Actor(
        world, Seat.objects.select_related("person", "membership__organisation").get(pk=seat.pk), [address]
    )


def habits(world: World, **changes: object) -> Habits:
    """Change how the partnership finds its meetings."""
    row, _ = Habits.objects.update_or_create(partnership=world.partnership, defaults=changes)
    return row
