"""A thousand invitations, and the mails around them, as real rounds write them: read by two libraries beside ours."""

import re
from collections import Counter, defaultdict
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import pairwise

import icalendar
import pytest
import vobject
from django.conf import settings
from django.test import Client

from faelled.meetings import actions
from faelled.meetings.actions import inviting
from faelled.partnerships.models import Membership, Person
from tests import cast
from tests.cast import at
from tests.effort import LONG

pytestmark = pytest.mark.goal("R24")
LONGEST = 120  # signs that a name's column holds; SQLite would take more, PostgreSQL refuses
MEETINGS, COLLEAGUES = (13, 11) if LONG else (1, 0)
TYPED_LIKE_ONE = "=?utf-8?q?Ellen?="  # a name that looks like an encoded word
NAMES = [
    "Åse Bødker-Ærø",
    'Søren "Sus" Lund, souschef; team 2: unge\\børn',
    "Anne-Marie Christiansen-Østergaard von Ravnsborg til Nørre Bjergby og Sønder Bjergby, konstitueret " * 2,
    TYPED_LIKE_ONE,
    "Ida 🌻 Holm",
]
PARTNERSHIPS = [
    "Familier på biblioteket",
    'Børn, unge; og "alle" andre: 100 % \\ uden for nummer',
    "Tværfagligt samarbejde om tidlige indsatser for småbørnsfamilier i det nye boligområde ved havnen og å-dalen",
]


def read_by_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    assert not event.errors, event.errors
    found = {name: str(event[name]) for name in ("UID", "SUMMARY", "SEQUENCE", "ORGANIZER", "ATTENDEE")}
    return found | {"METHOD": str(calendar["METHOD"]), "from": event["DTSTART"].dt, "to": event["DTEND"].dt}


def read_by_vobject(text):
    calendar = vobject.readOne(text)
    [event] = calendar.vevent_list
    names = ("UID", "SUMMARY", "SEQUENCE", "ORGANIZER", "ATTENDEE")
    found = {name: str(getattr(event, name.lower()).value) for name in names}
    return found | {"METHOD": calendar.method.value, "from": event.dtstart.value, "to": event.dtend.value}


READERS = [read_by_icalendar, read_by_vobject]


def what_is_wrong_with_the_mail(mail):
    """Return what a strict reader objects to, or ""."""
    raw = mail.raw
    if not raw.isascii() or re.search(rb"[^\r]\n|\r[^\n]|\0", raw):
        return "bytes or line ends"
    if max(map(len, raw.split(b"\r\n"))) > 998:
        return "a line over 998"
    message = message_from_bytes(raw, policy=policy.SMTP)
    if any(part.defects for part in message.walk()):
        return "defects"
    twice = [name for name, count in Counter(name.lower() for name in message).items() if count > 1]
    if twice or any(value.defects for value in message.values()):
        return f"headers {twice}"
    if [one.addr_spec for one in message["To"].addresses] != [mail.to] or len(message["From"].addresses) != 1:
        return "addresses"
    shown = message["Subject"] + message["To"].addresses[0].display_name.replace(TYPED_LIKE_ONE, "")
    return "encoded twice" if "=?utf-8?" in shown else ""


def what_is_wrong_with_unsubscribing(mail):
    address = mail.message["List-Unsubscribe"] or ""
    if not re.fullmatch(rf"<{re.escape(settings.ORIGIN)}/[^<>\s]+>", address):
        return "no address"
    return "" if mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" else "no POST form"


def grown(world):
    """People with odd names and an English colleague in every house; the names of partnerships take turns."""
    houses = list(Membership.objects.select_related("organisation").order_by("position"))
    for number in range(COLLEAGUES):
        name = f"Kollega{number} Fra Huset"
        world.actors[name] = cast.joins(world, name, houses[number % len(houses)])
    for number, actor in enumerate(world.actors.values()):
        if number % 2:
            Person.objects.filter(pk=actor.person.pk).update(name=NAMES[number // 2 % len(NAMES)][:LONGEST])
        Person.objects.filter(pk=actor.person.pk).update(language="en" if number % 3 == 1 else "da")
    return world


def tells_a_meeting(world, number):
    """Agreed, moved, moved to the protected house, one person taken off and asked again, and cancelled."""
    type(world.partnership).objects.update(name=PARTNERSHIPS[number % len(PARTNERSHIPS)][:LONGEST])
    world.partnership.refresh_from_db()
    bodil, aisha, lone = (world.actors[name] for name in ("Bodil", "Aisha", "Lone"))
    # Every second meeting ends in the hour that comes twice in the autumn of 2027.
    begins = at("2027-10-31 01:00") if number % 2 else at("2026-12-03 13:00")
    times = [actions.NewTime(begins, begins + timedelta(hours=2))]
    seats = [actor.seat for actor in world.actors.values()]
    round_ = actions.draft(world.partnership, bodil.seat, words="", times=times, seats=seats)
    actions.send_out(round_.pk)
    goes_out(world)
    actions.approve(round_.pk, round_.proposals.get().pk, bodil.seat)
    world.clock.passes(minutes=6)
    goes_out(world)
    meeting = cast.ARound(world, round_.pk).meeting
    actions.change(
        meeting.pk, by=bodil.seat, times=(begins + timedelta(days=1), begins + timedelta(days=1, hours=2))
    )
    goes_out(world)
    actions.change(meeting.pk, by=bodil.seat, host=aisha.seat.membership)
    goes_out(world)
    inviting.withdraw(meeting.attendances.get(seat=lone.seat).pk)
    goes_out(world)
    actions.invite_also(meeting.pk, lone.seat)
    goes_out(world)
    actions.cancel(meeting.pk, bodil.seat)
    goes_out(world)


def goes_out(world):
    world.clock.passes(minutes=1)
    world.settles_down()


def read_by_both(mails):
    """Return what the two libraries read alike, by mail, and what they did not."""
    read, unread = [], []
    for mail in mails:
        try:
            by_one, by_other = (reader(mail.calendar) for reader in READERS)
        except Exception as trouble:  # whatever a library raises is the finding
            unread.append(f"{type(trouble).__name__}: {trouble}")
        else:
            unread += [] if by_one == by_other else [f"{by_one} {by_other}"]
            read.append((mail, by_one))
    return read, unread


def names_somebody(summary):
    """The title is the partnership's name and nothing else, and no word of a person's name or address is in it."""
    kind, _, title = summary.partition(": ")
    words = {word for name in Person.objects.values_list("name", flat=True) for word in (name, *name.split())}
    return (
        kind not in {"Møde", "Meeting"}
        or title not in PARTNERSHIPS
        or any(word in summary for word in words if len(word) > 3 and word not in title)
    )


@pytest.mark.once
def test_a_thousand_invitations_are_read_by_two_libraries(world, row):
    grown(world)
    for number in range(MEETINGS):
        tells_a_meeting(world, number)
    mails = [mail for mail in world.mailbag.all if mail.calendar]
    read, unread = read_by_both(mails)
    life = defaultdict(list)
    for mail, event in read:
        life[(event["UID"], mail.to)].append(int(event["SEQUENCE"]))
    falls = [found for found in life.values() if not all(a < b for a, b in pairwise(found))]
    named = [title for title in {event["SUMMARY"] for _, event in read} if names_somebody(title)]
    alike = f"{len(mails) - len(unread)} of {len(mails)}"
    row("invitations that icalendar and vobject parse alike", alike, met=not unread)
    row(
        "invited persons whose UID stays and SEQUENCE rises",
        f"{len(life) - len(falls)} of {len(life)}",
        met=not falls,
    )
    row("titles with personal data in SUMMARY", len(named), met=not named)
    assert len({uid for uid, _ in life}) == MEETINGS
    assert Counter(event["METHOD"] for _, event in read)["CANCEL"] > len(world.actors) * MEETINGS
    assert len(mails) >= (1000 if LONG else 30)
    assert (unread, falls, named) == ([], [], [])

    all_mails = world.mailbag.all
    wrong = [trouble for mail in all_mails if (trouble := what_is_wrong_with_the_mail(mail))]
    kept = [trouble for mail in all_mails if (trouble := what_is_wrong_with_unsubscribing(mail))]
    parsed, leaving = (f"{len(all_mails) - len(bad)} of {len(all_mails)}" for bad in (wrong, kept))
    row("mails that parse, headers once each, lines <= 998", parsed, met=not wrong)
    row("mails with List-Unsubscribe and its POST form", leaving, met=not kept)
    assert (wrong, kept) == ([], [])


def test_somebody_invited_again_can_answer_in_the_calendar(a_round, world, bodil, lone):
    """Whose invitation was taken back; the button in the calendar counts again."""
    a_round.asks(bodil, lone, about=["2026-12-03 13:00"])
    actions.approve(a_round.pk, a_round.proposals[0].pk, bodil.seat)
    world.clock.passes(minutes=6)
    goes_out(world)
    own = a_round.meeting.attendances.get(seat=lone.seat)
    inviting.withdraw(own.pk)
    goes_out(world)
    actions.invite_also(a_round.meeting.pk, lone.seat)
    goes_out(world)
    lone.presses_in_calendar("ACCEPTED")
    own.refresh_from_db()
    assert own.partstat == "ACCEPTED"


def test_the_post_form_works_without_a_question(a_round, bodil, lone):
    a_round.asks(bodil, lone, about=["2026-12-03 13:00"])
    path = lone.latest.message["List-Unsubscribe"].strip("<>").removeprefix(settings.ORIGIN)
    assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
