"""A person's calendars: the private addresses they read ours at, and those of their own that they let us read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from faelled.meetings.models import BusyBlock, ConnectedCalendar, Feed
from faelled.meetings.reads import busy
from faelled.partnerships import actions as people
from faelled.partnerships.models import Partnership, Person, Seat
from faelled.post.addresses import new_token
from faelled.post.letters import About
from faelled.post.models import OutgoingLetter
from faelled.post.sealing import keyed_hash, seal, unseal_text
from faelled.work import clock, fetching, limited
from faelled.work.fetching import Failed, Fetched, Unchanged

if TYPE_CHECKING:
    from django.db.models import QuerySet

AHEAD = timedelta(days=120)
FILE_KEPT = timedelta(days=30)
FEED_KEPT = timedelta(days=90)  # after it was last read
AT_MOST = 5  # calendars of one person
LONGEST_WAIT = timedelta(days=1)
FAILURES_BEFORE_TELLING = 3  # of an address that has never been read

State = ConnectedCalendar.State
Kind = ConnectedCalendar.Kind


class TooManyCalendars(Exception):
    """The person has connected as many calendars as anybody needs."""


class AlreadyConnected(Exception):
    """The person has connected this very address."""


@transaction.atomic
def new_feed(person: Person, partnership: Partnership | None) -> str:
    """Return the token of a fresh address for a feed; the one before ends."""
    Feed.objects.filter(person=person, partnership=partnership).delete()
    token = new_token()
    Feed.objects.create(person=person, partnership=partnership, token_hash=keyed_hash(token, "feed"))
    number = partnership.pk if partnership else None
    people.record(person, "feed_made", partnership_id=number)
    return token


@transaction.atomic
def end_feed(person: Person, partnership: Partnership | None) -> None:
    """Let the address of a feed lead nowhere from now on."""
    Feed.objects.filter(person=person, partnership=partnership).delete()


@transaction.atomic
def connect(person: Person, address: str) -> ConnectedCalendar:
    """Keep an address that the worker fetches. Raises fetching.Refused, AlreadyConnected or TooManyCalendars."""
    whole = fetching.safe_address(address, private=settings.CALENDAR_PRIVATE_NETWORKS).whole
    mine = ConnectedCalendar.objects.filter(person=person)
    if mine.count() >= AT_MOST:
        raise TooManyCalendars
    # The constraint of the table decides, so that two clicks at once connect one calendar.
    row, made = mine.get_or_create(
        kind=Kind.FEED,
        address_hash=keyed_hash(whole, "calendar"),
        defaults={
            "person": person,
            "address": seal(whole),
            "delete_after": clock.now() + FEED_KEPT,
        },
    )
    if not made:
        raise AlreadyConnected
    people.record(person, "calendar_connected", about=row)
    return row


@transaction.atomic
def connect_file(person: Person, content: bytes) -> ConnectedCalendar:
    """Read an uploaded file and keep its busy blocks; the file itself is not kept, and replaces the one before.

    A file that cannot be read is not connected: the row comes back unsaved and says why.
    """
    read = _read(content, person)
    row = ConnectedCalendar(
        person=person, kind=Kind.FILE, delete_after=clock.now() + FILE_KEPT, **_outcome(content, read)
    )
    if row.state != State.OK:
        return row
    mine = ConnectedCalendar.objects.filter(person=person)
    mine.filter(kind=Kind.FILE).delete()
    if mine.count() >= AT_MOST:
        raise TooManyCalendars
    row.save()
    _keep_blocks(row, read)
    people.record(person, "calendar_connected", about=row)
    return row


@transaction.atomic
def disconnect(person: Person, pk: int) -> None:
    """Forget a calendar and everything that was read in it."""
    gone, _ = ConnectedCalendar.objects.filter(person=person, pk=pk).delete()
    if gone:
        people.record(person, "calendar_disconnected")


@transaction.atomic
def fetch_soon(person: Person, pk: int) -> None:
    """Let the worker fetch a calendar at once."""
    ConnectedCalendar.objects.filter(person=person, pk=pk, kind=Kind.FEED, leased_until=None).update(
        not_before=clock.now()
    )


def refresh(row: ConnectedCalendar) -> None:
    """Fetch a calendar whose row this worker holds, and keep what it says; no transaction waits for the network."""
    got = fetching.fetch(
        unseal_text(row.address),
        etag=row.etag if _known(row) else "",
        last_modified=row.last_modified if _known(row) else "",
        private=settings.CALENDAR_PRIVATE_NETWORKS,
    )
    match got:
        case Fetched(content=content):
            read = _read(content, row.person)
            changes = _outcome(content, read) | {"etag": got.etag, "last_modified": got.last_modified}
            _store(row, changes, read if changes["state"] == State.OK else None)
        case Unchanged():
            _store(row, {"state": State.OK, "trouble": "", "failures": 0, "read_at": clock.now()}, None)
        case Failed(code=code):
            _store(row, {"state": State.UNREACHABLE, "trouble": code}, None)


def _known(row: ConnectedCalendar) -> bool:
    """Whether what was read reaches far enough for "unchanged" to be an answer: it must be read anew each day."""
    far = row.known_until is not None and row.known_until > clock.now() + AHEAD - timedelta(days=1)
    return far and row.blocks.exists()


def _read(content: bytes, person: Person) -> dict[str, Any]:
    """Return what a calendar says, read in a child with limits."""
    begin = clock.now()
    words = {
        "from": (begin - timedelta(days=1)).isoformat(),
        "to": (begin + AHEAD).isoformat(),
        "zone": settings.TIME_ZONE,
        "owner": next(iter(person.addresses.filter(preferred=True).values_list("address", flat=True)), ""),
    }
    try:
        told: dict[str, Any] = limited.run("faelled.core.busy.told:told", content, words)
    except (limited.TooCostly, limited.Raised, limited.ChildEnded):
        return {"busy": [], "unreadable": [], "zones_guessed": [], "state": "unreadable"}
    return told


def _outcome(content: bytes, read: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a reading went, as the row keeps it; a calendar with nothing ahead is not a free person."""
    state, trouble = State.OK, ""
    if read["state"] == "unreadable":
        state, trouble = State.UNREADABLE, "a_page" if _is_page(content) else "not_a_calendar"
    elif not read["busy"]:
        state = State.EMPTY
    now = clock.now()
    known: dict[str, Any] = {"read_at": now, "known_until": now + AHEAD} if state == State.OK else {}
    return {
        "state": state,
        "trouble": trouble,
        "unreadable": len(read["unreadable"]),
        "zones_guessed": len(read["zones_guessed"]),
        **known,
    }


def _is_page(content: bytes) -> bool:
    """Whether it is a web page, such as the sign-in page that stands before a calendar nobody has published."""
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head"))


@transaction.atomic
def _store(row: ConnectedCalendar, changes: dict[str, Any], read: Mapping[str, Any] | None) -> None:
    """Keep how it went, if the row is still ours, and tell the owner of trouble, once."""
    good = changes["state"] == State.OK
    failures = 0 if good else min(row.failures + 1, 1000)
    wait = settings.CALENDAR_EVERY * (1 if good else 2 ** min(failures, 6))
    if good:
        changes["delete_after"] = clock.now() + FEED_KEPT
        changes["told"] = ""
    held = row.finish(
        **(changes | {"failures": failures, "attempts": 0}),
        not_before=clock.now() + min(wait, max(LONGEST_WAIT, settings.CALENDAR_EVERY)),
    )
    if not held:
        return
    if read is not None:
        _keep_blocks(row, read)
    elif row.state in {State.EMPTY, State.UNREADABLE}:
        row.blocks.all().delete()  # nobody goes by them any more
    tell(row)


def _keep_blocks(row: ConnectedCalendar, read: Mapping[str, Any]) -> None:
    row.blocks.all().delete()
    BusyBlock.objects.bulk_create(
        BusyBlock(calendar=row, starts=datetime.fromisoformat(start), ends=datetime.fromisoformat(end))
        for start, end in read["busy"]
    )


def look_after_calendars() -> int:
    """Tell the owners of files that have grown old, and forget what nobody uses; returns how many."""
    silent = ConnectedCalendar.objects.filter(told="", read_at__isnull=False).select_related("person")
    told = sum(tell(row) for row in silent)
    now = clock.now()
    return told + sum(over(now).delete()[0] for over in (calendars_over, feeds_over, blocks_over))


_HERE = [Seat.State.IN, Seat.State.INVITED]


def calendars_over(now: datetime) -> "QuerySet[ConnectedCalendar]":
    """Return the calendars nobody uses: not read for long, or of somebody who has left everywhere."""
    left = ConnectedCalendar.objects.filter(person__seats__state=Seat.State.LEFT)
    gone = left.exclude(person__seats__state__in=_HERE).values("pk")
    return ConnectedCalendar.objects.filter(Q(delete_after__lte=now) | Q(pk__in=gone))


def feeds_over(now: datetime) -> "QuerySet[Feed]":
    """Return the addresses of those who have left everywhere."""
    left = Feed.objects.filter(person__seats__state=Seat.State.LEFT)
    return Feed.objects.filter(pk__in=left.exclude(person__seats__state__in=_HERE).values("pk"))


def blocks_over(now: datetime) -> "QuerySet[BusyBlock]":
    """Return the busy hours that have passed."""
    return BusyBlock.objects.filter(ends__lte=now - timedelta(days=1))


def what_to_tell(row: ConnectedCalendar) -> str:
    """Return the trouble an owner should know of, as a word; "" for none, or for none yet."""
    if row.state in {State.EMPTY, State.UNREADABLE}:
        return str(row.state)
    if busy.is_stale(row):
        return "stale"
    never = row.read_at is None and row.failures >= FAILURES_BEFORE_TELLING
    return str(row.state) if row.state == State.UNREACHABLE and never else ""


def tell(row: ConnectedCalendar) -> bool:
    """Write to the owner about trouble with a calendar that they have no letter about; returns whether one was due."""
    trouble = what_to_tell(row)
    if not trouble or row.told:
        return False
    ConnectedCalendar.objects.filter(pk=row.pk).update(told=trouble)
    people.write_to(
        row.person,
        "meetings/letters/calendar_unknown",
        about=About(kind="person", id=row.person_id, partnership_id=None),
        context={
            "trouble": trouble,
            "is_page": row.trouble == "a_page",
            "is_file": row.kind == Kind.FILE,
            "page": f"{settings.ORIGIN}/min-kalender/",
        },
        letter_class=OutgoingLetter.Class.NOTICE,
        thread=f"calendar-{row.pk}",
        minutes=1,
    )
    return True
