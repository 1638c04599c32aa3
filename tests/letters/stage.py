"""A stage for letters: one story for each letter of meetings, told until it is written, and what it was told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from faelled.core.wishes import Bounds, Wish
from faelled.meetings import actions, reads
from faelled.meetings.actions import calendars, deciding, inviting
from faelled.meetings.models import ConnectedCalendar, Round
from faelled.partnerships import actions as people
from faelled.partnerships.models import Organisation, Person, Seat
from faelled.post.message import Mail
from faelled.post.models import OutgoingLetter
from faelled.post.opening import FailedBecause
from faelled.post.sealing import unseal_text
from tests.cast import Actor, World, at
from tests.letters.test_words import NAMES

DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]
LATER = actions.NewTime(at("2026-12-10 09:00"), at("2026-12-10 11:00"))


@dataclass(frozen=True)
class Written:
    """A letter as it was written: its template, what it was told, and the mail it became."""

    template: str
    context: dict[str, Any]
    mail: Mail
    row: OutgoingLetter


@dataclass
class Stage:
    """A question to Bodil, Aisha, Lone and Morten that has not gone out, and what is written from then on."""

    world: World
    round: Round
    letters: list[Written] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        return self.world.actors[name]

    def seat(self, name: str) -> Seat:
        return Seat.objects.select_related("person").get(pk=self.actor(name).seat.pk)

    @property
    def proposals(self):
        return reads.live_proposals(self.round)

    def goes_out(self) -> None:
        actions.send_out(self.round.pk)
        self.world.settles_down()

    def of(self, template: str) -> list[Written]:
        return [letter for letter in self.letters if letter.template == template]

    def to(self, name: str, template: str) -> Mail:
        return next(w.mail for w in self.of(template) if w.mail.to_address in self.actor(name).mailboxes)


def set_stage(world: World, lang: str, monkeypatch, *, host: str = "Familiehuset") -> Stage:
    """Let everybody read *lang*, and *host* be the only house that can host."""
    Person.objects.update(language=lang)
    Organisation.objects.exclude(name=host).update(can_host=False)
    Organisation.objects.filter(name=host).update(practical_note="Parkering i gården.")
    times = [actions.NewTime(at(t), at(t) + timedelta(hours=2)) for t in DECEMBER]
    seats = [Seat.objects.get(pk=world.actors[n].seat.pk) for n in ("Bodil", "Aisha", "Lone", "Morten")]
    round_ = actions.draft(
        world.partnership, seats[0], words="Vi skal tale om bogbussen.", times=times, seats=seats
    )
    stage = Stage(world, reads.round_(round_.pk))
    write_to = people.write_to

    def spy(who, template, **rest):
        row = write_to(who, template, **rest)
        if row is not None:
            mail = Mail.from_json(unseal_text(row.content))
            name = template.removeprefix("meetings/letters/")
            stage.letters.append(Written(name, dict(rest["context"]), mail, row))
        return row

    monkeypatch.setattr(people, "write_to", spy)
    return stage


# One story a letter: how it comes to be written


def everybody_answers(s: Stage, words: str = "alle tider passer") -> None:
    s.goes_out()
    for name in ("Aisha", "Lone", "Morten", "Bodil"):
        s.actor(name).writes(words, answering=s.actor(name).inbox[0])


def invited(s: Stage) -> None:
    everybody_answers(s)
    s.actor("Bodil").writes("ja")
    s.world.clock.passes(minutes=6)
    s.world.settles_down()


def ask_times(s: Stage) -> None:
    s.goes_out()


def times_changed(s: Stage) -> None:
    s.goes_out()
    actions.edit_times(s.round.pk, [s.proposals[0].pk], [LATER])


def remind(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("3 passer")
    s.world.waits("2026-11-20 09:00")


def understood_right(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("3 passer")
    s.world.clock.passes(hours=1)
    s.actor("Lone").writes("xyz")
    s.actor("Morten").writes_to_the_partnership("1 passer, torsdag kan jeg ikke")


def draft(s: Stage) -> None:
    s.actor("Bodil").writes_to_the_partnership(
        "Kan vi mødes to timer i uge 49 eller 50? Det handler om bogbussen."
    )


def your_turn(s: Stage) -> None:
    Organisation.objects.update(can_host=True)
    s.goes_out()
    s.actor("Lone").writes("byt")


def nobody_can_host(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("byt")


def was_it_you(s: Stage) -> None:
    everybody_answers(s)
    s.actor("Bodil").writes("ja", sender="bodil.privat@mail.example")


def too_late(s: Stage) -> None:
    invited(s)
    s.actor("Lone").writes("2 passer", answering=s.actor("Lone").inbox[0])


def coming_or_not(s: Stage) -> None:
    invited(s)
    s.actor("Lone").writes("Det ved jeg først senere")


def rule_broken(s: Stage) -> None:
    invited(s)
    s.actor("Morten").presses_in_calendar("DECLINED")


def other_time(s: Stage) -> None:
    invited(s)
    s.actor("Lone").writes("Hvad med torsdag 10. december kl. 9-11?", answering=s.actor("Lone").latest)


def stays(s: Stage) -> None:
    other_time(s)
    s.actor("Bodil").writes("nej")


def cancelled(s: Stage) -> None:
    invited(s)
    inviting.cancel(reads.meeting_of(s.round).pk, s.seat("Bodil"))


def called_off(s: Stage) -> None:
    s.goes_out()
    actions.call_off(s.round.pk, s.seat("Bodil"))
    s.world.settles_down()


def nobody_reads(s: Stage) -> None:
    unreachable(s)
    s.world.settles_down()
    s.actor("Bodil").writes("Modtaget.", answering=s.actor("Bodil").latest)


def closed(s: Stage) -> None:
    called_off(s)
    s.actor("Lone").writes("1 passer", answering=s.actor("Lone").inbox[0])


def held_back(s: Stage) -> None:
    everybody_answers(s)
    s.actor("Bodil").writes("ja")
    s.actor("Bodil").writes("vent")


def too_late_to_hold(s: Stage) -> None:
    everybody_answers(s)
    question = s.actor("Bodil").latest
    s.actor("Bodil").writes("vent")
    s.actor("Bodil").writes("ja", answering=question)
    s.world.clock.passes(minutes=6)
    s.world.settles_down()
    s.actor("Bodil").writes("vent", answering=question)


def cannot(s: Stage) -> None:
    draft(s)
    s.world.clock.goes_to("2026-12-23 09:00")
    s.actor("Bodil").writes("ja")


def say_yes_or_no(s: Stage) -> None:
    draft(s)
    s.actor("Bodil").writes("Hvad med kaffen")


def which_then(s: Stage) -> None:
    everybody_answers(s)
    s.actor("Bodil").writes("nej")


def say_yes_or_number(s: Stage) -> None:
    everybody_answers(s)
    s.actor("Bodil").writes("Hvad med kaffen")


def overtaken(s: Stage) -> None:
    everybody_answers(s)
    old = s.actor("Bodil").latest
    s.actor("Lone").writes("1 passer ikke alligevel, men 3 passer", answering=s.actor("Lone").inbox[0])
    first = s.proposals[0]
    actions.enter_by_hand(s.round.pk, s.seat("Lone"), {first.pk: "no"}, by=s.seat("Bodil"), source="phone")
    s.world.settles_down()
    s.actor("Bodil").writes("1", answering=old)


def asked_something(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("1 passer. Skal jeg tage noget med?")


def packed(s: Stage) -> None:
    s.goes_out()
    sends_winmail(s.actor("Lone"))


def sends_winmail(actor: Actor, **fields: str) -> None:
    """Let *actor* answer the latest mail with Outlook's rich text, which holds a file and no words."""
    to = str(actor.latest.message["Reply-To"])
    message = EmailMessage()
    header = {
        "From": actor.mailboxes[-1],
        "To": to,
        "Subject": "SV: x",
        "Message-ID": make_msgid(domain="x.example"),
    }
    for name, value in (header | {name.replace("_", "-"): value for name, value in fields.items()}).items():
        message[name] = value
    message.add_attachment(
        b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    actor.world.receives(message.as_bytes(), to.split("<")[-1].strip(">"), envelope_from=actor.mailboxes[-1])


def away_without_deputy(s: Stage) -> None:
    s.goes_out()
    s.actor("Lone").writes("Jeg er på ferie.", headers={"Auto-Submitted": "auto-replied"})


def unreachable(s: Stage) -> None:
    s.goes_out()
    actions.mark_unreachable(reads.open_times_ask(s.seat("Lone")), FailedBecause.NO_MAILBOX)


def no_times_left(s: Stage) -> None:
    past = Wish(required=Bounds(dates=(date(2026, 11, 2),)), understood=True)
    deciding.next_round(s.round, lambda lang: ["Ingen kan på nogen af tiderne."], past)


def wish_not_understood(s: Stage) -> None:
    s.actor("Bodil").writes_to_the_partnership("Hvad med kaffen")


def no_time_fits(s: Stage) -> None:
    s.actor("Bodil").writes_to_the_partnership("Kan vi mødes to timer den 2. november?")


def calendar_unknown(s: Stage) -> None:
    row = actions.connect(s.actor("Lone").person, "https://kalender.example/lone.ics")
    ConnectedCalendar.objects.filter(pk=row.pk).update(state="unreadable", trouble="a_page")
    calendars.tell(ConnectedCalendar.objects.select_related("person").get(pk=row.pk))


def to_decide(s: Stage) -> None:
    everybody_answers(s)


STORIES: dict[str, Callable[[Stage], None]] = {
    name: story for name, story in list(globals().items()) if name in NAMES and callable(story)
} | {"invitation": invited, "turn_moved": your_turn}
