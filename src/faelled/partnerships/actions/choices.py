"""How many mails somebody gets: all, fewer, or only the cancellations of what they said yes to."""

from django.db import transaction

from faelled.partnerships import reads
from faelled.partnerships.actions.audit import record
from faelled.partnerships.actions.letters import Class, person_about, tell_coordinators, write_to
from faelled.partnerships.models import Person

Choice = Person.MailChoice
CONFIRMED = {Choice.STOP: "stop_confirmed", Choice.LESS: "less_confirmed", Choice.ALL: "started_again"}


@transaction.atomic
def set_mail_choice(person: Person, choice: str, *, by_mail: bool = False) -> bool:
    """Store the choice; False when it was so already, and then nothing is written.

    by_mail: it came as a word in a mail, so it is confirmed by mail, once; on a page the page itself says so.
    The coordinators are told when somebody stops, since they are the ones who would wait for an answer.
    """
    fresh = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if fresh.mail_choice == choice:
        return False
    fresh.mail_choice = person.mail_choice = Choice(choice)
    fresh.save(update_fields=["mail_choice"])
    record(fresh, f"mails_{choice}", about=fresh)
    if by_mail:
        write_to(
            fresh,
            f"partnerships/letters/{CONFIRMED[Choice(choice)]}",
            about=person_about(fresh),
            context={},
            letter_class=Class.ANSWER,
            thread=f"mails-{fresh.pk}",
        )
    if choice == Choice.STOP:
        for seat in reads.seats_of(fresh):
            tell_coordinators(seat, "partnerships/letters/coordinator_told_stop")
    return True
