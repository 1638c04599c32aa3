"""What a person newly wrote is found above, below and between what their mail client quotes."""

import pytest

from faelled.core.replies.quoting import split

ANSWER = "Torsdag passer fint, tirsdag kan jeg ikke."
LETTER = """Passer tirsdag kl. 9 eller torsdag kl. 13?

Hej Lone

1. tirsdag 1. december kl. 9-11
2. torsdag 3. december kl. 13-15

Vi mødes hos Biblioteket.

Venlig hilsen
Fælled"""
BODIL = "bodil@biblioteket.example"


def marked(text):
    return "\n".join(f"> {line}" for line in text.split("\n"))


def is_own(line):
    return line in {own.strip() for own in LETTER.split("\n")} or "Skriv dit svar over denne linje" in line


def folded(text):
    return " ".join(text.split())


WITH_QUOTE_MARKS = {
    "Gmail": f"Den man. 23. nov. 2026 kl. 10.14 skrev Bodil <{BODIL}>:\n",
    "Gmail, broken in the address": f"Den man. 23. nov. 2026 kl. 10.14 skrev Bodil fra Børn <\n{BODIL}>:\n",
    "Gmail, on three lines": f"Den man. 23. nov. 2026 kl. 10.14 skrev Bodil via Fælled i\nByen <{BODIL}\n>:\n",
    "Gmail on a phone": f"man. 23. nov. 2026 10.14 skrev Bodil <{BODIL}>:\n",
    "Apple": f"> Den 23. nov. 2026 kl. 10.14 skrev Bodil <{BODIL}>:\n> ",
    "Apple, broken before the name": f"Den 23. nov. 2026 kl. 10.14 skrev\nBodil <{BODIL}>:\n",
    "Apple, from an iPhone": f"Sendt fra min iPhone\n\n> Den 23. nov. 2026 kl. 10.14 skrev Bodil <{BODIL}>:\n> ",
    "Thunderbird": "Den 23.11.2026 kl. 10.14 skrev Bodil:",
    "Thunderbird, with strokes": "Den 23-11-2026 kl. 10:14 skrev Bodil via Fælled:",
    "Roundcube": "Den 2026-11-23 10:14, skrev Bodil:",
    "Roundcube, name first": "Bodil skrev den 2026-11-23 10:14:",
    "Roundcube, as it was driven": "Fælled på vegne af Bodil fra Biblioteket skrev den 2026-11-27 11:33:",
    "Proton": (
        f"Sendt med Proton Mail sikker e-mail.\n\nmandag den 23. november 2026 kl. 10.14 skrev Bodil <{BODIL}>:\n"
    ),
    "Proton, verb last": f"Den mandag den 23. november 2026 kl. 10:14, Bodil <{BODIL}> skrev:\n",
    "K-9": f"Den 23. november 2026 10.14.33 CET, skrev Bodil <{BODIL}>:",
    "English Gmail": f"On Mon, 23 Nov 2026 at 10:14, Bodil <{BODIL}> wrote:\n",
    "Norwegian Gmail": f"man. 23. nov. 2026 kl. 10:14 skrev Bodil <{BODIL}>:\n",
    "Swedish Gmail": f"Den mån 23 nov. 2026 kl 10:14 skrev Bodil <{BODIL}>:\n",
    "German Gmail": f"Am Mo., 23. Nov. 2026 um 10:14 Uhr schrieb Bodil <{BODIL}>:\n",
    "German Thunderbird": "Am 23.11.2026 um 10:14 schrieb Bodil:",
    "a language that nobody taught us": f"23. stud. 2026 u 10:14 Bodil <{BODIL}> je napisao:\n",
    "no heading at all": "",
    "a rule and no heading": "_" * 30,
    "an old program": "Bodil skrev:",
    "Horde": f"Citat fra Bodil <{BODIL}>:\n",
    "Open-Xchange": f"Bodil <{BODIL}> skrev den 23.11.2026 10:14 CET:\n\n",
    "forwarded from an iPhone": "Start på videresendt besked:\n\n> Fra: Bodil\n> Emne: Passer tirsdag?\n> ",
}

WITHOUT_QUOTE_MARKS = {
    "Outlook": f"Fra: Bodil <{BODIL}>\nSendt: 23. november 2026 10:14\nTil: Lone\nEmne: Passer tirsdag?\n",
    "Outlook, bold": f"*Fra:* Bodil <{BODIL}>\n*Sendt:* 23. november 2026 10:14\n*Til:* Lone\n*Emne:* Passer?\n",
    "Outlook, bold twice": "**Fra:** Bodil\n**Dato:** mandag den 23. november 2026\n**Til:** Lone\n**Emne:** Passer\n",
    "Outlook on the web": f"{'_' * 32}\nFra: Bodil <{BODIL}>\nSendt: 23. november 2026 10:14\nTil: Lone\nEmne: x\n",
    "Outlook on a Mac": f"Fra: Bodil <{BODIL}>\nDato: mandag den 23. november 2026 kl. 10.14\nTil: Lone\nEmne: x",
    "Outlook on Android": (
        f"Hent Outlook til Android<https://aka.example/x>\n{'_' * 32}\nFra: Bodil <{BODIL}>\nEmne: x\n"
    ),
    "Outlook on an iPhone": (
        f"Hent Outlook til iOS\n\nFra: Bodil <{BODIL}>\nSendt: mandag, november 23, 2026\nEmne: x\n"
    ),
    "Outlook, address on its own line": (
        f"Fra: Bodil \n<{BODIL}> \nSendt: 23. november\nTil: Lone; Morten;\n Nanna\nEmne: x"
    ),
    "Outlook, old": f"-----Oprindelig meddelelse-----\nFra: Bodil [mailto:{BODIL}] \nSendt: 23. november 2026\n",
    "Outlook, an appointment": "-----Oprindelig aftale-----\nFra: Bodil\nSendt: 23. november\nTil: Lone\nEmne: x\n",
    "Samsung": (
        f"Sendt fra min Galaxy\n\n\n-------- Oprindelig besked --------\nFra: Bodil <{BODIL}> \nDato: 23.11.2026 \n"
    ),
    "Roundcube": "Bodil via Fælled skrev den 2026-11-23 10:14:\n",
    "Yahoo": f"    Den mandag den 23. november 2026 10.14.33 CET skrev Bodil <{BODIL}>:  \n \n ",
    "BlueMail": f'Hent BlueMail til Android\nDen 23. nov. 2026, fra 10.14, "Bodil" <{BODIL}> skrev:',
    "Notes": f"Fra:\tBodil <{BODIL}>\nTil:\tLone\nDato:\t23-11-2026 10:14\nEmne:\tPasser\n\n\n",
    "all labels on one line": f"Fra: Bodil <{BODIL}> Sendt: 23. november 2026 10:14 Til: Lone Emne: Passer\n",
    "GroupWise": f">>> Bodil <{BODIL}> 23-11-2026 10:14 >>>",
    "Swedish Outlook": f"Från: Bodil <{BODIL}>\nSkickat: den 23 november 2026 10:14\nTill: Lone\nÄmne: Passer\n",
    "German Outlook": f"Von: Bodil <{BODIL}>\nGesendet: Montag, 23. November 2026\nAn: Lone\nBetreff: Passer\n",
    "English Outlook": f"From: Bodil <{BODIL}>\nSent: Monday, November 23, 2026 10:14 AM\nTo: Lone\nSubject: Passer\n",
    "forwarded from Gmail": f"---------- Forwarded message ---------\nFra: Bodil <{BODIL}>\nSubject: Passer\n",
    "our own line": "---- Skriv dit svar over denne linje ----",
    "our own line in English": "Write your answer above this line\n",
    "our own line below a heading nobody knows": (
        "Bodil 23.11.2026 u 10.14 je napisao:\nSkriv dit svar over denne linje"
    ),
}


@pytest.mark.parametrize("heading", WITH_QUOTE_MARKS.values(), ids=WITH_QUOTE_MARKS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_answer_above_a_quote_with_marks(heading, end):
    found = split(f"{ANSWER}\n\n{heading}\n{marked(LETTER)}\n".replace("\n", end))
    assert found.new_text == ANSWER
    assert "Vi mødes hos Biblioteket." in found.quoted


@pytest.mark.parametrize("heading", WITHOUT_QUOTE_MARKS.values(), ids=WITHOUT_QUOTE_MARKS)
def test_the_answer_above_history_without_marks(heading):
    found = split(f"{ANSWER}\n\n{heading}\n{LETTER}\n")
    assert found.new_text == ANSWER
    assert "Vi mødes hos Biblioteket." in found.quoted


@pytest.mark.parametrize("heading", ["Den 23.11.2026 kl. 10.14 skrev Bodil:", ""])
def test_the_answer_below_the_quote(heading):
    assert split(f"{heading}\n{marked(LETTER)}\n\n{ANSWER}\n").new_text == ANSWER


def test_answers_between_the_quoted_lines():
    text = "Den 23.11.2026 skrev Bodil:\n> Kan du tirsdag?\nNej, desværre.\n\n> Torsdag?\nja, det kan jeg\n> Bodil"
    assert split(text).new_text == "Nej, desværre.\n\nja, det kan jeg"


def test_what_a_client_wrapped_out_of_the_quote_is_no_answer():
    text = (
        f"{ANSWER}\n\n> Vi vil gerne høre, om I kan være hos jer selv, eller om vi skal finde en anden\n"
        "plads til mødet i stedet\n> Bodil"
    )
    assert split(text).new_text == ANSWER


KEPT = [
    "Fra: tirsdag\nTil: torsdag",
    "Fra: kl. 9\nTil: kl. 11\nHilsen Lone",
    "Den 3. december skrev Bodil at hun ikke kan:\nså torsdag går ikke.",
    "Jeg kan følgende:\n1. tirsdag\n2. torsdag",
    "Som jeg skrev den 3.12.2026 kl. 10.00:\nJeg kan ikke tirsdag",
    "Vi kan den 1. december 2026 kl. 9:\nog den 3. december 2026 kl. 13:\nMvh Lone",
    "Det passer.\n\nSend en mail til lone@familiehuset.example:\nhun ved mere",
    "Torsdag\n---\nTirsdag: nej",
    "Sendt fra mit arbejde, men torsdag passer fint.",
    "Emne: mødet\nDato: torsdag\nTil: alle\nVi kan godt",
    "Den 1. december kl. 9.00:\nJa\nDen 3. december kl. 13.00:\nNej",
    'Hej\n\nMorten skrev i går kl. 10.30:\n"jeg kan ikke", så vi er kun to',
    "On Tuesday I can't. On Thursday at 13:00:\nfine",
    "Sent from the bus: yes, thursday",
    "Få mail fra Bodil om det, torsdag passer",
    "Skriv til Nanna <nanna@ungebasen.example> senest 3.12.2026:\nhun samler op",
    "Lone skrev 3.12.2026 at hun kan:\nog det kan jeg også",
    "Kære alle\n\n1) ja\n2) nej\n- Lone",
    "Ja tak\n\nMvh Lone\nFamiliehuset\nArbejder ikke torsdag",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_history_is_kept(text):
    assert folded(split(text).new_text) == folded(text)


@pytest.mark.parametrize(
    ("text", "new", "signature"),
    [
        ("Torsdag\n\n-- \nLone\nArbejder ikke torsdag", "Torsdag", "-- Lone Arbejder ikke torsdag"),
        ("Torsdag\n\nSendt fra min iPhone", "Torsdag", "Sendt fra min iPhone"),
        (
            "Torsdag\n\nSendt fra min telefon, undskyld stavefejl",
            "Torsdag",
            "Sendt fra min telefon, undskyld stavefejl",
        ),
        (
            "Torsdag\n\nGet Outlook for iOS<https://aka.example/o>",
            "Torsdag",
            "Get Outlook for iOS<https://aka.example/o>",
        ),
        # A phone puts its line in first, and somebody writes below it.
        ("Sendt fra min iPhone\n\nTorsdag passer", "Torsdag passer", "Sendt fra min iPhone"),
        (
            "Hej Bodil\n\nSendt fra min iPhone\n\nTorsdag passer",
            "Hej Bodil\n\n\nTorsdag passer",
            "Sendt fra min iPhone",
        ),
        ("-- \nLone\n\nTorsdag passer", "Lone\n\nTorsdag passer", "-- Lone Torsdag passer"),
        ("Torsdag\n\n-- \nLone\n\n> Passer torsdag?\n\nTirsdag også", "Torsdag\n\n\nTirsdag også", "-- Lone"),
    ],
)
def test_signatures_stand_apart_and_are_not_lost(text, new, signature):
    found = split(text)
    assert folded(found.new_text) == folded(new)
    assert folded(found.signature) == signature


# With the letter that was sent at hand


def test_an_answer_written_into_the_letter_below_outlooks_heading():
    heading = WITHOUT_QUOTE_MARKS["Outlook"]
    letter = "Skriv dit svar over denne linje\n\n" + LETTER.replace("kl. 9-11", "kl. 9-11\nnej").replace(
        "kl. 13-15", "kl. 13-15\nja, gerne"
    )
    found = split(f"Se mine svar nedenfor\n\n{heading}\n{letter}", is_own_line=is_own)
    assert found.new_text.split("\n") == [
        "Se mine svar nedenfor",
        "",
        "1. tirsdag 1. december kl. 9-11: nej",
        "",
        "2. torsdag 3. december kl. 13-15: ja, gerne",
    ]


def test_answers_between_the_quoted_proposals_say_which_they_answer():
    quoted = marked(LETTER).replace("kl. 13-15", "kl. 13-15\nJa, den passer")
    found = split(f"Den 23.11.2026 kl. 10.14 skrev Bodil:\n{quoted}", is_own_line=is_own)
    assert found.new_text == "2. torsdag 3. december kl. 13-15: Ja, den passer"


def test_answers_between_empty_lines_say_which_they_answer():
    letter = LETTER.replace("kl. 9-11", "kl. 9-11\n\nnej\n").replace("kl. 13-15", "kl. 13-15\n\nja\n")
    for history in (letter, marked(letter).replace("> nej", "nej").replace("> ja", "ja")):
        found = split(f"Den 23.11.2026 kl. 10.14 skrev Bodil:\n{history}", is_own_line=is_own)
        assert [line for line in found.new_text.split("\n") if line] == [
            "1. tirsdag 1. december kl. 9-11: nej",
            "2. torsdag 3. december kl. 13-15: ja",
        ]


def test_answers_that_a_client_marked_as_quoted_with_the_letter():
    letter = LETTER.replace("kl. 9-11", "kl. 9-11 \nnej").replace("kl. 13-15", "kl. 13-15\nja, gerne")
    older = "> Fra: Morten\n>> Sendt: 20. november\n>> Til: alle\n>> Emne: x\n>> Ja, alle dage"
    text = f"Den 23.11.2026 kl. 10.14 skrev Bodil:\n{marked(letter)}\n>{older}"
    assert split(text, is_own_line=is_own).new_text.split("\n") == [
        "1. tirsdag 1. december kl. 9-11: nej",
        "",
        "2. torsdag 3. december kl. 13-15: ja, gerne",
    ]


def test_what_was_broken_on_the_way_is_still_our_letter():
    broken = LETTER.replace("2. torsdag 3. december", "2. torsdag 3.\ndecember").replace(
        "hos Bib", "hos\nBib"
    )
    heading = "Den 23.11.2026 kl. 10.14 skrev Bodil:"
    for history in (broken, marked(broken)):
        assert split(f"{heading}\n{history}", is_own_line=is_own).new_text == ""


def test_an_answer_to_everything_below_the_last_proposal_stays_one():
    text = f"{marked('2. torsdag 3. december kl. 13-15')}\n\nBegge dage passer"
    assert split(text, is_own_line=is_own).new_text == "Begge dage passer"


def test_an_answer_below_a_heading_and_an_unmarked_letter():
    heading = "Den 23.11.2026 kl. 10.14 skrev Bodil:"
    assert split(f"{heading}\n{LETTER}\n\n{ANSWER}", is_own_line=is_own).new_text == ANSWER


def test_a_letter_that_came_back_unchanged_says_nothing():
    for heading in [*WITHOUT_QUOTE_MARKS.values(), "", "Den 23.11.2026 kl. 10.14 skrev Bodil:"]:
        assert split(f"{heading}\n{LETTER}", is_own_line=is_own).new_text == ""


def test_other_peoples_history_is_never_taken_for_an_answer():
    heading = WITHOUT_QUOTE_MARKS["Outlook"]
    older = "Fra: Morten <morten@ungebasen.example>\nSendt: 20. november\nEmne: x\n\nJa, alle dage passer."
    assert (
        split(f"Se nedenfor\n\n{heading}\n{LETTER}\n\n{older}", is_own_line=is_own).new_text == "Se nedenfor"
    )
    assert split(f"{heading}\nJa, alle dage passer. Mvh Morten", is_own_line=is_own).new_text == ""


def test_proposals_copied_upwards_are_the_answer():
    copied = "Disse passer:\n1. tirsdag 1. december kl. 9-11\n2. torsdag 3. december kl. 13-15"
    assert split(f"{copied}\n\n{marked(LETTER)}", is_own_line=is_own).new_text == copied


def test_a_copy_of_the_letter_without_heading_or_marks_is_no_answer():
    assert split(f"{ANSWER}\n\n{LETTER}", is_own_line=is_own).new_text == ANSWER
    assert split(f"{ANSWER}\n\n{LETTER}").new_text != ANSWER  # only who knows the letter can tell


# What a stranger may send


@pytest.mark.parametrize(
    "text", ["", "\n", " ", "\r\r\r", ">", "> \n>", "--", "-- ", ":", "Fra:", "\x00", "\ufeff"]
)
def test_next_to_nothing(text):
    assert split(text).new_text in ("", text.strip())


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("\n".join(">" * depth + " Bodil" for depth in range(1, 10_001, 5)), ""),
        ("a" * 5_000_000, "a" * 5_000_000),
        ("Fra: x\n" * 50_000, None),
        ("Den 3. december 2026 kl. 10.00 skrev Lone <lone@familiehuset.example\n" * 20_000, None),
        ("--\n> x\n" * 50_000, None),
        ("Sendt fra min iPhone\n" * 50_000, ""),
        (f"{WITHOUT_QUOTE_MARKS['Outlook']}\n" * 2_000, ""),
        (f"Den 3.12.2026 kl. 10.00 skrev Lone:{' ' * 100_000}x:\n" * 20, None),
    ],
    ids=["deep", "one line", "labels", "half attributions", "delimiters", "devices", "headings", "blanks"],
)
def test_huge_texts_are_taken_apart(text, new):
    found = split(text)
    assert new is None or found.new_text == new


def test_a_huge_text_is_not_compared_line_by_line():
    asked = []
    split("Ja tak\n" * 100_000, is_own_line=lambda line: bool(asked.append(line)))
    assert len(asked) < 100_000


NOTICES = [
    "Denne e-mail kan indeholde fortrolige oplysninger og er alene tiltænkt modtageren.",
    "ADVARSEL: Denne mail kommer fra en ekstern afsender. Klik ikke på links, du ikke kender.",
    "[EXTERNAL] This email originated from outside the organisation.",
    "This message and any attachments are confidential and intended only for the addressee.",
    "Du får ikke ofte mail fra faelled@faelled.example. Få at vide, hvorfor det er vigtigt",
    "You don't often get email from faelled@faelled.example. Learn why this is important",
    "Hvis du ved en fejl har modtaget denne mail, så slet den.",
    "Tænk på miljøet, før du printer denne mail",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_what_a_mail_system_put_in_is_no_answer(notice):
    heading = WITHOUT_QUOTE_MARKS["Outlook"]
    assert split(f"{ANSWER}\n\n{notice}").new_text == ANSWER
    assert split(f"{notice}\n\n{ANSWER}\n\n> Kan du torsdag?").new_text == ANSWER
    # And not either where it stands in a copy of our letter, which their system put it into on the way to them.
    assert split(f"{heading}\n{notice}\n\n{LETTER}\n\n{ANSWER}", is_own_line=is_own).new_text == ANSWER


@pytest.mark.parametrize(
    "foot",
    [
        "_______________________________________________\nFamilier mailing list\nhttps://lister.example/listinfo/f",
        "-- \nDu modtager denne mail, fordi du er på listen.\nAfmeld dig på https://lister.example/f",
        "--\nYou received this message because you are subscribed.\nTo unsubscribe write to x@lister.example",
    ],
)
def test_the_foot_of_a_mailing_list_is_no_answer(foot):
    assert split(f"{ANSWER}\n\n{foot}").new_text == ANSWER
    assert split(f"> Kan du torsdag?\n\n{ANSWER}\n\n{foot}").new_text == ANSWER
    assert split(f"{ANSWER}\n\n> Kan du torsdag?\n\n{foot}").new_text == ANSWER


@pytest.mark.parametrize(
    "line",
    [
        "Denne mail er sendt for sent, men torsdag passer",
        "Advarsel: jeg kan kun torsdag",
        "Eksternt møde torsdag, så tirsdag passer",
        "Hvis du ikke er der torsdag, kan jeg tirsdag",
        "Jeg har modtaget denne mail i dag, torsdag passer",
        "-----\nTorsdag passer, og tirsdag kan jeg ikke",
    ],
)
def test_what_only_looks_like_a_notice_is_kept(line):
    assert folded(split(line).new_text) == folded(line)


def test_an_answer_below_the_signature_that_the_client_put_first():
    heading = WITHOUT_QUOTE_MARKS["Outlook"]
    signature = "Med venlig hilsen\n\nLone Holm\nFamiliehuset\nTlf. 12 34 56 78\nÅbent mandag-torsdag 9-15"
    text = (
        f"\n{signature}\n\n{heading}\n{LETTER.replace('kl. 9-11', 'kl. 9-11' + chr(10) + 'nej')}\n\n{ANSWER}"
    )
    found = split(text, is_own_line=is_own)
    assert ANSWER in found.new_text
    assert "1. tirsdag 1. december kl. 9-11: nej" in found.new_text


def test_a_mail_sent_on_with_a_note_on_top_is_the_note():
    sent_on = f"Hej Bodil, se her. {ANSWER}\n\n---------- Forwarded message ---------\n"
    sent_on += "From: Morten <m@ungebasen.example>\nDate: man. 23. nov. 2026\nSubject: x\nTo: Lone\n\n"
    sent_on += "Ja, alle dage passer"
    assert split(sent_on).new_text == f"Hej Bodil, se her. {ANSWER}"
