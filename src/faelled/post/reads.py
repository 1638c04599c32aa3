"""What pages tell about the mail: set aside, last sent, last received, and what could not be delivered, in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db.models import Count, Min, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from faelled.post.keeping import last_received
from faelled.post.models import IncomingLetter, OutgoingLetter, PolledMailbox, ReplyAddress
from faelled.post.opening import FailedBecause
from faelled.post.outgoing.writing import last_sent
from faelled.post.sealing import unseal_text
from faelled.work import clock

__all__ = [
    "AsideLetter",
    "Failure",
    "Traffic",
    "aside_count",
    "aside_letter",
    "aside_letters",
    "came_back_because",
    "failure_words",
    "failures",
    "last_received",
    "last_sent",
    "minutes_asked",
    "traffic",
    "what_now",
]

_FAILURES_SHOWN_FOR = timedelta(days=30)

_REASONS: dict[str, Promise] = {
    "too_large": _("Mailen er for stor til at blive åbnet."),
    "too_many_parts": _("Mailen består af for mange dele til at blive åbnet."),
    "too_deep": _("Mailen er pakket ind i for mange lag til at blive åbnet."),
    "header_too_long": _("Mailens hoved er for langt til at blive læst."),
    "too_costly": _("Mailen tager for meget tid eller hukommelse at åbne."),
    "unreadable": _("Mailen er i stykker og kan ikke læses."),
    "too_many": _(
        "Samme afsender har skrevet meget ofte om det samme i dag; det kan være et automatisk svar."
    ),
    "worker_died": _("Mailen fik Fælled til at gå i stå og blev lagt til side."),
}
_ANOTHER_REASON = _("Noget gik galt, da mailen skulle behandles.")

_FAILURES: dict[str, Promise] = {
    "bounced": _("Mailen kom tilbage: postkassen findes ikke eller tager ikke imod."),
    "550": _("Postkassen findes ikke eller tager ikke imod."),
    "551": _("Postkassen er flyttet."),
    "552": _("Postkassen er fuld."),
    "553": _("Adressen er ikke gyldig hos modtagerens mailsystem."),
    "554": _("Modtagerens mailsystem afviste mailen."),
    "no_connection": _("Fælled kunne ikke få forbindelse til mailserveren i flere dage."),
    "sign_in": _("Fælled kunne ikke logge ind på mailserveren i flere dage."),
    "no_tls": _("Fælled kunne ikke få en sikker forbindelse til mailserveren i flere dage."),
}

# Why a letter did not arrive, as the end of a sentence, and what the coordinator can do.
_BECAUSE: dict[str, tuple[Promise, Promise]] = {
    FailedBecause.NO_MAILBOX: (
        _("postkassen findes ikke"),
        _("Se, om adressen er skrevet rigtigt, eller spørg efter den nye."),
    ),
    FailedBecause.NO_DOMAIN: (
        _("det, der står efter @ i adressen, findes ikke"),
        _("Se, om der er en skrivefejl efter @."),
    ),
    FailedBecause.DISABLED: (
        _("postkassen er lukket"),
        _("Spørg, om der er kommet en ny adresse."),
    ),
    FailedBecause.FULL: (
        _("postkassen er fuld"),
        _("Ring, og sig, at der skal ryddes op i den."),
    ),
    FailedBecause.TOO_LARGE: (
        _("mailen var for stor til postkassen"),
        _("Ring, og spørg, hvor store mails der er plads til."),
    ),
    FailedBecause.REFUSED: (
        _("stedets mailsystem afviste den"),
        _("Stedets it kan lukke op for mails fra Fælled."),
    ),
    FailedBecause.AWAY: (
        _("stedets mailsystem svarede ikke"),
        _("Det går som regel over. Haster det, så ring."),
    ),
    FailedBecause.UNKNOWN: (
        _("der står ikke hvorfor"),
        _("Ring, og spørg, om adressen er rigtig."),
    ),
}
_REFUSED = _("Modtagerens mailsystem afviste mailen.")
_NOT_NOW = _("Modtagerens mailsystem blev ved med at sige, at mailen måtte komme igen senere.")


@dataclass(frozen=True, slots=True)
class AsideLetter:
    """A mail that waits for a human. code is the reason as it is stored, reason says it in words."""

    row_id: int
    received_at: datetime
    sender: str
    person_key: str
    code: str
    reason: Promise
    kept_until: datetime | None
    sender_told: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A letter that did not arrive and never will. reason says why in words, what_now what to do about it."""

    letter_id: int
    failed_at: datetime
    person_key: str
    address: str
    kind: str
    about_id: int
    reason: str
    what_now: str


@dataclass(frozen=True, slots=True)
class Traffic:
    """How the mail flows. oldest_waiting: since when the oldest letter that is due has not got away, or None.

    not_fetched_since: since when the mailbox that mail is fetched from cannot be reached, or None.
    """

    last_sent: datetime | None
    last_received: datetime | None
    waiting: int
    oldest_waiting: datetime | None
    not_fetched_since: datetime | None = None


def aside_letters(partnership_id: int | None) -> list[AsideLetter]:
    """Return the mails set aside of a partnership, newest first; None: those of no partnership, for the operator."""
    rows = _aside().filter(partnership_id=partnership_id).order_by("-received_at", "-pk")
    return [_aside_letter(row) for row in rows[:200]]


def aside_letter(row_id: int, partnership_id: int | None) -> IncomingLetter | None:
    """Return the row of one mail set aside, when it is this partnership's; to look at, try again or drop."""
    return _aside().filter(pk=row_id, partnership_id=partnership_id).first()


def aside_count(partnership_ids: Collection[int]) -> dict[int, int]:
    """Return how many mails wait for a human in each of these partnerships, where any does; one query."""
    rows = _aside().filter(partnership_id__in=partnership_ids).values("partnership_id")
    counted = rows.annotate(mails=Count("pk")).order_by().values_list("partnership_id", "mails")
    return {number: mails for number, mails in counted if number is not None}


def minutes_asked(person_key: str, since: datetime) -> Decimal:
    """Return how many minutes the letters sent to a person from *since* on have cost."""
    sent = OutgoingLetter.objects.filter(person_key=person_key, sent_at__gte=since)
    return Decimal(sent.aggregate(cost=Sum("minutes"))["cost"] or 0)


def _aside() -> QuerySet[IncomingLetter]:
    rows = IncomingLetter.objects.filter(state=IncomingLetter.State.ASIDE)
    return rows.exclude(raw=b"").defer("raw")


def _aside_letter(row: IncomingLetter) -> AsideLetter:
    return AsideLetter(
        row_id=row.pk,
        received_at=row.received_at,
        sender=unseal_text(row.sender),
        person_key=row.person_key,
        code=row.reason,
        reason=_REASONS.get(row.reason, _ANOTHER_REASON),
        kept_until=row.raw_delete_after,
        sender_told=row.sender_told_at is not None,
    )


def failures(partnership_id: int) -> list[Failure]:
    """Return the letters of a partnership that failed in the last 30 days, newest first."""
    since = clock.now() - _FAILURES_SHOWN_FOR
    rows = OutgoingLetter.objects.filter(
        partnership_id=partnership_id, state=OutgoingLetter.State.FAILED, failed_at__gt=since
    ).order_by("-failed_at", "-pk")
    return [_failure(row) for row in rows[:200]]


def _failure(row: OutgoingLetter) -> Failure:
    known = row.failed_because not in {"", FailedBecause.UNKNOWN}
    otherwise = _NOT_NOW if row.failure.startswith("4") else _REFUSED
    in_words = came_back_because(row.failed_because) if known else _FAILURES.get(row.failure, otherwise)
    return Failure(
        letter_id=row.pk,
        failed_at=row.failed_at or row.written_at,
        person_key=row.person_key,
        address=unseal_text(row.recipient),
        kind=row.kind,
        about_id=row.about_id,
        reason=str(in_words),
        what_now=what_now(row.failed_because) if known else "",
    )


def came_back_because(code: str) -> str:
    """Return why a letter came back, as a sentence; *code* is a FailedBecause as it is stored."""
    why, _now = _BECAUSE.get(code, _BECAUSE[FailedBecause.UNKNOWN])
    return gettext("Mailen kom retur: %(why)s.") % {"why": why}


def what_now(code: str) -> str:
    """Return what a coordinator can do about a letter that came back."""
    return str(_BECAUSE.get(code, _BECAUSE[FailedBecause.UNKNOWN])[1])


def failure_words(because: FailedBecause, lang: str) -> dict[str, str]:
    """Return what a letter in *lang* says of a letter that came back: why, and what to do."""
    why, now = _BECAUSE[because]
    with override(lang):
        return {"because": str(why), "what_now": str(now)}


def mailbox_state() -> PolledMailbox | None:
    """Return how it goes with the mailbox that mail is fetched from; None when there is none, or none was yet."""
    return PolledMailbox.objects.first() if settings.IMAP_HOST else None


def traffic(partnership_id: int) -> Traffic:
    """Return how the mail of a partnership flows."""
    due = OutgoingLetter.objects.filter(
        partnership_id=partnership_id, state=OutgoingLetter.State.WAITING, written_at__lte=clock.now()
    )
    late = due.filter(attempts__gt=0)
    return Traffic(
        last_sent=last_sent(partnership_id),
        last_received=last_received(partnership_id),
        waiting=due.count(),
        oldest_waiting=late.aggregate(oldest=Min("written_at"))["oldest"],
        not_fetched_since=mailbox.failing_since if (mailbox := mailbox_state()) else None,
    )


def opens_what_was_sealed_last() -> bool:
    """Whether the key file opens one of the last reply addresses that were given out, or there is none yet."""
    last = list(ReplyAddress.objects.order_by("-pk").values_list("token", flat=True)[:20])
    return not last or any(map(_opens, last))


def _opens(sealed: bytes | memoryview) -> bool:
    try:
        unseal_text(sealed)
    except InvalidToken:
        return False
    return True
