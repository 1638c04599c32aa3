"""What is mailed about the room: titles and links, as often as each person wants."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from faelled.core.days.calendar import on_the_clock
from faelled.experiences.actions.letters import path_of
from faelled.experiences.models import Experience, Rhythm
from faelled.experiences.reads.rhythms import usual
from faelled.partnerships import actions as people
from faelled.partnerships import reads as partners
from faelled.partnerships.actions.letters import Class
from faelled.partnerships.models import Partnership, Seat
from faelled.post import addresses
from faelled.work import clock

MINUTES = 1
LONGEST_MEMORY = timedelta(days=40)  # what is older was told, or was not to be
MOST_TITLES = 12
_IN_THE_MORNING = time(7)


@transaction.atomic
def choose_rhythm(seat: Seat, often: str) -> None:
    """Store how often somebody wants to hear; what is there already counts as told."""
    now = clock.now()
    row, made = Rhythm.objects.get_or_create(seat=seat, defaults={"often": often, "told_until": now})
    if not made and row.often != often:
        row.often, row.told_until = often, now
        row.save(update_fields=["often", "told_until"])


def last_turn(often: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the latest turn of a rhythm was: a Monday at seven, or the first Monday of a month at seven."""
    if often == Rhythm.Often.NEVER:
        return None
    here = now.astimezone(zone)
    for back in range(64):
        day = here.date() - timedelta(days=back)
        if day.isoweekday() == 1 and (often == Rhythm.Often.WEEKLY or day.day <= 7):
            turn = on_the_clock(day, _IN_THE_MORNING, zone)
            if turn <= here:
                return turn
    raise AssertionError("Nine weeks hold the first Monday of a month.")


def send_digests() -> int:
    """Write to everybody whose turn has come since they were last told, if something is new; returns how many."""
    now = clock.now()
    new = Experience.objects.filter(withdrawn_at=None, said_at__gt=now - LONGEST_MEMORY)
    running = new.filter(partnership__closed_at=None).select_related("partnership").order_by("said_at", "pk")
    by_partnership: dict[Partnership, list[Experience]] = {}
    for experience in running:
        by_partnership.setdefault(experience.partnership, []).append(experience)
    return sum(_tell_partnership(p, texts, now) for p, texts in by_partnership.items())


def _tell_partnership(partnership: Partnership, texts: list[Experience], now: datetime) -> int:
    zone = ZoneInfo(partnership.time_zone)
    seats = partners.seats_in(partnership)
    chosen = {row.seat_id: row for row in Rhythm.objects.filter(seat__in=seats)}
    told = 0
    for seat in seats:
        row = chosen.get(seat.pk)
        turn = last_turn(row.often if row else usual(seat), now, zone)
        since = row.told_until if row else seat.joined_at or partnership.founded_at
        if turn is None or since >= turn:
            continue
        unread = [e for e in texts if e.said_at > since and e.writer_id != seat.person_id]
        told += _tell(seat, since, now, unread)
    return told


@transaction.atomic
def _tell(seat: Seat, since: datetime, now: datetime, texts: Iterable[Experience]) -> int:
    """Write one digest, unless another worker has done so since we looked."""
    row, made = Rhythm.objects.select_for_update().get_or_create(
        seat=seat, defaults={"often": usual(seat), "told_until": since}
    )
    if not made and row.told_until > since:
        return 0
    row.told_until = now
    row.save(update_fields=["told_until"])
    found = list(texts)
    if not found:
        return 0
    partnership = seat.membership.partnership
    people.write_to(
        seat,
        "experiences/letters/digest",
        about=people.person_about(seat.person, partnership.pk),
        context={
            "partnership": partnership.name,
            "texts": [{"title": e.title, "path": path_of(e)} for e in found[:MOST_TITLES]],
            "count": len(found),
            "others": max(0, len(found) - MOST_TITLES),
            "room_path": f"/p/{partnership.pk}/erfaringer/",
        },
        letter_class=Class.NOTICE,
        minutes=MINUTES,
        thread=f"room-{partnership.pk}",
        on_behalf_of="",
    )
    return 1


def name_rooms() -> int:
    """Give every partnership that has none the readable address of its room, and return how many."""
    named = 0
    for partnership in partners.running_partnerships(but=addresses.named("room")):
        with transaction.atomic():
            named += _name(partnership)
    return named


def _name(partnership: Partnership) -> int:
    for ending in ("erfaringer", f"erfaringer-{partnership.pk}"):
        try:
            addresses.name_address(f"{partnership.slug}-{ending}", "room", partnership.pk)
        except addresses.ReservedName:
            continue
        return 1
    return 0
