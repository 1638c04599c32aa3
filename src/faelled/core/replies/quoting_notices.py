"""Lines that a mail system puts in: warnings of outside mail, disclaimers, virus scanners, the feet of mailing lists.

They say nothing about when somebody can come, stand above or below what was written, and also inside a copy of our
letter, where a line that is not ours would otherwise be an answer.
"""

import re
from collections.abc import Sequence

_MAIL = r"(?:e-?mail|mail|meddelelse|besked|message|melding|meddelande|nachricht|correspondence)\w{0,3}"
_NOTICES = (
    # Danish, Norwegian, Swedish
    rf"(?:ekstern (?:e-?mail|mail|afsender)|{_MAIL} (?:er sendt|kommer|kom) (?:fra|udefra)).{{0,160}}",
    rf"(?:advarsel|obs|pas på|forsigtig|bemærk)\W{{0,3}}(?:denne |ekstern ).{{0,30}}{_MAIL}.{{0,160}}",
    rf"(?:denne|dette|indholdet af denne|oplysninger(?:ne)? i denne) {_MAIL}.{{0,200}}(?:fortrolig|konfidentiel"
    r"|tavshedspligt|tiltænkt|beregnet (?:til|for)|konfidensiell|sekretess|avsedd för).{0,400}",
    rf"(?:denne|dette) {_MAIL}.{{0,60}}(?:virus|scannet|kontrolleret).{{0,200}}",
    r"(?:du får (?:kun )?(?:ikke )?(?:ofte )?mail fra|du modtager ikke ofte mails? fra).{0,200}",
    r"(?:tænk på miljøet|tænk på miljøet, før du|skal du printe|spar papir|pas på miljøet).{0,160}",
    r"(?:hvis du (?:ikke er den rette modtager|ved en fejl har modtaget"
    rf"|har modtaget denne {_MAIL} ved en fejl)).{{0,300}}",
    rf"(?:detta|denna|meddelandet) {_MAIL}.{{0,200}}(?:konfidentiell|avsett|avsedd).{{0,300}}",
    # English
    r"\[?(?:external|caution|warning|extern|ekstern)\]?\W{0,4}"
    rf"(?:(?:this|external|the|denne) .{{0,60}}{_MAIL}.{{0,160}}"
    r"|e-?mail.{0,160}|afsender.{0,160}|sender.{0,160})?",
    rf"(?:this|the) (?:{_MAIL}|{_MAIL} and any (?:files|attachments)).{{0,200}}(?:confidential|privileged"
    r"|intended (?:only|solely)"
    r"|intended for|virus-free|scanned|originated (?:from )?outside).{0,400}",
    rf"(?:the information (?:contained )?in this {_MAIL}|if you (?:are not the intended recipient|have received this"
    rf" {_MAIL} in error)).{{0,400}}",
    r"you don['’]?t often get email from.{0,200}",
    r"virus-?free\b.{0,80}|(?:virenfrei|virusfri)\b.{0,80}",
    r"(?:please )?consider the environment before printing.{0,80}",
    # German, French
    rf"diese {_MAIL}.{{0,200}}(?:vertraulich|bestimmt).{{0,300}}",
    r"ce (?:message|courriel|mail).{0,200}(?:confidentiel|destin).{0,300}",
)
_NOTICE = re.compile("(?:" + "|".join(_NOTICES) + ")", re.I)
_LONGEST = 400

_LIST_RULE = re.compile(r"[_\-=*~]{3,}$")
_FOOT = re.compile(
    r"unsubscribe|afmeld|frameld|mailing ?list|mailingliste|postliste|list-?info|listinfo|opt[- ]out"
    r"|to stop receiving|you (?:are receiving|received) this|du modtager denne|du får denne|google groups"
    r"|list archives|abmelden|désabonner|avregistrer|avsluta",
    re.I,
)
_LONGEST_FOOT = 12


def is_notice(line: str) -> bool:
    """Whether *line*, already tidied, was put in by a mail system."""
    return 8 <= len(line) <= _LONGEST and _NOTICE.fullmatch(line) is not None


def foot_begins(lines: Sequence[str]) -> int:
    """Return where the foot of a mailing list begins at the end of *lines*, tidied; their number when there is none."""
    last = len(lines)
    while last and not lines[last - 1]:
        last -= 1
    for start in range(last - 1, max(last - _LONGEST_FOOT, -1), -1):
        if _LIST_RULE.match(lines[start]):
            return start if any(_FOOT.search(line) for line in lines[start + 1 : last]) else len(lines)
    return len(lines)
