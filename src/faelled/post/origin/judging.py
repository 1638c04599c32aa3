"""Decide whether the sender that a mail names can be believed. Called before the transaction: it may ask DNS."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from faelled.post.origin import dns
from faelled.post.origin.finding import Origin, Verdict
from faelled.post.origin.policy import Ask, NoAnswer, Policy, aligned, policy_of
from faelled.work import limited
from faelled.work.limited import Bounds, Raised, TooCostly

_READING = "faelled.post.origin.reading"
_BOUNDS = Bounds(cpu=2.0, memory=300 * 1024 * 1024)
_CHECKED = 3  # signatures


@dataclass(frozen=True, slots=True)
class _Mail:
    raw: bytes
    sender: str
    server: dict[str, list[str]]
    signatures: list[tuple[int, str, str]]

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def origin_of(raw: bytes, *, by_own_server: bool) -> Origin:
    """Return what can be found out about the sender of *raw*.

    by_own_server: our own mail server handed it over, so what it wrote on top is to be believed.
    Raises ChildEnded or OSError when the child died or could not be started, which may pass.
    """
    try:
        mail = _read(raw, settings.AUTHSERV_ID if by_own_server else "")
        if not mail.sender:
            return Origin(Verdict.UNCLEAR, "us")
        said = _said_by_server(mail)
        if said is not None and said.verdict in (Verdict.PASS, Verdict.FAIL):
            return said
        seen = _seen_by_us(mail, dns.ask) if settings.CHECK_SENDERS else None
    except (TooCostly, Raised):
        # A header made to break its reader proves nothing, so whoever it names is asked.
        return Origin(Verdict.UNCLEAR, "us")
    return seen or said or Origin(Verdict.UNKNOWN)


def _read(raw: bytes, authserv_id: str) -> _Mail:
    found: Any = limited.run(f"{_READING}:read", raw, {"authserv_id": authserv_id}, bounds=_BOUNDS)
    signatures = [(int(n), str(domain), str(selector)) for n, domain, selector in found["signatures"]]
    return _Mail(raw, str(found["sender"]), found["server"] or {}, signatures)


def _said_by_server(mail: _Mail) -> Origin | None:
    """Return what our own mail server found, if it is about the very domain in From."""
    if not mail.server:
        return None
    dkim, spf, dmarc = (mail.server.get(method, ["", ""]) for method in ("dkim", "spf", "dmarc"))
    match dmarc[0]:
        case "fail":
            verdict = Verdict.FAIL
        case "pass" | "none" if dmarc[1] == mail.domain:
            verdict = Verdict(dmarc[0])
        case _:
            verdict = Verdict.UNKNOWN
    return Origin(verdict, "server", dkim[0], spf[0])


def _seen_by_us(mail: _Mail, ask: Ask) -> Origin:
    """Check the signatures that could speak for the domain in From; no others, so a stranger's cost no question."""
    try:
        policy = policy_of(mail.domain, ask) or Policy(strict=False, exact=False)
    except NoAnswer:
        return Origin(Verdict.UNKNOWN, "us", "temperror")
    ours = [s for s in mail.signatures if aligned(s[1], mail.domain, exact=policy.exact)][:_CHECKED]
    dkim = _holding(mail.raw, ours, ask) if ours else "none"
    if dkim == "pass":
        return Origin(Verdict.PASS, "us", dkim)
    # SPF might have passed, which we cannot see; a domain with such a promise signs its mail, and asking back is cheap.
    return Origin(Verdict.FAIL if policy.strict else Verdict.NONE, "us", dkim)


def _holding(raw: bytes, signatures: list[tuple[int, str, str]], ask: Ask) -> str:
    records, trouble = {}, False
    for _, domain, selector in signatures:
        name = f"{selector}._domainkey.{domain}"
        try:
            records[name] = "".join(ask(name)[:1])
        except NoAnswer:
            trouble = True
    words = {"numbers": [number for number, _, _ in signatures], "records": records}
    if any(limited.run(f"{_READING}:verified", raw, words, bounds=_BOUNDS)):
        return "pass"
    return "temperror" if trouble else "fail"
