"""Hostile and broken mails: each is kept, none brings the worker down, a human sees what could not be opened."""

import base64
from contextlib import suppress

import pytest
from django.conf import settings
from django.db import OperationalError
from hypothesis import HealthCheck, example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from faelled.post import addresses, incoming
from faelled.post.glance import glance, same_mail
from faelled.post.incoming import handling
from faelled.post.incoming.aside import raw_of
from faelled.post.models import IncomingLetter
from faelled.post.sealing import unseal
from tests.effort import examples
from tests.post.conftest import LONE, comes, mail

pytestmark = [pytest.mark.django_db, pytest.mark.once]
State = IncomingLetter.State
HEAD = b"From: Lone <lone@familiehuset.example>\r\nSubject: x\r\nMessage-ID: <1@x.example>\r\nMIME-Version: 1.0\r\n"


@pytest.fixture
def to_lone():
    return addresses.reply_address("ask", 1, LONE.person_key)


def nested(depth):
    parts = [b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)]
    return HEAD + b"".join(parts) + b"Content-Type: text/plain\r\n\r\nJa\r\n"


def attachment(size):
    body = base64.encodebytes(b"x" * size)
    return (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nTorsdag passer\r\n"
        b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=x.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + body + b"\r\n--b--\r\n"
    )


ASIDE = {
    "3,000 nested parts": (lambda: nested(3000), "too_deep"),
    "100,000 empty parts": (
        lambda: HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\n" * 100_000,
        "too_many_parts",
    ),
    "a subject of 8,000 encoded words": (
        lambda: b"Subject: " + b" =?utf-8?q?=C3=A5?=\r\n" * 8000 + HEAD + b"\r\nJa",
        "header_too_long",
    ),
    "a sender of 8,000 addresses": (
        lambda: b"From: " + b"a@b.example, " * 8000 + b"\r\n" + HEAD + b"\r\nJa",
        "header_too_long",
    ),
    "25 MB": (lambda: attachment(18 * 1024 * 1024), "too_large"),
}  # fmt: skip


@pytest.mark.parametrize("name", ASIDE)
def test_a_mail_bomb_is_set_aside_whole_and_its_sender_told(to_lone, inbox, name):
    make, reason = ASIDE[name]
    raw = make()
    row = comes(raw, to_lone)
    assert (row.state, row.reason, row.partnership_id, row.person_key) == (
        State.ASIDE,
        reason,
        7,
        LONE.person_key,
    )
    assert unseal(row.raw).endswith(raw)
    assert not inbox.replies
    assert [(pk, why) for pk, _, why in inbox.asides] == [(row.pk, reason)]


HANDLED = {
    "empty": lambda: mail(""),
    "no bytes at all": lambda: b"",
    "only line ends": lambda: b"\r\n\r\n\r\n",
    "only a header": lambda: HEAD,
    "attachment only": lambda: (
        HEAD + b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n"
    ),
    "a boundary that never comes": lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\nJa\r\n",
    "a boundary without a name": lambda: HEAD + b"Content-Type: multipart/mixed\r\n\r\nTorsdag passer\r\n",
    "an unknown character set": lambda: HEAD + b"Content-Type: text/plain; charset=x-klingon\r\n\r\nTorsdag passer\r\n",
    "base64 that is none": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!%%%\r\n",
    "bytes of every value": lambda: HEAD + b"\r\n" + bytes(range(256)) * 40,
    "a header without a colon": lambda: b"hej\r\n" + HEAD + b"\r\nTorsdag passer\r\n",
    "a line of a million signs": lambda: HEAD + b"\r\n" + b"ja " * 350_000,
    "ten thousand levels of quote marks": lambda: HEAD + b"\r\nJa\r\n" + b">" * 10_000 + b" x\r\n",
    "a date that is none": lambda: mail("Ja", Date="den 31. februar kl. 25"),
    "a date of the year 99999": lambda: mail("Ja", Date="Mon, 23 Nov 99999 10:00:00 +0100"),
}  # fmt: skip


@pytest.mark.parametrize("name", HANDLED)
def test_an_odd_mail_still_reaches_somebody(to_lone, inbox, name):
    row = comes(HANDLED[name](), to_lone)
    # It came from a person, so the app gets it and can ask back, however little there is to read.
    assert row.state == State.HANDLED
    assert len(inbox.replies) == 1


def test_the_words_beside_an_attachment_are_read(to_lone, inbox):
    comes(attachment(100_000), to_lone)
    assert inbox.replies[0].letter.new_text.strip() == "Torsdag passer"


@pytest.mark.parametrize("error", [RecursionError, MemoryError, ValueError, KeyError, UnicodeError])
def test_whatever_opening_raises_the_mail_is_set_aside_and_not_lost(
    to_lone, inbox, monkeypatch, the_clock, error
):
    def fails(*what, **more):
        raise error

    monkeypatch.setattr(handling, "open_apart", fails)
    row = comes(mail("Torsdag passer"), to_lone)
    for _ in range(3):
        the_clock.goes(hours=1)
        incoming.open_waiting("w1")
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.ASIDE, error.__name__)
    assert len(inbox.asides) == 1


def test_one_broken_mail_does_not_stop_the_next(to_lone, inbox):
    incoming.receive(nested(3000), [to_lone], "x@x.example")
    incoming.receive(mail("Ja"), [to_lone], "lone@familiehuset.example")
    assert incoming.open_waiting("w1") == 2
    assert len(inbox.replies) == len(inbox.asides) == 1


def test_the_mails_behind_one_that_kills_the_worker_are_not_blamed(to_lone, inbox, monkeypatch, the_clock):
    class Killed(BaseException):
        pass

    opens = handling.open_apart

    def dies(raw, **more):
        if b"bombe" in raw:
            raise Killed
        return opens(raw, **more)

    monkeypatch.setattr(handling, "open_apart", dies)
    incoming.receive(mail("bombe"), [to_lone], "lone@familiehuset.example")
    for number in range(5):
        raw = mail("Ja", Message_ID=f"<{number}@x.example>", Date=None)
        incoming.receive(raw, [to_lone], "lone@familiehuset.example")
    for _ in range(5):
        with suppress(Killed):
            incoming.open_waiting("w1")
        the_clock.goes(minutes=3)
    assert len(inbox.replies) == 5
    assert [why for _, _, why in inbox.asides] == ["worker_died"]


def test_a_mail_that_kills_the_worker_is_set_aside_after_three_deaths(to_lone, inbox, monkeypatch, the_clock):
    class Killed(BaseException):
        pass

    def dies(*what, **more):
        raise Killed

    monkeypatch.setattr(handling, "open_apart", dies)
    [row] = incoming.receive(mail("Ja"), [to_lone], "lone@familiehuset.example")
    for _ in range(3):
        with pytest.raises(Killed):
            incoming.open_waiting("w1")
        the_clock.goes(minutes=3)
    incoming.open_waiting("w1")
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.ASIDE, "worker_died")


def test_an_effect_that_fails_leaves_nothing_behind_and_is_tried_again(to_lone, inbox, the_clock):
    inbox.trouble = ZeroDivisionError()
    row = comes(mail("Ja"), to_lone)
    assert (row.state, row.error) == (State.WAITING, "ZeroDivisionError")
    inbox.trouble = None
    assert incoming.open_waiting("w1") == 0  # not at once
    the_clock.goes(minutes=2)
    assert incoming.open_waiting("w1") == 1 and len(inbox.replies) == 1


def test_a_database_that_is_gone_counts_against_no_mail(to_lone, inbox, the_clock):
    inbox.trouble = OperationalError("server closed the connection")
    row = comes(mail("Ja"), to_lone)
    assert row.state == State.WAITING
    inbox.trouble = None
    the_clock.goes(minutes=3)
    assert incoming.open_waiting("w2") == 1


def test_no_address_and_no_word_of_a_mail_in_the_log(to_lone, inbox, caplog):
    comes(nested(3000).replace(b"Ja", b"hemmeligt"), to_lone)
    inbox.trouble = ValueError("lone@familiehuset.example skrev hemmeligt")
    comes(mail("hemmeligt"), to_lone)
    assert "too_deep" in caplog.text and "ValueError" in caplog.text
    for secret in ("lone@", "hemmeligt", to_lone):
        assert secret not in caplog.text


# The first look

ANY_MAIL = st.one_of(
    st.binary(max_size=400),
    st.lists(
        st.sampled_from([b"From: ", b"Message-ID: ", b"Date:", b"\r\n", b"\n", b"\r\n\r\n", b"<", b">", b"a@b.example",
                         b" ",
                         b"Auto-Submitted:", b"\0", b":", b'"', b"\xff", b"=?utf-8?q?x?=", b","]),
        max_size=40,
    ).map(b"".join),
)  # fmt: skip


@effort(max_examples=examples(800), deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=ANY_MAIL)
@example(raw=b"From: " + b"(" * 4000)
@example(raw=b"From:" + b"a@" * 100_000)
@example(raw=b"Message-ID: " + b"<" * 100_000)
def test_the_first_look_survives_anything(raw):
    seen = glance(raw)
    assert len(seen.message_id) < 1001 and "\n" not in seen.sender
    assert same_mail(seen, raw)[0]


@effort(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=ANY_MAIL)
def test_any_bytes_are_kept_until_they_end_handled_or_aside(raw):
    address = addresses.reply_address("ask", 1, LONE.person_key)
    IncomingLetter.objects.all().delete()
    [row] = incoming.receive(raw, [address], "lone@familiehuset.example")
    assert raw_of(row).endswith(raw)
    incoming.open_waiting("w1")
    row.refresh_from_db()
    assert row.state == State.HANDLED or (row.state == State.ASIDE and raw_of(row).endswith(raw))


def test_settings_let_a_mail_of_25_mb_in():
    assert settings.MAIL_SIZE_LIMIT >= 25 * 1024 * 1024
