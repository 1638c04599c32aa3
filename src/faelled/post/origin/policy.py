"""What a domain promises about mail in its name: DMARC's record and its alignment. Source: RFC 7489, 3.1 and 6.6.3."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from authheaders.dmarc_lookup import DMARCException, answer_to_dict
from publicsuffix2 import PublicSuffixList

Ask = Callable[[str], tuple[str, ...]]
"""Returns the TXT records of a name, () for none; raises NoAnswer when it could not be found out."""


class NoAnswer(Exception):
    """DNS gave no answer in time."""


@dataclass(frozen=True, slots=True)
class Policy:
    """strict: mail that does not pass is to be refused or set aside. exact: a subdomain's signature is not enough."""

    strict: bool
    exact: bool


def policy_of(domain: str, ask: Ask) -> Policy | None:
    """Return what *domain*, or the organisation's domain above it, promises; None for nothing. Raises NoAnswer."""
    above = organisation(domain)
    record = _record(domain, ask)
    if record is None and above != domain:
        record = _record(above, ask)
        asked = record.get("sp", record.get("p", "")) if record else ""
    else:
        asked = record.get("p", "") if record else ""
    if record is None:
        return None
    return Policy(strict=asked in {"quarantine", "reject"}, exact=record.get("adkim", "r") == "s")


def aligned(signed_by: str, domain: str, *, exact: bool) -> bool:
    """Whether a signature of *signed_by* speaks for mail from *domain*."""
    if exact:
        return signed_by == domain
    return organisation(signed_by) == organisation(domain)


def organisation(domain: str) -> str:
    """Return the domain that somebody registered: one label below the public suffix."""
    found = str(_suffixes().get_sld(domain) or domain)
    # An ending that stands on no list is a suffix, too (its rule is "*"); the library takes all below it for one house.
    return found if "." in found else ".".join(domain.split(".")[-2:])


@cache
def _suffixes() -> PublicSuffixList:
    # authheaders brings a newer list than publicsuffix2 itself, and reads it anew for every question.
    with resources.files("authheaders").joinpath("public_suffix_list.txt").open(encoding="utf-8") as file:
        return PublicSuffixList(file)


def _record(domain: str, ask: Ask) -> dict[str, str] | None:
    records = [text for text in ask(f"_dmarc.{domain}") if text.replace(" ", "").startswith("v=DMARC1")]
    if len(records) != 1:
        return None
    try:
        tags: dict[str, str] = answer_to_dict(records[0])
    except (DMARCException, IndexError):
        return None
    return tags if tags.get("p") else None
