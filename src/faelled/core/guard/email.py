"""Mail addresses, also those written so that machines should not see them."""

import re
from collections.abc import Iterator

from .finding import Context, Finding, Reason, Type
from .normalise import Plain, respell

SUGGESTION = "[mailadresse]"
ENDINGS = r"dk|com|org|net|eu|no|se|de|uk|info|nu|io|gl|fo|example|test"
AT = re.compile(
    r"\s{0,3}[(\[{<]\s{0,2}(?:at|snabel-?\s?a|snabel|alfa|a)\s{0,2}[)\]}>]\s{0,3}"
    r"|\s{0,3}\bsnabel-?\s?a\b\s{0,3}"
    rf"|\s{{1,3}}at\s{{1,3}}(?=[\w-]{{2,40}}\s{{0,2}}(?:\.|punktum|dot|prik)\s{{0,2}}(?:{ENDINGS})\b)",
    re.IGNORECASE,
)
DOT = re.compile(
    r"\s{0,3}[(\[{]\s?(?:punktum|dot|prik|\.)\s?[)\]}]\s{0,3}|(?<=\w)\s{1,3}(?:punktum|dot)\s{1,3}(?=\w)",
    re.IGNORECASE,
)
LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}\s{0,2}\Z")
DOMAIN = re.compile(r"@?\s{0,2}(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
# A mailbox of a house and not of a person; published, so only asked about.
SHARED = re.compile(
    r"(?i)(?:info|post|mail|kontakt|contact|booking|web|webmaster|redaktion(?:en)?|reception(?:en)?|"
    r"kontor(?:et)?|"
    r"admin(?:istration)?|support|hjælp|hjaelp|bibliotek(?:et)?|hovedbibliotek(?:et)?|kommune(?:n)?|"
    r"borgerservice|"
    r"sekretariat(?:et)?|nyhedsbrev|newsletter|noreply|no-reply|faktura|bogholderi(?:et)?|job|presse|"
    r"salg|udlån|udlaan|"
    r"boern|børn|familiehuset|krisecenter|krisecentret|frivillig(?:e)?|tilmelding|arrangement(?:er)?|"
    r"office|hello|hej|it|hr|"
    r"dpo|servicedesk|vagt|ungebasen)(?:[._-]?(?:dk|randers|danmark))?\s?@?\Z"
)
LONGEST_LOCAL, LONGEST_DOMAIN = 66, 255


def undisguised(plain: Plain) -> Plain:
    """Return *plain* with "(at)", "snabel-a", "punktum" and their like written as @ and full stop."""
    return respell(respell(plain, AT, lambda _: "@"), DOT, lambda _: ".")


def emails(text: str, context: Context) -> Iterator[Finding]:
    """Find mail addresses in normalised, undisguised *text*."""
    own = {mail.casefold() for mail in context.own_mails}
    place = text.find("@")
    while place >= 0:
        # Both sides are cut short first: an unbounded search leftwards would be quadratic on hostile text.
        local = LOCAL.search(text[max(0, place - LONGEST_LOCAL) : place].rpartition("@")[2])
        domain = DOMAIN.match(text[place + 1 : place + 1 + LONGEST_DOMAIN])
        if local and domain and any(sign.isalnum() for sign in local.group()):
            name = local.group().lstrip("'*`{|.-/")
            start, end = place - len(name), place + 1 + domain.end()
            shared = SHARED.match(name) is not None
            known = re.sub(r"\s", "", text[start:end]).casefold() in own
            yield Finding(
                start,
                end,
                Type.EMAIL,
                0.4 if shared else 0.97,
                Reason.OWN if known else Reason.SHAPE,
                SUGGESTION,
            )
        place = text.find("@", place + 1)


__all__ = ["emails", "undisguised"]
