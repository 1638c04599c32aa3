"""A mailbox that mail is fetched from: kept first, then taken away; what is not ours stays where it lies."""

import imaplib

import pytest
from django.db import OperationalError

from faelled.post import addresses, incoming, polling, reads
from faelled.post.models import IncomingLetter, PolledMailbox, Sighting
from faelled.post.sealing import unseal, unseal_text
from faelled.site.command import doctor
from tests.post.conftest import COMMON, LONE, mail

pytestmark = pytest.mark.django_db
SECRET = "lone@familiehuset.example"


class Mailbox:
    """What the library's mailbox is to us: the numbers of the mails, and IMAP's commands below them."""

    def __init__(self, *mails):
        self.mails = {str(number): raw for number, raw in enumerate(mails, 1)}
        self.flags = {uid: set() for uid in self.mails}
        self.folders, self.breaks, self.commands = {}, {}, []
        self.capabilities = ("IMAP4REV1", "UIDPLUS")
        self.client = self

    def uids(self, criteria):
        words = {"UNDELETED": r"\Deleted", "UNFLAGGED": r"\Flagged", "UNSEEN": r"\Seen"}
        hidden = {words[word] for word in criteria.split()}
        return [uid for uid in self.mails if not self.flags[uid] & hidden]

    def uid(self, command, uid, *rest):
        self.commands.append((command, uid, *rest))
        if trouble := self.breaks.get((command, uid)) or self.breaks.get(command):
            raise trouble
        match command, rest:
            case "FETCH", ("(RFC822.SIZE)",):
                return "OK", [
                    b"%b (UID %b RFC822.SIZE %d)" % (uid.encode(), uid.encode(), len(self.mails[uid]))
                ]
            case "FETCH", _:
                return "OK", [(b"1 (UID 1 BODY[] {9}", self.mails[uid]), b")", b"1 (FLAGS ())"]
            case "STORE", (_, flags):
                self.flags[uid].add(flags.strip("()"))
            case "COPY", (folder,):
                self.folders.setdefault(folder, []).append(self.mails[uid])
            case "EXPUNGE", _:
                del self.mails[uid]
        return "OK", [b""]

    def logout(self):
        self.commands.append(("LOGOUT",))


@pytest.fixture
def box(settings, monkeypatch):
    """Return a function that puts a mailbox with some mails in the place of the server's."""
    settings.IMAP_HOST = "imap.kommune.example"

    def put(*mails):
        mailbox = Mailbox(*mails)
        monkeypatch.setattr(polling, "connect", lambda: mailbox)
        return mailbox

    return put


def counted():
    return dict(Sighting.objects.values_list("what", "count"))


def test_a_mail_is_kept_and_then_gone_from_the_mailbox(box, inbox):
    ask = addresses.reply_address("ask", 1, LONE.person_key)
    mailbox = box(mail("Torsdag passer", to=ask, Return_Path="<lone@familiehuset.example>"))
    assert polling.fetch("w1") == 1
    assert mailbox.mails == {}
    incoming.open_waiting("w1")
    assert inbox.replies[0].person_key == LONE.person_key
    assert IncomingLetter.objects.get().by_own_server


@pytest.mark.parametrize("header", ["Delivered_To", "X_Original_To", "Envelope_To", "To", "Cc"])
@pytest.mark.parametrize("written", ["{}", "Fælled <{}>", "nogen@kommune.example, {}", "<{}>"])
def test_the_recipient_is_found_wherever_it_is_named(box, header, written):
    ask = addresses.reply_address("ask", 1, LONE.person_key)
    fields = {"To": "alle@kommune.example", header: written.format(ask.upper())}
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    box((f"{lines}From: Lone <{SECRET}>\nMessage-ID: <1@x.example>\n\nJa\n").encode())
    assert polling.fetch("w1") == 1
    assert unseal_text(IncomingLetter.objects.get().recipient) == ask


def test_what_the_server_wrote_counts_more_than_what_the_writer_wrote(box):
    ask = addresses.reply_address("ask", 1, LONE.person_key)
    box(mail("Ja", to=COMMON, Delivered_To=ask))
    polling.fetch("w1")
    assert [unseal_text(row.recipient) for row in IncomingLetter.objects.all()] == [ask]


def test_two_addresses_of_ours_get_one_row_each(box):
    ask = addresses.reply_address("ask", 1, LONE.person_key)
    box(mail("Ja", to=f"{COMMON}, {ask}"))
    polling.fetch("w1")
    assert {unseal_text(row.recipient) for row in IncomingLetter.objects.all()} == {COMMON, ask}


def test_what_is_for_nobody_of_ours_stays_with_a_star_and_is_counted(box):
    mailbox = box(mail("Tilbud", to="chef@kommune.example"), mail("Ja"))
    assert polling.fetch("w1") == 1
    assert list(mailbox.mails) == ["1"] and mailbox.flags["1"] == {r"\Flagged"}
    assert counted() == {"mailbox_unknown_recipient": 1}
    PolledMailbox.objects.update(not_before="2026-01-01T00:00Z")
    assert polling.fetch("w1") == 0
    assert counted() == {"mailbox_unknown_recipient": 1}, "it is looked at once"


@pytest.mark.parametrize(
    "poison", [b"", b"\0" * 50, b"To: " + b"(" * 60_000 + b"\n\nJa", b"To: =?x?q?=?= <>\n\n", b"\xff\xfe\n\n"]
)
def test_a_poisonous_mail_never_stops_the_next(box, poison):
    mailbox = box(poison, mail("Ja"))
    assert polling.fetch("w1") == 1
    assert list(mailbox.mails) == ["1"] and mailbox.flags["1"] == {r"\Flagged"}


def test_what_is_too_large_is_not_even_fetched(box, settings):
    settings.MAIL_SIZE_LIMIT = 1000
    mailbox = box(mail("x" * 2000), mail("Ja", Message_ID="<2@x.example>", Date=None))
    assert polling.fetch("w1") == 1
    assert ("FETCH", "1", "(BODY.PEEK[])") not in mailbox.commands
    assert counted() == {"mailbox_too_large": 1}


@pytest.mark.parametrize(("after", "left", "flags", "moved"), [
    ("delete", [], None, []),
    ("seen", ["1"], {r"\Seen"}, []),
    ("Fælled taget", [], None, ['"F&AOY-lled taget"']),
])  # fmt: skip
def test_what_happens_to_a_mail_that_was_kept(box, settings, after, left, flags, moved):
    settings.IMAP_AFTER = after
    mailbox = box(mail("Ja"))
    assert polling.fetch("w1") == 1
    assert (list(mailbox.mails), list(mailbox.folders)) == (left, moved)
    assert flags is None or mailbox.flags["1"] == flags
    assert mailbox.uids("UNDELETED UNFLAGGED UNSEEN") == []


def test_what_a_person_marked_as_deleted_is_left_to_them(box):
    mailbox = box(mail("Ja"), mail("Nej", Message_ID="<2@x.example>"))
    mailbox.flags["2"].add(r"\Deleted")
    polling.fetch("w1")
    assert list(mailbox.mails) == ["2"]
    mailbox = box(mail("Ja igen", Message_ID="<3@x.example>"))
    mailbox.capabilities = ("IMAP4REV1",)  # a server that cannot take away one mail alone
    PolledMailbox.objects.update(not_before="2026-01-01T00:00Z")
    polling.fetch("w1")
    assert not [command for command in mailbox.commands if command[0] == "EXPUNGE"]


def test_nothing_is_taken_away_before_it_is_kept(box, monkeypatch):
    def full(*what, **how):
        raise OperationalError("disk is full")

    mailbox = box(mail("Ja"))
    monkeypatch.setattr(polling, "receive", full)
    assert polling.fetch("w1") == 0
    assert list(mailbox.mails) == ["1"] and mailbox.flags["1"] == set()
    assert PolledMailbox.objects.get().error == "OperationalError"


def test_a_crash_between_keeping_and_taking_away_makes_no_second_mail(box):
    mailbox = box(mail("Ja"))
    mailbox.breaks["STORE"] = imaplib.IMAP4.abort(f"gone, {SECRET}")
    polling.fetch("w1")
    assert list(mailbox.mails) == ["1"]
    mailbox.breaks.clear()
    PolledMailbox.objects.update(not_before="2026-01-01T00:00Z")
    polling.fetch("w1")
    assert mailbox.mails == {} and IncomingLetter.objects.count() == 1


def test_trouble_is_seen_by_the_operator_and_the_coordinator_and_says_no_name(
    box, monkeypatch, caplog, the_clock
):
    def refused():
        raise imaplib.IMAP4.error(f"[AUTHENTICATIONFAILED] {SECRET}")

    monkeypatch.setattr(polling, "connect", refused)
    polling.fetch("w1")
    assert SECRET not in caplog.text and "the mailbox could not be fetched: error" in caplog.text
    assert doctor._mailbox().trouble == "error since 2026-11-23 09:00 UTC; look at FAELLED_IMAP_*"
    assert reads.traffic(7).not_fetched_since == the_clock.at
    the_clock.goes(minutes=2)
    box()
    polling.fetch("w1")
    assert doctor._mailbox().trouble == "" and reads.traffic(7).not_fetched_since is None


def test_two_workers_never_fetch_at_once_and_one_waits_a_minute(box, the_clock):
    box(mail("Ja"))
    assert polling.fetch("w1") == 1
    mailbox = box(mail("Nej", Message_ID="<2@x.example>"))
    assert polling.fetch("w2") == 0 and mailbox.commands == []
    the_clock.goes(minutes=1)
    assert polling.fetch("w2") == 1


def test_a_round_is_bounded_and_the_rest_comes_next(box, monkeypatch, the_clock):
    monkeypatch.setattr(polling, "_MAILS", 3)
    box(*[mail(f"Nr. {n}", Message_ID=f"<{n}@x.example>") for n in range(5)])
    assert polling.fetch("w1") == 3
    the_clock.goes(minutes=1)
    assert polling.fetch("w1") == 2


def test_without_a_mailbox_nothing_is_connected_to(settings, monkeypatch):
    monkeypatch.setattr(polling, "connect", lambda: 1 / 0)
    assert polling.fetch("w1") == 0
    assert doctor._mailbox().trouble == ""


def test_the_bytes_are_kept_as_they_were(box):
    raw = mail("Ja").replace(b"\n", b"\r\n")
    box(raw)
    polling.fetch("w1")
    assert unseal(IncomingLetter.objects.get().raw).endswith(raw)
