"""Sixty mails made to cost as much as they can, or to lie: the corpus of R21. Each is built when it is asked for."""

import base64
import gzip
import io
import zipfile
from collections.abc import Callable
from functools import cache

HEAD = b"From: Lone <lone@familiehuset.example>\nSubject: SV: x\nDate: Mon, 23 Nov 2026 10:20:11 +0100\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\n\n"
MB = 1024 * 1024


def nested(depth: int) -> bytes:
    parts = [b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(depth)]
    return HEAD + b"".join(parts) + b"Content-Type: text/plain\n\nJa\n"


def with_part(kind: bytes, content: bytes, name: bytes = b"x", coding: bytes = b"base64") -> bytes:
    if coding == b"base64":
        content = base64.encodebytes(content)
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nTorsdag passer\n"
        b"--b\nContent-Type: " + kind + b"\nContent-Disposition: attachment; filename=" + name + b"\n"
        b"Content-Transfer-Encoding: " + coding + b"\n\n" + content + b"\n--b--\n"
    )


def sent_by(sender: bytes) -> bytes:
    return HEAD.replace(b"Lone <lone@familiehuset.example>", sender) + b"\nJa\n"


def about(subject: bytes) -> bytes:
    return HEAD.replace(b"SV: x", subject) + b"\nJa\n"


@cache
def zipped(size: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"\0" * size)
    return held.getvalue()


def zip_in_zip() -> bytes:
    inner = zipped(10 * MB)
    for _ in range(6):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", inner)
        inner = held.getvalue()
    return inner


def calendar(inside: bytes) -> bytes:
    return (
        HEAD
        + b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n"
        + inside
        + b"\nEND:VCALENDAR\n"
    )


def bounce(words: bytes) -> bytes:
    return b"Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\n" + words


ATTRIBUTION = b"Den 3. december 2026 kl. 10.00 skrev Lone <lone@familiehuset.example"

BOMBS: dict[str, Callable[[], bytes]] = {
    # parts
    "MIME nested 1,000 deep": lambda: nested(1_000),
    "MIME nested 3,000 deep": lambda: nested(3_000),
    "mails in mails": lambda: HEAD + b"Content-Type: message/rfc822\n\n" * 3_000,
    "100,000 empty parts": lambda: (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 100_000
    ),
    "100,000 parts of a digest": lambda: (
        HEAD + b"Content-Type: multipart/digest; boundary=b\n\n" + b"--b\n\n\n" * 100_000
    ),
    "a boundary that never ends": lambda: (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b" * 1_000_000
    ),
    "a boundary of 15,000 signs": lambda: (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="'
        + b"b" * 15_000
        + b'"\n\n'
        + (b"--" + b"b" * 15_000 + b"\n") * 100
    ),
    "200 alternatives": lambda: (
        HEAD
        + b"Content-Type: multipart/alternative; boundary=b\n\n"
        + b"--b\nContent-Type: text/html\n\n<p>Ja\n" * 190
    ),
    "a delivery status of 5,000 blocks": lambda: (
        HEAD + b"Content-Type: message/delivery-status\n\n" + b"Action: failed\n\n" * 5_000
    ),
    "partial messages": lambda: (
        HEAD + b"Content-Type: message/partial; number=1; total=9999\n\n" + b"Ja\n" * 100_000
    ),
    "an external body": lambda: (
        HEAD + b"Content-Type: message/external-body; access-type=URL; URL=http://x\n\nJa"
    ),
    # header
    "a subject of 8,000 encoded words": lambda: about(b"=?utf-8?q?a?= " * 8_000),
    "a subject of 1,100 encoded words": lambda: about(b"=?utf-8?q?a?= " * 1_100),
    "a subject of encoded words in many charsets": lambda: about(
        b"=?shift_jis?b?g?= =?x-none?q?=ff?= " * 400
    ),
    "a sender of 8,000 addresses": lambda: sent_by(b"lone@familiehuset.example, " * 8_000),
    "a sender of 600 addresses": lambda: sent_by(b"lone@familiehuset.example, " * 600),
    "brackets in quotes": lambda: sent_by(b'"' + b"(" * 4_000),
    "brackets and quotes by turns": lambda: sent_by(b'"(' * 7_000),
    "groups in groups": lambda: sent_by(b"a:" * 7_000),
    "a field folded 20,000 times": lambda: HEAD + b"X-Y: a\n" + b" a\n" * 20_000 + b"\nJa",
    "100,000 fields": lambda: HEAD + b"X: y\n" * 100_000 + b"\nJa",
    "1,000 parameters": lambda: HEAD + b"Content-Type: text/plain" + b"; a=b" * 1_000 + b"\n\nJa",
    "parameters in 60 pieces": lambda: (
        HEAD + b"Content-Type: text/plain" + b"".join(b"; charset*%d=x" % i for i in range(60)) + b"\n\nJa"
    ),
    "references without end": lambda: HEAD + b"References: " + b"<a@b> " * 2_500 + b"\n\nJa",
    "a date of 15,000 digits": lambda: HEAD.replace(b"23 Nov 2026", b"9" * 15_000) + b"\nJa",
    # sizes
    "base64 of 50 MB": lambda: with_part(b"application/octet-stream", b"\0" * (50 * MB)),
    "base64 of 6 MB": lambda: with_part(b"application/octet-stream", b"\0" * (6 * MB)),
    "base64 of 6 MB that is the text": lambda: (
        HEAD + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"Ja og nej " * 600_000)
    ),
    "base64 on one line": lambda: (
        HEAD + b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(b"Ja " * 2_000_000)
    ),
    "base64 in base64": lambda: with_part(b"text/plain", base64.b64encode(base64.b64encode(b"x" * MB))),
    "one line of 5 MB": lambda: PLAIN + b"ja " * (5 * MB // 3),
    "one word of 9 MB": lambda: PLAIN + b"a" * (9 * MB),
    "400,000 empty lines": lambda: PLAIN + b"\n" * 399_000,
    "5 million empty lines": lambda: PLAIN + b"\n" * (5 * MB),
    "quoted-printable of 5 MB": lambda: (
        HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=C3=A5" * 800_000
    ),
    "uuencoded": lambda: HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"M" * MB,
    "an encoding of encodings": lambda: with_part(b"text/plain", b"=" * MB, coding=b"quoted-printable"),
    # never unpacked
    "a zip of 100 MB": lambda: with_part(b"application/zip", zipped(100 * MB), b"x.zip"),
    "zips in zips": lambda: with_part(b"application/zip", zip_in_zip(), b"x.zip"),
    "a gzip of 100 MB": lambda: with_part(b"application/gzip", gzip.compress(b"\0" * (100 * MB)), b"x.gz"),
    "a zip that says it is text": lambda: with_part(b"text/plain", zipped(50 * MB), b"x.txt"),
    "a winmail.dat": lambda: with_part(
        b"application/ms-tnef", b"\x78\x9f\x3e\x22" + b"\xff" * MB, b"winmail.dat"
    ),
    "a winmail.dat of lengths that lie": lambda: with_part(
        b"application/ms-tnef", b"\x78\x9f\x3e\x22\x00\x00\x01" + b"\xff\xff\xff\x7f" * 50_000, b"winmail.dat"
    ),
    # markup
    "HTML of 100,000 nested tags": lambda: HTML + b"<div>" * 100_000 + b"Ja" + b"</div>" * 100_000,
    "HTML of 90,000 nested quotes": lambda: HTML + b"<blockquote type=cite>" * 90_000 + b"Ja",
    "HTML of 100,000 nested lists": lambda: HTML + b"<ol><li>" * 100_000 + b"Ja",
    "open tags": lambda: HTML + b"<" * (2 * MB) + b">",
    "open comments": lambda: HTML + b"<!--" * 500_000 + b">",
    "open quotes in tags": lambda: HTML + b'<a "' * 500_000 + b">",
    "entities": lambda: HTML + b"&amp;" * 400_000 + b"&#9999999999;" * 10_000,
    "one tag of 2 MB": lambda: HTML + b"<div " + b"class=x " * 250_000 + b">Ja",
    # text
    "10,000 quote levels": lambda: PLAIN + b"Ja\n" + b">" * 10_000 + b" x\n",
    "quote levels one by one": lambda: PLAIN + b"\n".join(b">" * depth for depth in range(1, 4_000)),
    "20,000 half attributions": lambda: PLAIN + (ATTRIBUTION + b"\n") * 20_000,
    "20,000 attributions": lambda: PLAIN + (ATTRIBUTION + b">:\n\n") * 20_000,
    "50,000 labels": lambda: PLAIN + b"Fra: x\n" * 50_000,
    "blanks and colons": lambda: PLAIN + b"Den 3. december 2026" + b" " * MB + b"skrev:" * 10,
    # encodings that lie
    "UTF-16 that says UTF-8": lambda: PLAIN + "Torsdag passer".encode("utf-16") * 50_000,
    "UTF-7": lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\n\nJa +2AA-" + b"+AGE-" * 100_000,
    "punycode": lambda: HEAD + b"Content-Type: text/plain; charset=punycode\n\nJa" + b"-a" * 50_000,
    "an unknown charset": lambda: (
        HEAD + b"Content-Type: text/plain; charset=x-klingon\n\nTorsdag passer \xff\xfe"
    ),
    "every byte": lambda: (
        HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + bytes(range(256)) * 10_000
    ),
    # what is read by other rules
    "a calendar of 9,999 open events": lambda: calendar(b"BEGIN:VEVENT\n" * 9_999),
    "a calendar line of 1 MB": lambda: calendar(
        b"BEGIN:VEVENT\nUID:x\nSUMMARY:" + b"x" * 900_000 + b"\nEND:VEVENT"
    ),
    "a bounce of one word": lambda: bounce(b"a@" * 900_000),
    "a bounce's litany": lambda: bounce(b"user " * 900_000),
    "an absence without end": lambda: (
        HEAD.replace(b"SV: x", b"Autosvar:") + b"\n" + b"tilbage den " * 100_000
    ),
    "an absence of dates": lambda: (
        HEAD.replace(b"SV: x", b"Autosvar:") + b"\n" + b"tilbage 7.12. til og med 6/12, " * 50_000
    ),
}
