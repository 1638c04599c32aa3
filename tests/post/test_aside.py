"""Mails set aside: a human looks, lets them be tried again, or drops them; and everything has its last day."""

from datetime import timedelta

import pytest

from faelled.post import addresses, incoming, outgoing, reads
from faelled.post.incoming.aside import NotAside
from faelled.post.models import IncomingLetter, OutgoingLetter, PageLink, ReplyAddress, SenderDay, Sighting
from faelled.post.opening import FailedBecause
from faelled.post.sightings import count, times_today
from tests.post import routes_for_tests
from tests.post.conftest import LONE, ask, comes, mail
from tests.post.test_hostile import nested

pytestmark = pytest.mark.django_db
State = IncomingLetter.State


@pytest.fixture
def to_lone():
    return addresses.reply_address("ask", 1, LONE.person_key)


@pytest.fixture
def aside(to_lone, inbox, the_clock):
    """A mail whose handling failed three times."""
    inbox.trouble = LookupError("no such round")
    row = comes(mail("Torsdag passer fint"), to_lone)
    for _ in range(2):
        the_clock.goes(minutes=10)
        incoming.open_waiting("w1")
    inbox.trouble = None
    row.refresh_from_db()
    assert row.state == State.ASIDE
    return row


def test_the_page_shows_hour_reason_and_sender_and_no_words(aside):
    [shown] = reads.aside_letters(7)
    assert (shown.row_id, shown.sender, shown.received_at) == (
        aside.pk,
        "lone@familiehuset.example",
        aside.received_at,
    )
    assert (shown.code, str(shown.reason)) == ("LookupError", "Noget gik galt, da mailen skulle behandles.")
    assert shown.sender_told
    assert not reads.aside_letters(8) and not reads.aside_letters(None)
    assert reads.aside_letter(aside.pk, 7) == aside and reads.aside_letter(aside.pk, 8) is None


def test_a_human_reads_what_it_says(aside, to_lone):
    assert incoming.look(aside) == "SV: Mødetider\nTorsdag passer fint"
    bomb = comes(nested(3000), to_lone)
    assert "Ja" in incoming.look(bomb)


def test_tried_again_it_has_its_effect_once_however_often_one_clicks(aside, inbox):
    incoming.retry(aside)
    incoming.open_waiting("w1")
    for _ in range(100):
        with pytest.raises(NotAside):
            incoming.retry(aside)
        incoming.open_waiting("w1")
    assert len(inbox.replies) == 1
    aside.refresh_from_db()
    assert (aside.state, bytes(aside.raw), aside.reason) == (State.HANDLED, b"", "")
    assert not reads.aside_letters(7)


def test_dropped_it_is_gone_and_does_not_come_again(aside, to_lone, inbox):
    incoming.drop(aside)
    assert bytes(aside.raw) == b""
    again = comes(mail("Torsdag passer fint"), to_lone)
    assert again.state == State.DROPPED and not inbox.replies
    for late in (incoming.retry, incoming.drop, incoming.look):
        with pytest.raises(NotAside):
            late(aside)


def test_the_sender_is_told_once_a_day(to_lone, inbox):
    for number in range(5):
        comes(nested(3000).replace(b"<1@", b"<%d@" % number), to_lone)
    assert len(inbox.asides) == 1 and len(reads.aside_letters(7)) == 5


@pytest.mark.parametrize(
    "sign", [b"Auto-Submitted: auto-replied\r\n", b"Precedence: bulk\r\n", b"List-Id: <x>\r\n"]
)
def test_a_machine_is_not_told(to_lone, inbox, sign):
    row = comes(sign + nested(3000), to_lone)
    assert row.state == State.ASIDE and not inbox.asides


def test_an_empty_return_path_is_not_told(to_lone, inbox):
    comes(nested(3000), to_lone, envelope_from="")
    assert not inbox.asides


def test_a_sender_who_could_not_be_told_is_told_by_the_next_sweep(to_lone, inbox, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(routes_for_tests, "aside", lambda *what: 1 / 0)
        row = comes(nested(3000), to_lone)
    assert row.state == State.ASIDE and row.sender_told_at is None
    incoming.sweep("w1")
    incoming.sweep("w1")
    assert len(inbox.asides) == 1


def test_a_partnership_that_cannot_be_found_leaves_the_mail_to_the_operator(to_lone, monkeypatch):
    monkeypatch.setattr(routes_for_tests, "partnership_of", lambda *what: {}[1])
    row = comes(nested(3000), to_lone)
    assert row.state == State.ASIDE
    assert [shown.row_id for shown in reads.aside_letters(None)] == [row.pk]


# The last day


def test_what_is_aside_is_emptied_after_fourteen_days(aside, the_clock):
    the_clock.goes(days=13)
    incoming.sweep("w1")
    assert reads.aside_letters(7)
    the_clock.goes(days=1, minutes=1)
    incoming.sweep("w1")
    aside.refresh_from_db()
    assert (aside.state, bytes(aside.raw), bytes(aside.sender), aside.person_key) == (
        State.DROPPED,
        b"",
        b"",
        "",
    )
    assert aside.reason == "LookupError"


def test_after_a_year_nothing_is_left(to_lone, the_clock, aside):
    ask()
    outgoing.carry("w1")
    comes(mail("Ja", Message_ID="<9@x.example>"), to_lone)
    addresses.withdraw("ask", 1)
    count("automatic")
    times_today("lone@familiehuset.example", "ask 1")
    the_clock.goes(days=382)
    incoming.sweep("w1")
    for table in (IncomingLetter, OutgoingLetter, PageLink, ReplyAddress, SenderDay, Sighting):
        assert not table.objects.exists(), table


def test_what_still_waits_is_never_swept(to_lone, the_clock):
    ask()
    incoming.receive(mail("Ja"), [to_lone], "lone@familiehuset.example")
    the_clock.goes(days=400)
    incoming.sweep("w1")
    assert OutgoingLetter.objects.exists() and IncomingLetter.objects.exists()
    assert bytes(IncomingLetter.objects.get().raw)


# What else the pages tell


def test_failures_are_told_in_words(mailbag, the_clock):
    letter = ask()
    OutgoingLetter.objects.filter(pk=letter.pk).update(state="failed", failure="550", failed_at=the_clock())
    [failure] = reads.failures(7)
    assert (failure.address, str(failure.reason)) == (
        LONE.address,
        "Postkassen findes ikke eller tager ikke imod.",
    )
    the_clock.goes(days=31)
    assert not reads.failures(7) and not reads.failures(8)


def test_a_failure_with_a_known_reason_says_it_and_what_to_do(mailbag, the_clock):
    letter = ask()
    OutgoingLetter.objects.filter(pk=letter.pk).update(
        state="failed", failure="bounced", failed_because="full", failed_at=the_clock()
    )
    [failure] = reads.failures(7)
    assert failure.reason == "Mailen kom retur: postkassen er fuld."
    assert failure.what_now == "Ring, og sig, at der skal ryddes op i den."


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("because", list(FailedBecause))
def test_each_reason_has_its_words_in_both_languages(because, lang):
    words = reads.failure_words(because, lang)
    assert words["because"][0].islower() and not words["because"].endswith(".")
    assert words["what_now"][0].isupper() and words["what_now"].endswith(".")
    assert (words != reads.failure_words(because, "da")) == (lang == "en")


def test_traffic_says_when_mail_last_went_and_came_and_what_is_stuck(to_lone, the_clock):
    assert reads.traffic(7) == reads.Traffic(None, None, 0, None)
    ask()
    outgoing.carry("w1")
    sent_at = the_clock()
    the_clock.goes(hours=1)
    comes(mail("Ja"), to_lone)
    stuck = ask(LONE, about_id=2)
    OutgoingLetter.objects.filter(pk=stuck.pk).update(attempts=2)
    ask(LONE, about_id=3, not_before=the_clock() + timedelta(days=1))
    assert reads.traffic(7) == reads.Traffic(sent_at, the_clock(), 2, stuck.written_at)
