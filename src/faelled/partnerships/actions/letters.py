"""The single road of every letter to a person: here is what *stop*, *mindre* and office hours do."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from faelled.core.days import HOME, local
from faelled.core.days.calendar import next_office_moment, on_the_clock
from faelled.partnerships import reads
from faelled.partnerships.models import Person, Seat
from faelled.post import outgoing
from faelled.post import reads as post
from faelled.post.letters import About, Calendar
from faelled.post.models import OutgoingLetter
from faelled.post.opening import FailedBecause
from faelled.work import clock

Class = OutgoingLetter.Class
AT_ONCE = {Class.ANSWER, Class.ESSENTIAL}
WEEKLY_DAY = 1  # Monday, ISO
WEEKLY_HOUR = time(7)
LAST_CHANCE = timedelta(days=1)  # a question is worth nothing if it comes later than this before its deadline


def write_to(
    who: Person | Seat,
    template: str,
    *,
    about: About,
    context: Mapping[str, object],
    letter_class: OutgoingLetter.Class,
    thread: str,
    minutes: float = 0,
    at_once: bool = False,
    not_before: datetime | None = None,
    deadline: datetime | None = None,
    link_to: str | None = None,
    answerable: bool = True,
    calendar: Calendar | None = None,
    on_behalf_of: str | None = None,
    accepted: bool = False,
) -> OutgoingLetter | None:
    """Write a letter inside the caller's transaction; None when this person gets none.

    who: a seat that has been left gets only answers and what is essential.
    at_once: a question or notice that goes whatever the hour; not_before: the earliest, office hours otherwise.
    deadline: of the thing asked, so that *mindre* does not hold a question back until it is too late.
    accepted: this essential letter is about something the person said yes to, so *stop* lets it through.
    on_behalf_of: None means the first coordinator of the partnership it is about; "" nobody.
    """
    person = who.person if isinstance(who, Seat) else who
    to = reads.recipient(person)
    if to is None or not _wanted(who, person, letter_class, accepted=accepted):
        return None
    return outgoing.write(
        template,
        to=to,
        about=about,
        context=context,
        letter_class=letter_class,
        minutes=minutes,
        not_before=earliest(
            person, letter_class, clock.now(), at_once=at_once, not_before=not_before, deadline=deadline
        ),
        thread=thread,
        answerable=answerable,
        link_to=link_to,
        on_behalf_of=_stands_behind(about) if on_behalf_of is None else on_behalf_of,
        calendar=calendar,
    )


def _wanted(who: Person | Seat, person: Person, letter_class: str, *, accepted: bool) -> bool:
    if letter_class == Class.ANSWER:
        return True
    if isinstance(who, Seat) and who.state == Seat.State.LEFT and letter_class != Class.ESSENTIAL:
        return False
    if person.mail_choice == Person.MailChoice.STOP:
        return letter_class == Class.ESSENTIAL and accepted
    return True


def earliest(
    person: Person,
    letter_class: str,
    now: datetime,
    *,
    at_once: bool = False,
    not_before: datetime | None = None,
    deadline: datetime | None = None,
    zone: ZoneInfo = HOME,
) -> datetime | None:
    """Return when a letter may go; None means now.

    Answers and essential news go at once. The rest waits for the office to open, and for somebody who wrote
    *mindre* until Monday morning, unless the deadline is sooner.
    """
    if letter_class in AT_ONCE:
        return not_before
    start = not_before or (now if at_once else next_office_moment(now, zone=zone))
    if person.mail_choice == Person.MailChoice.LESS and not at_once:
        weekly = weekly_moment(start, zone)
        if deadline is None or weekly <= deadline - LAST_CHANCE:
            start = weekly
    return None if start <= now else start


def weekly_moment(after: datetime, zone: ZoneInfo = HOME) -> datetime:
    """Return the first Monday at seven that is not before *after*."""
    here = local(after, zone)
    for days in range(8):
        monday = on_the_clock(here.date() + timedelta(days=days), WEEKLY_HOUR, zone)
        if monday.isoweekday() == WEEKLY_DAY and monday.astimezone(UTC) >= after.astimezone(UTC):
            return monday
    raise AssertionError("Eight days hold a Monday morning.")


def tell_coordinators(
    seat: Seat,
    template: str,
    *,
    context: Mapping[str, object] | None = None,
    letter_class: OutgoingLetter.Class = Class.NOTICE,
    but: Seat | None = None,
    answerable: bool = True,
    because: FailedBecause | None = None,
) -> list[OutgoingLetter]:
    """Tell every coordinator of the partnership, in words about *seat*; not its own person, and not *but*.

    because: why a letter did not arrive, where that is the news.
    """
    partnership = seat.membership.partnership
    words = {
        "who": seat.person.name,
        "who_first": seat.person.first_name,
        "organisation": seat.membership.organisation.name,
        "partnership": partnership.name,
        **(context or {}),
    }
    written = [
        write_to(
            coordinator,
            template,
            about=person_about(coordinator.person, partnership.pk),
            context=words | (post.failure_words(because, coordinator.person.language) if because else {}),
            letter_class=letter_class,
            thread=f"people-{partnership.pk}",
            answerable=answerable,
            on_behalf_of="",
        )
        for coordinator in reads.coordinators(partnership)
        if coordinator.person_id != seat.person_id and coordinator != but
    ]
    return [letter for letter in written if letter is not None]


def person_about(person: Person, partnership_id: int | None = None) -> About:
    """Return what an ordinary letter to *person* is about: themselves; the answer comes to `inbox.person_reply`."""
    return About(kind="person", id=person.pk, partnership_id=partnership_id)


def _stands_behind(about: About) -> str:
    if about.partnership_id is None:
        return ""
    found = reads.coordinators(about.partnership_id)
    return found[0].person.first_name if found else ""
