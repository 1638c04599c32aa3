"""A decision with a good token but from another address: the known address is asked whether it was theirs."""

from faelled.meetings.actions import asking, letters
from faelled.meetings.models import Ask

Kind = Ask.Kind


def ask_whether_it_was_them(ask: Ask, decision: str) -> None:
    """A decision with a good token but from another address waits until the known address confirms it."""
    question = asking.new_ask(ask.round, ask.seat, Kind.CHANGED, [])
    Ask.objects.filter(pk=question.pk).update(
        decision=f"{ask.kind}:{ask.pk}:{decision}"[:40], items=ask.items
    )
    letters.was_it_you(question, decision)
