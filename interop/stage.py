"""What a play needs at hand: the servers, Fælled, who sits at which program, and the report."""

from dataclasses import dataclass
from pathlib import Path

from interop import screen
from interop.house import House
from interop.pages import Pages
from interop.people import ByHand
from interop.postoffice import PostOffice
from interop.processes import Programs
from interop.radicale import Radicale
from interop.report import NotDriven, Report, Result, Row
from interop.roundcube import Roundcube
from interop.thunderbird import Thunderbird

BY_HAND = "Python's smtplib"


@dataclass
class Stage:
    """Everything that plays along."""

    report: Report
    programs: Programs
    office: PostOffice
    house: House
    radicale: Radicale
    browser: Pages | None = None
    lone: Thunderbird | None = None
    morten: Roundcube | None = None
    partnership: str = ""  # its mail address
    meeting: int = 0

    @property
    def thunderbird(self) -> Thunderbird:
        """Lone's Thunderbird. Raises NotDriven."""
        if self.lone is None:
            raise NotDriven("Thunderbird did not start")
        return self.lone

    @property
    def webmail(self) -> Roundcube:
        """Morten's Roundcube. Raises NotDriven."""
        if self.morten is None:
            raise NotDriven("Roundcube did not start")
        return self.morten

    @property
    def pages(self) -> Pages:
        """Bodil's browser. Raises NotDriven."""
        if self.browser is None:
            raise NotDriven("Chromium did not start")
        return self.browser

    def needs(self, *programs: str) -> None:
        """Say that this needs these programs and a partnership. Raises NotDriven."""
        self.report.needs("Fælled", *programs)
        if not self.partnership:
            raise NotDriven("no partnership could be founded")

    def needs_meeting(self, *programs: str) -> None:
        """Say that this needs these programs and an agreed meeting. Raises NotDriven."""
        self.report.needs("Fælled", *programs)
        if not self.meeting:
            raise NotDriven("no meeting was agreed")

    def by_hand(self, address: str) -> ByHand:
        return ByHand(self.office, self.house, address)

    def fill_in(self, row: Row, address: str, subject: str, text: str) -> None:
        """Answer by smtplib what no mail program answered in *row*, so that the round goes on."""
        if row.result is Result.PASSED or not self.partnership:
            return
        with self.report.driving(BY_HAND, f"answers instead of {address}"):
            self.by_hand(address).replies(subject, text)

    def picture(self, row: Row, name: str, *, of: screen.Screen | None = None) -> Path:
        """Return where a picture goes, named in the report; with *of*, take it."""
        row.shows(f"{name}.png")
        place = self.report.folder / f"{name}.png"
        return of.picture(place) if of else place
