"""Letters out: what a mail looks like, to the byte."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from faelled.post import addresses, outgoing, transport
from faelled.post.letters import About, Calendar, Recipient
from faelled.post.message import NotAnAddress
from faelled.post.models import OutgoingLetter
from faelled.post.outgoing.writing import hash_of_line
from faelled.work import clock
from tests.effort import examples
from tests.post.conftest import LONE, MORTEN, TIMES, ask

pytestmark = pytest.mark.django_db
State = OutgoingLetter.State


def opened(captured):
    return message_from_bytes(captured.message, policy=policy.default)


def text_of(captured):
    return opened(captured).get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(captured):
    return opened(captured).get_body(("html",)).get_content().replace("\r\n", "\n")


@pytest.fixture
def sent(mailbag):
    def send(**changes):
        letter = ask(**changes)
        outgoing.carry("w1")
        letter.refresh_from_db()
        return mailbag.sent[-1]

    return send


# What a mail looks like


def test_the_headers_say_who_to_answer_and_that_no_machine_should(sent):
    captured = sent()
    message = opened(captured)
    token = addresses.reply_token("ask", 1, LONE.person_key)
    assert message["From"] == f"Fælled på vegne af Bodil <{settings.MAIL_FROM}>"
    assert message["To"] == f"Lone Holm <{LONE.address}>"
    assert message["Reply-To"] == f"svar+{token}@{settings.MAIL_DOMAIN}"
    assert re.fullmatch(rf"<[a-z2-7]{{26}}\.{token}@.+>", message["Message-ID"])
    assert re.fullmatch(r"retur\+[a-z2-7]{26}@.+", captured.envelope_from)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Content-Language"] == "da"
    assert message["Date"].datetime == clock.now()
    assert "Precedence" not in message
    assert "Cc" not in message and "Bcc" not in message


def test_the_unsubscribe_link_leads_to_this_persons_choice(sent):
    url = opened(sent())["List-Unsubscribe"].strip("<>")
    token = re.fullmatch(rf"{re.escape(settings.ORIGIN)}/mails/([a-z2-7]{{26}})/", url)[1]
    assert addresses.follow_link(token, "mail_choice") == addresses.Linked("mail_choice", 0, LONE.person_key)


def test_every_mail_has_its_own_envelope_and_one_recipient(mailbag):
    ask(LONE)
    ask(MORTEN)
    outgoing.carry("w1")
    assert len({mail.envelope_from for mail in mailbag.sent}) == 2
    assert [opened(mail)["To"].addresses[0].addr_spec for mail in mailbag.sent] == [
        LONE.address,
        MORTEN.address,
    ]


def test_the_text_begins_with_where_to_answer_and_ends_with_how_to_get_fewer(sent):
    lines = text_of(sent()).strip().split("\n")
    assert lines[0] == "Skriv dit svar over denne linje"
    assert 'svar "mindre"' in lines[-1] and 'svar "stop"' in lines[-1]
    assert "Hilsen Fælled, på vegne af Bodil" in lines


def test_morten_reads_it_in_english(sent):
    morten = Recipient(MORTEN.person_key, MORTEN.name, MORTEN.first_name, MORTEN.address, "en")
    captured = sent(to=morten)
    assert text_of(captured).startswith("Write your answer above this line")
    assert 'lang="en"' in html_of(captured)
    assert opened(captured)["Subject"] == "Meeting times in December: do they suit you?"


def test_a_letter_without_an_english_text_goes_in_danish(sent):
    morten = Recipient(MORTEN.person_key, MORTEN.name, MORTEN.first_name, MORTEN.address, "en")
    captured = sent(to=morten, template="tests/letters/news", context={"subject": "Nyt", "news": "Vi ses."})
    assert "Vi ses." in text_of(captured)


class Page(HTMLParser):
    """What a page holds."""

    def __init__(self, html):
        super().__init__()
        self.words, self.tags, self.addresses = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [value for name, value in attributes if name in ("href", "src", "background")]

    def handle_data(self, data):
        if data.strip():
            self.words.append(data.strip())


def test_the_html_has_a_list_a_box_and_no_outside_address(sent):
    captured = sent()
    page = Page(html_of(captured))
    assert page.tags.count("ol") == 1 and page.tags.count("li") == len(TIMES)
    assert not {"img", "script", "link", "style", "iframe"} & set(page.tags)
    [link] = page.addresses
    assert link.startswith(f"{settings.ORIGIN}/svar/") and link in text_of(captured)
    assert page.words.index(
        'Bodil fra biblioteket skriver: "Vi skal have talt om bogbussen."'
    ) < page.words.index("Skriv dit svar over denne linje")


def test_proposals_keep_their_numbers_when_one_between_them_is_gone(sent):
    news = "1. tirsdag 1. december kl. 10-12\n3. onsdag 9. december kl. 9-11"
    html = html_of(sent(template="tests/letters/news", context={"subject": "x", "news": news}))
    assert re.findall(r'<li value="(\d)"', html) == ["1", "3"]


@pytest.mark.parametrize("words", ["<b>hej</b> & <script>alert(1)</script>", "</title><img src=x onerror=1>"])
def test_what_people_write_stays_words(sent, words):
    page = Page(html_of(sent(template="tests/letters/news", context={"subject": words, "news": words})))
    assert not {"script", "img", "b"} & set(page.tags)
    assert words in page.words


def test_a_letter_without_a_link_carries_its_mark_in_the_text(sent):
    text = text_of(sent(template="tests/letters/news", context={"subject": "x", "news": "Nyt"}, link_to=None))
    assert text.strip().endswith(f"Mærke: {addresses.reply_token('ask', 1, LONE.person_key)}")


def test_a_letter_that_wants_no_answer_has_no_reply_address(sent):
    captured = sent(
        template="tests/letters/news", context={"subject": "Kode", "news": "Koden er 1"}, answerable=False
    )
    assert opened(captured)["Reply-To"] is None
    assert "Skriv dit svar" not in text_of(captured)


def test_letters_in_one_thread_refer_to_the_first(sent):
    first, second, other = opened(sent()), opened(sent()), opened(sent(thread="another"))
    morten = opened(sent(to=MORTEN))
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert first["In-Reply-To"] is other["In-Reply-To"] is morten["In-Reply-To"] is None


def test_an_invitation_is_an_alternative_and_comes_from_the_organizer(sent):
    organizer = addresses.organizer_address("event", 5, LONE.person_key)
    content = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    captured = sent(calendar=Calendar("REQUEST", content, organizer))
    message = opened(captured)
    parts = list(message.iter_parts())
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n" in captured.message
    assert parts[2].get_content_disposition() is None
    assert parts[2].get_payload(decode=True) == content
    assert message["From"].addresses[0].addr_spec == organizer


def test_the_bytes_are_lines_that_every_server_takes(sent):
    name = "Familiernes hus på Åboulevarden " * 10
    captured = sent(
        to=Recipient("k", name, name, LONE.address, "da"),
        context={"asker": "x" * 3000, "times": TIMES},
        on_behalf_of=name,
    )
    assert captured.message.isascii()
    assert b"\n" not in captured.message.replace(b"\r\n", b"")
    assert max(len(line) for line in captured.message.split(b"\r\n")) <= 200
    assert len(opened(captured)["Subject"]) <= 180


# Nothing that people write becomes a header (R19)

LINE_ENDS = "\r\n\0\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from(LINE_ENDS + '<>",:;@= \t'), st.characters()), max_size=60
)
EVIL = "Bodil\r\nBcc: alle@ungebasen.example\r\n\r\nkrop"


@pytest.mark.goal("R19")
@effort(max_examples=examples(250), deadline=None, suppress_health_check=list(HealthCheck))
@given(name=HOSTILE, behalf=HOSTILE, subject=HOSTILE)
@example(name=EVIL, behalf=EVIL, subject=EVIL)
@example(
    name="=?utf-8?q?=0D=0ABcc:_x?=", behalf="=?utf-8?b?DQo=?=", subject="=?utf-8?q?=0D=0ABcc:_x@x.example?="
)
@example(name="x" * 300, behalf="å" * 300, subject="ø" * 1000)
@example(name="\ud800", behalf="\u202egnp.exe", subject="")
def test_nobody_writes_a_header_through_a_name_or_a_subject(name, behalf, subject):
    expected = {
        "Date", "From", "To", "Reply-To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
        "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Language", "MIME-Version", "Content-Type",
    }  # fmt: skip
    with transport.use(transport.Captured()) as captured, transaction.atomic():
        OutgoingLetter.objects.all().delete()
        outgoing.write(
            "tests/letters/news",
            to=Recipient("k", name, name, LONE.address, "da"),
            about=About("ask", 1),
            context={"subject": subject, "news": subject},
            letter_class=OutgoingLetter.Class.ASK,
            thread="t",
            on_behalf_of=behalf,
        )
        outgoing.carry("w1")
    [mail] = captured.sent
    head = mail.message.split(b"\r\n\r\n", 1)[0].decode("ascii")
    names = [line.split(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))]
    assert set(names) <= expected and len(names) == len(set(names))
    message = message_from_bytes(mail.message, policy=policy.default)
    assert [address.addr_spec for address in message["To"].addresses] == [LONE.address]
    assert [address.addr_spec for address in message["From"].addresses] == [settings.MAIL_FROM]
    assert "\n" not in message["Subject"] and "\r" not in message["Subject"]


@pytest.mark.parametrize(
    "address",
    ["", "lone", "@x.example", "lone@", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example",
     "a b@c.example", "<a@b.example>", "lone\0@x.example", "å@x.example",
     "a@" + "å" * 100 + ".example", "a" * 400 + "@x.example"],
)  # fmt: skip
def test_an_address_that_no_server_would_take_is_refused_at_once(address):
    with pytest.raises(NotAnAddress):
        ask(Recipient("k", "Lone", "Lone", address, "da"))
    assert not OutgoingLetter.objects.exists()


def test_a_domain_with_danish_letters_is_written_as_servers_want_it(mailbag):
    ask(Recipient("k", "Lone", "Lone", "lone@bøgehuset.example", "da"))
    outgoing.carry("w1")
    assert mailbag.sent[0].to == "lone@xn--bgehuset-54a.example"


def test_no_token_and_no_word_of_a_letter_stands_readable_in_the_database(sent):
    sent()
    ask()
    token = addresses.reply_token("ask", 1, LONE.person_key)
    for letter in OutgoingLetter.objects.values():
        stored = " ".join(
            bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v)
            for v in letter.values()
        )
        assert token not in stored and LONE.address not in stored and "december" not in stored


def test_the_lines_of_both_forms_are_known_again_but_not_a_time_without_its_number():
    """In HTML a proposal has lost its number, and then looks just like a time that somebody typed as their answer."""
    ours = set(ask().line_hashes)
    for line in (
        "Mødetider i december: passer de?",
        "> 1. tirsdag 1. december kl. 10-12",
        "Mødet holdes hos Familiehuset.",  # in the text it is the beginning of a longer line
        "Vil du hellere krydse af",
        "Skriv dit svar over denne linje",
    ):
        assert hash_of_line(line) in ours, line
    for line in ("tirsdag 1. december kl. 10-12", "Torsdag passer fint", "", "> "):
        assert hash_of_line(line) not in ours, line
