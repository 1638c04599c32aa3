"""A house in which every table that can name a person names Lone; and what of her is still to be found in it."""

import re
from datetime import timedelta
from itertools import chain
from uuid import uuid4

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.functional import SimpleLazyObject

from faelled.experiences.models import Comment, Draft, Experience, Photo, PracticeAdoption, Rhythm
from faelled.meetings.models import (
    AgendaItem,
    Answer,
    BusyBlock,
    ConnectedCalendar,
    CounterProposal,
    Feed,
    Habits,
    Meeting,
    Participant,
    Proposal,
    Round,
    SchoolHoliday,
)
from faelled.partnerships import actions as people
from faelled.partnerships.models import KnownName, Organisation, Partnership, Seat, SignedIn, SignInInvitation
from faelled.post import addresses, sealing
from faelled.post.models import IncomingLetter
from faelled.work import clock

THIRD_PARTY = {"contenttypes", "auth"}  # written by the migrations alone

# What cannot name a person, and why. A table that is neither here nor named by `fill` fails the test.
NAMES_NOBODY = {
    "partnerships.RefusedWord": "keyed hashes of a house's words",
    "partnerships.Membership": "a house in a partnership",
    "account.EmailConfirmation": "it goes with its EmailAddress",
    "meetings.Habits": "hours and choices; whom a meeting needs is a table of its own, which is filled",
    "meetings.Turn": "a house's turn",
    "meetings.BusyBlock": "two moments; it goes with its calendar",
    "meetings.Turn_visitors": "houses that came",
    "partnerships.Tries": "keyed hashes of nets and accounts, gone within the day",
    "post.PolledMailbox": "the house's own mailbox",
    "post.NamedAddress": "a readable address of a partnership",
    "post.Sighting": "counts by day",
    "post.SenderDay": "a keyed hash of a sender and a thing, gone after a day",
}


def tables():
    """Return every table of the house by its label."""
    found = apps.get_models(include_auto_created=True)
    return {m._meta.label: m for m in found if m._meta.app_label not in THIRD_PARTY}


def fill(world, a_round, lone, bodil, morten, client):
    """Let every table that can name her name Lone, as far as it can through the product's own roads."""
    person, seat, name, mail = lone.person, lone.seat, lone.person.name, lone.mailboxes[0]
    _a_meeting_and_an_open_round(world, a_round, lone, bodil, morten)
    texts = f"{name} har nøglen. Skriv til {mail}."
    Partnership.objects.update(agreement=texts, shared_third=texts[:300])
    Organisation.objects.update(
        place=name, practical_note=texts, strengths=texts, weaknesses=texts, wonders=texts
    )
    KnownName.objects.create(partnership=world.partnership, name=name, source="person")
    SchoolHoliday.objects.create(
        partnership=world.partnership,
        name=f"{name}s ferie",
        first=clock.now().date(),
        last=clock.now().date(),
    )
    SignInInvitation.objects.create(address_hash="a" * 64, person=person)
    people.record(bodil.person, "person_described", about=person)
    Seat.objects.filter(pk=morten.seat.pk).update(invited_by=person, deputy_for=seat)
    Round.objects.update(words=texts, host_reasons=[{"da": f"{lone.name} kan ikke", "en": name}])
    Round.objects.filter(starter=seat).update(decided_by=seat)
    Proposal.objects.update(reasons=[f"{lone.name} kan bedst om formiddagen"])
    Participant.objects.exclude(seat=seat).update(stands_in=name, question=texts)
    Answer.objects.exclude(seat=seat).update(because=texts, given_by=name)
    meeting = Meeting.objects.get()
    Meeting.objects.update(practical_note=texts)
    AgendaItem.objects.create(meeting=meeting, text=texts, written_by=person)
    Habits.objects.get_or_create(partnership=world.partnership)[0].needed.add(seat)
    _calendars(person)
    _mail_under_way(world, lone, mail)
    _the_room(world, lone, bodil, texts)
    address = EmailAddress.objects.create(user=person.account, email=mail, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key="d" * 64, created=clock.now())
    client.get("/hjem/")
    session = Session.objects.get(pk=client.session.session_key)
    SignedIn.objects.create(account=person.account, session=session, browser=name[:60])
    Authenticator.objects.create(user=person.account, type="webauthn", data={"name": f"{name}s telefon"})


def _a_meeting_and_an_open_round(world, a_round, lone, bodil, morten):
    a_round.asks(bodil, lone, morten, about=["2026-12-01 10:00", "2026-12-03 13:00"], by="Lone")
    for actor in (bodil, lone, morten):
        actor.writes("1 passer fint, 2 kan jeg ikke")
    bodil.writes("ja", answering=world.mailbag.latest_to(bodil))
    world.clock.passes(minutes=6)
    world.settles_down()
    a_round.asks(bodil, lone, morten, about=["2026-12-15 10:00", "2026-12-16 10:00"], by="Lone")
    lone.writes("1 passer, men hellere den 17. december kl. 9-11")
    CounterProposal.objects.get_or_create(
        round_id=a_round.pk, seat=lone.seat, number=99, written_at=clock.now(),
        starts=clock.now() + timedelta(days=40), ends=clock.now() + timedelta(days=40, hours=1),
    )  # fmt: skip


def _the_room(world, lone, bodil, texts):
    """Something of each kind in the closed room, by Lone and by others about her."""
    here = world.partnership
    for writer in (lone, bodil):
        said = {"membership": writer.seat.membership, "writer": writer.person}
        practice = Experience.objects.create(
            partnership=here,
            kind="practice",
            title=texts[:100],
            body=texts,
            words=texts,
            origin=uuid4(),
            **said,
        )
        Comment.objects.create(experience=practice, text=texts, origin=uuid4(), **said)
        PracticeAdoption.objects.create(practice=practice, adaptation=texts, origin=uuid4(), **said)
    draft = Draft.objects.create(
        person=lone.person,
        partnership=here,
        content=sealing.seal(texts),
        delete_after=clock.now() + timedelta(7),
    )
    Photo.objects.create(draft=draft, content=sealing.seal("lone-friis"))
    Rhythm.objects.update_or_create(seat=lone.seat, defaults={"often": "weekly"})


def _calendars(person):
    Feed.objects.create(person=person, token_hash="b" * 64)
    calendar = ConnectedCalendar.objects.create(
        person=person, kind="feed", address=sealing.seal("https://kalender.example/lone-friis"),
        address_hash="c" * 64, not_before=clock.now() + timedelta(days=2),
        read_at=clock.now(), state="ok", delete_after=clock.now() + timedelta(days=400),
    )  # fmt: skip
    BusyBlock.objects.create(calendar=calendar, starts=clock.now(), ends=clock.now() + timedelta(hours=1))


def _mail_under_way(world, lone, mail):
    """A letter waiting to go, a mail set aside, one waiting to be read, and links."""
    addresses.new_link("ask", 1, str(lone.person.key))
    for state in ("waiting", "aside", "handled"):
        IncomingLetter.objects.create(
            fingerprint=state, state=state, raw=sealing.seal(f"From: {mail}") if state != "handled" else b"",
            sender=sealing.seal(mail), recipient=sealing.seal("faelled@faelled.example"), size=9,
            person_key="" if state == "waiting" else str(lone.person.key), delete_after=clock.now() + timedelta(300),
            not_before=clock.now() + timedelta(days=1), raw_delete_after=clock.now() + timedelta(days=14),
            sender_told_at=clock.now(),
        )  # fmt: skip


def traces(words, keys=()):
    """Return {table: rows} that still hold one of *words*, opened where it is sealed; *keys* only outside the log."""
    found = {}
    for label, model in tables().items():
        wanted = [*words, *([] if label == "partnerships.AuditEntry" else keys)]
        rows = [row for row in model._base_manager.all() if _holds(row, _any_of(wanted))]
        if rows:
            found[label] = len(rows)
    return found


def _any_of(words):
    """Match a word at its beginning, a genitive too: four letters in the middle of a random token name nobody."""
    return re.compile(
        rf"(?<![^\W_])(?:{'|'.join(re.escape(word.casefold()) for word in words)})(?![^\W_]{{2}})"
    )


def _holds(row, wanted):
    said = " ".join(_plain(row, f) for f in row._meta.concrete_fields)
    if isinstance(row, Session):
        said += f" {row.get_decoded()}"
    return wanted.search(said.casefold()) is not None


def _plain(row, field):
    value = row.__dict__.get(field.attname)
    if isinstance(value, SimpleLazyObject):
        return ""
    if isinstance(field, models.BinaryField) and value:
        try:
            return sealing.unseal(value).decode("utf-8", "replace")
        except InvalidToken:
            return bytes(value).decode("utf-8", "replace")
    return str(value)


def pointing_at(person, seats):
    """Return {table.column: rows} that point at a person or one of their seats."""
    found = {}
    for label, model in tables().items():
        for field in model._meta.concrete_fields:
            target = field.related_model._meta.label if field.is_relation and field.related_model else ""
            wanted = {"partnerships.Person": [person.pk], "partnerships.Seat": seats}.get(target)
            if wanted and (rows := model._base_manager.filter(**{f"{field.name}__in": wanted}).count()):
                found[f"{label}.{field.name}"] = rows
    return found


def can_name_somebody():
    """Return the tables from which the model graph, a key or a text leads to a person."""
    texts = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    named = {"partnerships.Person", "partnerships.Seat", "partnerships.Account"}
    return {
        label
        for label, model in tables().items()
        for field in chain(model._meta.concrete_fields)
        if isinstance(field, texts)
        or (field.is_relation and field.related_model and field.related_model._meta.label in named)
    }
