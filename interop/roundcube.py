"""Roundcube, a webmail, from Debian's files with a configuration and a database of its own, in Chromium, in Danish."""

import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from interop.postoffice import PASSWORD, PostOffice
from interop.processes import Programs, free_port, listens
from playwright.sync_api import Page

HOME, SERVED = Path("/usr/share/roundcube"), Path("/var/lib/roundcube")
SETTINGS = """\
<?php
$config['db_dsnw'] = 'sqlite:///{folder}/roundcube.db?mode=0600';
$config['imap_host'] = '127.0.0.1:{imap}';
$config['smtp_host'] = '127.0.0.1:{smtp}';
$config['smtp_user'] = '';
$config['smtp_pass'] = '';
$config['language'] = 'da_DK';
$config['des_key'] = '{key}';
$config['plugins'] = [];
$config['log_dir'] = '{folder}';
$config['temp_dir'] = '{folder}';
$config['session_samesite'] = 'Lax';
"""


@dataclass
class Roundcube:
    """One person's webmail."""

    page: Page
    origin: str

    def signs_in(self, address: str) -> None:
        """Sign in to the mailbox."""
        self.page.goto(self.origin)
        self.page.locator("[name=_user]").fill(address)
        self.page.locator("[name=_pass]").fill(PASSWORD)
        self.page.locator("#rcmloginsubmit").click()
        self.page.locator("#messagelist").wait_for(state="attached")

    def opens(self, subject: str, picture: Path) -> None:
        """Open the newest mail whose subject holds these words."""
        self.page.goto(f"{self.origin}/?_task=mail&_mbox=INBOX")
        found = self.page.locator("#messagelist td.subject a", has_text=subject).first
        found.wait_for()
        self.page.goto(f"{self.origin}/{found.get_attribute('href').removeprefix('./')}")  # type: ignore[union-attr]
        self.page.locator("#messagebody").wait_for()
        self.page.screenshot(path=picture)

    def replies(self, subject: str, text: str, picture: Path) -> None:
        """Answer it as it is set up by default: plain text; the caret stands where Roundcube puts it."""
        self.opens(subject, picture)
        self.page.locator("a.reply:visible").first.click()
        body = self.page.locator("#composebody")
        body.wait_for()
        body.focus()
        self.page.keyboard.type(text)
        self.page.screenshot(path=picture)
        self.page.locator("a.send:visible, button.send:visible").first.click()
        self.page.locator("#messagelist, #messagebody").first.wait_for()


def begin(programs: Programs, office: PostOffice, folder: Path, page: Page) -> Roundcube:
    """Start it with PHP's own server on a high port. Raises TooSlow."""
    (folder / "config").mkdir(parents=True)
    for name in ("defaults.inc.php", "mimetypes.php"):
        (folder / "config" / name).symlink_to(SERVED / "config" / name)
    settings = SETTINGS.format(folder=folder, imap=office.imap, smtp=office.smtp, key=secrets.token_hex(12))
    (folder / "config" / "config.inc.php").write_text(settings)
    with closing(sqlite3.connect(folder / "roundcube.db")) as base:
        base.executescript((HOME / "SQL" / "sqlite.initial.sql").read_text())
    port = free_port()
    programs.start(
        "roundcube", ["php", "-S", f"127.0.0.1:{port}", "-t", SERVED],
        env={"ROUNDCUBE_CONFIG_DIR": str(folder / "config")}, ready=lambda: listens(port),
    )  # fmt: skip
    return Roundcube(page, f"http://127.0.0.1:{port}")
