"""Reply addresses, readable addresses and page links: given out, looked up, withdrawn.

A token is 128 random bits in lower-case base32, 26 signs, because mail systems change case. It is found by its keyed
hash, so a look-up costs the same whether it hits or not, and a stolen database gives no token away.
"""

import re
import secrets
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from faelled.post.models import NamedAddress, OutgoingLetter, PageLink, ReplyAddress
from faelled.post.sealing import keyed_hash, seal, unseal_text
from faelled.work import clock

COMMON = "faelled"
# RFC 5321, section 4.5.1, wants postmaster to be read; RFC 2142 asks for abuse.
_READ_AS_COMMON = frozenset({COMMON, "postmaster", "abuse"})
RESERVED = _READ_AS_COMMON | {
    "svar", "kal", "retur", "root", "admin", "administrator", "hostmaster", "webmaster", "security", "noreply",
    "no-reply", "mailer-daemon", "info", "hjaelp", "support",
}  # fmt: skip

_TOKEN = re.compile(r"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])")
_LOCAL_PART = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_OF_OURS = re.compile(r"[a-z0-9.+-]{1,200}")
_TOKENS_TRIED = 50  # in one mail; a mail of nothing but tokens must not cost a thousand look-ups
_TEXT_SEARCHED = 200_000  # characters


class ReservedName(ValueError):
    """The local part is not a readable name, belongs to the house, or names something else already."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reply address of ours. withdrawn: what it was about is closed."""

    kind: str
    about_id: int
    person_key: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A readable address of ours, such as a partnership's."""

    kind: str
    about_id: int


@dataclass(frozen=True, slots=True)
class Returned:
    """The envelope address of one letter of ours."""

    letter_id: int


@dataclass(frozen=True, slots=True)
class CommonAddress:
    """The address that all letters come from."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A page link that is good."""

    kind: str
    about_id: int
    person_key: str


@dataclass(frozen=True, slots=True)
class Expired:
    """A page link that was good once; the page says so politely."""

    kind: str
    about_id: int


Where = Found | Named | Returned | CommonAddress


def new_token() -> str:
    """Return a fresh token."""
    return b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def reply_address(kind: str, about_id: int, person_key: str) -> str:
    """Return the one address at which this person answers about this thing, made at the first call."""
    return with_token("svar", reply_token(kind, about_id, person_key))


def organizer_address(kind: str, about_id: int, person_key: str) -> str:
    """Return the address that calendars answer to; the same token as the reply address about the same thing."""
    return with_token("kal", reply_token(kind, about_id, person_key))


def with_token(prefix: str, token: str) -> str:
    """Return the address of ours that carries *token*: svar+ to answer, kal+ for calendars, retur+ for the envelope."""
    return f"{prefix}+{token}@{settings.MAIL_DOMAIN}"


def reply_token(kind: str, about_id: int, person_key: str) -> str:
    """Return the token of the reply address for this thing and person, made at the first call."""
    token = new_token()
    address, _ = ReplyAddress.objects.get_or_create(
        kind=kind,
        about_id=about_id,
        person_key=person_key,
        defaults={"token_hash": keyed_hash(token, "reply"), "token": seal(token)},
    )
    return unseal_text(address.token)


def new_link(kind: str, about_id: int, person_key: str, *, valid_for: timedelta | None = None) -> str:
    """Return the token of a fresh page link. valid_for: for a letter about what is closed already."""
    token = new_token()
    PageLink.objects.create(
        token_hash=keyed_hash(token, "link"),
        kind=kind,
        about_id=about_id,
        person_key=person_key,
        valid_until=clock.now() + valid_for if valid_for is not None else None,
    )
    return token


def is_withdrawn(kind: str, about_id: int, person_key: str) -> bool:
    """Whether this person's reply address about this thing was withdrawn."""
    return ReplyAddress.objects.filter(
        kind=kind, about_id=about_id, person_key=person_key, withdrawn_at__isnull=False
    ).exists()


def look_up(address: str) -> Where | None:
    """Return what *address* stands for, or None when it is none of ours."""
    local, _, domain = address.strip().strip("<>").lower().rpartition("@")
    if domain.rstrip(".") != settings.MAIL_DOMAIN or not _OF_OURS.fullmatch(local):
        return None
    prefix, plus, token = local.partition("+")
    match prefix:
        case "svar" | "kal" if plus:
            return _by_token(token)
        case "retur" if plus:
            key = OutgoingLetter.objects.filter(envelope_hash=keyed_hash(token, "envelope")).values_list(
                "pk", flat=True
            )
            return Returned(key[0]) if key else None
        case name if name in _READ_AS_COMMON:
            return CommonAddress()
    named = NamedAddress.objects.filter(local_part=prefix).first()
    return Named(named.kind, named.about_id) if named else None


def _by_token(token: str) -> Found | None:
    # Asked for every mail while its server waits. Not first(), which would sort by the key what the hash has found, and
    # not the whole row, whose sealed token nobody needs here.
    rows = ReplyAddress.objects.filter(token_hash=keyed_hash(token, "reply"))
    for kind, about_id, person_key, withdrawn_at in rows.values_list(
        "kind", "about_id", "person_key", "withdrawn_at"
    ):
        return Found(kind, about_id, person_key, withdrawn_at is not None)
    return None


def _found(address: ReplyAddress) -> Found:
    return Found(address.kind, address.about_id, address.person_key, address.withdrawn_at is not None)


def find_token_in(texts: Iterable[str]) -> Found | None:
    """Return what the first token of ours in *texts* is about: a reply address's, or a page link's.

    Some clients ignore Reply-To; then the token still stands in In-Reply-To, References or the quoted letter.
    """
    tokens: dict[str, None] = {}
    for text in texts:
        for match in _TOKEN.finditer(text[:_TEXT_SEARCHED].lower()):
            tokens.setdefault(match.group())
            if len(tokens) == _TOKENS_TRIED:
                break
    by_reply = {keyed_hash(token, "reply"): token for token in list(tokens)[:_TOKENS_TRIED]}
    by_link = {keyed_hash(token, "link"): token for token in list(tokens)[:_TOKENS_TRIED]}
    found = {
        by_reply[row.token_hash]: _found(row) for row in ReplyAddress.objects.filter(token_hash__in=by_reply)
    }
    for link in PageLink.objects.filter(token_hash__in=by_link).exclude(kind="mail_choice"):
        withdrawn = link.valid_until is not None
        found[by_link[link.token_hash]] = Found(link.kind, link.about_id, link.person_key, withdrawn)
    return next((found[token] for token in tokens if token in found), None)


def name_address(local_part: str, kind: str, about_id: int) -> None:
    """Let *local_part* @ our domain stand for this thing. Naming the same thing again changes nothing.

    Raises ReservedName when the name is unreadable, belongs to the house, or stands for something else.
    """
    name = local_part.strip().lower()
    if name in RESERVED or len(name) > 64 or not _LOCAL_PART.fullmatch(name):
        raise ReservedName(name)
    with transaction.atomic():
        row, _ = NamedAddress.objects.get_or_create(
            local_part=name, defaults={"kind": kind, "about_id": about_id}
        )
    if (row.kind, row.about_id) != (kind, about_id):
        raise ReservedName(name)


def named_address(kind: str, about_id: int) -> str | None:
    """Return the readable address of this thing, or None when it has none."""
    row = NamedAddress.objects.filter(kind=kind, about_id=about_id).order_by("pk").first()
    return f"{row.local_part}@{settings.MAIL_DOMAIN}" if row else None


def named(kind: str) -> set[int]:
    """Return which things of this kind have a readable address."""
    return set(NamedAddress.objects.filter(kind=kind).values_list("about_id", flat=True))


def follow_link(token: str, kind: str | None = None) -> Linked | Expired | None:
    """Return what the page link with *token* leads to; None when there is no such link of that *kind*.

    One look-up by keyed hash whatever the token, so the time tells a guesser nothing.
    """
    # Not first(): it would sort by the key what the hash has found already, at half the look-up's cost.
    link = next(iter(PageLink.objects.filter(token_hash=keyed_hash(token, "link"))), None)
    if link is None or (kind is not None and link.kind != kind):
        return None
    if link.valid_until is not None and link.valid_until <= clock.now():
        return Expired(link.kind, link.about_id)
    return Linked(link.kind, link.about_id, link.person_key)


def reopen(kind: str, about_id: int) -> None:
    """Let the reply addresses count again, when what was closed goes on; links are made anew with each letter."""
    ReplyAddress.objects.filter(kind=kind, about_id=about_id).update(withdrawn_at=None)


def withdraw(kind: str, about_id: int, *, valid_for: timedelta | None = None) -> None:
    """Close what these addresses are about.

    Links end after *valid_for* (settings.LINK_VALID_AFTER_CLOSING). Reply addresses are still found, as withdrawn, so
    that a late answer is met politely.
    """
    now = clock.now()
    until = now + (settings.LINK_VALID_AFTER_CLOSING if valid_for is None else valid_for)
    PageLink.objects.filter(kind=kind, about_id=about_id, valid_until__isnull=True).update(valid_until=until)
    ReplyAddress.objects.filter(kind=kind, about_id=about_id, withdrawn_at__isnull=True).update(
        withdrawn_at=now
    )
