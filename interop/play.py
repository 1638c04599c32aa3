"""One whole round through real programs; `./faelled interop` runs it.

Lone sits at Thunderbird, Aisha at neomutt, Morten at Roundcube; Bodil signs in to the pages. What could not be driven
is done by smtplib instead, so that the round goes on, and the report says so.
"""

import platform
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from interop import asking, debian, meeting, pages, relay, roundcube, screen, thunderbird
from interop.house import House
from interop.people import LONE, MORTEN, NAMES
from interop.postoffice import OnlyRoot, PostOffice
from interop.processes import Programs, free_port
from interop.radicale import Radicale
from interop.report import NotDriven, Report, Result
from interop.stage import BY_HAND, Stage

ALWAYS_HERE = {"Fælled": "this checkout", BY_HAND: platform.python_version(), "aiosmtpd": version("aiosmtpd")}


def main(folder: Path, *, install: bool = True, without: Sequence[str] = ()) -> int:
    """Play, write the report to *folder*, and return 0 if all that was driven passed, else 1."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what we started ends with us
    folder.mkdir(parents=True, exist_ok=True)
    _forget_older(folder)
    if install:
        debian.install(without=without)
    report = Report(folder, {**ALWAYS_HERE, **debian.versions(without=without)})
    began = datetime.now(UTC)
    place = Path(tempfile.mkdtemp(prefix="faelled-interop-"))
    place.chmod(0o755)  # Postfix and Dovecot run as people of their own
    try:
        with ExitStack() as stack:
            _play(stack, report, place)
    finally:
        if not report.good:
            _keep_logs(place, folder)
        shutil.rmtree(place, ignore_errors=True)
        took = (datetime.now(UTC) - began).total_seconds()
        heading = f"Interop, {began:%d %B %Y}, {took:.0f} seconds"
        (folder / "report.md").write_text(report.markdown(heading), encoding="utf-8")
    print(f"report: {folder / 'report.md'}")
    return int(not report.good)


def _forget_older(folder: Path) -> None:
    """Take away what an older report left, and nothing else."""
    if (folder / "report.md").exists():
        for pattern in ("*.png", "*.log", "mails/*.eml", "neomutt.txt"):
            for place in folder.glob(pattern):
                place.unlink()


def _play(stack: ExitStack, report: Report, place: Path) -> None:
    programs = stack.enter_context(Programs(place))
    lmtp = free_port()
    office = PostOffice(place, lmtp)
    stage = Stage(
        report,
        programs,
        office,
        House(place / "faelled", office.smtp, lmtp, office.imap),
        Radicale(place / "radicale"),
    )
    with report.driving("Dovecot", "start on loopback, four domains, from a configuration of its own"):
        report.needs("Dovecot")
        office.start_dovecot(programs)
    _carry_mail(stack, stage)
    with report.driving("Fælled", "start: serve as a process, its mail by the mail server above"):
        report.needs("Fælled", "Dovecot")
        stage.house.serve(programs)
    with report.driving("Radicale", "start on loopback, an empty calendar for Lone"):
        report.needs("Radicale")
        stage.radicale.start(programs)
        stage.radicale.make_calendar(meeting.CALENDAR, "Lones kalender")
    with report.driving("Chromium", "start without a window"):
        report.needs("Chromium")
        browser = stack.enter_context(pages.chromium())
        page = browser.new_page(viewport={"width": 1200, "height": 900}, locale="da-DK")
        stage.browser = pages.Pages(page, stage.house.origin)
    _seat_lone(stage)
    with report.driving("Roundcube", "start, and sign in as Morten"):
        report.needs("Roundcube", "Dovecot", "Chromium")
        webmail = browser.new_page(viewport={"width": 1200, "height": 900}, locale="da-DK")
        stage.morten = roundcube.begin(programs, office, place / "roundcube", webmail)
        stage.morten.signs_in(MORTEN)
    asking.play(stage)
    meeting.play(stage)


def _carry_mail(stack: ExitStack, stage: Stage) -> None:
    with stage.report.driving(
        "Postfix", "start on loopback, Fælled's domain by LMTP, all others refused"
    ) as row:
        stage.report.needs("Postfix")
        try:
            stage.office.start_postfix(stage.programs)
        except OnlyRoot as trouble:
            raise NotDriven(str(trouble)) from None
    if row.result is not Result.PASSED:
        with stage.report.driving(
            "aiosmtpd", "carries the mail instead, by a few lines of ours; no mail server"
        ):
            stack.callback(relay.started(stage.office).stop)


def _seat_lone(stage: Stage) -> None:
    report = stage.report
    with report.driving("Xvfb", "start a screen, with xdotool for hands"):
        report.needs("Xvfb")
        shown = screen.begin(stage.programs)
        report.look = shown.picture
    with report.driving(
        "Thunderbird", "start with a profile: IMAP, SMTP, a calendar on Radicale tied to the identity"
    ) as row:
        report.needs("Thunderbird", "Xvfb", "Dovecot", "Radicale")
        calendar = thunderbird.caldav(stage.radicale.url(meeting.CALENDAR))
        stage.lone = thunderbird.begin(
            stage.programs, shown, stage.office, stage.programs.folder / "thunderbird",
            name=NAMES[LONE], address=LONE, calendar=calendar,
        )  # fmt: skip
        stage.lone.keeps_password(stage.radicale.url(""), "Radicale - Password Required", "lone")
        row.shows("the password typed into its own window; its interface in Danish")


def _keep_logs(place: Path, folder: Path) -> None:
    """When something failed: what the programs said, for whoever looks into it. It holds invented people only."""
    for log in [*place.glob("*.out"), place / "postfix" / "maillog", place / "dovecot" / "log"]:
        if log.exists():
            shutil.copy(log, folder / f"{log.parent.name if log.suffix != '.out' else log.stem}.log")
