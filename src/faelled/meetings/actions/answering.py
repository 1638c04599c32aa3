"""Answers: mail, click, telephone and calendar end in the same record_answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from faelled.core.replies.reading import Reading, SlotAnswer, Verdict
from faelled.meetings import reads
from faelled.meetings.actions import asking, deciding, letters
from faelled.meetings.actions.errors import RoundIsClosed
from faelled.meetings.actions.keeping import kept, kept_words
from faelled.meetings.models import Answer, Ask, Participant, Proposal, Round
from faelled.partnerships import reads as partners
from faelled.partnerships.models import Seat
from faelled.work import clock

Source = Answer.Source
OPEN = {Round.State.ASKING, Round.State.PROPOSED, Round.State.EXHAUSTED}


@transaction.atomic
def record_answers(
    ask: Ask,
    reading: Reading,
    *,
    text: str = "",
    written_at: datetime,
    source: Source,
    given_by: str = "",
    other_address: bool = False,
) -> None:
    """Store what one person said to the numbered times of *ask*, and take the round's next step.

    reading: of *text*; numbers are those the letter showed. written_at: when the person wrote it; an answer
    written earlier never replaces one written later, whatever order they arrive in. A reading that is unsure, or
    that turns an earlier answer round, is sent back for a yes or no before it counts.
    """
    round_ = (
        Round.objects.select_for_update()
        .select_related("partnership", "starter__person")
        .get(pk=ask.round_id)
    )
    participant = Participant.objects.filter(round=round_, seat=ask.seat, removed_at__isnull=True).first()
    if participant is None or round_.state not in OPEN:
        return
    written_at = min(written_at, clock.now())
    proposals = _still_standing(round_, ask)
    said = {p.pk: reading.answers[n] for n, p in proposals.items() if n in reading.answers}
    because = {pk: kept_words(text, a.because, round_.partnership) for pk, a in said.items()}
    verdicts = {pk: a.verdict for pk, a in said.items() if a.verdict is not Verdict.UNKNOWN}
    unsure = {pk for pk, a in said.items() if a.unsure}
    before = _before(round_, ask.seat, proposals)
    if source == Source.MAIL:
        unsure |= _turned_round(verdicts, before)
    rows = [
        Answer(
            proposal_id=pk,
            seat=ask.seat,
            verdict=verdict,
            unsure=pk in unsure or _tie(before.get(pk), verdict, written_at),
            because=because.get(pk, ""),
            source=source,
            given_by=given_by,
            other_address=other_address,
            written_at=written_at,
        )
        for pk, verdict in verdicts.items()
        if pk not in before or before[pk].written_at <= written_at
    ]
    _store(rows)
    _remember(participant, reading, text, round_)
    if rows and ask.answered_at is None:
        Ask.objects.filter(pk=ask.pk).update(answered_at=clock.now())
    _ask_back(
        ask,
        reading,
        text,
        [p for p in proposals.values() if p.pk in unsure and p.pk in {r.proposal_id for r in rows}],
    )
    if rows:
        deciding.after_an_answer(round_)


def _still_standing(round_: Round, ask: Ask) -> dict[int, Proposal]:
    """Return the times the letter showed, by the number it showed them under, that have not been withdrawn."""
    shown = {int(pk): int(number) for number, pk in ask.items}
    live = Proposal.objects.filter(pk__in=shown, round=round_, withdrawn_at__isnull=True)
    return {shown[p.pk]: p for p in live}


def _before(round_: Round, seat: Seat, proposals: Mapping[int, Proposal]) -> dict[int, Answer]:
    ids = [p.pk for p in proposals.values()]
    return {a.proposal_id: a for a in Answer.objects.filter(seat=seat, proposal_id__in=ids)}


def _turned_round(verdicts: Mapping[int, Verdict], before: Mapping[int, Answer]) -> set[int]:
    opposite = {("yes", "no"), ("no", "yes")}
    return {pk for pk, v in verdicts.items() if pk in before and (before[pk].verdict, v.value) in opposite}


def _tie(earlier: Answer | None, verdict: Verdict, written_at: datetime) -> bool:
    """Whether two answers written in the same moment disagree: then a human must look."""
    return earlier is not None and earlier.written_at == written_at and earlier.verdict != verdict.value


def _store(rows: Sequence[Answer]) -> None:
    # One statement with a unique key behind it: the same answer sent fifty times at once leaves one row.
    Answer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["proposal", "seat"],
        update_fields=["verdict", "unsure", "because", "source", "given_by", "other_address", "written_at"],
    )


def _remember(participant: Participant, reading: Reading, text: str, round_: Round) -> None:
    """Keep a stand-in and a question beside the answers."""
    changes: dict[str, object] = {}
    if reading.delegate:
        changes["stands_in"] = _stand_in(participant, reading.delegate, round_)
    if reading.question is not None:
        changes["question"] = kept_words(text, [reading.question], round_.partnership)
    if changes:
        Participant.objects.filter(pk=participant.pk).update(**changes)
    if "question" in changes:
        deciding.tell_coordinators(
            round_,
            "asked_something",
            {"who": participant.seat.person.first_name, "question": changes["question"]},
            about=participant.seat,
        )


def _stand_in(participant: Participant, name: str, round_: Round) -> str:
    """Return the stand-in's name where it is one of the partnership's own people, else only that there is one.

    A deputy who was named without a word about the times is asked.
    """
    first = name.split(" ")[0].lower()
    own = [s for s in partners.seats_in(round_.partnership) if s.person.first_name.lower() == first]
    same_house = [s for s in own if s.membership_id == participant.seat.membership_id]
    if not (same_house or own):
        return kept(name, round_.partnership, at_most=120)
    deputy = (same_house or own)[0]
    ask_instead(round_, participant, deputy)
    return deputy.person.first_name


def ask_instead(round_: Round, participant: Participant, deputy: Seat) -> None:
    """Ask *deputy* as well, when they are not asked already."""
    if round_.state not in OPEN or deputy.pk == participant.seat_id:
        return
    other, made = Participant.objects.get_or_create(
        round=round_, seat=deputy, defaults={"by_hand": partners.recipient(deputy.person) is None}
    )
    if made:
        asking.ask_participant(round_, other, reads.live_proposals(round_))


def _ask_back(ask: Ask, reading: Reading, text: str, unsure: Sequence[Proposal]) -> None:
    """Send an unsure reading, or one with nothing in it, back once; a second time the coordinator looks."""
    nothing = reading.says_nothing and not (reading.not_availability or reading.question or reading.delegate)
    if not unsure and not nothing:
        return
    round_ = ask.round
    if round_.asks.filter(kind=Ask.Kind.CONFIRM, seat=ask.seat).exists():
        return
    proposals = list(unsure) or reads.live_proposals(round_)
    spans = [s for n, a in reading.answers.items() for s in a.because if a.unsure]
    quote = kept_words(text, spans, round_.partnership) if unsure else ""
    confirm = asking.new_ask(round_, ask.seat, Ask.Kind.CONFIRM, proposals)
    letters.understood_right(confirm, proposals, quote, {})


@transaction.atomic
def send_reading_back(ask: Ask, reading: Reading, *, text: str) -> None:
    """A known person wrote without a token: nothing takes effect; what was understood is sent to them for a yes."""
    proposals = _still_standing(ask.round, ask)
    heard = {
        p.pk: reading.answers[n].verdict.value
        for n, p in proposals.items()
        if n in reading.answers and reading.answers[n].verdict is not Verdict.UNKNOWN
    }
    if not heard:
        return
    confirm = asking.new_ask(ask.round, ask.seat, Ask.Kind.CONFIRM, list(proposals.values()))
    Ask.objects.filter(pk=confirm.pk).update(heard={str(pk): verdict for pk, verdict in heard.items()})
    spans = [s for a in reading.answers.values() for s in a.because]
    letters.understood_right(
        confirm, list(proposals.values()), kept_words(text, spans, ask.round.partnership), heard
    )


@transaction.atomic
def confirm(ask: Ask, verdict: Verdict, *, written_at: datetime, other_address: bool) -> None:
    """A yes, no or maybe to "have I understood you": one time, or a whole reading."""
    if ask.heard:
        if verdict is Verdict.YES:
            shown = {int(pk): int(n) for n, pk in ask.items}
            answers = {
                shown[int(pk)]: SlotAnswer(Verdict(v)) for pk, v in ask.heard.items() if int(pk) in shown
            }
            record_answers(
                ask, Reading(answers), written_at=written_at, source=Source.MAIL, other_address=other_address
            )
        Ask.objects.filter(pk=ask.pk).update(closed_at=clock.now(), answered_at=clock.now())
        return
    number = int(ask.items[0][0])
    settle_unsure(
        ask, Reading({number: SlotAnswer(verdict)}), written_at=written_at, other_address=other_address
    )


def settle_unsure(
    ask: Ask, reading: Reading, *, written_at: datetime, other_address: bool, text: str = ""
) -> None:
    """Store the answer to a question about an unsure reading; it counts as it stands, it is not asked back again."""
    record_answers(
        ask, reading, text=text, written_at=written_at, source=Source.MAIL, other_address=other_address
    )
    said = [
        int(pk)
        for n, pk in ask.items
        if reading.answers.get(int(n)) and reading.answers[int(n)].verdict is not Verdict.UNKNOWN
    ]
    Answer.objects.filter(seat=ask.seat, proposal_id__in=said).update(unsure=False)
    Ask.objects.filter(pk=ask.pk).update(answered_at=clock.now())
    deciding.after_an_answer(ask.round)


@transaction.atomic
def enter_by_hand(
    round_id: int, seat: Seat, verdicts: Mapping[int, Verdict], *, by: Seat, source: Source
) -> None:
    """The coordinator writes in an answer taken by phone, or puts a reading right. Keys are proposal ids."""
    round_ = Round.objects.select_for_update().select_related("partnership").get(pk=round_id)
    if round_.state not in OPEN:
        raise RoundIsClosed
    live = {p.pk for p in reads.live_proposals(round_)}
    now = clock.now()
    _store(
        [
            Answer(
                proposal_id=pk,
                seat=seat,
                verdict=v,
                source=source,
                given_by=by.person.first_name,
                written_at=now,
            )
            for pk, v in verdicts.items()
            if pk in live
        ]
    )
    deciding.after_an_answer(round_)
