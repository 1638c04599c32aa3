"""Times that people wrote beside those they were asked about: kept under a number until the coordinator adopts one."""

from datetime import datetime

from django.db.models import Max

from faelled.core.invitations import Wanted, judged
from faelled.core.replies.reading import Counter
from faelled.meetings import reads
from faelled.meetings.models import Attendance, CounterProposal, Round
from faelled.partnerships.models import Seat
from faelled.work import clock

AT_MOST = 3  # of one answer: more is a calendar, not a wish


def keep_counters(round_: Round, seat: Seat, times: tuple[Counter, ...], written_at: datetime) -> None:
    """Keep the times an answer proposed beside those it was asked about, for a letter the coordinator gets anyway."""
    live = {(p.starts, p.ends) for p in reads.live_proposals(round_)}
    for time in times[:AT_MOST]:
        wanted = Wanted(time.start, time.end or time.start + round_.lasts)
        usable = judged(wanted, invited=None, now=clock.now())
        if isinstance(usable, Wanted) and (wanted.start, wanted.end) not in live:
            keep(round_, seat, wanted, written_at)


def keep(
    round_: Round,
    seat: Seat,
    time: Wanted,
    written_at: datetime,
    *,
    attendance: Attendance | None = None,
    other_address: bool = False,
) -> CounterProposal | None:
    """Keep one proposed time under the next free number of its round; None where the same is kept already."""
    if CounterProposal.objects.filter(round=round_, seat=seat, starts=time.start, ends=time.end).exists():
        return None
    return CounterProposal.objects.create(
        round=round_,
        seat=seat,
        number=next_number(round_),
        starts=time.start,
        ends=time.end,
        attendance=attendance,
        other_address=other_address,
        written_at=min(written_at, clock.now()),
    )


def next_number(round_: Round) -> int:
    """Return the number that no time of the round, proposed by it or to it, has had."""
    rows = (round_.proposals, round_.counters)
    return 1 + max(r.aggregate(highest=Max("number"))["highest"] or 0 for r in rows)
