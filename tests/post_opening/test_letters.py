"""Mails as Danish programs write them (tests/mails/opening), opened."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from faelled.post.opening import FailedBecause, Kind, open_mail

MAILS = Path(__file__).resolve().parent.parent / "mails" / "opening"
ANSWER = "Torsdag den 3. december passer fint. Tirsdag kan jeg desværre ikke."


def opened(name):
    return open_mail((MAILS / f"{name}.eml").read_bytes())


def a_mail(body="Ja", **fields):
    header = {"From": "Lone <lone@familiehuset.example>", "Subject": "SV: Passer tirsdag?"}
    header |= {name.replace("_", "-"): value for name, value in fields.items()}
    return ("".join(f"{k}: {v}\n" for k, v in header.items() if v is not None) + "\n" + body).encode()


@pytest.mark.parametrize(
    "name",
    [
        "apple-html-only",
        "broken-base64",
        "gmail",
        "gmail-html-only",
        "iphone",
        "latin1-said-utf8",
        "mime-less",
        "outlook",
        "outlook-html-only",
        "outlook-mobil",
        "outlook-web-html-only",
        "proton",
        "roundcube",
        "samsung",
        "thunderbird-below",
        "thunderbird-flowed",
        "with-photo",
        "wrong-charset",
        "yahoo-html-only",
        "kalender-vedhaeftet",
    ],
)
def test_the_answer_and_nothing_else_is_new(name):
    letter = opened(name)
    assert letter.kind is Kind.ANSWER
    assert letter.new_text.removesuffix("Mvh Lone").strip() == ANSWER
    assert not letter.automatic
    assert letter.sender == "lone@familiehuset.example"


def test_the_header_of_an_answer():
    letter = opened("gmail")
    assert letter.subject == "SV: Passer tirsdag kl. 9 eller torsdag kl. 13?"
    assert (letter.sender_name, letter.to, letter.cc) == ("Lone", ("svar+abc@faelled.example",), ())
    assert letter.message_id == "<gmail@familiehuset.example>"
    assert letter.in_reply_to == "<ask-1@faelled.example>"
    assert letter.references == ("<ask-0@faelled.example>", "<ask-1@faelled.example>")
    assert letter.date == datetime(2026, 11, 23, 9, 20, 11, tzinfo=UTC)
    assert letter.size == len((MAILS / "gmail.eml").read_bytes())


@pytest.mark.parametrize(
    ("name", "back"),
    [
        ("fravaer-outlook", date(2026, 12, 7)),
        ("fravaer-gmail", date(2027, 1, 5)),
        ("fravaer-uden-tegn", date(2027, 1, 4)),
    ],
)
def test_an_absence_is_no_answer_and_says_when_it_ends(name, back):
    letter = opened(name)
    assert (letter.kind, letter.automatic, letter.absent_until) == (Kind.ABSENCE, True, back)


@pytest.mark.parametrize(
    ("name", "failed", "for_good", "because"),
    [
        ("retur-ukendt", "lone@familiehuset.example", True, FailedBecause.NO_MAILBOX),
        ("retur-fuld", "lone@familiehuset.example", False, FailedBecause.FULL),
        ("retur-forsinket", "lone@familiehuset.example", False, None),
        ("retur-dansk", "morten@ungebasen.example", True, FailedBecause.NO_MAILBOX),
    ],
)
def test_a_bounce_names_whom_the_letter_did_not_reach_and_why(name, failed, for_good, because):
    letter = opened(name)
    assert (letter.kind, letter.failed, letter.failed_for_good) == (Kind.BOUNCE, (failed,), for_good)
    assert letter.failed_because is because
    assert letter.automatic


def test_a_shop_that_writes_about_a_delivery_is_no_bounce():
    letter = open_mail(
        a_mail(
            "Pakken er hos lone@familiehuset.example", From="no-reply@x.example", Subject="Delivery status"
        )
    )
    assert (letter.kind, letter.automatic) == (Kind.OTHER, True)


def test_a_notice_of_delivery_is_neither_bounce_nor_absence():
    letter = opened("leveret")
    assert (letter.kind, letter.automatic, letter.failed) == (Kind.OTHER, True, ())


@pytest.mark.parametrize("name", ["kalendersvar", "kalendersvar-google"])
def test_an_answer_by_calendar(name):
    letter = opened(name)
    assert letter.kind is Kind.CALENDAR
    entry = letter.calendar[0]
    assert (entry.method, entry.uid, entry.sequence) == ("REPLY", "moede-1@faelled.example", 2)
    assert (entry.attendee, entry.partstat) == ("lone@familiehuset.example", "ACCEPTED")


def test_mail_without_anything_to_read():
    assert (opened("kun-foto").kind, opened("kun-foto").only_attachments) == (Kind.OTHER, True)
    assert (opened("winmail").kind, opened("winmail").winmail) == (Kind.OTHER, True)
    assert (opened("nyhedsbrev").kind, opened("nyhedsbrev").automatic) == (Kind.OTHER, True)
    assert open_mail(b"").kind is Kind.OTHER


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto-Submitted": "auto-generated"},
        {"X-Auto-Response-Suppress": "OOF"},
        {"Precedence": "bulk"},
        {"Precedence": "auto-reply"},
        {"X-Autoreply": "yes"},
        {"Return-Path": "<>"},
        {"List-Id": "<nyt.ungebasen.example>"},
        {"From": "MAILER-DAEMON@mx.familiehuset.example"},
        {"From": "no-reply@familiehuset.example"},
    ],
)
def test_no_human_sent_it(fields):
    letter = open_mail(a_mail(**fields))
    assert letter.automatic
    assert letter.kind is not Kind.ANSWER


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto-Submitted": "no"},
        {"Precedence": "normal"},
        {"Return-Path": "<lone@familiehuset.example>"},
        {"From": "Postmesteren <post@familiehuset.example>"},
        {"Subject": "SV: Automatisk svar: Passer tirsdag?"},
        {"Subject": "SV: Ferie"},
        {"Subject": "SV: Kan ikke leveres: Passer tirsdag?"},
    ],
)
def test_a_human_sent_it(fields):
    letter = open_mail(a_mail("Ja, men jeg er tilbage på kontoret tirsdag den 1. december", **fields))
    assert (letter.kind, letter.automatic) == (Kind.ANSWER, False)


def test_a_shared_mailbox_that_says_thanks_is_not_away():
    body = "Vi har modtaget din mail og svarer inden tre dage."
    letter = open_mail(
        a_mail(body, Subject="Automatisk svar: Passer tirsdag?", Auto_Submitted="auto-replied")
    )
    assert letter.kind is Kind.OTHER
    # Without a sign in the header the subject alone speaks, and must keep it from being read as an answer.
    assert open_mail(a_mail(body, Subject="Automatisk svar: Passer tirsdag?")).kind is Kind.ABSENCE


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Jeg er tilbage mandag den 7. december.", date(2026, 12, 7)),
        ("Jeg er tilbage igen d. 7/12", date(2026, 12, 7)),
        ("Jeg er tilbage 7.12.2026", date(2026, 12, 7)),
        ("Jeg holder ferie til og med fredag den 4. december", date(2026, 12, 5)),
        ("Jeg har orlov frem til 1. februar", date(2027, 2, 1)),
        ("Ferie fra 1. til 4. december. Tilbage på kontoret den 7. december 2026", date(2026, 12, 7)),
        ("I am back on December 7th", date(2026, 12, 7)),
        ("I am out of office until 7 December 2026.", date(2026, 12, 7)),
        ("returning to the office on 2026-12-07", date(2026, 12, 7)),
        ("Ich bin bis einschließlich 4. Dezember nicht im Büro", date(2026, 12, 5)),
        ("Jag är tillbaka den 7 december", date(2026, 12, 7)),
        ("Jeg er tilbage mandag d. 7.", date(2026, 12, 7)),
        ("Jeg er tilbage igen mandag den 30.", date(2026, 11, 30)),
        ("Jeg holder ferie fra den 1. til den 4. december", date(2026, 12, 5)),
        ("I am out of office from November 30 to December 4", date(2026, 12, 5)),
        ("Ferie fra 28. december til 1. januar, tilbage den 4. januar", date(2027, 1, 4)),
        ("Jeg er tilbage mandag i uge 50", date(2026, 12, 7)),
        ("I am back in week 1", date(2027, 1, 4)),
        ("Jeg er tilbage om en uge", None),
        ("Jeg er her ikke. Ring 7-12.", None),
        ("Tilbage den 31. februar", None),
        ("Tilbage snart", None),
    ],
)
def test_the_day_of_return(text, back):
    mail = a_mail(
        text,
        Subject="Autosvar: x",
        Date="Mon, 23 Nov 2026 10:20:11 +0100",
        Content_Type="text/plain; charset=utf-8",
    )
    assert open_mail(mail).absent_until == back


# Bodies


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Ja</p><p>Nej</p>", "Ja\n\nNej"),
        ("Ja<br>Nej", "Ja\nNej"),
        ("<div>Ja</div><div>Nej</div>", "Ja\nNej"),
        ("<ol><li>ja</li><li>nej</li></ol>", "1. ja\n2. nej"),
        ("Ja&nbsp;&aelig;&#248;&#xe5; &lt;3", "Ja æøå <3"),
        ("<head><title>x</title></head><body>Ja</body>", "Ja"),
        ("<style>p {}</style><script>x()</script>Ja<!-- nej -->", "Ja"),
        ("Ja <b>5 < 6</b>", "Ja 5 < 6"),
        ("<div>Ja</div><blockquote type='cite'>Kan du?</blockquote><div>Og nej</div>", "Ja\n\nOg nej"),
        (
            "<div>Se her</div><div class='gmail_quote'>Bodil:<blockquote class='gmail_quote'>Kan du?</blockquote>"
            "<div>Ja, tirsdag</div></div>",
            "Se her\n\nJa, tirsdag",
        ),
        ("<div>Ja</div><div class='gmail_quote'>Bodil u 2026<br>Kan du?</div>", "Ja"),
        ("<div>Ja</div><div id='x_divRplyFwdMsg'><b>Fra:</b> Bodil</div><div>Kan du?</div>", "Ja"),
        ("<blockquote>Ja, indrykket</blockquote>", "Ja, indrykket"),
        ("<style>aldrig lukket", "aldrig lukket"),
        ("<!-- aldrig lukket", "<!-- aldrig lukket"),
        ("", ""),
    ],
)
def test_html_becomes_text(markup, text):
    letter = open_mail(a_mail(markup, Content_Type="text/html; charset=utf-8"))
    assert letter.new_text == text


def test_an_empty_plain_text_hides_no_html():
    body = "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>Ja tak</p>\n--b--\n"
    assert open_mail(a_mail(body, Content_Type="multipart/alternative; boundary=b")).new_text == "Ja tak"


def test_text_around_a_picture_belongs_together():
    body = "--b\n\nFør\n--b\nContent-Type: image/png\n\nx\n--b\nContent-Type: text/plain\n\nEfter\n--b--\n"
    assert open_mail(a_mail(body, Content_Type="multipart/mixed; boundary=b")).new_text.split() == [
        "Før",
        "Efter",
    ]


def test_an_attached_mail_or_text_is_not_what_the_person_wrote():
    body = (
        "--b\n\nJa\n--b\nContent-Type: message/rfc822\n\nSubject: gammel\n\nNej\n"
        "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=referat.txt\n\nNej\n--b--\n"
    )
    assert open_mail(a_mail(body, Content_Type="multipart/mixed; boundary=b")).new_text == "Ja"


def test_flowed_lines_are_joined_and_quotes_stay_quotes():
    body = "Torsdag \npasser \nfint\n> Kan du \n> torsdag?\n\n-- \nLone\n"
    letter = open_mail(a_mail(body, Content_Type="text/plain; format=flowed"))
    assert (letter.new_text, letter.quoted, letter.signature) == (
        "Torsdag passer fint",
        "> Kan du torsdag?",
        "--\nLone",
    )


def test_base64_with_a_footer_that_a_list_added():
    import base64

    body = base64.encodebytes("Torsdag på Ungebasen".encode()).decode() + "_______\nSendt til alle.\n"
    letter = open_mail(
        a_mail(body, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding="base64")
    )
    assert letter.new_text.startswith("Torsdag på Ungebasen\n")
    assert "Sendt til alle." in letter.new_text
