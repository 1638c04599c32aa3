"""What is beyond the limits is refused by its name, and cheaply; whatever a stranger sends, nothing else is raised."""

import random
from pathlib import Path

import pytest

from faelled.post.opening import CannotOpen, Letter, Limits, open_mail

MAILS = Path(__file__).resolve().parent.parent / "mails" / "opening"
HEADER = b"From: Lone <lone@familiehuset.example>\nSubject: SV: x\nDate: Mon, 23 Nov 2026 10:20:11 +0100\n"


def nested(depth):
    parts = [b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(depth)]
    return HEADER + b"".join(parts) + b"Content-Type: text/plain\n\nJa\n"


def with_parts(number, boundary=b'boundary="b"'):
    return HEADER + b"Content-Type: multipart/mixed; " + boundary + b"\n\n" + b"--b\n\nJa\n" * number


def sent_by(sender):
    return HEADER.replace(b"Lone <lone@familiehuset.example>", sender) + b"\nJa\n"


REFUSED = {
    "nested multiparts": (nested(3_000), "too_deep"),
    "nested mails": (HEADER + b"Content-Type: message/rfc822\n\n" * 3_000, "too_deep"),
    "nested in a digest": (
        HEADER
        + b"Content-Type: multipart/digest; boundary=b\n\n"
        + b"--b\n\nContent-Type: message/rfc822\n\n" * 300,
        "too_many_parts",
    ),
    "empty parts": (with_parts(100_000), "too_many_parts"),
    "a boundary in pieces": (with_parts(300, b'boundary*0="b"; boundary*1=""'), "too_many_parts"),
    "a boundary below a folded type": (with_parts(300).replace(b"Type: m", b"Type:\n m"), "too_many_parts"),
    "parts without empty lines": (with_parts(300).replace(b"\n\nJa", b"\nJa"), "too_many_parts"),
    "parts with CR alone": (with_parts(300).replace(b"\n", b"\r"), "too_many_parts"),
    "blocks of a delivery status": (
        HEADER + b"Content-Type: message/delivery-status\n\n" + b"Action: failed\n\n" * 5_000,
        "too_many_parts",
    ),
    "encoded words": (HEADER.replace(b"SV: x", b"=?utf-8?q?a?= " * 8_000) + b"\nJa", "header_too_long"),
    "senders": (sent_by(b"lone@familiehuset.example, " * 8_000), "header_too_long"),
    "folded field": (HEADER + b"X-Y: a\n" + b" a\n" * 20_000 + b"\nJa", "header_too_long"),
    "fields": (HEADER + b"X: y\n" * 100_000 + b"\nJa", "header_too_long"),
    "a field in a part": (
        with_parts(1).replace(b"--b\n", b"--b\nX: " + b"y" * 20_000 + b"\n"),
        "header_too_long",
    ),
    "parameters": (HEADER + b'Content-Type: text/plain; x="' + b";" * 4_000 + b'"\n\nJa', "header_too_long"),
    "size": (HEADER + b"\n" + b"a" * 11_000_000, "too_large"),
    "lines": (HEADER + b"\n" * 2_000_000, "too_large"),
}


@pytest.mark.parametrize(("raw", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_beyond_the_limits_is_refused(raw, code):
    with pytest.raises(CannotOpen) as refused:
        open_mail(raw)
    assert refused.value.code == code


def test_what_is_just_within_the_limits_is_opened():
    assert open_mail(nested(20)).new_text == "Ja"
    assert open_mail(with_parts(199)).new_text.count("Ja") == 199
    assert open_mail(HEADER + b"X: " + b"y" * 16_000 + b"\n\nJa").new_text == "Ja"
    assert open_mail(HEADER + b"\nJa\n" + b"a" * 9_000_000).new_text.startswith("Ja")


def test_the_limits_can_be_set():
    with pytest.raises(CannotOpen):
        open_mail(HEADER + b"\nJa", limits=Limits(size=10))


OPENED = {
    "open brackets": sent_by(b"(" * 4_000),
    "open brackets in quotes": sent_by(b'"(' * 2_000),
    "angles": sent_by(b"<" * 15_000),
    "groups": sent_by(b"a:" * 7_000),
    "encoded words": HEADER.replace(b"SV: x", b"=?utf-8?q?a?= " * 1_100) + b"\nJa",
    "broken encoded word": HEADER.replace(b"SV: x", b"=?utf-8?b?a?= =?x?q?=ZZ?=") + b"\nJa",
    "no header": b"\nJa",
    "only a header": HEADER,
    "no line ends": b"From: " + b"a" * 1000,
    "zeros": HEADER + b"\nJa\x00",
    "no codec": HEADER + b"Content-Type: text/plain; charset=punycode\n\nJa" + b"-a" * 50_000,
    "half characters": HEADER + b"Content-Type: text/plain; charset=utf-7\n\nJa +2AA-",
    "unknown charset": HEADER + b"Content-Type: text/plain; charset*=x'y'z%80\n\nJa",
    "uuencoded": HEADER + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"M" * 1_000_000,
    "a date that is none": HEADER.replace(b"23 Nov 2026", b"99 Nov 99999999") + b"\nJa",
    "open tags": HEADER + b"Content-Type: text/html\n\n" + b"<" * 2_000_000 + b">",
    "open comments": HEADER + b"Content-Type: text/html\n\n" + b"<!--" * 500_000 + b">",
    "open quotes": HEADER + b"Content-Type: text/html\n\n" + b'<a "' * 500_000 + b">",
    "open styles": HEADER + b"Content-Type: text/html\n\n" + b"<style>" * 200_000,
    "deep markup": HEADER + b"Content-Type: text/html\n\n" + b"<blockquote type=cite>" * 90_000 + b"Ja",
    "quote levels": HEADER + b"\n" + b"\n".join(b">" * depth for depth in range(1, 4_000)),
    "a daemon's one word": b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\n"
    + b"a@" * 900_000,
    "a daemon's litany": b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\n"
    + b"user " * 900_000,
    "an absence": HEADER.replace(b"SV: x", b"Autosvar:") + b"\n" + b"tilbage den " * 100_000,
    "half a calendar": HEADER
    + b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n"
    + b"BEGIN:VEVENT\n" * 9_999,
}


@pytest.mark.parametrize("raw", OPENED.values(), ids=OPENED)
def test_hostile_mail_within_the_limits_is_opened(raw):
    letter = open_mail(raw)
    assert isinstance(letter, Letter)
    letter.new_text.encode()  # half characters could not be stored
    letter.subject.encode()
    assert "\n" not in letter.subject + letter.sender + letter.sender_name


@pytest.mark.parametrize("name", ["gmail", "outlook-html-only", "retur-ukendt", "kalendersvar", "with-photo"])
def test_torn_and_scrambled_mail_raises_nothing_else(name):
    whole = (MAILS / f"{name}.eml").read_bytes()
    chance = random.Random(name)
    for _ in range(60):
        raw = bytearray(whole[: chance.randrange(1, len(whole))])
        for _ in range(chance.randrange(12)):
            raw[chance.randrange(len(raw))] = chance.choice(b'\x00\xff\n\r:;<>"=-@ ')
        try:
            open_mail(bytes(raw))
        except CannotOpen as refused:
            # The parser gave up on none of these; the limits may see one.
            assert refused.code != "unreadable", raw


def test_line_breaks_in_names_and_subjects_do_not_get_through():
    raw = HEADER.replace(b"SV: x", b"=?utf-8?q?x=0D=0ABcc:_morten=40ungebasen.example?=").replace(
        b"Lone <", b"=?utf-8?q?Lone=0ATo=3A_x?= <"
    )
    letter = open_mail(raw + b"\nJa")
    assert letter.subject == "x Bcc: morten@ungebasen.example"
    assert letter.sender_name == "Lone To: x"
