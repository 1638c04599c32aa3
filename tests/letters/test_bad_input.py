"""Bad input, each with a clear outcome; nothing is lost and nobody is booked on a guess."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from faelled.meetings import actions
from faelled.meetings.actions.errors import NobodyToAsk, NoProposals, TimeIsPast
from faelled.meetings.models import Ask, Round
from faelled.post import incoming
from faelled.post.models import IncomingLetter
from tests.cast import at, bare
from tests.effort import LONG

DECEMBER = ["2026-12-01 10:00", "2026-12-03 13:00", "2026-12-09 09:00"]


def test_an_empty_mail_changes_nothing_and_is_not_lost(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    lone.writes("", quote=False)
    assert a_round.said(lone) == {}
    assert len(lone.inbox) <= 2


@pytest.mark.long
def test_a_mail_of_25_mb_is_set_aside_and_its_sender_is_told(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    raw = lone.composes("1 passer", lone.latest) + b"\r\n" + b"x" * 76 + b"\r\n" * 12_000_000
    world.receives(raw, bare(str(lone.latest.message["Reply-To"])), envelope_from=lone.mailboxes[0])
    row = IncomingLetter.objects.get()
    assert row.state == IncomingLetter.State.ASIDE
    assert row.reason == "too_large"
    assert len(lone.inbox) == 2
    assert a_round.said(lone) == {}


def test_an_attachment_alone_is_no_answer(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    raw = lone.composes("", lone.latest, quote=False)
    raw = raw.replace(b'Content-Type: text/plain; charset="utf-8"', b"Content-Type: application/pdf")
    world.receives(raw, bare(str(lone.latest.message["Reply-To"])), envelope_from=lone.mailboxes[0])
    assert a_round.said(lone) == {}


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--b\r\n\r\nno such part",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary at all",
        b"Content-Transfer-Encoding: base64\r\n\r\n\xff\xfe***",
        b"Content-Type: text/plain; charset=klingon\r\n\r\n1 passer",
    ],
)
def test_broken_mime_loses_nothing(a_round, world, bodil, lone, body):
    a_round.asks(bodil, lone, about=DECEMBER)
    head = f"From: {lone.mailboxes[0]}\r\nMessage-ID: <broken@x.example>\r\n".encode()
    world.receives(head + body, bare(str(lone.latest.message["Reply-To"])), envelope_from=lone.mailboxes[0])
    assert IncomingLetter.objects.count() == 1
    assert IncomingLetter.objects.get().state in {"handled", "aside"}


def test_three_thousand_nested_parts_are_set_aside(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    nested = b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(3000)
    )
    head = f"From: {lone.mailboxes[0]}\r\nMessage-ID: <deep@x.example>\r\n".encode()
    world.receives(head + nested, bare(str(lone.latest.message["Reply-To"])), envelope_from=lone.mailboxes[0])
    assert IncomingLetter.objects.get().state == IncomingLetter.State.ASIDE


def test_a_reply_to_a_cancelled_round_gets_a_human_answer(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    question = lone.latest
    actions.call_off(a_round.pk, bodil.seat)
    world.settles_down()
    told = len(lone.inbox)
    assert told == 2
    lone.writes("1 passer", answering=question)
    assert a_round.said(lone) == {}
    assert len(lone.inbox) == told + 1


def test_the_same_mail_twice_is_once(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    raw = lone.writes("Torsdag bliver svært, men ikke umuligt.")
    before = len(lone.inbox)
    world.receives(raw, bare(str(lone.inbox[0].message["Reply-To"])), envelope_from=lone.mailboxes[0])
    assert len(lone.inbox) == before
    assert IncomingLetter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_at_the_same_time_is_once(transactional_db, clock, mailbag):
    from tests.cast import ARound, build

    world = build(clock, mailbag)
    lone, bodil = world.actors["Lone"], world.actors["Bodil"]
    a_round = ARound(world).asks(bodil, lone, about=DECEMBER)
    raw = lone.composes("1 passer", lone.latest)
    address = bare(str(lone.latest.message["Reply-To"]))

    def deliver(_):
        try:
            incoming.receive(raw, [address], lone.mailboxes[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deliver, range(8)))
    assert IncomingLetter.objects.count() == 1
    world.settles_down()
    assert a_round.said(lone) == {1: "yes"}


def test_two_contradicting_replies_out_of_order_the_last_written_wins(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    early, late = world.clock.now + timedelta(hours=1), world.clock.now + timedelta(hours=2)
    world.clock.passes(hours=3)
    lone.writes("3 passer ikke", sent=late)
    lone.writes("3 passer", sent=early)
    assert a_round.said(lone) == {3: "no"}


def test_a_tie_in_the_same_moment_is_left_to_a_human(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    moment = world.clock.now
    lone.writes("3 passer", sent=moment)
    lone.writes("3 passer ikke", sent=moment)
    assert a_round.said(lone)[3].endswith("?")


def test_names_and_words_cannot_add_headers(a_round, world, bodil, lone):
    person = lone.person
    person.name = "Lone\r\nBcc: alle@example.com\u2028X: y"
    person.save()
    lone.seat.person.refresh_from_db()
    a_round.asks(bodil, lone, about=DECEMBER, words="Hej\r\nBcc: alle@example.com\r\n\r\nSe her")
    message = lone.latest.message
    assert "Bcc" not in message
    assert "X" not in message
    assert b"\r\nBcc:" not in lone.latest.raw.split(b"\r\n\r\n")[0]


def test_a_name_of_300_characters_reaches_neither_headers_nor_calendar_broken(a_round, world, bodil, lone):
    person = lone.person
    person.name = "Lone " + "Ærøskøbing" * 29
    person.name = person.name[:120]
    person.save()
    lone.seat.person.refresh_from_db()
    a_round.asks(bodil, lone, about=DECEMBER)
    assert max(len(line) for line in lone.latest.raw.split(b"\r\n\r\n")[0].splitlines()) <= 998


def test_link_scanners_change_nothing_and_the_real_click_still_works(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    scanner = Client()
    for word in lone.latest.text.split():
        if "http://" in word:
            path = word[word.index("/", 8) :].rstrip(".,)")
            for _ in range(2):
                assert scanner.get(path).status_code == 200
                assert scanner.head(path).status_code == 200
    assert a_round.said(lone) == {}
    page = Client()
    page.post(lone.latest.link, {f"t{p.pk}": "yes" for p in a_round.proposals})
    assert a_round.said(lone) == {1: "yes", 2: "yes", 3: "yes"}


def test_a_guessed_token_finds_nothing(world, db):
    page = Client()
    assert page.get("/svar/" + "a" * 26 + "/").status_code in {404, 410}
    assert page.post("/svar/" + "a" * 26 + "/", {"t1": "yes"}).status_code in {404, 410}
    assert incoming.knows("svar+" + "a" * 26 + "@faelled.example") is False


def test_a_withdrawn_token_no_longer_answers(a_round, world, bodil, lone):
    a_round.asks(bodil, lone, about=DECEMBER)
    link = lone.latest.link
    actions.call_off(a_round.pk, bodil.seat)
    world.clock.passes(days=15)
    page = Client()
    response = page.get(link)
    assert response.status_code in {404, 410}
    page.post(link, {f"t{p.pk}": "yes" for p in a_round.proposals})
    assert a_round.said(lone) == {}


def test_a_forged_from_cannot_start_a_round(world, bodil, lone):
    lone.writes_to_the_partnership(
        "Kan vi mødes to timer i uge 49, helst formiddag?", sender=bodil.mailboxes[0]
    )
    assert lone.inbox == []
    assert Round.objects.filter(state="asking").count() == 0
    assert len(bodil.inbox) == 1, "the true Bodil is asked, and nothing happens without her yes"


def test_a_stranger_who_writes_to_the_partnership_is_counted_and_not_kept(world, lone):
    lone.writes_to_the_partnership("Kan vi mødes i uge 49?", sender="fremmed@ukendt.example")
    assert Round.objects.count() == 0
    row = IncomingLetter.objects.first()
    assert row is None or bytes(row.raw) == b""


def draft(world, times, seats):
    return actions.draft(world.partnership, world.actors["Bodil"].seat, words="", times=times, seats=seats)


def test_a_proposal_in_the_past_is_refused(world, bodil):
    past = actions.NewTime(at("2026-11-10 10:00"), at("2026-11-10 12:00"))
    with pytest.raises(TimeIsPast):
        draft(world, [past], [bodil.seat])


def test_no_proposals_is_refused(world, bodil):
    with pytest.raises(NoProposals):
        draft(world, [], [bodil.seat])


def test_nobody_to_ask_is_refused(world):
    with pytest.raises(NobodyToAsk):
        draft(world, [actions.NewTime(at("2026-12-01 10:00"), at("2026-12-01 12:00"))], [])


def test_a_partnership_with_one_person_settles_by_that_persons_answer(a_round, world, bodil):
    a_round.asks(bodil, about=DECEMBER)
    bodil.writes("2 passer")
    assert a_round.state == "proposed"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2027-03-28 01:00", "søndag 28. marts 2027 kl. 1-4"),  # clocks skip from 2 to 3
        ("2027-10-31 01:00", "søndag 31. oktober 2027 kl. 1-2"),  # the hour from 2 to 3 comes twice
        ("2027-01-07 10:00", "torsdag 7. januar 2027 kl. 10-12"),
        ("2026-12-31 10:00", "torsdag 31. december kl. 10-12"),  # week 53
    ],
)
def test_nights_that_change_the_clock_and_week_53_are_written_as_people_see_them(world, bodil, start, words):
    begins = at(start)
    ends = begins + timedelta(hours=2)
    from zoneinfo import ZoneInfo

    real = actions.NewTime(
        begins, (begins.astimezone(ZoneInfo("UTC")) + timedelta(hours=2)).astimezone(begins.tzinfo)
    )
    round_ = draft(world, [real], [bodil.seat])
    assert ends
    from faelled.meetings import reads

    assert reads.in_words(reads.live_proposals(round_)[0], "da") == words


def test_a_mail_that_asks_for_week_53_where_there_is_none_gets_a_clear_answer(world, bodil):
    bodil.writes_to_the_partnership("Kan vi mødes to timer i uge 53 i 2027?")
    assert Ask.objects.filter(kind="times").count() == 0
    assert len(bodil.inbox) == 1


@pytest.mark.goal("R10", "P11")
@pytest.mark.django_db(transaction=True)
def test_the_same_answer_sent_fifty_times_at_once_is_one_row(transactional_db, clock, mailbag):
    from faelled.meetings.models import Answer
    from tests.cast import ARound, build

    world = build(clock, mailbag)
    lone, bodil = world.actors["Lone"], world.actors["Bodil"]
    a_round = ARound(world).asks(bodil, lone, about=DECEMBER)
    link = lone.latest.link
    fields = {f"t{p.pk}": "yes" for p in a_round.proposals}

    def press(_):
        try:
            return Client().post(link, fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(press, range(50 if LONG else 20)))
    assert all(code < 400 for code in codes)
    assert Answer.objects.filter(seat=lone.seat).count() == 3
