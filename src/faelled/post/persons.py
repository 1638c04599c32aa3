"""What the gateway keeps about one person, and how it forgets them. It knows keys and addresses, and no person."""

from collections.abc import Collection

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from faelled.core.kept import Kept, Row, kept
from faelled.post.models import IncomingLetter, NamedAddress, OutgoingLetter, PageLink, ReplyAddress
from faelled.post.sealing import unseal_text


def kept_about(person_key: str) -> list[Kept]:
    """Return which letters went to a person and came from them; what stood in them is not kept once they arrived."""
    return [
        kept(
            "letters_to_me",
            _("Mails til dig"),
            _(
                "Hvornår, om hvad, og om de kom frem. Ordene slettes, når mailen er leveret; resten efter et år."
            ),
            {"written_at": _("Skrevet"), "kind": _("Om"), "state": _("Tilstand")},
            OutgoingLetter.objects.filter(person_key=person_key).defer("content").order_by("-pk"),
            _letter,
        ),
        kept(
            "mail_from_me",
            _("Mails fra dig"),
            _(
                "Mailen selv slettes, når den er læst. At den kom, huskes i et år, så den ikke læses to gange."
            ),
            {"received_at": _("Modtaget"), "state": _("Tilstand")},
            IncomingLetter.objects.filter(person_key=person_key).defer("raw").order_by("-pk"),
            _mail,
        ),
        kept(
            "reply_addresses",
            _("Svaradresser, der er lavet til dig"),
            _(
                "En for hvert spørgsmål, så dit svar finder vej. Slettes et år efter, at spørgsmålet er lukket."
            ),
            {"given_at": _("Lavet"), "kind": _("Om"), "closed_at": _("Lukket")},
            ReplyAddress.objects.filter(person_key=person_key).order_by("-pk"),
            lambda one: {"given_at": one.given_at, "kind": one.kind, "closed_at": one.withdrawn_at},
        ),
        kept(
            "links",
            _("Links i mails til dig"),
            _("Kun et aftryk, som linket kan kendes på. Slettes et år efter, at spørgsmålet er lukket."),
            {"given_at": _("Lavet"), "kind": _("Om"), "valid_until": _("Gælder til")},
            PageLink.objects.filter(person_key=person_key).order_by("-pk"),
            lambda one: {"given_at": one.given_at, "kind": one.kind, "valid_until": one.valid_until},
        ),
    ]


def _letter(one: OutgoingLetter) -> Row:
    return {
        "written_at": one.written_at,
        "sent_at": one.sent_at,
        "kind": one.kind,
        "class": one.letter_class,
        "minutes": float(one.minutes),
        "state": one.state,
        "failed_because": one.failed_because,
        "delete_after": one.delete_after,
    }


def _mail(one: IncomingLetter) -> Row:
    return {
        "received_at": one.received_at,
        "size": one.size,
        "state": one.state,
        "reason": one.reason,
        "delete_after": one.delete_after,
    }


@transaction.atomic
def forget(person_key: str, addresses: Collection[str]) -> None:
    """Delete letters to a person, their addresses and links, and empty what mail of theirs is still here.

    addresses: theirs, lower-cased; mail that has not been read yet is known by them alone. Of a mail that was read the
    row stays without them: a keyed hash by which the same mail is known if it comes again.
    """
    for rows in (OutgoingLetter, ReplyAddress, PageLink):
        rows._default_manager.filter(person_key=person_key).delete()
    unread = IncomingLetter.objects.exclude(raw=b"").only("pk", "sender")
    theirs = [row.pk for row in unread.iterator(200) if _text(row.sender).lower() in addresses]
    mails = IncomingLetter.objects.filter(Q(pk__in=theirs) | Q(person_key=person_key))
    open_ones = [IncomingLetter.State.WAITING, IncomingLetter.State.ASIDE]
    mails.filter(state__in=open_ones).update(state=IncomingLetter.State.DROPPED)
    mails.update(raw=b"", recipient=b"", sender=b"", person_key="", error="")
    _forget_letters_to(addresses)


def _forget_letters_to(addresses: Collection[str]) -> None:
    """Delete letters that name no person, such as those of the doctor, to an address of theirs."""
    nameless = OutgoingLetter.objects.filter(person_key="").only("pk", "recipient")
    theirs = [row.pk for row in nameless.iterator(200) if _text(row.recipient).lower() in addresses]
    OutgoingLetter.objects.filter(pk__in=theirs).delete()


def _text(sealed: bytes | memoryview) -> str:
    try:
        return unseal_text(sealed)
    except InvalidToken:  # a broken row is nobody's
        return ""


NAMED_FOR_A_PARTNERSHIP = ("partnership", "room")


@transaction.atomic
def forget_partnership(partnership_id: int) -> None:
    """Delete the letters and the readable address of a partnership that is deleted; mail in loses its number."""
    OutgoingLetter.objects.filter(partnership_id=partnership_id).delete()
    NamedAddress.objects.filter(kind__in=NAMED_FOR_A_PARTNERSHIP, about_id=partnership_id).delete()
    IncomingLetter.objects.filter(partnership_id=partnership_id).update(partnership_id=None)
