"""Letters in: each is kept once and reaches the one place it is for, or none."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.conf import settings

from faelled.post import addresses, incoming, outgoing
from faelled.post.models import IncomingLetter, OutgoingLetter, Sighting
from faelled.post.opening import FailedBecause
from faelled.post.sealing import unseal
from tests.post.conftest import COMMON, LONE, ask, comes, mail

pytestmark = pytest.mark.django_db
State = IncomingLetter.State

CALENDAR = """BEGIN:VCALENDAR
PRODID:-//Familiehuset//DA
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:meeting-1@faelled.example
DTSTAMP:20261123T090000Z
DTSTART:20261209T080000Z
DTEND:20261209T100000Z
SEQUENCE:0
ATTENDEE;PARTSTAT=ACCEPTED:mailto:lone@familiehuset.example
ORGANIZER:mailto:kal@faelled.example
SUMMARY:Accepted
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture
def to_lone():
    return addresses.reply_address("ask", 1, LONE.person_key)


def absence(**headers):
    return mail(
        "Jeg er væk til mandag 7. december.",
        Auto_Submitted="auto-replied",
        **({"Subject": "Autosvar: ikke på kontoret"} | headers),
    )


def bounce(recipient=LONE.address, status="5.1.1", action="failed", message_id="<b1@x.example>"):
    return (
        "From: Mail Delivery System <MAILER-DAEMON@familiehuset.example>\r\n"
        f"To: x@{settings.MAIL_DOMAIN}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: {message_id}\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThe mail could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.familiehuset.example\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} no such user\r\n\r\n--b--\r\n"
    ).encode()


def calendar_answer(**headers):
    message = EmailMessage()
    fields = {"From": "lone@familiehuset.example", "Subject": "Accepteret", "Message-ID": "<c1@x.example>"}
    for name, value in (fields | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content("Lone har accepteret")
    message.add_alternative(
        CALENDAR.encode(), maintype="text", subtype="calendar", params={"method": "REPLY"}
    )
    return message.as_bytes()


# Kept, once


def test_the_raw_mail_is_kept_sealed_before_anything_else(to_lone):
    [row] = incoming.receive(mail("Torsdag passer"), [to_lone], "lone@familiehuset.example")
    assert row.state == State.WAITING
    assert b"Torsdag" not in bytes(row.raw) and b"lone" not in bytes(row.sender)
    assert unseal(row.raw).endswith(mail("Torsdag passer"))


def _same(**changes):
    return lambda: mail("Ja", **changes)


@pytest.mark.parametrize(
    ("second", "effects"),
    [
        (lambda: mail("Ja"), 1),
        (lambda: b"Received: by another server\r\n" + mail("Ja"), 1),
        (_same(Message_ID="<2@relay.example>"), 1),  # sent on under a new id: who wrote what when is the same
        (lambda: mail("Ja").replace(b"\n", b"\r\n"), 1),
        (_same(Message_ID="<2@familiehuset.example>", Date="Mon, 23 Nov 2026 11:00:00 +0100"), 2),
        (lambda: mail("Nej", Message_ID="<2@familiehuset.example>"), 2),
    ],
    ids=["same", "received", "new id", "line ends", "said again later", "changed mind"],
)
def test_the_same_mail_twice_has_one_effect(to_lone, inbox, second, effects):
    comes(mail("Ja"), to_lone)
    comes(second(), to_lone)
    assert len(inbox.replies) == IncomingLetter.objects.count() == effects


@pytest.mark.parametrize(
    ("headers", "effects"),
    [
        ({"Message_ID": None}, 1),
        ({"Message_ID": None, "Date": None}, 1),
    ],
)
def test_a_mail_without_an_id_is_known_by_its_content(to_lone, inbox, headers, effects):
    for _ in range(3):
        comes(mail("Ja", **headers), to_lone)
    comes(mail("Nej", **headers), to_lone)
    assert len(inbox.replies) == effects + 1


def test_one_mail_to_two_of_our_addresses_is_two_rows(inbox):
    one, two = (addresses.reply_address("ask", number, LONE.person_key) for number in (1, 2))
    rows = incoming.receive(mail("Ja"), [one, two, one.upper()], "lone@familiehuset.example")
    assert len(rows) == IncomingLetter.objects.count() == 2


def test_a_handled_mail_that_comes_again_is_not_opened_again(to_lone, inbox):
    comes(mail("Ja"), to_lone)
    again = comes(mail("Ja"), to_lone)
    assert again.state == State.HANDLED and len(inbox.replies) == 1


# Who gets it


def test_an_absence_is_never_a_reply(to_lone, inbox):
    comes(absence(), to_lone)
    assert not inbox.replies and inbox.absences[0].person_key == LONE.person_key


def test_an_absence_that_came_to_the_envelope_address_is_about_the_letter(inbox, mailbag):
    ask()
    outgoing.carry("w1")
    comes(absence(), mailbag.sent[0].envelope_from, envelope_from="")
    assert (inbox.absences[0].kind, inbox.absences[0].about_id) == ("ask", 1)
    assert not inbox.undelivered


def test_a_bounce_marks_the_letter_and_tells_the_app_once(inbox, mailbag):
    letter = ask()
    outgoing.carry("w1")
    for number in range(3):
        comes(bounce(message_id=f"<b{number}@x.example>"), mailbag.sent[0].envelope_from, envelope_from="")
    letter.refresh_from_db()
    assert (letter.state, letter.failure) == (OutgoingLetter.State.FAILED, "bounced")
    assert inbox.undelivered == [
        (letter.pk, LONE.person_key, "ask", 1, LONE.address, 7, FailedBecause.NO_MAILBOX, True)
    ]
    assert letter.failed_because == "no_mailbox"
    assert not inbox.replies


def test_a_delay_is_no_failure(inbox, mailbag):
    letter = ask()
    outgoing.carry("w1")
    comes(bounce(status="4.2.2", action="delayed"), mailbag.sent[0].envelope_from, envelope_from="")
    letter.refresh_from_db()
    assert letter.state == OutgoingLetter.State.SENT and not inbox.undelivered


def test_a_full_mailbox_is_told_with_the_reason_and_the_address_is_not_given_up(inbox, mailbag):
    letter = ask()
    outgoing.carry("w1")
    comes(bounce(status="5.2.2"), mailbag.sent[0].envelope_from, envelope_from="")
    letter.refresh_from_db()
    assert (letter.state, letter.failed_because) == (OutgoingLetter.State.FAILED, "full")
    assert inbox.undelivered[0][-2:] == (FailedBecause.FULL, False)


def test_a_bounce_at_the_reply_address_is_believed_only_about_the_right_mailbox(inbox, to_lone):
    letter = ask()
    outgoing.carry("w1")
    comes(bounce("somebody@else.example", message_id="<x1@x.example>"), to_lone, envelope_from="")
    assert not inbox.undelivered
    comes(bounce(LONE.address, message_id="<x2@x.example>"), to_lone, envelope_from="")
    assert inbox.undelivered[0][0] == letter.pk
    assert not inbox.replies


def test_an_answer_from_the_calendar_goes_to_the_calendar_route(inbox):
    address = addresses.organizer_address("event", 5, LONE.person_key)
    comes(calendar_answer(), address)
    assert inbox.calendars[0].letter.calendar[0].partstat == "ACCEPTED"
    assert not inbox.replies


def test_a_calendars_own_mail_counts_although_it_says_it_is_automatic(inbox):
    address = addresses.organizer_address("event", 5, LONE.person_key)
    comes(calendar_answer(Auto_Submitted="auto-generated"), address)
    assert inbox.calendars and not inbox.replies


def test_without_a_calendar_route_the_reply_route_gets_it(inbox, to_lone):
    comes(calendar_answer(), to_lone)
    assert inbox.replies[0].letter.calendar


def test_a_late_answer_says_that_the_question_is_closed(inbox, to_lone):
    addresses.withdraw("ask", 1)
    comes(mail("Ja"), to_lone)
    assert inbox.replies[0].withdrawn


@pytest.mark.parametrize("quotes", [True, False], ids=["in the body", "in the headers"])
def test_an_answer_to_the_common_address_finds_its_question(inbox, mailbag, quotes):
    """Some clients ignore Reply-To and answer the From address."""
    letter = ask()
    outgoing.carry("w1")
    sent = message_from_bytes(mailbag.sent[0].message, policy=policy.default)
    if quotes:
        text = "\n".join("> " + line for line in sent.get_body(("plain",)).get_content().splitlines())
        raw = mail(f"Nr. 2 passer\n\nDen 23. november skrev Fælled:\n{text}")
    else:
        raw = mail("Nr. 2 passer", In_Reply_To=sent["Message-ID"])
    comes(raw, COMMON)
    assert (inbox.replies[0].kind, inbox.replies[0].about_id) == ("ask", letter.about_id)
    assert inbox.replies[0].letter.new_text.strip() == "Nr. 2 passer"


def test_a_mail_without_a_token_goes_to_the_common_route(inbox):
    comes(mail("Hej, hvem er I?"), COMMON)
    assert (inbox.replies[0].kind, inbox.replies[0].person_key) == ("common", "")


def test_a_mail_to_the_partnership_is_a_start_and_names_nobody(inbox):
    addresses.name_address("familier", "partnership", 7)
    comes(mail("Kan vi mødes i uge 49?"), f"familier@{settings.MAIL_DOMAIN}")
    assert (inbox.replies[0].kind, inbox.replies[0].about_id, inbox.replies[0].person_key) == (
        "partnership",
        7,
        "",
    )


def test_an_answer_written_to_the_partnership_is_still_an_answer(inbox, mailbag):
    addresses.name_address("familier", "partnership", 7)
    token = addresses.reply_token("ask", 1, LONE.person_key)
    comes(mail("Ja", In_Reply_To=f"<x.{token}@{settings.MAIL_DOMAIN}>"), f"familier@{settings.MAIL_DOMAIN}")
    assert inbox.replies[0].kind == "ask"


def test_reply_all_is_one_answer_and_starts_nothing(inbox, to_lone):
    addresses.name_address("familier", "partnership", 7)
    partnership = f"familier@{settings.MAIL_DOMAIN}"
    raw = mail("Torsdag passer", to=to_lone, Cc=f"{partnership}, {COMMON}, morten@ungebasen.example")
    incoming.receive(raw, [to_lone, partnership, COMMON], "lone@familiehuset.example")
    incoming.open_waiting("w1")
    assert [arrival.kind for arrival in inbox.replies] == ["ask"]
    assert not IncomingLetter.objects.exclude(state=State.HANDLED).exists()


def test_a_mail_whose_address_is_gone_is_counted_and_not_kept(inbox):
    row = comes(mail("Hej"), f"svar+{'a' * 26}@{settings.MAIL_DOMAIN}")
    assert row.state == State.HANDLED and bytes(row.raw) == b""
    assert Sighting.objects.get(what="unknown_recipient").count == 1


@pytest.mark.parametrize("to", ["common", "partnership"])
@pytest.mark.parametrize("raw", [absence, bounce], ids=["absence", "bounce"])
def test_automatic_mail_about_nobody_is_counted_only(inbox, to, raw):
    addresses.name_address("familier", "partnership", 7)
    comes(raw(), COMMON if to == "common" else f"familier@{settings.MAIL_DOMAIN}", envelope_from="")
    assert not (inbox.replies or inbox.absences or inbox.bounces)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"Precedence": "list"},
        {"List_Id": "<nyt.ungebasen.example>"},
        {"X_Auto_Response_Suppress": "All"},
        {"From": "noreply@kalender.example"},
    ],
)
def test_automatic_mail_is_never_a_reply(inbox, to_lone, headers):
    sender = headers.pop("From", "Lone <lone@familiehuset.example>")
    comes(mail("Torsdag passer fint", sender=sender, **headers), to_lone)
    assert not inbox.replies


def test_a_null_return_path_is_no_human(inbox, to_lone):
    comes(mail("Torsdag passer fint"), to_lone, envelope_from="")
    assert not inbox.replies


def test_a_return_path_written_by_the_sender_does_not_count(inbox, to_lone):
    comes(b"Return-Path: <>\n" + mail("Torsdag passer fint"), to_lone)
    assert len(inbox.replies) == 1


def test_last_received_is_known(to_lone, the_clock):
    assert incoming.last_received(7) is None
    comes(mail("Ja"), to_lone)
    assert incoming.last_received(7) == the_clock()
