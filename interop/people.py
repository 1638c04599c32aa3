"""Who takes part, and how a mail is written by those who have no mail program of their own here."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from interop.house import House
from interop.postoffice import PostOffice

BODIL, AISHA, MORTEN, LONE = (
    "bodil@biblioteket.example",
    "aisha@krisecentret.example",
    "morten@ungebasen.example",
    "lone@familiehuset.example",
)
NAMES = {BODIL: "Bodil Hansen", AISHA: "Aisha Karim", MORTEN: "Morten Lund", LONE: "Lone Friis"}


@dataclass
class ByHand:
    """Mail read by IMAP and written by smtplib: no mail program, and said so in the report."""

    office: PostOffice
    house: House
    address: str

    def writes(self, to: str, text: str, *, answering: EmailMessage | None = None, into: str = "") -> None:
        """Send a mail through Postfix; with *into*, to that mailbox, whatever its To says."""
        message = EmailMessage()
        message["From"], message["To"] = f"{NAMES[self.address]} <{self.address}>", to
        message["Subject"] = f"SV: {answering['Subject']}" if answering else "Møde"
        message["Date"] = format_datetime(self.house.now)
        message["Message-ID"] = make_msgid(domain=self.address.partition("@")[2])
        if answering is not None:
            message["In-Reply-To"] = str(answering["Message-ID"])
        message.set_content(text)
        self.office.send(self.address, into or to, message)

    def replies(self, subject: str, text: str, *, into: str = "") -> None:
        """Answer the newest mail whose subject begins so, and quote nothing. Raises TooSlow."""
        asked = self.office.mail(self.address, subject)
        self.writes(parseaddr(str(asked["Reply-To"]))[1], text, answering=asked, into=into)
