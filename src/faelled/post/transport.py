"""The one place that talks to a mail server, and a transport that only remembers what it was given."""

import smtplib
import ssl
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol

from django.conf import settings

from faelled.post.opening import FailedBecause, reason

_NO_SERVER = "no_connection"


class Refused(Exception):
    """The letter was not taken.

    permanent: it is no use to try again. code: the server's reply code, such as "550", or no_connection, sign_in or
    no_tls when no server judged the recipient. Never an address and never the server's words, which may hold one.
    because: what those words said, as one of a closed list.
    """

    def __init__(self, *, permanent: bool, code: str, because: FailedBecause = FailedBecause.UNKNOWN) -> None:
        super().__init__(code)
        self.permanent = permanent
        self.code = code
        self.because = because

    @property
    def by_server(self) -> bool:
        """Whether a mail server looked at this letter and refused it."""
        return self.code.isdecimal()


class Transport(Protocol):
    """Carries one mail to one recipient."""

    def send(self, envelope_from: str, to: str, message: bytes) -> None:
        """Hand over *message*; return when the server has it. Raises Refused."""


@dataclass(frozen=True, slots=True)
class CapturedMail:
    """One mail as it would have gone out."""

    envelope_from: str
    to: str
    message: bytes


@dataclass(slots=True)
class Captured:
    """Keeps what it is given, in order."""

    sent: list[CapturedMail] = field(default_factory=list)

    def send(self, envelope_from: str, to: str, message: bytes) -> None:
        self.sent.append(CapturedMail(envelope_from, to, message))


@dataclass(frozen=True, slots=True)
class Smtp:
    """Sends through one relay. tls: none, starttls or tls; certificates are always verified. timeout in seconds."""

    host: str
    port: int
    tls: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30

    def send(self, envelope_from: str, to: str, message: bytes) -> None:
        with _refusals():
            server = self._connect()
            try:
                server.sendmail(envelope_from, [to], message)
            finally:
                # What the server says to our good-bye changes nothing: it has the mail or it refused it.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()

    def greet(self) -> None:
        """Connect, sign in and say good-bye, so that a doctor can tell whether the relay is there. Raises Refused."""
        with _refusals():
            server = self._connect()
            with suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


class _refusals(AbstractContextManager[None]):
    """Turns the ways in which a mail server says no into Refused."""

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(trouble, Exception) and (refusal := _refusal(trouble)) is not None:
            raise refusal from None


def _refusal(trouble: Exception) -> Refused | None:
    match trouble:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            return _judged(*next(iter(refused.values())))
        case smtplib.SMTPDataError(smtp_code=code, smtp_error=said):
            return _judged(code, said)
        case smtplib.SMTPAuthenticationError():
            return Refused(permanent=False, code="sign_in")
        case smtplib.SMTPNotSupportedError() | ssl.SSLError():
            return Refused(permanent=False, code="no_tls")
        # A refused greeting or sender is a fault of this installation; no letter may be lost by it.
        case smtplib.SMTPException() | OSError():
            return Refused(permanent=False, code=_NO_SERVER)
    return None


def _judged(code: int, said: bytes | str) -> Refused:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Refused(permanent=500 <= code < 600, code=str(code), because=reason("", words))


def _from_settings() -> Transport:
    if settings.TESTING:
        return Captured()
    host, _, port = settings.SMTP_RELAY.rpartition(":")
    return Smtp(host.strip("[]"), int(port), settings.SMTP_TLS, settings.SMTP_USER, settings.SMTP_PASSWORD)


_current: Transport | None = None


def current() -> Transport:
    """Return the transport in use: the relay that the settings name, unless *use* chose another."""
    global _current
    if _current is None:
        _current = _from_settings()
    return _current


class use(AbstractContextManager[Transport]):
    """Let *transport* carry from now on; as a context manager, until the block ends."""

    def __init__(self, transport: Transport) -> None:
        global _current
        self._before, self._transport = _current, transport
        _current = transport

    def __enter__(self) -> Transport:
        return self._transport

    def __exit__(self, *trouble: object) -> None:
        global _current
        _current = self._before
