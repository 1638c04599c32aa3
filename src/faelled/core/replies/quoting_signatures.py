"""Lines that a mail client puts below what somebody wrote."""

import re

_DELIMITER = re.compile(r"(?:--|—|– ?–)$")

_DEVICES = (
    "iphone|ipad|ipod|android|mobil|mobile|mobiltelefon|telefon|phone|smartphone|tablet|samsung|galaxy"
    "|huawei|xperia"
    "|nokia|oneplus|htc|outlook|windows|mail|yahoo|proton|protonmail|gmail|blackberry|mailbox|airmail"
    "|spark|computer"
)
_DEVICE_LINES = (
    # Danish and Norwegian
    r"(?:sendt|afsendt|skrevet) (?:fra|med|via|på) (?:min|mit|mine|en|et|outlook|mail|yahoo|proton"
    r"|samsung|gmail"
    rf"|{_DEVICES})\b[^,;.!?]{{0,60}}[.!]?",
    r"(?:hent|få|download|last ned) (?:\[?outlook\b|mail\b).{0,80}",
    rf"denne (?:mail|e-mail|besked|meddelelse) er (?:sendt|skrevet) (?:fra|med"
    rf"|på) .{{0,20}}\b(?:{_DEVICES})\b.{{0,40}}",
    # Swedish
    r"(?:skickat|skickades|skickad) (?:från|med|via) .{1,60}",
    r"(?:hämta|skaffa) \[?outlook\b.{0,80}",
    # English
    r"[<(]{0,2}sent (?:from|via|with|by|using) (?:my|a|an|the|mobile|mail|"
    rf"\[mail|{_DEVICES})\b.{{0,100}}",
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


def is_delimiter(line: str) -> bool:
    """Whether *line*, already tidied, is the "-- " that stands above a signature."""
    return _DELIMITER.match(line) is not None


def is_device_line(line: str) -> bool:
    """Whether *line* was put in by a phone or a program, as "Sendt fra min iPhone" is."""
    return _DEVICE_LINE.fullmatch(line) is not None


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
