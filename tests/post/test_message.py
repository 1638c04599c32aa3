"""The bytes of a mail, whatever is put into it: hostile names and subjects, no second header."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from faelled.post.message import Mail, NotAnAddress, checked_address, in_base64
from faelled.post.wording import bare_line, one_line, paragraphs
from tests.effort import examples

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLAIN = Mail(
    envelope_from="retur+x@faelled.example",
    from_name="Fælled",
    from_address="faelled@faelled.example",
    to_name="Lone",
    to_address="lone@familiehuset.example",
    reply_to="svar+x@faelled.example",
    subject="Mødetider",
    message_id="<1.x@faelled.example>",
    references="<0.x@faelled.example>",
    unsubscribe="https://faelled.example/mails/x/",
    lang="da",
    text="Hej\n",
    html="<p>Hej</p>\n",
)
NAMES = [
    "Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Language", "MIME-Version",
    "Content-Type",
]  # fmt: skip
SIGNS = st.one_of(st.sampled_from('\r\n\0\x0b\x0c\x1c\x85\u2028\u2029<>",:;@= \t?_\\()[]'), st.characters())
WORDS = st.lists(
    st.one_of(SIGNS, st.sampled_from(["\r\nBcc: x@y.example", "=?utf-8?q?", "?=", "=0D=0A"])), max_size=80
).map("".join)


def changed(**fields):
    return Mail(**({name: getattr(PLAIN, name) for name in Mail.__slots__} | fields))


@pytest.mark.goal("R19")
@effort(max_examples=examples(1500), deadline=None, suppress_health_check=list(HealthCheck))
@given(to_name=WORDS, from_name=WORDS, subject=WORDS)
@example(to_name="x" * 300, from_name="å" * 300, subject="ø " * 500)
@example(to_name='"', from_name="\\", subject="=?utf-8?b?DQpCY2M6IHg=?=")
@example(to_name="=?utf-8?q?=0D=0ABcc:_x?=", from_name="\ud800", subject="\u202egnp.exe")
def test_no_name_and_no_subject_becomes_a_header(to_name, from_name, subject):
    raw = changed(to_name=to_name, from_name=from_name, subject=subject).to_bytes(NOW)
    head = raw.split(b"\r\n\r\n", 1)[0].decode("ascii")
    lines = head.split("\r\n")
    assert [line.split(":")[0] for line in lines if not line.startswith((" ", "\t"))] == NAMES
    assert max(map(len, lines)) < 400
    message = message_from_bytes(raw, policy=policy.default)
    assert [address.addr_spec for address in message["To"].addresses] == [PLAIN.to_address]
    assert [address.addr_spec for address in message["From"].addresses] == [PLAIN.from_address]
    assert len(message["Subject"].splitlines()) <= 1
    assert not message.defects


OTHERS = ["message_id", "references", "unsubscribe", "lang", "to_address", "from_address", "reply_to"]
TOKENS = st.one_of(
    WORDS, st.from_regex(r"[a-z]{1,5}[\r\n\0\u2028 <>,;:]{0,2}[a-z]{0,4}@[a-z.\r\n\x85]{1,8}", fullmatch=True)
)


@pytest.mark.goal("R19")
@effort(max_examples=examples(1000), deadline=None, suppress_health_check=list(HealthCheck))
@given(field=st.sampled_from(OTHERS), value=TOKENS)
def test_what_is_no_text_is_refused_or_stands_alone_in_its_header(field, value):
    mail = changed(**{field: value})
    try:
        raw = mail.to_bytes(NOW)
    except NotAnAddress:
        return
    lines = raw.split(b"\r\n\r\n", 1)[0].decode("ascii").split("\r\n")
    names = [line.split(":")[0] for line in lines if not line.startswith((" ", "\t"))]
    assert set(names) <= set(NAMES) and len(names) == len(set(names))
    assert len(message_from_bytes(raw, policy=policy.default)["To"].addresses) == 1


@pytest.mark.goal("R19")
@effort(max_examples=examples(500), deadline=None, suppress_health_check=list(HealthCheck))
@given(address=TOKENS)
def test_an_envelope_names_one_recipient_or_none(address):
    try:
        taken = checked_address(address)
    except NotAnAddress:
        return
    assert taken.isascii() and taken.isprintable() and taken.count("@") >= 1
    assert not set(taken) & set(" <>,;:\r\n\0")


@pytest.mark.goal("R19")
@effort(max_examples=examples(500), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=WORDS, html=WORDS)
@example(text="\r\n--===============1==--\r\nBcc: x@y.example\r\n\r\n", html="\n.\r\nMAIL FROM:<x@y.example>")
def test_no_words_become_a_part_of_the_mail(text, html):
    message = message_from_bytes(changed(text=text, html=html).to_bytes(NOW), policy=policy.default)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "text/html"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "subject",
    ["Mødetider i december: passer de?", "a" * 180, "torsdag 3. december kl. 13-15 " * 6, "100 %", "=?x?="],
)
def test_a_subject_arrives_as_it_was_written(subject):
    message = message_from_bytes(changed(subject=subject).to_bytes(NOW), policy=policy.default)
    assert message["Subject"] == one_line(subject)


@pytest.mark.parametrize(
    "name",
    ["Lone Holm", "Åse Ø. Æbelø", 'Lone "Lo" Holm', "Holm, Lone", "lone@familiehuset.example", "L\\one"],
)
def test_a_name_arrives_as_it_was_written(name):
    message = message_from_bytes(changed(to_name=name).to_bytes(NOW), policy=policy.default)
    assert message["To"].addresses[0].display_name == name


@pytest.mark.parametrize("field", OTHERS)
def test_a_line_end_in_any_other_header_is_refused(field):
    with pytest.raises(NotAnAddress):
        changed(**{field: f"{getattr(PLAIN, field)}\r\nBcc: x@y.example"}).to_bytes(NOW)


def test_a_calendar_method_is_no_way_in():
    with pytest.raises(NotAnAddress):
        changed(calendar_method="REQUEST\r\nBcc: x", calendar=in_base64(b"x")).to_bytes(NOW)


def test_the_sealed_form_gives_the_same_mail():
    mail = changed(calendar_method="REQUEST", calendar=in_base64(b"BEGIN:VCALENDAR\r\n\xc3\xa6"))
    assert Mail.from_json(mail.to_json()) == mail


def test_lines_are_known_again_whatever_a_mail_program_did_to_them():
    ours = "1. tirsdag 1. december kl. 10-12"
    for theirs in (
        "> 1. tirsdag 1. december kl. 10-12",
        "*1.*  Tirsdag 1. december kl. 10–12",
        "1.\u00a0tirsdag 1. december kl. 10-12 ",
    ):
        assert bare_line(theirs) == bare_line(ours)
    assert bare_line("tirsdag 1. december kl. 10-12") != bare_line(
        ours
    )  # somebody's own words: they have no number
    assert bare_line("---") == ""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("\n\na  \n", "a"),
        ("a\0b\x1b[31m", "ab[31m"),
        ("a\u2028b", "a\nb"),
    ],
)
def test_a_body_has_plain_lines(written, shown):
    assert paragraphs(written) == shown
