"""Fælled as its operator starts it: `invite` and `serve` as processes of their own, its mail carried by Postfix."""

import os
import sqlite3
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from interop.postoffice import MAILBOX, PASSWORD
from interop.processes import Programs, free_port, listens, output, until

ROOT = Path(__file__).resolve().parents[1]
# The command as it is, with a clock that is ahead of the machine's by the seconds that a file names.
COMMAND = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from faelled.work import clock
ahead = Path(sys.argv.pop(1))
clock.set_source(lambda: datetime.now(UTC) + timedelta(seconds=float(ahead.read_text())))
from faelled.site.command import main
sys.exit(main(sys.argv[1:]))
"""
LETTER_HOURS = range(8, 14)  # in UTC: well inside the hours in which letters go, summer and winter


@dataclass
class House:
    """One installation in a folder of its own."""

    folder: Path
    relay: int
    lmtp: int
    imap: int
    web: int = field(default_factory=free_port)
    smtp: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self._ahead = days_ahead(datetime.now(UTC))
        self.let_pass(timedelta())

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.web}"

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    @property
    def env(self) -> Mapping[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("FAELLED_", "DATABASE_URL"))}
        return kept | {
            "FAELLED_VAR": str(self.folder),
            "FAELLED_SMTP_RELAY": f"127.0.0.1:{self.relay}",
            "FAELLED_LMTP_LISTEN": f"127.0.0.1:{self.lmtp}",
            "FAELLED_SMTP_LISTEN": f"127.0.0.1:{self.smtp}",
            "FAELLED_ORIGIN": self.origin,
            "FAELLED_IMAP_HOST": "127.0.0.1",
            "FAELLED_IMAP_PORT": str(self.imap),
            "FAELLED_IMAP_USER": MAILBOX,
            "FAELLED_IMAP_PASSWORD": PASSWORD,
            "FAELLED_IMAP_TLS": "none",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "DJANGO_SETTINGS_MODULE": "faelled.site.settings",
        }

    def let_pass(self, span: timedelta) -> None:
        """Move the house's clock on."""
        self._ahead += span
        new = self.folder / "ahead.new"
        new.write_text(str(self._ahead.total_seconds()))
        new.replace(self.folder / "ahead")

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-c", COMMAND, str(self.folder / "ahead"), *words]

    def run(self, *words: str) -> str:
        """Run one word of the `faelled` command and return what it says."""
        return output(*self._command(*words), env=self.env, cwd=ROOT, seconds=120)

    def serve(self, programs: Programs) -> None:
        """Start pages, worker and mail intake. Raises TooSlow."""
        programs.start(
            "faelled", self._command("serve", "--listen", f"127.0.0.1:{self.web}"),
            env=self.env, ready=lambda: listens(self.web) and listens(self.lmtp),
        )  # fmt: skip

    def rows(self, question: str, *words: object) -> list[tuple[object, ...]]:
        """Ask the installation's own database, reading only."""
        place = f"file:{self.folder / 'faelled.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=20)) as base:
            return base.execute(question, words).fetchall()

    def reads_all_mail(self) -> None:
        """Wait until every mail that came in has been read. Raises TooSlow."""
        kept = "SELECT count(*) FROM post_incomingletter WHERE state != 'handled'"
        time.sleep(1)
        until(lambda: self.rows(kept) == [(0,)], "the worker to read its mail")

    def attendance(self, address: str) -> str:
        """Return what the database holds of somebody's answer to the latest meeting, such as ACCEPTED."""
        found = self.rows(
            "SELECT partstat FROM meetings_attendance JOIN partnerships_seat ON seat_id = partnerships_seat.id"
            " JOIN partnerships_address ON partnerships_address.person_id = partnerships_seat.person_id"
            " WHERE address = ? ORDER BY meeting_id DESC LIMIT 1",
            address,
        )
        return str(found[0][0]) if found else ""

    def busy(self, calendar: str, day: date) -> str:
        """Return what `python -m faelled.core.busy` prints of a calendar for one day."""
        place = self.folder / "calendar.ics"
        place.write_text(calendar)
        until_day = day + timedelta(days=1)
        words = ("-m", "faelled.core.busy", place, "--from", day.isoformat(), "--to", until_day.isoformat())
        return output(sys.executable, *words, env=self.env, cwd=ROOT)

    def answers(self, address: str) -> dict[int, str]:
        """Return what was read of somebody's answers to the times, by their number."""
        found = self.rows(
            "SELECT number, verdict FROM meetings_answer"
            " JOIN meetings_proposal ON proposal_id = meetings_proposal.id"
            " JOIN partnerships_seat ON seat_id = partnerships_seat.id"
            " JOIN partnerships_address ON partnerships_address.person_id = partnerships_seat.person_id"
            " WHERE address = ? ORDER BY number",
            address,
        )
        return {int(str(number)): str(verdict) for number, verdict in found}


def days_ahead(now: datetime) -> timedelta:
    """Return how far the house's clock must be ahead of *now* to be within the hours in which letters go.

    Whole days first, since signing in counts its minutes by the machine's own clock.
    """
    if now.weekday() < 5 and now.hour in LETTER_HOURS:
        return timedelta()
    begins = now.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while begins.weekday() > 4:
        begins += timedelta(days=1)
    return begins - now
