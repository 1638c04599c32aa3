"""R21: mails made to cost as much as they can. Each has one of two outcomes, a letter or a reason, within its bounds.

The kernel holds the bounds here as it does in the house: a mail beyond 2 s of processor time or 300 MB ends as
too_costly, which is an outcome too and what a slow machine says of the largest ones.
"""

import smtplib
import socket
import threading

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from faelled.post import addresses, incoming, intake
from faelled.post.incoming.aside import raw_of
from faelled.post.models import IncomingLetter
from faelled.post.opening import CannotOpen, Letter, open_apart, open_mail
from faelled.work.limited import Child
from tests.effort import examples, share
from tests.post_opening.bombs import BOMBS

MB = 1024 * 1024


def outcome(raw, child=None):
    """Return the letter, or the code of why there is none."""
    try:
        return open_apart(raw, child=child)
    except CannotOpen as trouble:
        return trouble.code


@pytest.fixture(scope="module")
def child():
    with Child() as child:
        yield child


def test_there_are_sixty():
    assert len(BOMBS) >= 60


@pytest.mark.goal("R21")
@pytest.mark.parametrize("name", share(BOMBS, of=11))
def test_a_bomb_has_a_clear_outcome_within_its_bounds(child, name):
    found = outcome(BOMBS[name](), child)
    assert isinstance(found, Letter) or found in CannotOpen.CODES - {"unreadable"}, found


@pytest.mark.parametrize("name", ["a zip of 100 MB", "zips in zips", "a gzip of 100 MB", "a winmail.dat"])
def test_what_is_packed_stays_packed_and_the_words_beside_it_are_read(child, name):
    assert outcome(BOMBS[name](), child).new_text == "Torsdag passer"


def test_an_unknown_charset_loses_no_words(child):
    assert outcome(BOMBS["an unknown charset"](), child).new_text.startswith("Torsdag passer")


def test_ten_thousand_quote_levels_hide_no_answer(child):
    assert outcome(BOMBS["10,000 quote levels"](), child).new_text == "Ja"


@pytest.mark.fault
@pytest.mark.goal("R21")
@pytest.mark.django_db
@pytest.mark.parametrize("name", BOMBS)
def test_r21_a_bomb_is_kept_and_ends_handled_or_aside_with_its_bytes(world, lone, name):
    """The long run: through the gateway, the raw bytes are there whatever happens, and the next mail is read."""
    raw = BOMBS[name]()
    address = addresses.reply_address("ask", 1, lone.seat.person.key)
    [row] = incoming.receive(raw, [address], "lone@familiehuset.example")
    assert raw_of(row).endswith(raw)
    incoming.open_waiting("w1")
    row.refresh_from_db()
    assert row.state in {"handled", "aside"}
    assert row.state == "handled" or (raw_of(row).endswith(raw) and row.reason in CannotOpen.CODES)


PIECES = [
    *b"From: |Subject:|Content-Type: |multipart/mixed; boundary=b|text/html|message/rfc822".split(b"|"),
    *b"text/calendar; method=REPLY|; charset=|utf-7|--b|--b--|=?utf-8?b?|?=|<|>|> |(|<div>".split(b"|"),
    *b"Content-Transfer-Encoding: base64|<blockquote type=cite>|Auto-Submitted: auto-replied".split(b"|"),
    *b"<li value=9>|BEGIN:VCALENDAR|BEGIN:VEVENT|UID:x|tilbage den 31/2|Return-Path: <>".split(b"|"),
    *b"Den 3.12.2026 kl. 10.00 skrev|Fra:|Sendt:|Emne:|-- |____".split(b"|"),
    *(b"\n", b"\r\n", b"\n\n", b"\r", b"\0", b"\xff"),
]
ANYTHING = st.one_of(
    st.binary(max_size=600),
    st.lists(
        st.sampled_from(PIECES),
        max_size=60,
    ).map(b"".join),
)


@effort(max_examples=examples(3000), deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=ANYTHING, ours=st.booleans() | st.none())
def test_any_bytes_become_a_letter_or_cannot_be_opened_and_nothing_else(raw, ours):
    try:
        letter = open_mail(raw, is_own_line=None if ours is None else lambda line: ours)
    except CannotOpen as trouble:
        assert trouble.code in CannotOpen.CODES - {"unreadable"}
    else:
        assert isinstance(letter, Letter)
        assert "\x1f" not in letter.signature.replace(raw.decode("latin-1"), "") or b"\x1f" in raw


@pytest.mark.smtp
@pytest.mark.django_db(transaction=True)
def test_a_bomb_and_an_answer_through_real_smtp(world, lone):
    """The one is set aside with its reason and the other is read, both opened in the child."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stop, ready = threading.Event(), threading.Event()
    serving = threading.Thread(
        target=intake.serve,
        args=("", f"127.0.0.1:{port}", stop),
        kwargs={"ready": lambda places: ready.set()},
    )
    serving.start()
    try:
        assert ready.wait(10)
        address = addresses.reply_address("ask", 1, lone.seat.person.key)
        with smtplib.SMTP("127.0.0.1", port) as server:
            for name in ("MIME nested 3,000 deep", "an unknown charset"):
                server.sendmail("lone@familiehuset.example", [address], BOMBS[name]())
    finally:
        stop.set()
        serving.join(10)
    incoming.open_waiting("w1")
    rows = IncomingLetter.objects.order_by("pk").values_list("state", "reason")
    assert list(rows) == [("aside", "too_deep"), ("handled", "")]
