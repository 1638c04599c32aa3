"""Who a mail really comes from (R18): what counts as Lone's own words when the mail carries a token of hers.

Her house signs its mail and asks others to refuse what is not signed. A mail that does not count is treated as from
another address: an answer is marked, a decision waits until she confirms it (tests/letters/test_forged_senders.py).
"""

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from faelled.post import addresses, incoming
from faelled.post.models import IncomingLetter
from faelled.post.origin import Verdict, dns
from faelled.post.origin.policy import NoAnswer, organisation, policy_of
from faelled.post.origin.reading import one_sender
from tests.post.conftest import COMMON, LONE

pytestmark = [pytest.mark.django_db, pytest.mark.goal("R18"), pytest.mark.once]

HOUSE = "familiehuset.example"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
PUBLIC = (
    KEY.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode()
)
RECORD = "v=DKIM1; k=rsa; p=" + "".join(PUBLIC.splitlines()[1:-1])
RECORDS = {
    f"_dmarc.{HOUSE}": "v=DMARC1; p=reject; rua=mailto:dmarc@familiehuset.example",
    f"one._domainkey.{HOUSE}": RECORD,
    f"one._domainkey.mail.{HOUSE}": RECORD,
    "one._domainkey.evil.example": RECORD,
    "one._domainkey.liste.example": RECORD,
    "_dmarc.evil.example": "v=DMARC1; p=none",
}
DRAWN = "Authentication-Results: mx.faelled.example; "


@pytest.fixture(autouse=True)
def checks(settings, monkeypatch):
    """The worker checks senders; DNS is a table, and what is asked is noted."""
    settings.CHECK_SENDERS = True
    settings.AUTHSERV_ID = "mx.faelled.example"
    asked = []

    def ask(name):
        asked.append(name)
        answer = RECORDS.get(name, "")
        if answer == "no answer":
            raise NoAnswer
        return (answer,) if answer else ()

    monkeypatch.setattr(dns, "ask", ask)
    return asked


@pytest.fixture
def token():
    return addresses.reply_address("ask", 1, LONE.person_key)


def mail(sender=f"Lone Holm <lone@{HOUSE}>", *extra, body="Ja\r\n", top=()):
    lines = [
        *top,
        "Received: from somewhere.example by mx.faelled.example; Mon, 23 Nov 2026 10:00:01 +0100",
        *([f"From: {sender}"] if sender else []),
        *extra,
        "To: Faelled <faelled@faelled.example>",
        "Subject: SV: tider",
        "Date: Mon, 23 Nov 2026 10:00:00 +0100",
        f"Message-ID: <1@{HOUSE}>",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def signed(raw, domain=HOUSE, **how):
    include = how.pop("include", [b"From", b"To", b"Subject", b"Date", b"Message-ID"])
    return dkim.sign(raw, b"one", domain.encode(), PRIVATE, include_headers=include, **how) + raw


def stamped(raw, results, by="mx.faelled.example"):
    return f"Authentication-Results: {by}; {results}\r\n".encode() + raw


PASSES = f"dkim=pass header.d={HOUSE}; spf=pass smtp.mailfrom={HOUSE}; dmarc=pass header.from={HOUSE}"
FAILS = f"dkim=none; spf=fail smtp.mailfrom={HOUSE}; dmarc=fail (p=reject) header.from={HOUSE}"
OTHERS = "dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example"
CYRILLIC = "f\u0430miliehuset.example"  # the first a is a Cyrillic one
KELVIN = "morten@biblio\u212aet.example"

# name: (the mail, whether our own mail server handed it over, whether it counts as hers)
MAILS = {
    # hers
    "signed by her house": (lambda: signed(mail()), False, True),
    "signed, lines ended by LF as a pipe gives them": (lambda: signed(mail()).replace(b"\r\n", b"\n"), True, True),
    "signed by a mail server below her house": (lambda: signed(mail(), f"mail.{HOUSE}"), False, True),
    "signed twice, once by a list that forwarded it whole": (
        lambda: signed(signed(mail()), "liste.example"), False, True
    ),
    "our server says it passes": (lambda: stamped(mail(), PASSES), True, True),
    "our server says it passes, by SPF alone": (
        lambda: stamped(mail(), f"dkim=none; spf=pass smtp.mailfrom={HOUSE}; dmarc=pass header.from={HOUSE}"),
        True, True,
    ),
    "signed, with a display name that looks like an address of hers": (
        lambda: signed(mail(f'"lone@{HOUSE}" <lone@{HOUSE}>')), False, True
    ),
    "signed, Sender differs": (lambda: signed(mail(f"lone@{HOUSE}", "Sender: post@kontor.example")), False, True),
    "signed, name in encoded words": (lambda: signed(mail(f"=?utf-8?q?L=C3=B8ne?= <lone@{HOUSE}>")), False, True),
    # forged: nothing behind them
    "not signed at all": (mail, False, False),
    "not signed, handed over by our server that said nothing": (mail, True, False),
    "the signature is of another mail": (lambda: signed(mail(body="Nej\r\n")).replace(b"Nej", b"Ja!"), False, False),
    "words added below the signed ones": (
        lambda: signed(mail(), length=True) + b"Ja til alt\r\n", False, False
    ),
    "the subject was changed": (lambda: signed(mail()).replace(b"SV: tider", b"SV: Ja!!!"), False, False),
    "signed by somebody else": (lambda: signed(mail(), "evil.example"), False, False),
    "signed by a house whose name ends like hers": (lambda: signed(mail(), "evil" + HOUSE), False, False),
    "a key that nobody published": (lambda: signed(mail()).replace(b"s=one;", b"s=two;"), False, False),
    "a broken signature field": (lambda: b"DKIM-Signature: v=1; d=familiehuset.example; s\r\n" + mail(), False, False),
    "a signature field of 100,000 tags": (
        lambda: b"DKIM-Signature: " + b"a=b; " * 100 + b"\r\n" + mail(), False, False
    ),
    "our server says it fails": (lambda: stamped(mail(), FAILS), True, False),
    "our server says it fails, and a forged pass stands below": (
        lambda: stamped(stamped(mail(), PASSES), FAILS), True, False
    ),
    "our server's pass is about another domain": (lambda: stamped(mail(), OTHERS), True, False),
    # forged: in our server's name
    "a forged pass from outside, straight to our SMTP": (lambda: stamped(mail(), PASSES), False, False),
    "a forged pass by another server's name": (lambda: stamped(mail(), PASSES, "mx.evil.example"), True, False),
    "a forged pass below another server's": (
        lambda: stamped(stamped(mail(), PASSES), "none", "mx.evil.example"), True, False
    ),
    "a forged pass by a name that begins like ours": (
        lambda: stamped(mail(), PASSES, "mx.faelled.example.evil.example"), True, False
    ),
    "a forged pass in a comment": (
        lambda: stamped(mail(), f"dmarc=none (dmarc=pass header.from={HOUSE})"), True, False
    ),
    "a field of results that nobody could read": (lambda: stamped(mail(), '"((((;=;=' * 200), True, False),
    # forged: From that readers see differently
    "two From fields, hers on top": (lambda: signed(mail(), "evil.example").replace(
        b"To:", b"From: x@evil.example\r\nTo:", 1), False, False),
    "two From fields, hers below and signed": (
        lambda: b"From: x@evil.example\r\n" + signed(mail()), False, False
    ),
    "two addresses in From": (lambda: signed(mail(f"lone@{HOUSE}, x@evil.example")), False, False),
    "a group in From": (lambda: mail(f"Familiehuset: lone@{HOUSE};"), False, False),
    "her address as display name": (lambda: mail(f'"lone@{HOUSE}" <x@evil.example>'), False, False),
    "her address as display name, no quotes": (lambda: mail(f"lone@{HOUSE} <x@evil.example>"), False, False),
    "her address in a comment": (lambda: mail(f"x@evil.example (lone@{HOUSE})"), False, False),
    "hers in angles, then another": (lambda: mail(f"<lone@{HOUSE}> <x@evil.example>"), False, False),
    "her address in an encoded word": (lambda: mail(f"=?utf-8?q?lone=40{HOUSE}?= <x@evil.example>"), False, False),
    "the whole From an encoded word": (lambda: mail(f"=?utf-8?q?lone=40{HOUSE}?="), False, False),
    "her local part an encoded word": (lambda: mail(f"=?utf-8?q?lone?=@{HOUSE}"), False, False),
    "a NUL in the address": (lambda: mail(f"lone@{HOUSE}\0.evil.example"), False, False),
    "a route in the address": (lambda: mail(f"<@evil.example:lone@{HOUSE}>"), False, False),
    "a folded From": (lambda: mail(f"lone@{HOUSE}\r\n <x@evil.example>"), False, False),
    "no From but a Sender": (lambda: mail("", f"Sender: lone@{HOUSE}"), False, False),
    "another address in Reply-To does not help": (
        lambda: signed(mail("x@evil.example", f"Reply-To: lone@{HOUSE}"), "evil.example"), False, False
    ),
    # forged: names that look alike
    "a lookalike domain, signed": (
        lambda: signed(mail("lone@familiehuset-dk.evil.example"), "evil.example"), False, False
    ),
    "capital I for l": (lambda: mail("lone@famiIiehuset.example"), False, False),
    "a Cyrillic letter in the domain": (lambda: mail(f"lone@{CYRILLIC}"), False, False),
    "the same in Punycode": (lambda: mail(f"lone@{CYRILLIC.encode('idna').decode()}"), False, False),
    "another signer in her own domain's name below it": (
        lambda: mail(f"lone@sub.{HOUSE}"), False, False
    ),
    "a mailing list that rewrites From": (
        lambda: signed(mail("Lone via Liste <liste@liste.example>", f"Reply-To: lone@{HOUSE}"), "liste.example"),
        False, False,
    ),
    "a mailing list that keeps From and adds a foot": (
        lambda: signed(signed(mail()) + b"-- Liste\r\n", "liste.example"), False, False
    ),
}  # fmt: skip


def test_there_are_forty_forged_ones():
    assert sum(not hers for _, _, hers in MAILS.values()) >= 40


@pytest.mark.parametrize("name", MAILS)
def test_what_counts_as_hers(token, inbox, name):
    make, by_own_server, hers = MAILS[name]
    [row] = incoming.receive(make(), [token], "x@evil.example", by_own_server=by_own_server)
    incoming.open_waiting("w1")
    row.refresh_from_db()
    assert row.state == IncomingLetter.State.HANDLED
    [arrival] = inbox.replies
    assert (arrival.sender_is_believed and arrival.letter.sender == LONE.address) is hers
    assert row.origin["verdict"] == arrival.origin.verdict
    assert HOUSE not in str(row.origin)


def test_a_house_that_promises_nothing_is_believed_as_before(token, inbox, checks):
    """Most small organisations have no policy; then the token and the known address must do, as on paper."""
    raw = mail("Morten <morten@ungebasen.example>")
    incoming.receive(raw, [token], "morten@ungebasen.example")
    incoming.open_waiting("w1")
    assert inbox.replies[0].origin.verdict is Verdict.NONE and inbox.replies[0].sender_is_believed
    assert checks == ["_dmarc.ungebasen.example"]


def test_without_a_token_nobodys_dns_is_asked(inbox, checks):
    incoming.receive(signed(mail(), "evil.example"), [COMMON], "x@evil.example")
    incoming.open_waiting("w1")
    assert len(inbox.replies) == 1 and checks == []


def test_a_strangers_signatures_cost_no_question(token, checks):
    raw = mail()
    for number in range(9):
        raw = signed(raw, f"n{number}.evil.example")
    incoming.receive(raw, [token], "x@evil.example")
    incoming.open_waiting("w1")
    assert checks == [f"_dmarc.{HOUSE}"]


def test_what_our_server_found_saves_the_question(token, inbox, checks):
    incoming.receive(stamped(mail(), PASSES), [token], "x@y.example", by_own_server=True)
    incoming.open_waiting("w1")
    assert checks == [] and inbox.replies[0].origin.by == "server"
    assert (inbox.replies[0].origin.dkim, inbox.replies[0].origin.spf) == ("pass", "pass")


def test_dns_in_trouble_stops_no_mail(token, inbox, monkeypatch):
    monkeypatch.setitem(RECORDS, f"_dmarc.{HOUSE}", "no answer")
    incoming.receive(mail(), [token], "x@y.example")
    incoming.open_waiting("w1")
    assert inbox.replies[0].origin.verdict is Verdict.UNKNOWN and inbox.replies[0].sender_is_believed


def test_a_key_that_cannot_be_had_proves_nothing_for_a_house_with_a_promise(token, inbox, monkeypatch):
    monkeypatch.setitem(RECORDS, f"one._domainkey.{HOUSE}", "no answer")
    incoming.receive(signed(mail()), [token], "x@y.example")
    incoming.open_waiting("w1")
    assert (inbox.replies[0].origin.verdict, inbox.replies[0].origin.dkim) == (Verdict.FAIL, "temperror")


def test_switched_off_only_an_unclear_from_is_not_believed(token, inbox, checks, settings):
    settings.CHECK_SENDERS = False
    incoming.receive(mail(), [token], "x@y.example")
    unclear = mail(f"lone@{HOUSE}, x@evil.example", body="Ja tak\r\n").replace(b"<1@", b"<2@")
    incoming.receive(unclear, [token], "x@y.example")
    incoming.open_waiting("w1")
    assert [a.sender_is_believed for a in inbox.replies] == [True, False] and checks == []


@pytest.mark.parametrize(("records", "domain", "strict", "exact"), [
    ({"_dmarc.x.dk": "v=DMARC1; p=reject"}, "x.dk", True, False),
    ({"_dmarc.x.dk": "v=DMARC1;p=quarantine;adkim=s"}, "x.dk", True, True),
    ({"_dmarc.x.dk": "v=DMARC1; p=none"}, "x.dk", False, False),
    ({"_dmarc.x.dk": "v=DMARC1; p=none; sp=reject"}, "post.x.dk", True, False),
    ({"_dmarc.x.dk": "v=DMARC1; p=reject; sp=none"}, "post.x.dk", False, False),
    ({"_dmarc.post.x.dk": "v=DMARC1; p=none", "_dmarc.x.dk": "v=DMARC1; p=reject"}, "post.x.dk", False, False),
])  # fmt: skip
def test_what_a_domain_promises(records, domain, strict, exact):
    policy = policy_of(domain, lambda name: (records[name],) if name in records else ())
    assert (policy.strict, policy.exact) == (strict, exact)


@pytest.mark.parametrize(
    "records",
    [(), ("v=spf1 -all",), ("v=DMARC1; p=reject", "v=DMARC1; p=none"), ("v=DMARC1; x",), ("v=DMARC1",)],
)
def test_what_is_no_promise(records):
    assert policy_of("x.dk", lambda name: records) is None


@pytest.mark.parametrize(("domain", "above"), [
    ("post.aarhus.dk", "aarhus.dk"), ("aarhus.dk", "aarhus.dk"), ("a.b.co.uk", "b.co.uk"), ("dk", "dk"),
    ("mail.familiehuset.example", "familiehuset.example"),  # an ending on no list
])  # fmt: skip
def test_the_organisation_above_a_domain(domain, above):
    assert organisation(domain) == above


@pytest.mark.parametrize(("written", "address"), [
    ("lone@x.dk", "lone@x.dk"), ("Lone Holm <Lone@X.dk>", "lone@x.dk"), ("<lone@x.dk>", "lone@x.dk"),
    ('"Holm, Lone" <lone@x.dk>', "lone@x.dk"), ("lone@x.dk (Lone Holm)", "lone@x.dk"),
    ("lone@x.dk <lone@x.dk>", "lone@x.dk"), ("Familiehuset/Lone Holm | 3. sal <lone@x.dk>", "lone@x.dk"),
    ("Holm, Lone <lone@x.dk>", ""), (KELVIN, ""), ("", ""), ("lone", ""), ("a" * 3000 + " <lone@x.dk>", ""),
])  # fmt: skip
def test_whom_from_names(written, address):
    assert one_sender([written]) == address
