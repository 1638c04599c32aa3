"""Where Postfix may not start (it wants root), a few lines carry the mail instead, so that the round can be played."""

import smtplib
from dataclasses import dataclass

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from interop.postoffice import ARCHIVE, OUR_DOMAIN, PostOffice


@dataclass
class Relay:
    """Hands each mail on by LMTP: to Fælled with a copy to the archive, or to Dovecot."""

    office: PostOffice

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        for to in envelope.rcpt_tos:
            ours = to.endswith(f"@{OUR_DOMAIN}")
            self._hand_on(self.office.lmtp_of_house if ours else self.office.lmtp, envelope, to, content)
            if ours:
                self._hand_on(self.office.lmtp, envelope, ARCHIVE, content)
        return "250 OK"

    def _hand_on(self, port: int, envelope: Envelope, to: str, content: bytes) -> None:
        with smtplib.LMTP("127.0.0.1", port) as line:
            line.sendmail(envelope.mail_from or "", [to], content)


def started(office: PostOffice) -> Controller:
    """Start it on the port where Postfix would listen; the caller stops it."""
    controller = Controller(Relay(office), hostname="127.0.0.1", port=office.smtp)
    controller.start()
    return controller
