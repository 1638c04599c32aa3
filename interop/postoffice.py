"""Postfix and Dovecot on high ports of loopback: a mail domain for each organisation, and Fælled's own by LMTP.

Both run without systemd from configurations of their own in a folder that goes away. Nothing leaves the machine:
mail to any other domain is refused.
"""

import grp
import imaplib
import os
import pwd
import shutil
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from interop.processes import PATIENCE, Programs, free_port, listens, until

DOMAINS = ("biblioteket.example", "krisecentret.example", "ungebasen.example", "familiehuset.example")
OUR_DOMAIN = "faelled.example"
ARCHIVE = "arkiv@biblioteket.example"  # gets a copy of whatever is written to Fælled, as it was written
MAILBOX = (
    "postkasse@biblioteket.example"  # which Fælled fetches from, as it does where nobody can hand mail on
)
PASSWORD = "hemmeligt"  # noqa: S105  (of every invented mailbox, on loopback, for some minutes)

MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
myhostname = mail.kommune.example
mydomain = kommune.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
relay_domains = {domains}
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_client_restrictions =
smtpd_recipient_restrictions = permit_auth_destination, reject
transport_maps = inline:{{ {transports} }}
recipient_bcc_maps = inline:{{ {{@{ours} = {archive}}} }}
default_transport = error:nothing leaves this machine
local_transport = error:nobody lives here
disable_dns_lookups = yes
smtp_host_lookup = native
lmtp_host_lookup = native
minimal_backoff_time = 5s
maximal_backoff_time = 10s
queue_run_delay = 5s
"""
SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
DOVECOT_CONF = """\
protocols = imap lmtp
hostname = mail.kommune.example
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Lu
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%d/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Drafts {{
    special_use = \\Drafts
    auto = create
  }}
  mailbox Trash {{
    special_use = \\Trash
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
"""


class OnlyRoot(Exception):
    """Postfix's master starts as root alone."""


@dataclass
class PostOffice:
    """The mail servers of four organisations. lmtp_of_house: where Fælled takes its mail in."""

    folder: Path
    lmtp_of_house: int
    smtp: int = field(default_factory=free_port)
    imap: int = field(default_factory=free_port)
    lmtp: int = field(default_factory=free_port)

    def start_dovecot(self, programs: Programs) -> None:
        """Start the mailboxes. Raises TooSlow."""
        folder = self.folder / "dovecot"
        for name in ("run", "state", "mail"):
            (folder / name).mkdir(parents=True)
        (folder / "dovecot.conf").write_text(DOVECOT_CONF.format(**self._people_of_dovecot(folder)))
        programs.start(
            "dovecot", ["/usr/sbin/dovecot", "-F", "-c", folder / "dovecot.conf"],
            ready=lambda: listens(self.imap) and listens(self.lmtp),
        )  # fmt: skip

    def _people_of_dovecot(self, folder: Path) -> dict[str, object]:
        common = {"folder": folder, "imap": self.imap, "lmtp": self.lmtp, "password": PASSWORD}
        if os.geteuid() != 0:
            me = pwd.getpwuid(os.geteuid())
            names = {"internal": me.pw_name, "login": me.pw_name, "group": grp.getgrgid(me.pw_gid).gr_name}
            return common | names | {"uid": me.pw_uid, "gid": me.pw_gid}
        owner = pwd.getpwnam("nobody")
        shutil.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
        names = {"internal": "dovecot", "login": "dovenull", "group": "dovecot"}
        return common | names | {"uid": owner.pw_uid, "gid": owner.pw_gid}

    def start_postfix(self, programs: Programs) -> None:
        """Start the carrier. Raises OnlyRoot, TooSlow."""
        if os.geteuid() != 0:
            raise OnlyRoot("Postfix starts as root only")
        folder = self.folder / "postfix"
        for name in ("queue", "data", "conf"):
            (folder / name).mkdir(parents=True)
        shutil.chown(folder / "data", "postfix", "postfix")
        to_house = f"{OUR_DOMAIN} = lmtp:[127.0.0.1]:{self.lmtp_of_house}"
        to_boxes = [f"{domain} = lmtp:[127.0.0.1]:{self.lmtp}" for domain in DOMAINS]
        settings = MAIN_CF.format(
            folder=folder,
            ours=OUR_DOMAIN,
            archive=ARCHIVE,
            domains=" ".join((*DOMAINS, OUR_DOMAIN)),
            transports=", ".join("{" + one + "}" for one in (to_house, *to_boxes)),
        )
        (folder / "conf" / "main.cf").write_text(settings)
        (folder / "conf" / "master.cf").write_text(SERVICES.format(port=self.smtp))
        programs.start(
            "postfix", ["/usr/sbin/postfix", "-c", folder / "conf", "start-fg"],
            ready=lambda: listens(self.smtp), pid_file=folder / "queue" / "pid" / "master.pid",
        )  # fmt: skip

    def carried(self) -> str:
        """Return Postfix's own log of what it delivered."""
        log = self.folder / "postfix" / "maillog"
        return log.read_text(errors="replace") if log.exists() else ""

    def mails(self, address: str, folder: str = "INBOX") -> Sequence[EmailMessage]:
        """Return the mails in a mailbox, oldest first, as IMAP gives them."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw_mails(address, folder)]  # type: ignore[misc]

    def raw_mails(self, address: str, folder: str = "INBOX") -> Sequence[bytes]:
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=30) as box:
            box.login(address, PASSWORD)
            box.select(folder, readonly=True)
            numbers = box.search(None, "ALL")[1][0].split()
            found = [box.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
        return [pair[1] for pair in found if isinstance(pair, tuple)]

    def mail(self, address: str, subject: str, *, seconds: float = PATIENCE) -> EmailMessage:
        """Wait for the newest mail to *address* whose subject begins so, and return it. Raises TooSlow."""

        def newest() -> EmailMessage | None:
            found = reversed(self.mails(address))
            return next((m for m in found if str(m["Subject"]).startswith(subject)), None)

        return until(newest, f"a mail {subject!r} to {address}", seconds=seconds)

    def send(self, sender: str, to: str, message: EmailMessage) -> None:
        """Hand a mail to Postfix."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=60) as server:
            server.sendmail(sender, [to], message.as_bytes())
