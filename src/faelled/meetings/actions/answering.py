"""Answers: mail, click, telephone and calendar end in the same record_answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import FilteredRelation, Q

from faelled.core.replies.reading import Reading, SlotAnswer, Verdict
from faelled.meetings import reads
from faelled.meetings.actions import asking, deciding, letters, wishing
from faelled.meetings.actions.errors import RoundIsClosed
from faelled.meetings.actions.keeping import KEPT_FOR, keeper, kept, kept_words
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
    settles: bool = False,
) -> None:
    """Store what one person said to the numbered times of *ask*; the worker takes the round's next step from it.

    reading: of *text*; numbers are those the letter showed. written_at: when the person wrote it; an answer
    written earlier never replaces one written later, whatever order they arrive in. A reading of a mail that is
    unsure, or that turns an earlier answer round, is sent back for a yes or no before it counts, unless it is
    itself the answer to such a question (settles).
    """
    # Marking the person's own row also locks it: fifty clicks of one person wait for each other, nobody else does.
    asked = Participant.objects.filter(round=ask.round_id, seat=ask.seat_id, removed_at__isnull=True)
    if not asked.filter(round__state__in=OPEN).update(fresh=True):
        return
    round_ = ask.round
    written_at = min(written_at, clock.now())
    standing = _standing(ask)
    said = {n: reading.answers[n] for n in standing if n in reading.answers}
    verdicts = {n: a.verdict for n, a in said.items() if a.verdict is not Verdict.UNKNOWN}
    unsure = _unsure(said, standing) if source == Source.MAIL and not settles else set()
    words = keeper(text, round_.partnership)
    rows = [
        Answer(
            proposal_id=standing[n].proposal_id,
            seat=ask.seat,
            verdict=verdict,
            unsure=n in unsure or _tie(standing[n], verdict, written_at),
            because=words(said[n].because),
            source=source,
            given_by=given_by,
            other_address=other_address,
            written_at=written_at,
            delete_after=clock.now() + KEPT_FOR,
        )
        for n, verdict in verdicts.items()
        if _is_newer(written_at, standing[n])
    ]
    _store(rows)
    if source == Source.MAIL:
        _remember(ask, reading, text, written_at, other_address=other_address)
        # Also a time whose answer was too unclear to be kept: it is not stored, and must not be lost.
        newest = {standing[n].proposal_id for n in unsure if _is_newer(written_at, standing[n])}
        _ask_back(ask, reading, text, newest)


@dataclass(frozen=True, slots=True)
class Standing:
    """A time the letter showed that has not been withdrawn, and what the person has said to it so far, if anything."""

    proposal_id: int
    verdict: str | None
    written_at: datetime | None


def _standing(ask: Ask) -> dict[int, Standing]:
    """Return the times that still stand by the number the letter showed them under, in one query."""
    shown = {int(pk): int(number) for number, pk in ask.items}
    own = FilteredRelation("answers", condition=Q(answers__seat=ask.seat))
    rows = Proposal.objects.filter(pk__in=shown, withdrawn_at__isnull=True).annotate(own=own)
    return {
        shown[pk]: Standing(pk, verdict, written_at)
        for pk, verdict, written_at in rows.values_list("pk", "own__verdict", "own__written_at")
    }


def _unsure(said: Mapping[int, SlotAnswer], standing: Mapping[int, Standing]) -> set[int]:
    """Return the numbers whose reading was unsure, or says the opposite of what the person said before."""
    opposite = {("yes", "no"), ("no", "yes")}
    return {n for n, a in said.items() if a.unsure or (standing[n].verdict, a.verdict.value) in opposite}


def _is_newer(written_at: datetime, earlier: Standing) -> bool:
    return earlier.written_at is None or earlier.written_at <= written_at


def _tie(earlier: Standing, verdict: Verdict, written_at: datetime) -> bool:
    """Whether two answers written in the same moment disagree: then a human must look."""
    return earlier.written_at == written_at and earlier.verdict != verdict.value


def _store(rows: Sequence[Answer]) -> None:
    if not rows:
        return
    # One statement with a unique key behind it: the same answer sent fifty times at once leaves one row.
    Answer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["proposal", "seat"],
        update_fields=[
            "verdict",
            "unsure",
            "because",
            "source",
            "given_by",
            "other_address",
            "written_at",
            "delete_after",
        ],
    )


def _remember(ask: Ask, reading: Reading, text: str, written_at: datetime, *, other_address: bool) -> None:
    """Keep other times, a stand-in and a question beside the answers."""
    wishing.keep_counters(ask.round, ask.seat, reading.counter, written_at)
    if not (reading.delegate or reading.question):
        return
    round_ = ask.round
    participant = Participant.objects.select_related("seat__person").get(round=round_, seat=ask.seat)
    if reading.delegate:
        participant.stands_in = _stand_in(participant, reading.delegate, round_)
    if reading.question is not None:
        participant.question = kept_words(text, [reading.question], round_.partnership)
        deciding.tell_coordinators(
            round_,
            "asked_something",
            {
                "who": ask.seat.person.first_name,
                "question": participant.question,
                "other_address": other_address,
            },
            about=ask.seat,
        )
    participant.save(update_fields=["stands_in", "question"])


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


def _ask_back(ask: Ask, reading: Reading, text: str, unsure: Collection[int]) -> None:
    """Send an unsure reading, or one with nothing in it, back once; a second time the coordinator looks.

    unsure: ids of proposals.
    """
    else_said = reading.not_availability or reading.question or reading.delegate or reading.counter
    nothing = reading.says_nothing and not else_said
    if not unsure and not nothing:
        return
    round_ = ask.round
    if round_.asks.filter(kind=Ask.Kind.CONFIRM, seat=ask.seat).exists():
        return
    live = reads.live_proposals(round_)
    proposals = [p for p in live if p.pk in unsure] or live
    spans = [s for a in reading.answers.values() for s in a.because if a.unsure]
    quote = kept_words(text, spans, round_.partnership) if unsure else ""
    confirm = asking.new_ask(round_, ask.seat, Ask.Kind.CONFIRM, proposals)
    letters.understood_right(confirm, proposals, quote, {})


@transaction.atomic
def send_reading_back(ask: Ask, reading: Reading, *, text: str) -> None:
    """A known person wrote without a token: nothing takes effect; what was understood is sent to them for a yes."""
    heard = {
        standing.proposal_id: reading.answers[n].verdict.value
        for n, standing in _standing(ask).items()
        if n in reading.answers and reading.answers[n].verdict is not Verdict.UNKNOWN
    }
    if not heard:
        return
    shown = [p for p in reads.live_proposals(ask.round) if p.pk in heard]
    confirm = asking.new_ask(ask.round, ask.seat, Ask.Kind.CONFIRM, shown)
    Ask.objects.filter(pk=confirm.pk).update(heard={str(pk): verdict for pk, verdict in heard.items()})
    spans = [s for a in reading.answers.values() for s in a.because]
    letters.understood_right(confirm, shown, kept_words(text, spans, ask.round.partnership), heard)


@transaction.atomic
def confirm(ask: Ask, reading: Reading, *, written_at: datetime, other_address: bool, text: str = "") -> None:
    """Store the answer to "have I understood you"; it counts as it stands and is not asked back again."""
    record_answers(
        ask,
        reading,
        text=text,
        written_at=written_at,
        source=Source.MAIL,
        other_address=other_address,
        settles=True,
    )
    Ask.objects.filter(pk=ask.pk).update(answered_at=clock.now())


def as_heard(ask: Ask) -> Reading:
    """Return the reading that a yes to *ask* confirms."""
    shown = {int(pk): int(number) for number, pk in ask.items}
    return Reading(
        {shown[int(pk)]: SlotAnswer(Verdict(v)) for pk, v in ask.heard.items() if int(pk) in shown}
    )


@transaction.atomic
def enter_by_hand(
    round_id: int, seat: Seat, verdicts: Mapping[int, Verdict], *, by: Seat, source: Source
) -> None:
    """The coordinator writes in an answer taken by phone, or puts a reading right. Keys are proposal ids."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=round_id)
    if round_.state not in OPEN:
        raise RoundIsClosed
    Participant.objects.filter(round=round_, seat=seat).update(fresh=True)
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
                delete_after=now + KEPT_FOR,
            )
            for pk, v in verdicts.items()
            if pk in live
        ]
    )
