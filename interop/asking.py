"""First act: a partnership is started, times are asked about, and each answers in their own program."""

import re
from datetime import timedelta

from interop.fixtures import keep
from interop.neomutt import Neomutt
from interop.people import AISHA, BODIL, LONE, MORTEN, NAMES
from interop.postoffice import ARCHIVE, MAILBOX
from interop.processes import until
from interop.report import Row
from interop.stage import BY_HAND, Stage

WELCOME, TIMES = "Velkommen", "Mødetider"
LONES_SECOND = "Nummer 3 kan jeg alligevel godt.\nMvh Lone\n"
LONES_ANSWER = "1 og 2 passer fint, resten kan jeg ikke.\nMvh Lone"


def play(stage: Stage) -> None:
    """From an empty installation to an approved time."""
    _found(stage)
    _welcome(stage)
    _start(stage)
    _answer_in_thunderbird(stage)
    _answer_elsewhere(stage)
    _fetched(stage)
    _approve(stage)


def _found(stage: Stage) -> None:
    house, office = stage.house, stage.office
    with stage.report.driving("Fælled", "invite, sign in and found a partnership by its pages") as row:
        stage.report.needs("Fælled", "Chromium")
        said = house.run("invite", NAMES[BODIL], BODIL)
        sign_in = re.search(r"http\S+", said)
        if sign_in is None:
            raise ValueError(said)
        office.mail(BODIL, "Du kan logge ind")
        stage.pages.ask_for_code(sign_in[0], BODIL)
        code = office.mail(BODIL, "Din kode til Fælled").get_body(("plain",))
        stage.pages.enter_code(code.get_content() if code else "")
        stage.partnership = stage.pages.found(
            "Familier på biblioteket",
            "familierne",
            f"{NAMES[AISHA]}, {AISHA}, Krisecentret, beskyttet\n"
            f"{NAMES[LONE]}, {LONE}, Familiehuset\n{NAMES[MORTEN]}, {MORTEN}, Ungebasen",
        )
        row.shows("the sign-in letter and its code came into Bodil's mailbox in Dovecot")


def _welcome(stage: Stage) -> None:
    with stage.report.driving("Thunderbird", "Lone answers the welcome letter") as row:
        stage.needs("Thunderbird")
        stage.office.mail(LONE, WELCOME)
        picture = stage.picture(row, "thunderbird-velkommen")
        stage.thunderbird.replies(WELCOME, "Ja tak, det vil jeg gerne.\nMvh Lone", picture)
        arrived(stage, row, LONE, "thunderbird-velkommen")
    stage.fill_in(row, LONE, WELCOME, "Ja tak")
    with stage.report.driving(BY_HAND, "Aisha and Morten answer the welcome letter"):
        stage.needs(BY_HAND)
        for address in (AISHA, MORTEN):
            stage.by_hand(address).replies(WELCOME, "Ja tak")
        stage.house.reads_all_mail()


def arrived(stage: Stage, row: Row, sender: str, name: str, *, before: int = 0) -> None:
    """Wait until what *sender* has written has come to Fælled, and keep it as a sample."""

    def written() -> list[bytes]:
        mark = f"<{sender}>".encode()
        found = [raw for raw in stage.office.raw_mails(ARCHIVE) if mark in raw.partition(b"\r\n\r\n")[0]]
        return found[before:]

    raw = until(written, f"the mail from {sender} to reach Fælled")[-1]
    stage.house.reads_all_mail()
    row.shows(keep(raw, stage.report.folder / "mails" / f"{name}.eml", stage.house.origin))


def _start(stage: Stage) -> None:
    with stage.report.driving(
        BY_HAND, "Bodil asks for a meeting by a mail to the partnership, and approves the draft"
    ):
        stage.needs(BY_HAND)
        bodil = stage.by_hand(BODIL)
        bodil.writes(stage.partnership, "Kan vi mødes to timer om to uger, helst formiddag?")
        bodil.replies(TIMES, "Ja")
        for address in (AISHA, LONE, MORTEN):
            stage.office.mail(address, TIMES)


def _answer_in_thunderbird(stage: Stage) -> None:
    with stage.report.driving(
        "Thunderbird", "Lone answers the question: typed into its compose window, HTML, below the quote"
    ) as lone:
        stage.needs("Thunderbird")
        picture = stage.picture(lone, "thunderbird-svar")
        stage.thunderbird.replies(TIMES, LONES_ANSWER, picture)
        arrived(stage, lone, LONE, "thunderbird-svar", before=1)
        _check_lone(stage, lone, yes={1, 2})
    stage.fill_in(lone, LONE, TIMES, LONES_ANSWER)
    with stage.report.driving(
        "Thunderbird", "Lone writes once more, set to plain text and to answer above the quote"
    ) as again:
        stage.needs("Thunderbird")
        stage.thunderbird.writes_text_above()
        picture = stage.picture(again, "thunderbird-tekst")
        stage.thunderbird.replies(TIMES, LONES_SECOND, picture)
        arrived(stage, again, LONE, "thunderbird-tekst", before=2)
        _check_lone(stage, again, yes={1, 2, 3})


def _answer_elsewhere(stage: Stage) -> None:
    with stage.report.driving(
        "neomutt", "Aisha answers in a terminal, its editor a script: text, above the quote"
    ) as aisha:
        stage.needs("neomutt")
        mutt = Neomutt(stage.office, stage.programs.folder / "neomutt", NAMES[AISHA], AISHA)
        shown = mutt.replies("detid", "Alle tiderne passer fint.\n\nMvh Aisha")
        (stage.report.folder / "neomutt.txt").write_text(shown + "\n")
        aisha.shows("neomutt.txt")
        arrived(stage, aisha, AISHA, "neomutt-svar", before=1)
        _check_all(stage, aisha, AISHA)
    stage.fill_in(aisha, AISHA, TIMES, "Alle tiderne passer fint")
    with stage.report.driving("Roundcube", "Morten answers in webmail, in Danish") as morten:
        stage.needs("Roundcube")
        picture = stage.picture(morten, "roundcube-svar")
        stage.webmail.replies(TIMES, "Alle tiderne passer fint. Mvh Morten", picture)
        arrived(stage, morten, MORTEN, "roundcube-svar", before=1)
        _check_all(stage, morten, MORTEN)
    stage.fill_in(morten, MORTEN, TIMES, "Alle tiderne passer fint")


def _check_lone(stage: Stage, row: Row, *, yes: set[int]) -> None:
    said = until(lambda: stage.house.answers(LONE), "Lone's answer to be read")
    wanted = {number: "yes" if number in yes else "no" for number in said}
    row.shows(f"read as {said}")
    if said != wanted or len(said) < 3:
        raise ValueError(f"read as {said}")


def _check_all(stage: Stage, row: Row, address: str) -> None:
    said = until(lambda: stage.house.answers(address), "the answer to be read")
    row.shows(f"read as {said}")
    if set(said.values()) != {"yes"}:
        raise ValueError(f"read as {said}")


def _fetched(stage: Stage) -> None:
    with stage.report.driving(
        "Dovecot", "Bodil's own answer lands in a mailbox, and Fælled fetches it by IMAP"
    ) as row:
        stage.needs("Dovecot")
        until(lambda: len(stage.office.mails(BODIL)) > 3, "Bodil's own question")
        stage.by_hand(BODIL).replies(TIMES, "Alle tiderne passer fint", into=MAILBOX)
        _check_all(stage, row, BODIL)
        until(lambda: not stage.office.mails(MAILBOX), "the mailbox to be emptied")
        row.shows("the mailbox is empty afterwards")
    stage.fill_in(row, BODIL, TIMES, "Alle tiderne passer fint")


def _approve(stage: Stage) -> None:
    with stage.report.driving(BY_HAND, "Bodil says yes to the best time") as row:
        stage.needs(BY_HAND)
        decided = "Mødetid: skal det være"
        stage.by_hand(BODIL).replies(decided, "ja")
        stage.house.reads_all_mail()
        row.shows("the letter to her: " + str(stage.office.mail(BODIL, decided)["Subject"]))
    stage.house.let_pass(timedelta(minutes=6))
