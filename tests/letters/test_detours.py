"""Everyday detours: what tired people and their mail programs do instead of replying to the mail."""

import pytest
from django.test import Client

from faelled.core.replies.reading import Reading, SlotAnswer, Verdict
from faelled.meetings import actions
from faelled.meetings.models import Attendance, Participant
from faelled.partnerships import actions as people
from faelled.partnerships.models import Person
from tests.cast import at, habits
from tests.pages.test_home import sign_in

pytestmark = pytest.mark.once
DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


def test_reply_all_with_colleagues_on_cc_counts_once_and_for_its_writer(a_round, world, bodil, lone, mette):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("1 passer", cc=["familier@faelled.example", mette.mailboxes[0], "chef@familiehuset.example"])
    assert a_round.said(lone) == {1: "yes"}
    assert mette.inbox == [], "a colleague on cc is not written to"


def test_a_question_forwarded_to_a_colleague_who_answers_fills_the_seat(a_round, world, bodil, lone, mette):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("Onsdag den 9. er fin, hilsen Mette", sender=mette.mailboxes[0])
    assert a_round.said(lone) == {3: "yes"}
    answer = lone.seat.person and a_round.proposals[2].answers.get(seat=lone.seat)
    assert answer.other_address
    assert answer.given_by == "Mette"


def test_a_link_opened_by_a_colleague_who_says_so(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    page = Client()
    link = lone.latest.link
    first, second, third = (f"t{p.pk}" for p in a_round.proposals)
    page.post(link, {first: "yes", second: "no", third: "maybe", "answers_for": "1", "given_by": "Mette"})
    assert a_round.said(lone) == {1: "yes", 2: "no", 3: "maybe"}
    assert a_round.proposals[0].answers.get(seat=lone.seat).given_by == "Mette"


def test_a_new_mail_to_the_partnership_instead_of_a_reply_is_sent_back_for_a_yes(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes_to_the_partnership("Torsdag den 3. passer mig fint", subject="Mødet")
    assert a_round.said(lone) == {}, "without the token nothing takes effect"
    assert "2" in lone.latest.text
    lone.writes("ja")
    assert a_round.said(lone) == {2: "yes"}


def test_an_answer_after_having_declined_in_the_calendar(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    a_round.settles(lone, morten, bodil)
    invitation = lone.latest
    lone.presses_in_calendar("DECLINED")
    world.clock.passes(minutes=10)
    lone.writes("Jeg kan alligevel godt komme", answering=invitation)
    assert Attendance.objects.get(meeting=a_round.meeting, seat=lone.seat).partstat == "ACCEPTED"


def test_the_list_is_edited_after_somebody_answered(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    lone.writes("1 og 3 passer")
    old = morten.latest
    first, _, third = a_round.proposals
    new = actions.NewTime(at("2026-12-10 09:00"), at("2026-12-10 11:00"))
    actions.edit_times(a_round.pk, keep=[first.pk, third.pk], new=[new])
    world.settles_down()
    assert [p.number for p in a_round.proposals] == [1, 3, 4], "numbers are never reused"
    assert a_round.said(lone) == {1: "yes", 3: "yes"}
    assert "4. torsdag 10. december kl. 9-11" in lone.latest.text
    morten.writes("2 og 3", answering=old)  # the letter with the old list: 2 has been withdrawn since
    assert a_round.said(morten) == {3: "yes"}
    lone.writes("4 er også fin")
    assert a_round.said(lone) == {1: "yes", 3: "yes", 4: "yes"}


def test_a_person_added_while_the_round_runs_is_asked(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, about=DECEMBER)
    actions.add_participant(a_round.pk, morten.seat, by=bodil.seat)
    world.settles_down()
    morten.writes("3 passer")
    assert a_round.said(morten) == {3: "yes"}


def test_a_person_removed_while_the_round_runs_no_longer_counts(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    lone.writes("alle passer")
    bodil.writes("alle passer")
    assert a_round.state == "asking", "Ungebasen is still needed"
    actions.remove_participant(a_round.pk, morten.seat, by=bodil.seat)
    world.settles_down()
    assert a_round.state == "proposed"
    old = len(bodil.inbox)
    morten.writes("ingen af dem passer")
    assert a_round.said(morten) == {}
    assert len(bodil.inbox) == old


def test_a_new_address_while_the_round_runs_gets_the_question_again(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    people.change_address(lone.person, "lone.friis@nyt.example", actor=bodil.person)
    lone.mailboxes.append("lone.friis@nyt.example")
    world.settles_down()
    assert lone.latest.to == "lone.friis@nyt.example"
    lone.writes("2 passer")
    assert a_round.said(lone) == {2: "yes"}


def test_somebody_who_leaves_is_cancelled_for_and_their_deputy_is_asked(
    a_round, world, bodil, lone, mette, morten
):
    mette.seat.deputy_for = lone.seat
    mette.seat.save()
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    people.leave(lone.seat)
    world.settles_down()
    assert mette.latest.subject == "Mødetider i december: passer de?"
    assert not Participant.objects.filter(round_id=a_round.pk, seat=lone.seat, removed_at=None).exists()


def test_somebody_who_leaves_has_their_coming_meeting_cancelled(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    a_round.settles(lone, morten, bodil)
    people.leave(lone.seat)
    world.settles_down()
    assert "METHOD:CANCEL" in lone.latest.calendar
    assert "METHOD:CANCEL" not in morten.latest.calendar


def test_an_absence_with_a_day_asks_the_deputy_and_the_coordinator_reads_why(
    a_round, world, bodil, lone, mette, morten
):
    mette.seat.deputy_for = lone.seat
    mette.seat.save()
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    away = {"Auto-Submitted": "auto-replied"}
    lone.writes("Jeg er på ferie og er tilbage mandag den 7. december 2026.", headers=away)
    assert "Lone er væk, så jeg spørger dig i stedet." in mette.latest.text
    assert "7. december" not in mette.latest.text, "a colleague learns no dates"
    for actor in (mette, morten, bodil):
        actor.writes("3 passer")
    world.waits("2026-11-23 17:00")
    said = "Lone er væk til mandag 7. december, siger et automatisk svar. Mette er stedfortræder"
    assert said in bodil.latest.text


def test_somebody_without_mail_answers_by_phone(a_round, world, bodil, lone, morten):
    morten.person.addresses.all().delete()
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    assert morten.inbox == []
    assert Participant.objects.get(round_id=a_round.pk, seat=morten.seat).by_hand
    lone.writes("3 passer")
    bodil.writes("3 passer")
    third = a_round.proposals[2]
    actions.enter_by_hand(a_round.pk, morten.seat, {third.pk: "yes"}, by=bodil.seat, source="phone")
    world.settles_down()
    assert a_round.state == "proposed"
    assert a_round.said(morten) == {3: "yes"}


BOUNCE = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

The mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b--
"""


def test_a_dead_mailbox_is_told_to_the_coordinator(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    question = lone.latest
    bounce = (
        BOUNCE.format(to=question.envelope_from, address=lone.mailboxes[0]).replace("\n", "\r\n").encode()
    )
    world.receives(bounce, question.envelope_from)
    assert Participant.objects.get(round_id=a_round.pk, seat=lone.seat).unreachable
    assert "Lone" in bodil.latest.text
    assert sum("Lone" in mail.text for mail in bodil.inbox) <= 2, (
        "told once about the question, once about the address"
    )


def comes_back(world, actor, status, action="failed"):
    """Let the latest mail to *actor* come back with this status."""
    bounce = BOUNCE.format(to=actor.latest.envelope_from, address=actor.mailboxes[0])
    said = bounce.replace("5.1.1", status).replace("user unknown", "sorry").replace("failed", action)
    world.receives(said.replace("\n", "\r\n").encode(), actor.latest.envelope_from)


def test_a_full_mailbox_is_told_in_words_once_and_the_address_is_used_again(a_round, world, bodil, karen):
    a_round.asks(bodil, karen, about=DECEMBER)
    comes_back(world, karen, "5.2.2")
    assert bodil.latest.subject == "Spørgsmålet til Karen Vig kom ikke frem"
    assert "kom retur: postkassen er fuld." in bodil.latest.text
    assert "Jeg beholder adressen" in bodil.latest.text
    told = len(bodil.inbox)
    new = actions.NewTime(at("2026-12-10 09:00"), at("2026-12-10 11:00"))
    actions.edit_times(a_round.pk, keep=[p.pk for p in a_round.proposals], new=[new])
    world.settles_down()
    assert len(karen.inbox) == 2, "the address is not given up"
    comes_back(world, karen, "5.2.2")
    assert sum("Karen" in mail.subject for mail in bodil.inbox[told:]) == 0
    karen.writes("2 passer")
    assert a_round.said(karen)


def test_a_mere_delay_is_told_to_nobody(a_round, world, bodil, karen):
    a_round.asks(bodil, karen, about=DECEMBER)
    before = len(bodil.inbox)
    comes_back(world, karen, "4.2.2", action="delayed")
    assert len(bodil.inbox) == before
    assert Participant.objects.get(round_id=a_round.pk, seat=karen.seat).came_back == ""


def test_the_page_says_why_the_mail_came_back_to_the_coordinator_alone(
    a_round, world, client, bodil, karen, lone
):
    a_round.asks(bodil, karen, lone, about=DECEMBER)
    comes_back(world, karen, "5.2.2")
    page = f"/moedetider/{a_round.pk}/"
    said = "Mailen kom retur: postkassen er fuld."
    assert said in sign_in(client, bodil.person).get(page).content.decode()
    assert said in client.get("/hjem/").content.decode()
    assert said not in sign_in(client, lone.person).get(page).content.decode()


def test_the_coordinator_sends_again_what_came_back_from_a_full_mailbox(
    a_round, world, client, bodil, karen, lone
):
    a_round.asks(bodil, karen, lone, about=DECEMBER)
    page, again = f"/moedetider/{a_round.pk}/", {"do": "again", "seat": karen.seat.pk}
    sign_in(client, bodil.person)
    assert "Send igen" not in client.get(page).content.decode()
    assert "ikke noget at sende igen" in client.post(page, again, follow=True).content.decode()
    comes_back(world, karen, "5.2.2")
    assert "Send igen" in client.get(page).content.decode()
    assert "Spørgsmålet til Karen sendes igen." in client.post(page, again, follow=True).content.decode()
    client.post(page, again)  # pressed twice
    world.settles_down()
    assert (len(karen.inbox), len(lone.inbox)) == (2, 1)
    assert "Send igen" not in client.get(page).content.decode()
    karen.writes("2 passer")
    assert a_round.said(karen) == {2: "yes"}


def test_what_came_back_because_the_address_is_wrong_is_not_sent_there_again(
    a_round, world, client, bodil, karen
):
    a_round.asks(bodil, karen, about=DECEMBER)
    comes_back(world, karen, "5.1.1")
    page = f"/moedetider/{a_round.pk}/"
    shown = sign_in(client, bodil.person).get(page).content.decode()
    assert "kom retur" in shown and "Send igen" not in shown
    client.post(page, {"do": "again", "seat": karen.seat.pk})
    world.settles_down()
    assert len(karen.inbox) == 1


def test_thanks_alone_is_no_answer_and_gets_none(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("Tak for det!\n\nMvh Lone")
    assert a_round.said(lone) == {}
    assert len(lone.inbox) == 1


def test_two_people_of_one_house_who_disagree(a_round, world, bodil, lone, mette):
    a_round.asks(bodil, lone, mette, about=DECEMBER)
    lone.writes("1 passer, 3 passer ikke")
    mette.writes("1 passer ikke, 3 passer")
    bodil.writes("1 og 3 passer")
    assert a_round.state == "proposed"
    assert "Alle" in bodil.latest.text or "steder" in bodil.latest.text


def test_a_question_to_the_organiser_inside_an_answer_reaches_the_organiser(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("1 passer. Skal jeg tage noget med?")
    assert a_round.said(lone) == {1: "yes"}
    assert "tage noget med" in bodil.latest.text
    assert lone.mailboxes[0] in bodil.latest.text


def test_everybody_says_yes_within_an_hour(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    world.clock.passes(minutes=20)
    for actor in (lone, morten, bodil):
        actor.writes("alle tre passer fint")
    assert a_round.state == "proposed"
    assert "tirsdag 1. december" in bodil.latest.text


def test_one_unsubscribe_click_means_fewer_mails(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    header = str(lone.latest.message["List-Unsubscribe"])
    path = header.strip("<>").split("127.0.0.1:8000", 1)[1]
    assert str(lone.latest.message["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    page = Client(enforce_csrf_checks=True)
    assert page.get(path).status_code == 200
    assert lone.person.mail_choice == Person.MailChoice.ALL, "a link scanner opens links; nothing changes"
    page.post(path, {"List-Unsubscribe": "One-Click"})
    assert lone.person.mail_choice == Person.MailChoice.LESS


@pytest.mark.parametrize(("word", "choice"), [("stop", "stop"), ("mindre", "less")])
def test_the_words_that_stop_mails(a_round, world, bodil, lone, word, choice):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes(word)
    assert lone.person.mail_choice == choice
    assert a_round.said(lone) == {}
    lone.writes("start")
    assert lone.person.mail_choice == "all"


def test_no_thanks_is_no_to_what_was_asked(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("Nej tak")
    assert a_round.said(lone) == {1: "no", 2: "no", 3: "no"}


def test_an_absence_is_no_answer_and_the_deputy_is_asked(a_round, world, bodil, lone, mette):
    mette.seat.deputy_for = lone.seat
    mette.seat.save()
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes(
        "Jeg er på ferie og er tilbage mandag den 7. december.",
        headers={"Auto-Submitted": "auto-replied"},
    )
    assert a_round.said(lone) == {}
    assert len(lone.inbox) == 1, "automatic mail is never answered"
    assert mette.latest.subject == "Mødetider i december: passer de?"


def test_the_silent_are_reminded_once_with_what_the_others_said(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    lone.writes("3 passer")
    bodil.writes("3 passer")
    world.waits("2026-11-19 15:00")
    assert len(morten.inbox) == 1
    world.waits("2026-11-19 16:30")
    assert len(morten.inbox) == 2
    assert "onsdag 9. december" in morten.latest.text
    world.waits("2026-11-23 12:00")
    assert len(morten.inbox) == 2, "once"


def test_an_unsure_answer_is_sent_back_and_counts_only_when_confirmed(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("Torsdag bliver svært, men ikke umuligt.")
    before = a_round.said(lone)
    assert before.get(2) in {"maybe", "maybe?", None}
    lone.writes("1 kan jeg. Eller nej, den kan jeg ikke. Jo, måske.")
    assert a_round.said(lone).get(1) != "yes"


def test_a_time_whose_answer_was_too_unclear_to_keep_is_asked_about_again(
    a_round, world, bodil, lone, monkeypatch
):
    """What the reader leaves open because it leaned is not lost: the other times count, and this one is sent back."""
    a_round.asks(bodil, lone, about=DECEMBER)
    unclear = Reading({1: SlotAnswer(Verdict.YES), 2: SlotAnswer(Verdict.UNKNOWN, unsure=True)})
    monkeypatch.setattr("faelled.meetings.inbox.times.read", lambda *_, **__: unclear)
    lone.writes("Den første er god. Torsdag er gået i fisk, tror jeg nok, men")
    assert a_round.said(lone) == {1: "yes"}
    assert "torsdag 3. december" in lone.latest.text
    assert "tirsdag 1. december" not in lone.latest.text


def test_a_turned_round_answer_is_sent_back_once_before_it_counts(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("3 passer")
    world.clock.passes(hours=1)
    lone.writes("3 passer ikke alligevel")
    assert a_round.said(lone) == {3: "no?"}
    assert "onsdag 9. december" in lone.latest.text
    lone.writes("nej")
    assert a_round.said(lone) == {3: "no"}


def test_a_late_answer_is_met_politely_and_asked_about_the_time_that_was_agreed(
    a_round, world, bodil, lone, morten
):
    habits(world, rule="at_least", at_least=2)
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    question = morten.latest
    lone.writes("3 passer")
    bodil.writes("3 passer")
    world.waits("2026-11-24 08:00")
    bodil.writes("ja")
    world.clock.passes(minutes=6)
    world.settles_down()
    morten.writes("2 passer mig", answering=question)
    assert "onsdag 9. december kl. 9-11" in morten.latest.text
    morten.writes("ja")
    assert Attendance.objects.get(meeting=a_round.meeting, seat=morten.seat).partstat == "ACCEPTED"


def test_a_no_from_another_address_waits_until_the_known_address_confirms(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("3 passer")
    bodil.writes("3 passer")
    bodil.writes("ja", sender="bodil.privat@mail.example")
    assert a_round.state == "proposed"
    bodil.writes("ja")
    assert a_round.state == "decided"


def test_when_no_time_works_the_next_come_from_what_the_answers_taught(a_round, world, bodil, lone, morten):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    lone.writes("kun tirsdag den 1.")
    morten.writes("kun torsdag den 3.")
    bodil.writes("alle passer")
    assert a_round.state == "exhausted"
    assert "kl." in bodil.latest.text
    assert "torsdag 3. december kl. 13-15" not in bodil.latest.text
    bodil.writes("ja")
    assert len(lone.inbox) == 2
    assert lone.latest.subject.startswith("Mødetider")


def test_the_turn_to_host_is_handed_on_by_one_word_and_the_debt_is_kept(
    a_round, world, bodil, lone, morten, aisha
):
    a_round.asks(bodil, aisha, lone, morten, about=DECEMBER)
    host = a_round.row.host
    contact = next(a for a in (bodil, aisha, lone, morten) if a.seat.membership_id == host.pk)
    assert "byt" in contact.latest.text
    contact.writes("byt")
    assert a_round.row.host_id != host.pk
    from faelled.meetings.models import Turn

    assert Turn.objects.get(membership=host).state == "handed_on"


def test_started_by_mail_in_ordinary_words(world, bodil, lone, morten):
    from faelled.meetings.models import Round

    bodil.writes_to_the_partnership(
        "Kan vi mødes to timer i uge 49 eller 50, helst formiddag? Det handler om bogbussen."
    )
    assert lone.inbox == [], "the sender alone gets it back"
    assert "Svar ja" in bodil.latest.text
    bodil.writes("ja")
    round_ = Round.objects.get()
    assert round_.state == "asking"
    assert 3 <= round_.proposals.count() <= 10
    assert "uge 49 og 50" in lone.latest.subject or "december" in lone.latest.subject
    weeks = {p.starts.isocalendar().week for p in round_.proposals.all()}
    assert weeks <= {49, 50}


def test_a_bare_yes_to_the_reminder_is_a_yes_to_the_one_time_it_asked_about(
    a_round, world, bodil, lone, morten
):
    a_round.asks(bodil, lone, morten, about=DECEMBER)
    lone.writes("3 passer")
    bodil.writes("3 passer")
    world.waits("2026-11-19 16:30")
    assert "Svar ja eller nej" in morten.latest.text
    morten.writes("ja")
    assert a_round.said(morten) == {3: "yes"}


def test_an_answer_to_a_letter_that_asked_nothing_is_read_by_whoever_stands_behind_it(
    a_round, world, bodil, lone
):
    a_round.asks(bodil, lone, about=DECEMBER)
    actions.call_off(a_round.pk, bodil.seat)
    world.settles_down()
    lone.writes("Hvad skete der? Skal vi finde noget andet?")
    assert "Skal vi finde noget andet" in bodil.latest.text
    assert lone.mailboxes[0] in bodil.latest.text
