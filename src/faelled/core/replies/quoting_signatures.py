"""Lines that a mail client puts below what somebody wrote."""

import re

_DELIMITER = re.compile(r"(?:--|—|– ?–)$")

_DEVICES = (
    "iphone|ipad|ipod|android|mobil|mobile|mobiltelefon|telefon|phone|smartphone|tablet|samsung|galaxy|huawei"
    "|xperia|nokia|oneplus|htc|outlook|windows|mail|yahoo|proton|protonmail|gmail|blackberry|mailbox|airmail"
    "|spark|computer"
)
_SYSTEMS = r"\[?(?:ios|iphone|ipad|android|windows|mac|mobil)\b"
_DEVICE_LINES = (
    # Danish and Norwegian; with a comma it may go on as an answer, unless it asks to be excused
    rf"(?:sendt|afsendt|skrevet) (?:fra|med|via|på) (?:min|mit|mine|en|et|{_DEVICES})\b[^,;.!?]{{0,60}}[.!]?"
    r"(?:[,.] (?:undskyld|beklager|så undskyld)\b.{0,60})?",
    rf"(?:hent|få|download|last ned) \[?\w{{2,20}}(?: mail)? (?:til|for|på) {_SYSTEMS}.{{0,80}}",
    r"(?:hent|få) \[?outlook\b.{0,80}",
    rf"denne (?:mail|e-mail|besked|meddelelse) er (?:sendt|skrevet) (?:fra|med|på) .{{0,20}}\b(?:{_DEVICES})\b"
    r"[^,;:]{0,40}",
    # Swedish
    r"(?:skickat|skickades|skickad) (?:från|med|via) .{1,60}",
    r"(?:hämta|skaffa) \[?outlook\b.{0,80}",
    # English
    rf"[<(]{{0,2}}sent (?:from|via|with|by|using) (?:my|a|an|mobile|mail|\[mail|{_DEVICES})\b"
    r"(?:<?\(?https?:|[^:]){0,100}",
    r"get \[?outlook\b.{0,80}",
    r"from my (?:iphone|ipad|mobile|phone)\b.{0,20}",
    # German
    r"von meinem .{1,40} gesendet",
    r"(?:gesendet|verschickt) (?:von|mit|über) .{1,80}",
    r"(?:diese|die) nachricht wurde von .{1,60} gesendet\.?",
    r"holen sie sich \[?outlook\b.{0,80}",
    # the languages that clients around us speak
    r"envoyé (?:de|depuis|à partir d[e']) ?.{1,80}",
    r"(?:télécharger|obtenez) \[?outlook\b.{0,80}",
    r"verzonden (?:met|vanaf|vanuit|via) .{1,60}",
    r"enviado (?:desde|do|de) (?:mi|meu|el|outlook)\b.{0,60}",
    r"inviato da(?:l mio| ).{1,60}",
    r"lähetetty .{1,60}",
    r"從我的 .{1,20} 傳送",
)
_DEVICE_LINE = re.compile("(?:" + "|".join(_DEVICE_LINES) + ")", re.I)

_GREETING = re.compile(
    r"(?:hej|hejsa|halløj|kære|goddag|god (?:morgen|dag|aften|eftermiddag)|hi|hello|dear|hallo|hei|moin"
    r"|tjena)\b"
    r"[^.?:;]{0,40}$",
    re.I,
)
_SIGN_OFF = re.compile(
    r"(?:(?:med )?(?:de )?(?:venlig|kærlig|bedste|mange|kollegiale?|vänlig|vennlig|hjertelig)e?"
    r" (?:hilsn?er?|hilsen|hälsn\w+)"
    r"|(?:de )?(?:bedste|mange) hilsner|hilsen|(?:de )?hilsner|mvh|m\.?v\.?h\.?|vh|kh|dbh|hälsningar"
    r"|(?:with )?(?:kind|best|warm|many) regards|(?:kind|best) wishes|regards|yours sincerely|sincerely|best"
    r"|mit freundlichen grüßen|viele grüße|cordialement|bien à vous)\b[,.!]?(?: [\w.\-]{1,30}){0,4}[,.]?$",
    re.I,
)


# Stands before a line that HTML says is part of a signature; no mail client writes this sign.
MARK = "\x1f"


def is_marked(line: str) -> bool:
    """Whether *line* is marked as a signature by the program that made the HTML."""
    return line.startswith(MARK)


def is_delimiter(line: str) -> bool:
    """Whether *line*, already tidied, is the "-- " that stands above a signature."""
    return _DELIMITER.match(line) is not None


def is_device_line(line: str) -> bool:
    """Whether *line* was put in by a phone or a program, as "Sendt fra min iPhone" is."""
    return _DEVICE_LINE.fullmatch(line) is not None


def is_sign_off(line: str) -> bool:
    """Whether *line* is "Venlig hilsen" or the like, alone or with a name behind it."""
    return _SIGN_OFF.match(line) is not None


def is_greeting(line: str) -> bool:
    """Whether *line* only greets."""
    return _GREETING.match(line) is not None


def without_signature_lines(signature: str) -> str:
    """Return what is left of *signature* without its delimiters and device lines."""
    lines = [
        line
        for line in signature.split("\n")
        if not is_delimiter(line.strip()) and not is_device_line(line.strip())
    ]
    return "\n".join(lines).strip()
