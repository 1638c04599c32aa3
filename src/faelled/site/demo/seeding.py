"""What has happened when the demo begins: a partnership, three meetings, what was shared, and a question under way.

All of it is done by the product's own actions, at the hours when it is said to have happened; the answers are mails
that the reader reads.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from faelled.core.days.calendar import add_working_days, on_the_clock
from faelled.core.days.words import weekday_in_words
from faelled.core.replies.reading import Verdict
from faelled.core.wishes import Bounds, Wish
from faelled.meetings import actions, duties, reads
from faelled.meetings.actions.habits import set_habits
from faelled.meetings.actions.holding import note_turns_held
from faelled.meetings.models import Answer, Proposal, Round
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Partnership, Person, Seat
from faelled.post import incoming, outgoing, transport
from faelled.post.outgoing.hurrying import let_go
from faelled.site.demo import composing, mailboxes, sharing
from faelled.site.demo.people import (
    AGREEMENT,
    BODIL,
    HOUSES,
    OTHERS,
    PARTNERSHIP,
    ROUND_IS_ABOUT,
    SHARED_THIRD,
)
from faelled.site.demo.postman import IntoTheBoxes
from faelled.work import clock

HOLD = timedelta(seconds=20)
HOME = ZoneInfo(settings.TIME_ZONE)
WORKER = "demo"
MEETINGS_AGO = (150, 95, 40)  # days
Seats = dict[str, Seat]


def seed() -> None:
    """Fill an empty database and empty mailboxes."""
    now = clock.now()
    with transport.use(IntoTheBoxes()):
        with _at(now - timedelta(days=190)):
            partnership = _found()
        with transport.use(transport.Captured()):  # nobody keeps the mails of old meetings
            for number, days in enumerate(MEETINGS_AGO):
                _hold_a_meeting(
                    partnership, now - timedelta(days=days), absent="Aisha" if number == 2 else ""
                )
        sharing.share(_seats(partnership), now, _at)
        _ask_for_times(partnership, now)


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    """Let it be *moment*, and stay so, until the block ends."""
    clock.set_source(lambda: moment)
    try:
        yield
    finally:
        clock.set_source(None)


def _carry() -> None:
    let_go()
    outgoing.carry(WORKER)


def _found() -> Partnership:
    people.invite_first(BODIL.name, str(BODIL.address), BODIL.house)
    bodil = partners.person_by_address(str(BODIL.address))
    if bodil is None:
        raise RuntimeError("the first coordinator was just invited")
    partnership = people.found_partnership(
        bodil,
        name=PARTNERSHIP,
        shared_third=SHARED_THIRD,
        lines=[people.Newcomer(p.name, p.address, p.house, house=p.is_house) for p in OTHERS],
        organisations=[house.name for house in HOUSES],
    )
    people.set_terms(
        partnership, name=PARTNERSHIP, shared_third=SHARED_THIRD, agreement=AGREEMENT, actor=bodil
    )
    _carry()
    for seat in partners.all_seats(partnership):
        people.accept_welcome(seat)
    _describe_houses(partnership)
    seats = _seats(partnership)
    people.change_seat(
        seats["Mette"], role=Seat.Role.MEMBER, deputy_for=seats["Lone"], host_contact=False, actor=bodil
    )
    _set_habits(partnership, bodil)
    return partnership


def _describe_houses(partnership: Partnership) -> None:
    described = {house.name: house for house in HOUSES}
    for membership in partners.memberships_with_people(partnership):
        house = described[membership.organisation.name]
        people.describe_organisation(
            membership.organisation,
            people.Description(
                name=house.name,
                work_mode=house.work_mode,
                protected=house.protected,
                can_host=True,
                place=house.place,
                practical_note=house.note,
                working_weekdays="12345",
                minutes_per_month=120,
            ),
            actor=membership.people[0].person,
        )


def _set_habits(partnership: Partnership, actor: Person) -> None:
    """The demo is played at any hour, and nobody who plays it waits five minutes."""
    values = {"hold": HOLD, "letters_from": time(0), "letters_until": time(23, 59)}
    set_habits(partnership, values, needed=[], holidays=[], actor=actor)


def _seats(partnership: Partnership) -> Seats:
    return {seat.person.first_name: seat for seat in partners.seats_in(partnership)}


# Meetings that were


def _hold_a_meeting(partnership: Partnership, day: datetime, *, absent: str) -> None:
    """Ask, decide, invite and meet, all of it around *day*."""
    starts = on_the_clock(add_working_days(day.astimezone(HOME).date(), 1), time(10), HOME)
    seats = _seats(partnership)
    with _at(starts - timedelta(days=20)):
        times = [actions.NewTime(starts, starts + timedelta(hours=2))]
        round_ = actions.draft(partnership, seats["Bodil"], words="", times=times, seats=list(seats.values()))
        actions.send_out(round_.pk)
        (proposal,) = reads.live_proposals(round_)
    with _at(starts - timedelta(days=18)):
        for name, seat in seats.items():
            verdict = Verdict.NO if name == absent else Verdict.YES
            actions.enter_by_hand(
                round_.pk, seat, {proposal.pk: verdict}, by=seats["Bodil"], source=Answer.Source.PHONE
            )
        actions.approve(round_.pk, proposal.pk, seats["Bodil"])
    with _at(starts - timedelta(days=17)):
        actions.carry_out(round_.pk)
        _carry()
    with _at(starts + timedelta(days=1)):
        note_turns_held()


# The question under way


def _ask_for_times(partnership: Partnership, now: datetime) -> None:
    seats = _seats(partnership)
    with _at(now - timedelta(hours=26)):
        everybody = list(seats.values())
        # Far enough ahead that a demo left for a week can be gone on with.
        days = [now.astimezone(HOME).date() + timedelta(days=ahead) for ahead in (12, 33)]
        wish = Wish(understood=True, required=Bounds(earliest=days[0], latest=days[1]))
        proposed = actions.suggest(partnership, wish, everybody)
        times = actions.as_times(proposed, everybody, partnership, "da")
        round_ = actions.draft(
            partnership, seats["Bodil"], words=ROUND_IS_ABOUT, times=times, seats=everybody
        )
        actions.send_out(round_.pk)
        _carry()
    proposals = reads.live_proposals(round_)
    for hours, (first_name, text) in enumerate(_answers(proposals)):
        with _at(now - timedelta(hours=25 - 4 * hours)):
            _write(seats[first_name], text)
    with _at(now - timedelta(hours=2)):
        _call(round_, seats, proposals)
        duties.look_at_answers(WORKER)
        _carry()


def _answers(proposals: Sequence[Proposal]) -> list[tuple[str, str]]:
    """Return what people wrote, each in their own way; Morten says the opposite of what he said before."""
    days = [p.starts.astimezone(HOME).weekday() for p in proposals]
    last, second = weekday_in_words(days[-1]), weekday_in_words(days[1])
    return [
        ("Bodil", f"1, 2 og 3 passer mig. {last.capitalize()} kan jeg ikke.\nVenlig hilsen Bodil"),
        ("Henrik", "Alle tiderne er fine.\n\nMvh Henrik"),
        ("Aisha", "Nr. 1 og nr. 3 kan jeg godt, resten går ikke.\nHilsen Aisha"),
        ("Morten", f"Den første passer fint, og nr. 3 går også. Helst ikke {second}.\nMorten"),
        ("Morten", "Hov, jeg så forkert i kalenderen. Nr. 3 kan jeg alligevel ikke."),
    ]


def _write(seat: Seat, text: str) -> None:
    """Answer the newest mail as the seat's own mail program would; the house takes it as it takes any mail."""
    to = partners.recipient(seat.person)
    if to is None:
        raise RuntimeError("only people with mail write")
    mail = mailboxes.mails(to.address)[0]
    raw = composing.answer(mail, to.name, to.address, text).as_bytes()
    mailboxes.deliver(to.address, raw, to=mailboxes.OUT)
    incoming.receive(raw, [mail.answers_go_to], to.address)
    incoming.open_waiting(WORKER)
    duties.look_at_answers(WORKER)
    _carry()


def _call(round_: Round, seats: Seats, proposals: Sequence[Proposal]) -> None:
    """Karen has no mail: Bodil rang and wrote down what she said."""
    said = {p.pk: Verdict.YES if number in {0, 2} else Verdict.NO for number, p in enumerate(proposals)}
    actions.enter_by_hand(round_.pk, seats["Karen"], said, by=seats["Bodil"], source=Answer.Source.PHONE)
