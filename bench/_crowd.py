"""People and rounds in any number, beside the cast of the stories. Django is set up before this is imported."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests import cast

from faelled.meetings.models import Ask, Participant, Proposal, Round
from faelled.partnerships.models import Membership, Seat
from faelled.post.addresses import new_token
from faelled.post.models import PageLink
from faelled.post.sealing import keyed_hash
from faelled.work import clock

HOME = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True)
class Question:
    """One person's question about times: the seat, the token of its link, and the fields of its form."""

    seat_id: int
    token: str
    proposals: tuple[int, ...]

    @property
    def path(self) -> str:
        """Where the link leads."""
        return f"/svar/{self.token}/"

    def fields(self, verdict: str) -> dict[str, str]:
        """Return the form filled in with one *verdict* for every time."""
        return {f"t{pk}": verdict for pk in self.proposals}


def world_of(people: int, bag: cast.Mailbag | None = None, time: cast.Clock | None = None) -> cast.World:
    """Return the partnership of the stories with colleagues added until it has so many people in its four houses."""
    world = cast.build(time or cast.Clock(clock.now()), bag or cast.Mailbag())
    houses = list(Membership.objects.select_related("organisation").order_by("position"))
    for number in range(len(world.actors), people):
        house = houses[number % len(houses)]
        name = f"Kollega{number} {house.organisation.name}"
        world.actors[name] = cast.joins(world, name, house)
    return world


def times(count: int, *, after: datetime | None = None) -> list[datetime]:
    """Return *count* hours on the coming working days, two weeks from now or from *after*."""
    day = (after or clock.now()).astimezone(HOME).replace(hour=9, minute=0, second=0, microsecond=0)
    found: list[datetime] = []
    day += timedelta(days=14)
    while len(found) < count:
        if day.weekday() < 5:
            found += [day, day.replace(hour=13)]
        day += timedelta(days=1)
    return found[:count]


def round_asked(world: cast.World, seats: list[Seat], *, proposals: int) -> list[Question]:
    """Write a round under way straight into the tables, with a question and a link for each seat.

    The letters are left out: thousands of links are wanted here, and the letters have measurements of their own.
    """
    now = clock.now()
    round_ = Round.objects.create(
        partnership=world.partnership,
        starter=world.actors["Bodil"].seat,
        state=Round.State.ASKING,
        asked_at=now,
        remind_at=now + timedelta(days=5),
        answers_by=now + timedelta(days=7),
    )
    Proposal.objects.bulk_create(
        Proposal(round=round_, number=number, starts=start, ends=start + timedelta(hours=2))
        for number, start in enumerate(times(proposals), start=1)
    )
    numbered = list(round_.proposals.order_by("number").values_list("number", "pk"))
    Participant.objects.bulk_create(Participant(round=round_, seat=seat) for seat in seats)
    Ask.objects.bulk_create(
        Ask(kind=Ask.Kind.TIMES, round=round_, seat=seat, items=[list(pair) for pair in numbered])
        for seat in seats
    )
    tokens = {ask.pk: new_token() for ask in round_.asks.all()}
    asks = list(round_.asks.select_related("seat__person"))
    PageLink.objects.bulk_create(
        PageLink(
            token_hash=keyed_hash(tokens[ask.pk], "link"),
            kind="ask",
            about_id=ask.pk,
            person_key=str(ask.seat.person.key),
        )
        for ask in asks
    )
    shown = tuple(pk for _, pk in numbered)
    return [Question(ask.seat_id, tokens[ask.pk], shown) for ask in asks]
