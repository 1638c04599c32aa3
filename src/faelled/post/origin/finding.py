"""What was found out about a mail's sender."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether the domain in From stands behind the mail (DMARC, RFC 7489).

    NONE: the domain makes no promise about its mail. UNCLEAR: From does not name one sender. UNKNOWN: not found out.
    """

    PASS = "pass"  # noqa: S105  not a password
    FAIL = "fail"
    NONE = "none"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Origin:
    """The results, kept with the mail's row as words alone: no domain, no address.

    by: server, when our own mail server said so; us, when the worker looked; "" when nobody did. dkim, spf: the words
    of RFC 8601, or "" where they were not evaluated. SPF needs the address of the connecting machine, which only the
    mail server in front has seen.
    """

    verdict: Verdict
    by: str = ""
    dkim: str = ""
    spf: str = ""

    @property
    def believed(self) -> bool:
        """Whether the address in From may count as the sender's; a pass by itself opens nothing."""
        return self.verdict not in (Verdict.FAIL, Verdict.UNCLEAR)

    def plain(self) -> dict[str, str]:
        """Return the results as plain data."""
        return {name: str(value) for name, value in asdict(self).items()}


NOT_CHECKED = Origin(Verdict.UNKNOWN)
