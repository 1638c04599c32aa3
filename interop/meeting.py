"""Second act: the invitation, Accept in Thunderbird, the acceptance read; then the meeting is moved and cancelled."""

import json
from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from interop.asking import arrived
from interop.people import AISHA, BODIL, LONE, MORTEN
from interop.processes import until
from interop.report import Row
from interop.stage import Stage

HOME = ZoneInfo("Europe/Copenhagen")
INVITED, MOVED, CANCELLED = "Vi ses ", "Mødet er flyttet", "Mødet"
CALENDAR, FEED = "/lone/kalender/", "/lone/faelled/"


def play(stage: Stage) -> None:
    """From the invitation to its end."""
    _invited(stage)
    _accepted(stage)
    _seen_on_the_page(stage)
    _in_radicale(stage)
    _webmail_shows_it(stage)
    _moved(stage)
    _cancelled(stage)


def calendar_of(message: EmailMessage) -> bytes:
    """Return the calendar part of a mail. Raises ValueError."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            return bytes(part.get_payload(decode=True))
    raise ValueError("the mail has no calendar part")


def _invited(stage: Stage) -> None:
    with stage.report.driving(
        "Dovecot", "the invitation is in four mailboxes, each with its own answer address"
    ) as row:
        stage.needs("Dovecot")
        found = [calendar_of(stage.office.mail(who, INVITED)) for who in (LONE, AISHA, MORTEN, BODIL)]
        if any(b"METHOD:REQUEST" not in one for one in found):
            raise ValueError("an invitation without METHOD:REQUEST")
        stage.meeting = int(str(stage.house.rows("SELECT max(id) FROM meetings_meeting")[0][0]))
        row.shows("METHOD:REQUEST in 4 of 4")


def _accepted(stage: Stage) -> None:
    with stage.report.driving("Thunderbird", "shows the invitation with its buttons") as row:
        stage.needs_meeting("Thunderbird")
        stage.thunderbird.opens(INVITED.strip())
        until(lambda: stage.thunderbird.has_button("imipAcceptButton"), "the button Accept")
        row.shows(f'"{stage.thunderbird.says()}"')
        stage.picture(row, "thunderbird-invitation", of=stage.thunderbird.screen)
    with stage.report.driving("Thunderbird", "Accept is clicked, and the acceptance is read") as row:
        stage.needs_meeting("Thunderbird")
        if (before := stage.house.attendance(LONE)) != "NEEDS-ACTION":
            raise ValueError(f"before the click the database says {before!r}")
        stage.thunderbird.presses("imipAcceptButton")
        until(lambda: stage.house.attendance(LONE) == "ACCEPTED", "Attendance.partstat to become ACCEPTED")
        row.shows("Attendance.partstat: NEEDS-ACTION before the click, ACCEPTED after")
        arrived(stage, row, LONE, "thunderbird-accept")
        until(lambda: not stage.thunderbird.has_button("imipAcceptButton"), "the bar to change")
        row.shows(f'"{stage.thunderbird.says()}"')
        stage.picture(row, "thunderbird-accepted", of=stage.thunderbird.screen)


def _seen_on_the_page(stage: Stage) -> None:
    with stage.report.driving("Fælled", "the meeting's page counts Lone among those who come") as row:
        stage.needs_meeting("Chromium")
        _says_of_lone(stage, row, "faelled-moedet", "Lone")


def _in_radicale(stage: Stage) -> None:
    with stage.report.driving("Radicale", "holds the meeting that Thunderbird accepted, by CalDAV") as row:
        stage.needs_meeting("Radicale", "Thunderbird")
        uid = str(stage.house.rows("SELECT uid FROM meetings_meeting WHERE id = ?", stage.meeting)[0][0])
        until(lambda: f"UID:{uid}" in stage.radicale.events(CALENDAR), "the meeting in Radicale")
        if "PARTSTAT=ACCEPTED" not in stage.radicale.events(CALENDAR):
            raise ValueError("it is there, but not accepted")
        row.shows("UID and PARTSTAT=ACCEPTED read back over HTTP")
    with stage.report.driving("Radicale", "its calendar as it publishes it is read to busy blocks") as row:
        stage.needs_meeting("Radicale", "Thunderbird")
        starts = _starts(stage)
        said = json.loads(stage.house.busy(stage.radicale.events(CALENDAR), starts.astimezone(HOME).date()))
        row.shows(f"`python -m faelled.core.busy`: {said['busy']}")
        if len(said["busy"]) != 1:
            raise ValueError(f"one meeting, but {said}")
    with stage.report.driving(
        "Radicale", "takes an invitation of ours put there as a calendar, and gives it back"
    ) as row:
        stage.needs_meeting("Radicale")
        ours = calendar_of(stage.office.mail(LONE, INVITED)).replace(b"METHOD:REQUEST\r\n", b"")
        status, said = stage.radicale.ask("PUT", FEED, ours, "text/calendar")
        if status != 201 or b"BEGIN:VTIMEZONE" not in stage.radicale.ask("GET", FEED)[1]:
            raise ValueError(f"{status} {said[:200]!r}")
        row.shows(f"PUT answered {status}; one event and its VTIMEZONE read back")


def _webmail_shows_it(stage: Stage) -> None:
    with stage.report.driving("Roundcube", "shows the invitation's words (it has no calendar)") as row:
        stage.needs_meeting("Roundcube")
        stage.webmail.opens(INVITED.strip(), stage.picture(row, "roundcube-invitation"))


def _starts(stage: Stage) -> datetime:
    found = str(stage.house.rows("SELECT starts FROM meetings_meeting WHERE id = ?", stage.meeting)[0][0])
    return datetime.fromisoformat(found + "+00:00")


def _moved(stage: Stage) -> None:
    with stage.report.driving("Fælled", "Bodil moves the meeting on its page"):
        stage.needs_meeting("Chromium")
        day = (_starts(stage).astimezone(HOME) + timedelta(days=1)).date()
        day += timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
        stage.pages.move(stage.meeting, day, "13:00", "15:00")
        stage.office.mail(LONE, MOVED)
    with stage.report.driving(
        "Thunderbird", "shows the update; Decline is clicked, and read; the calendar has the new time"
    ) as row:
        stage.needs_meeting("Thunderbird")
        lone = stage.thunderbird
        lone.opens(MOVED)
        until(lambda: lone.says() and lone.has_button("imipDeclineButton"), "the bar of the update")
        row.shows(f'"{lone.says()}"')
        stage.picture(row, "thunderbird-moved", of=lone.screen)
        lone.presses("imipDeclineButton")
        until(lambda: stage.house.attendance(LONE) == "DECLINED", "Attendance.partstat to become DECLINED")
        row.shows("Attendance.partstat: DECLINED")
        arrived(stage, row, LONE, "thunderbird-decline")
        wanted = f"{_starts(stage):%Y%m%dT%H%M%S}"
        until(lambda: [e for e in lone.planned() if wanted in e], "the new time in the calendar")
        row.shows(*lone.planned())
    with stage.report.driving("Fælled", "the meeting's page shows that Lone declined the new time") as row:
        stage.needs_meeting("Chromium", "Thunderbird")
        _says_of_lone(stage, row, "faelled-afbud", "Lone kan ikke")


def _says_of_lone(stage: Stage, row: Row, name: str, words: str) -> None:
    seen = stage.pages.see(f"/moeder/{stage.meeting}/", stage.picture(row, name))
    row.shows(f'"{words}"')
    if words not in seen:
        raise ValueError(f"{words!r} is not on the page")


def _cancelled(stage: Stage) -> None:
    with stage.report.driving("Fælled", "Bodil cancels the meeting on its page"):
        stage.needs_meeting("Chromium")
        before = len(stage.office.mails(LONE))
        stage.pages.cancel(stage.meeting)
        until(lambda: len(stage.office.mails(LONE)) > before, "the cancellation in Lone's mailbox")
    with stage.report.driving(
        "Thunderbird", "shows the cancellation, and takes the meeting away on a click"
    ) as row:
        stage.needs_meeting("Thunderbird")
        lone = stage.thunderbird
        subject = str(stage.office.mails(LONE)[-1]["Subject"])
        lone.opens(subject)
        until(lone.says, "the bar of the cancellation")
        row.shows(f'"{lone.says()}"')
        stage.picture(row, "thunderbird-cancelled", of=lone.screen)
        if lone.has_button("imipDeleteButton"):
            lone.presses("imipDeleteButton")
        until(
            lambda: not [e for e in lone.planned() if "CANCELLED" not in e],
            "the meeting to leave the calendar",
        )
        row.shows("no meeting is left in its calendar")
