"""neomutt in a terminal of tmux: a text mail program, its keys pressed one by one. Its editor is a script."""

import time
from dataclasses import dataclass
from pathlib import Path

from interop.postoffice import PASSWORD, PostOffice
from interop.processes import output, until

SETTINGS = """\
set folder = "imap://127.0.0.1:{imap}/"
set spoolfile = "+INBOX"
set imap_user = "{address}"
set imap_pass = "{password}"
set smtp_url = "smtp://127.0.0.1:{smtp}/"
set ssl_starttls = no
set ssl_force_tls = no
set from = "{address}"
set hostname = "{domain}"
set realname = "{name}"
set editor = "sh {folder}/write.sh"
set record = ""
set include = yes
set fast_reply = yes
set wait_key = no
set sleep_time = 0
set mail_check = 2
set timeout = 2
set header_cache = ""
"""
# Above what is quoted, as most people write.
WRITE = '{{ cat {folder}/answer; echo; cat "$1"; }} >"$1.new" && mv "$1.new" "$1"\n'


@dataclass
class Neomutt:
    """The program as one person uses it."""

    office: PostOffice
    folder: Path
    name: str
    address: str

    def __post_init__(self) -> None:
        self.folder.mkdir()
        settings = SETTINGS.format(
            imap=self.office.imap, smtp=self.office.smtp, address=self.address, name=self.name,
            domain=self.address.partition("@")[2], password=PASSWORD, folder=self.folder,
        )  # fmt: skip
        (self.folder / "rc").write_text(settings)
        (self.folder / "write.sh").write_text(WRITE.format(folder=self.folder))

    def _tmux(self, *words: object) -> str:
        return output("tmux", "-u", "-S", self.folder / "tmux", *words, env=self._env)

    @property
    def _env(self) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "TERM": "xterm",
            "SHELL": "/bin/sh",
        }

    def _sees(self, words: str) -> None:
        until(lambda: words in self._tmux("capture-pane", "-p"), f"{words!r} in neomutt", seconds=60)

    def replies(self, part_of_subject: str, text: str) -> str:
        """Answer the newest mail whose subject holds these words; returns what the terminal showed. Raises TooSlow."""
        (self.folder / "answer").write_text(text + "\n")
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", 120, "-y", 40, f"neomutt -F {self.folder}/rc"
        )
        try:
            self._sees("NeoMutt")
            self._tmux("send-keys", "l")
            self._sees("Limit to")
            self._tmux("send-keys", f"~s {part_of_subject}", "Enter")
            time.sleep(1)
            self._tmux("send-keys", "*")  # the last one
            self._tmux("send-keys", "Enter")
            self._sees("Subject:")
            shown = self._tmux("capture-pane", "-p")
            self._tmux("send-keys", "r")
            self._replying()
            self._tmux("send-keys", "y")
            self._sees("Mail sent")
            return shown
        finally:
            self._tmux("kill-server")

    def _replying(self) -> None:
        """Say yes to Reply-To, if it is asked about, and wait for the page that sends."""

        def ready() -> bool:
            shown = self._tmux("capture-pane", "-p")
            if "Reply to " in "".join(shown.rstrip().splitlines()[-1:]):
                self._tmux("send-keys", "y")
            return "y:Send" in shown

        until(ready, "neomutt's page that sends", seconds=60)
