"""After the meeting: the turn was held, and who came has seen that house."""

from django.db import transaction

from faelled.meetings.models import Meeting, Turn
from faelled.partnerships import actions as people
from faelled.work import clock


def note_turns_held() -> int:
    """Write down of every meeting that is over whose turn it was and which houses came; return how many."""
    over = Turn.objects.filter(
        state=Turn.State.COMING, meeting__state=Meeting.State.PLANNED, meeting__ends__lte=clock.now()
    )
    return sum(_note(pk) for pk in over.values_list("pk", flat=True))


@transaction.atomic
def _note(turn_id: int) -> bool:
    turn = Turn.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=turn_id)
    if turn.state != Turn.State.COMING or turn.meeting is None:
        return False
    rows = turn.meeting.attendances.filter(withdrawn_at=None).select_related("seat__membership")
    came = {row.seat.membership for row in rows if row.comes}
    turn.state = Turn.State.HELD
    turn.save(update_fields=["state"])
    turn.visitors.set(house for house in came if house.pk != turn.membership_id)
    people.record(None, "turn_held", partnership_id=turn.partnership_id, about=turn)
    return True
