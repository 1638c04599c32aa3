"""Who may do and hear what by mail: ARCHITECTURE's table for every kind of address, whoever writes to it.

Each cell is a real mail through the gateway. It says what changed in the tables that hold content, who was written to,
and that no letter holds what its reader may not see. 11 kinds of address in 18 rows, by 11 who write: 192 cells, all of
them in the long run, one in 37 in every run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import partial
from uuid import uuid4

import pytest
from django.conf import settings

from faelled.experiences import actions as room
from faelled.experiences.models import Comment, Draft, Experience
from faelled.meetings import actions, reads
from faelled.meetings.actions import inviting
from faelled.meetings.models import Answer, Ask, Attendance, Meeting
from faelled.partnerships import actions as people
from faelled.partnerships.models import Account, Membership, Organisation, Partnership, Person, Seat
from faelled.post import addresses
from faelled.post.origin import dns
from faelled.site.postroutes import ROUTES
from tests import cast
from tests.cast import at
from tests.effort import share
from tests.kept import stored
from tests.protected import STREET, gives_away

pytestmark = [pytest.mark.goal("R16"), pytest.mark.once]
COMMON = "faelled@faelled.example"

# What must come out of no letter, or only of some: words that stand nowhere else.
WRITTEN = "Skumfidus"  # in a text for the room that is mailed in
TOLD, SAID, TITLE = "Hvidtjørn", "Snebærhæk", "Kvædegelé"  # an experience, a comment to it, its title
BECAUSE = "Kandisbolsje"  # what Morten's answer rests on
QUOTED = "Trylleflet"  # in the history under every mail
TOPIC, NOTE, WHEN = "Brombærhegn", "Fløjdøren", "15. december"  # of the meetings
HERE = "Familier på biblioteket"

# Outcomes
#   nothing   no change, no letter          told      no change; who wrote is told, at a known address
#   asked     nothing but a question, put to the known address
#   passed    no change; the coordinator reads the words     doubted   the same, marked as from another address
#   acts      what was written counts       marked    the same, marked as from another address
TABLE = """
                    owner   private forged  colleague observer elsewhere stranger operator left    closed  over
ask times           acts    marked  marked  marked    marked   marked    marked   marked   passed  nothing told
ask decide          acts    asked   asked   asked     asked    asked     asked    asked    passed  nothing told
ask draft           acts    asked   asked   asked     asked    asked     asked    asked    passed  nothing told
ask drop            acts    nothing nothing nothing   nothing  nothing   nothing  nothing  passed  nothing nothing
ask stop            acts    doubted doubted doubted   doubted  doubted   doubted  doubted  acts    acts    acts
event words         acts    marked  marked  marked    marked   marked    marked   marked   passed  nothing nothing
event calendar      acts    marked  marked  marked    marked   marked    marked   marked   nothing nothing nothing
round question      passed  doubted doubted doubted   doubted  doubted   doubted  doubted  nothing nothing passed
partnership wish    asked   nothing asked   asked     nothing  nothing   nothing  nothing  nothing nothing -
welcome yes         acts    doubted doubted doubted   doubted  doubted   doubted  doubted  passed  nothing nothing
person words        passed  doubted doubted doubted   doubted  doubted   doubted  doubted  told    told    -
person stop         acts    doubted doubted doubted   doubted  doubted   doubted  doubted  acts    acts    -
room own            acts    asked   asked   asked     asked    asked     asked    asked    nothing nothing -
room readable       asked   nothing asked   asked     nothing  nothing   nothing  nothing  nothing nothing -
experience comment  acts    asked   asked   asked     asked    asked     asked    asked    nothing nothing told
draft yes           acts    nothing nothing nothing   nothing  nothing   nothing  nothing  nothing nothing told
doctor answer       nothing nothing nothing nothing   nothing  nothing   nothing  nothing  nothing nothing nothing
common words        told    nothing told    told      told     told      nothing  nothing  told    told    -
"""
_HEAD, *_LINES = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (kind, what, sender, outcome)
    for kind, what, *outcomes in _LINES
    for sender, outcome in zip(_HEAD, outcomes, strict=True)
    if outcome != "-"
]


@dataclass(frozen=True)
class Told:
    """The numbers of what the world begins with."""

    open: int
    proposed: int
    settled: int
    meeting: int
    event: int
    experience: int
    draft: int
    welcome: int


def _tell(world) -> Told:
    bodil, lone, morten, aisha = (world.actors[n] for n in ("Bodil", "Lone", "Morten", "Aisha"))
    people.refuse_words(aisha.seat.membership.organisation, [STREET, "Hemmelighedsvej"], actor=aisha.person)
    cast.joins(world, "Ida Bro", morten.seat.membership, "observer")
    elsewhere = Partnership.objects.create(name="Andre familier", slug="andre")
    house = Organisation.objects.create(name="Sundhedshuset")
    cast.joins(
        world,
        "Rita Falk",
        Membership.objects.create(partnership=elsewhere, organisation=house),
        "coordinator",
    )
    Account.objects.create(email="drift@kommune.example", is_operator=True)
    Organisation.objects.exclude(name="Sundhedshuset").update(practical_note=NOTE)
    lone.writes_to_the_partnership(f"Kan vi mødes to timer i uge 50? Det handler om {TOPIC}.")
    settled = _asks(world, [bodil, lone, morten], "2026-12-15 09:00", answered=True)
    actions.approve(settled.pk, reads.live_proposals(settled)[0].pk, bodil.seat)
    world.clock.passes(minutes=6)
    world.settles_down()
    proposed = _asks(world, [bodil, morten], "2026-12-17 09:00", answered=True)
    asking = _asks(world, [bodil, lone, morten], "2026-12-18 09:00")
    actions.enter_by_hand(
        asking.pk, morten.seat, {reads.live_proposals(asking)[0].pk: "no"}, by=bodil.seat, source="phone"
    )
    world.settles_down()
    Answer.objects.filter(seat=morten.seat).update(because=BECAUSE)
    own = {"membership": aisha.seat.membership, "writer": aisha.person}
    told = Experience.objects.create(
        partnership=world.partnership, title=TITLE, body=TOLD, words=TOLD, origin=uuid4(), **own
    )
    Comment.objects.create(experience=told, text=SAID, origin=uuid4(), **own)
    draft = room.open_draft(lone.seat, "experience", by_mail=True)
    room.keep(draft, {"title": "Kaffe", "body": f"Vi drak kaffe og spiste {WRITTEN.lower()}."})
    invited = people.add_person(
        world.partnership,
        name="Freja Toft",
        address="freja@familiehuset.example",
        organisation=lone.seat.membership.organisation,
        invited_by=bodil.person,
    )
    world.settles_down()
    meeting = Meeting.objects.get()
    event = Attendance.objects.get(meeting=meeting, seat=lone.seat)
    return Told(asking.pk, proposed.pk, settled.pk, meeting.pk, event.pk, told.pk, draft.pk, invited.pk)


def _asks(world, actors, when, *, answered=False):
    times, bodil = [actions.NewTime(at(when), at(when) + timedelta(hours=2))], world.actors["Bodil"]
    seats = [a.seat for a in actors]
    made = actions.draft(
        world.partnership, bodil.seat, words=f"Vi taler om {TOPIC}.", times=times, seats=seats
    )
    actions.send_out(made.pk)
    if answered:
        [proposal] = reads.live_proposals(made)
        for seat in seats:
            actions.enter_by_hand(made.pk, seat, {proposal.pk: "yes"}, by=bodil.seat, source="phone")
    world.settles_down()
    return made


@dataclass(frozen=True)
class Row:
    """A kind of address and one thing that may be written to it.

    about: what the address is about; "" for a readable address. changes: tables, when it counts; asks: tables of the
    question that is put instead. mark: whether what counts is marked. over: ends what the address is about.
    """

    owner: str
    text: str
    about: Callable[[Told], int] | str
    changes: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    mark: Callable[[Told], bool] | None = None
    over: Callable[[Told, Seat], object] = lambda told, seat: None
    subject: str = f"SV: Møde på {STREET}"


def _ask(kind, whose, round_=None):
    def about(told):
        rounds = {} if round_ is None else {"round": getattr(told, round_)}
        return Ask.objects.get(kind=kind, seat__person__name__startswith=whose, **rounds).pk

    return about


def _lone_in(told):
    return Answer.objects.get(proposal__round=told.open, seat__person__name="Lone Friis").other_address


def _coming(told):
    return Attendance.objects.get(pk=told.event).other_address


def _call_off(which):
    def over(told, seat):
        round_ = Ask.objects.get(kind=Ask.Kind.DRAFT).round_id if which == "draft" else getattr(told, which)
        actions.call_off(round_, seat)

    return over


def _cancel(told, seat):
    inviting.cancel(told.meeting, seat)


_ATTENDS = {
    "over": _cancel,
    "changes": frozenset({"meetings_attendance", "meetings_meeting", "meetings_ask"}),
    "mark": _coming,
}
_A_PERSON, _A_QUESTION = frozenset({"partnerships_person"}), frozenset({"meetings_ask"})
_A_ROUND = _A_QUESTION | {"meetings_round", "meetings_proposal", "meetings_participant", "meetings_turn"}
_A_DRAFT = frozenset({"experiences_draft"})
_TEXT = {
    "subject": "Kaffe i gården",
    "text": f"Vi satte {WRITTEN.lower()} frem i gården, og de unge blev længere.",
}
# fmt: off
ROWS = {
    ("ask", "times"): Row(
        "Lone", "1 passer", _ask("times", "Lone", "open"), frozenset({"meetings_answer"}), mark=_lone_in,
        over=_call_off("open"),
    ),
    ("ask", "decide"): Row(
        "Bodil", "ja", _ask("decide", "Bodil", "proposed"), frozenset({"meetings_round"}), _A_QUESTION,
        over=_call_off("proposed"),
    ),
    ("ask", "draft"): Row(
        "Lone", "ja", _ask("draft", "Lone"), frozenset({"meetings_round", "meetings_ask"}), _A_QUESTION,
        over=_call_off("draft"),
    ),
    ("ask", "drop"): Row(
        "Lone", "nej", _ask("draft", "Lone"), frozenset({"meetings_round", "meetings_ask", "meetings_turn"}),
        over=_call_off("draft"),
    ),
    ("ask", "stop"): Row(
        "Lone", "stop", _ask("times", "Lone", "open"), _A_PERSON, over=_call_off("open")
    ),
    ("event", "words"): Row("Lone", "Jeg kan ikke komme alligevel.", lambda told: told.event, **_ATTENDS),
    ("event", "calendar"): Row("Lone", "", lambda told: told.event, **_ATTENDS),
    ("round", "question"): Row(
        "Lone", "Er der mon plads til en barnevogn i gården?", lambda told: told.settled, over=_cancel
    ),
    ("partnership", "wish"): Row("Lone", "Kan vi mødes to timer i uge 51?", "partnership", asks=_A_ROUND),
    ("welcome", "yes"): Row(
        "Freja", "ja", lambda told: told.welcome, frozenset({"partnerships_seat"}),
        over=lambda told, seat: people.accept_welcome(seat),
    ),
    ("person", "words"): Row("Lone", "Jeg har fået en anden telefon.", "person"),
    ("person", "stop"): Row("Lone", "stop", "person", _A_PERSON),
    ("room", "own"): Row(
        "Lone", about="own room", changes=frozenset({"experiences_experience"}), asks=_A_DRAFT, **_TEXT
    ),
    ("room", "readable"): Row("Lone", about="room", asks=_A_DRAFT, **_TEXT),
    ("experience", "comment"): Row(
        "Lone", f"Det gør vi også med {WRITTEN.lower()}.", lambda told: told.experience,
        frozenset({"experiences_comment"}), _A_DRAFT,
        over=lambda told, seat: room.withdraw(Experience.objects.get(), seat.person),
    ),
    ("draft", "yes"): Row(
        "Lone", "ja", lambda told: told.draft, frozenset({"experiences_draft", "experiences_experience"}),
        over=lambda told, seat: room.drop(Draft.objects.get()),
    ),
    ("doctor", "answer"): Row("Lone", "Mailen kom frem.", lambda told: 1),
    ("common", "words"): Row("Lone", "Hvad med kaffen?", "common"),
}
# fmt: on


# Who writes


@dataclass(frozen=True)
class Sender:
    """From whom, and at which address they are known, if at any."""

    name: str
    address: str
    known: bool = True


STRANGERS = {"stranger": "ukendt@fremmed.example", "operator": "drift@kommune.example"}
OTHERS = {"colleague": "Morten Lund", "observer": "Ida Bro", "elsewhere": "Rita Falk"}


def sender_of(column: str, owner: Person) -> Sender:
    if column in STRANGERS:
        return Sender("Nogen", STRANGERS[column], known=False)
    if column == "private":
        return Sender(owner.name, f"{owner.first_name.lower()}.privat@mail.example", known=False)
    who = Person.objects.get(name=OTHERS[column]) if column in OTHERS else owner
    return Sender(who.name, _mailbox(who))


def _mailbox(person: Person) -> str:
    return person.addresses.get().address


def _set(world, column, told, row, owner, monkeypatch):
    """Let what the column says have happened before the mail comes."""
    seat = Seat.objects.get(person=owner)
    if column == "forged":  # every house asks others to refuse what it did not sign
        monkeypatch.setattr(settings, "CHECK_SENDERS", True)
        monkeypatch.setattr(
            dns, "ask", lambda name: ("v=DMARC1; p=reject",) if name.startswith("_dmarc.") else ()
        )
    elif column == "left":
        Seat.objects.filter(person__name="Henrik Bay").update(role="coordinator")
        people.leave(seat)
    elif column == "closed":
        Seat.objects.filter(membership__partnership=world.partnership).update(state=Seat.State.LEFT)
        Partnership.objects.filter(pk=world.partnership.pk).update(closed_at=world.clock.now)
    elif column == "over":
        row.over(told, seat)
    world.settles_down()


def _recipient(kind, row, told, owner) -> str:
    here = Seat.objects.get(person=owner).membership.partnership_id
    match row.about:
        case "common":
            return COMMON
        case "partnership" | "room" as named:
            return addresses.named_address(named, here)
        case "own room":
            return addresses.reply_address("room", here, str(owner.key))
        case "person":
            return addresses.reply_address("person", owner.pk, str(owner.key))
        case about:
            return addresses.reply_address(kind, about(told), "" if kind == "doctor" else str(owner.key))


def _mail(world, row, what, sender, to, told) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{sender.name} <{sender.address}>", to, row.subject
    mail["Date"], mail["Message-ID"] = format_datetime(world.clock.now), make_msgid(domain="x.example")
    history = f"\n\nDen man. 16. nov. 2026 kl. 09.00 skrev Fælled <{COMMON}>:\n\n> {QUOTED} på {STREET}\n"
    mail.set_content(row.text + history if row.text else "")
    if what == "calendar":
        mail.add_alternative(_declined(world, told, to), subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


def _declined(world, told, organizer) -> str:
    meeting = Meeting.objects.get(pk=told.meeting)
    times = (world.clock.now, meeting.starts, meeting.ends)
    stamp, start, end = (f"{time.astimezone(UTC):%Y%m%dT%H%M%SZ}" for time in times)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//da", "METHOD:REPLY", "BEGIN:VEVENT", f"UID:{meeting.uid}",
        f"SEQUENCE:{meeting.sequence}", f"DTSTAMP:{stamp}", f"DTSTART:{start}", f"DTEND:{end}",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:lone@familiehuset.example", f"ORGANIZER:mailto:{organizer}",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


# What came of it

CONTENT = ("meetings_", "experiences_", "partnerships_")
NO_CONTENT = {"partnerships_auditentry", "partnerships_tries"}


def _seats_here():
    running = {"membership__partnership__slug": "familier", "membership__partnership__closed_at": None}
    return Seat.objects.filter(state=Seat.State.IN, **running)


def _content():
    return {t: rows for t, rows in stored().items() if t.startswith(CONTENT) and t not in NO_CONTENT}


def _outcome(row, told, changed, letters, owner, sender) -> str:
    """Return the word of the table for what happened, or a description of what no word is for."""
    to = {mail.to for mail in letters}
    coordinators = {_mailbox(s.person) for s in _seats_here().filter(role="coordinator")}
    asked = {sender.address} if row.about in {"room", "partnership"} else {_mailbox(owner)}
    own = {sender.address} if sender.known else set()
    doubt = [m for m in letters if m.to in coordinators and "fra en anden adresse" in m.text]
    if changed and changed == row.changes:
        return "marked" if row.mark is not None and row.mark(told) else "acts"
    if changed and changed <= row.asks and to == asked:
        return "asked"
    if changed:
        return f"changed {sorted(changed)} and wrote to {sorted(to)}"
    if not to:
        return "nothing"
    if to & coordinators and to <= coordinators | own and own != to:
        return "doubted" if doubt else "passed"
    return "told" if to == own else f"wrote to {sorted(to)}"


def _all_of(mail) -> str:
    headers = [f"{name}: {value}" for name, value in mail.message.items()]
    return "\n".join([*headers, mail.text, mail.html, mail.calendar.replace("\r\n ", "")])


def _may_not_read(mail) -> list[str]:
    """Return the words that whoever gets this letter may not have from it."""
    reader = Person.objects.get(addresses__address=mail.to)
    others = Person.objects.exclude(pk=reader.pk)
    seat = _seats_here().filter(person=reader).first()
    words = [TOLD, SAID, WRITTEN, QUOTED]
    if seat is None or seat.role != "coordinator":
        words += [BECAUSE, *(_mailbox(p) for p in others), *(p.name for p in others)]
    if seat is None:  # has left, or never was here; the coordinators stand behind what is written
        behind = {"Bodil", "Henrik"}
        words += [TITLE, TOPIC, NOTE, WHEN, *({p.first_name for p in others} - behind)]
        was_here = reader.seats.filter(membership__partnership__slug="familier").exists()
        words += [] if was_here else [HERE, *behind]
    return words


def _leaks(letters) -> list[tuple[str, str]]:
    found = []
    for mail in letters:
        text = _all_of(mail)
        found += [(mail.subject, word) for word in _may_not_read(mail) if word.lower() in text.lower()]
        found += [(mail.subject, STREET)] if gives_away(text) else []
    return found


def test_every_kind_of_address_has_its_rows():
    assert {kind for kind, *_ in CELLS} == set(ROUTES)
    assert {(kind, what) for kind, what, *_ in CELLS} == set(ROWS)


def test_the_search_would_find_it(world, lone, morten, bodil):
    """The test can fail: in a letter of all there is to tell, each reader's own part is all that is let through."""
    mail = EmailMessage()
    mail["Subject"] = f"Møde i {HERE}"
    mail.set_content(
        f"{TOPIC} {WHEN} {SAID} {BECAUSE} {morten.mailboxes[0]} {morten.name} Hemmeligheds vej 17"
    )
    found = lambda reader: {word for _, word in _leaks([cast.Mail(mail.as_bytes(), reader.mailboxes[0], "")])}  # noqa: E731
    assert found(bodil) == {SAID, STREET}
    assert found(lone) == {SAID, STREET, BECAUSE, morten.mailboxes[0]}
    Seat.objects.filter(pk=lone.seat.pk).update(state=Seat.State.LEFT)
    assert found(lone) == {SAID, STREET, BECAUSE, morten.mailboxes[0], TOPIC, WHEN, morten.name}
    Seat.objects.filter(pk=lone.seat.pk).delete()
    assert HERE in found(lone)


@pytest.mark.parametrize(("kind", "what", "column", "wanted"), share(CELLS, of=37))
def test_a_mail_does_and_tells_what_its_cell_says(world, kept, monkeypatch, kind, what, column, wanted):
    told, row = kept(partial(_tell, world)), ROWS[kind, what]
    owner = Person.objects.get(name__startswith=row.owner)
    to, sender = _recipient(kind, row, told, owner), sender_of(column, owner)
    _set(world, column, told, row, owner, monkeypatch)
    before, sent = _content(), len(world.mailbag.all)
    world.receives(_mail(world, row, what, sender, to, told), to, envelope_from=sender.address)
    after, letters = _content(), world.mailbag.all[sent:]
    changed = {table for table in after if after[table] != before[table]}
    assert _outcome(row, told, changed, letters, owner, sender) == wanted
    assert _leaks(letters) == []
