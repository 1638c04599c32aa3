"""Where quoted history begins: what mail clients write above the mail they quote.

Two kinds of headings. An attribution ("Den 24. nov. 2025 kl. 10.00 skrev Lone <...>:") may have quote marks
below it, and new text below those. A header block (Fra, Sendt, Til, Emne) or a line such as "Oprindelig
besked" has history below it to the end. Danish, Norwegian, Swedish, German and English are known by their
words; other languages mostly by their shape: a date, an address in angle brackets, and a colon at the end.
"""

import re
from collections.abc import Sequence

_LONGEST = 400
_INVISIBLE = {ord(c): None for c in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"} | {
    0xA0: " ",
    0x202F: " ",
    9: " ",
}


def tidy(line: str) -> str:
    """Return *line* as the patterns see it: without invisible signs and outer blanks, 400 signs at most."""
    return line[: _LONGEST * 2].translate(_INVISIBLE).strip()[:_LONGEST]


def is_quote_marked(line: str) -> bool:
    """Whether *line*, already tidied, begins with the mark that clients put before quoted lines."""
    return line.startswith(">")


def is_rule(line: str) -> bool:
    """Whether *line* is empty or drawn, as the lines are that stand above a heading."""
    return not line.strip("_-=*–— ")


# The line that our own letters carry on top.

# Other systems have one like it, and their letters are quoted in the same threads.
_OUR_MARKER = re.compile(
    r"skriv dit svar over denne linje|write your answer above this line"
    r"|(?:please )?(?:type|write|enter|send)? ?(?:your |a )?(?:reply|response|answer) above this line"
    r"|(?:svar|skriv) over denne linje|svara ovanför denna (?:rad|linje)"
    r"|antwort(?:en sie)? oberhalb dieser (?:linie|zeile)"
    r"|répond(?:re|ez) au-dessus de cette ligne",
    re.I,
)


def is_our_marker(line: str) -> bool:
    """Whether *line* is "Skriv dit svar over denne linje", perhaps between strokes."""
    return _OUR_MARKER.search(line[:160]) is not None


# The last words of all of them, for a letter that nobody has at hand.
_OUR_FOOT = re.compile(
    r"(?:.*(?:der står intet om familier i den|it says nothing about families)\.?|(?:mærke|mark): ?[a-z2-7]{26})$",
    re.I,
)


def is_our_foot(line: str) -> bool:
    """Whether *line* is the last line of a letter of ours, or one of the last two."""
    return _OUR_FOOT.match(line[-200:]) is not None


# "-----Oprindelig meddelelse-----"

_DASHED = re.compile(
    r"(?:[-_=*–—]{2,}|-(?= \w))\s*(?P<words>[^-_=*–—].{2,60}?)\s*:?\s*(?:[-_=*–—]{2,}|(?<=\w )-)$"
)
_ORIGINAL = re.compile(
    r"(?:oprindelig|opprinnelig|ursprunglig|original|ursprüngliche|oorspronkelijk|alkuperäinen|originalt?)\w*"
    r" (?:besked|meddelelse|meddelande|melding|mail|e-mail|message|appointment|nachricht|bericht|viesti"
    r"|termin)"
    r"|(?:videresendt|videresend|vidarebefordrat|forwarded|weitergeleitete|doorgestuurd)"
    r" (?:besked|meddelelse|meddelande|melding|mail|e-mail|message|nachricht|bericht)"
    r"|reply message|message d.origine|message original|message transféré|mensaje (?:original|reenviado)"
    r"|mensagem (?:original|encaminhada)"
    r"|messaggio (?:originale|inoltrato)|wiadomość oryginalna|исходное сообщение|пересылаемое сообщение",
    re.I,
)
_BEGINNING = re.compile(
    r"(?:start på videresendt (?:besked|meddelelse)|begin forwarded message|vidarebefordrat brev"
    r"|videresendt melding"
    r"|anfang der weitergeleiteten nachricht)\s*:$",
    re.I,
)


# Header blocks

_LABELS = {
    "from": "fra|från|von|from|de|da|van|lähettäjä|od|от|mittente|absender|expéditeur|gönderen|kimden"
    "|feladó|de la|από|보낸 사람|发件人|差出人",
    "date": "sendt|dato|skickat|datum|gesendet|sent|date|envoyé|envoyé le|inviato|data|enviado|enviado el|enviado em"
    "|enviada em|fecha|verzonden|lähetetty|päiväys|wysłano|wysłane|дата|отправлено|message du"
    "|tarih|gönderildi|elküldve|trimis|στάλθηκε|보낸 날짜|odesláno|发送时间|送信日時",
    "to": "til|till|an|to|à|a|para|aan|vastaanottaja|do|komu|кому|destinatario|risposta|reply-to|svar til"
    "|kime|címzett|către|προς|받는 사람|收件人|宛先",
    "copy": "cc|kopi|kopia|bcc|kopie|copie à|copia",
    "subject": "emne|ämne|betreff|subject|objet|oggetto|asunto|assunto|onderwerp|aihe|temat|тема|vedr|vedrørende|konu"
    "|tárgy|subiect|θέμα|제목|předmět|主题|件名",
    "other": "prioritet|priority|importance|vigtighed|vedhæftede filer|vedhæftet|attachments|reply to|organisation",
}
_KIND_OF = {word: kind for kind, words in _LABELS.items() for word in words.split("|")}
_LABEL = re.compile(r"[*_]{0,2}(?P<label>[^\W\d_][\w \-]{0,17}?)[*_]{0,2} ?[:：][*_]{0,2}(?=\s|$|[<\"'(\w])")
_LABEL_INSIDE = re.compile(r"(?:^|[\s>])[*_]{0,2}([^\W\d_][\w\-]{1,12})[*_]{0,2} ?:(?=\s)")
_ADDRESS = re.compile(r"[^\s<>@\"]{1,80}@[^\s<>@\"]{1,80}")
_FURTHEST = 14


def history_begins(lines: Sequence[str], at: int) -> int | None:
    """Return where the heading ends if history without an end begins at line *at*.

    lines: tidied.
    """
    line = lines[at]
    if not line:
        return None
    if is_our_marker(line):
        return at + 1
    if dashed := _DASHED.match(line):
        block = _header_block(lines, at + 1) if at + 1 < len(lines) else None
        return block or (at + 1 if _ORIGINAL.search(dashed["words"]) else None)
    if _BEGINNING.match(line):
        return at + 1
    return _header_block(lines, at)


def _header_block(lines: Sequence[str], at: int) -> int | None:
    first = _kind(lines[at])
    if first is None or first in ("copy", "other"):
        return None
    kinds: set[str] = set()
    address = inside_one_line = False
    end = at
    for i in range(at, min(at + _FURTHEST, len(lines))):
        line = lines[i]
        kind = _kind(line)
        if kind is None and line and not _continues(lines, i):
            break
        if (kind is None and not line and i > end + 1) or (kind == "from" and i > at and "from" in kinds):
            break
        if kind is not None:
            kinds.add(kind)
            inside = {_KIND_OF.get(word.lower()) for word in _LABEL_INSIDE.findall(line)}
            inside_one_line = inside_one_line or len(inside & {"from", "date", "to", "subject"}) >= 3
            kinds |= {k for k in inside if k and inside_one_line}
        if line:
            end = i
            address = address or (kind == "from" and _ADDRESS.search(line) is not None)
    kinds -= {"other", "copy"}
    # "Fra: tirsdag, Til: onsdag" is an answer; so two labels are a heading only with an address or a rule.
    ruled = at > 0 and len(lines[at - 1]) >= 5 and is_rule(lines[at - 1])
    enough = 2 if address or ruled else 3
    if first in ("to", "subject"):
        # Hotmail wrote these first. So might somebody who lists what they need, but not with an address and a date.
        enough = 4 if address and "date" in kinds else 9
    return end + 1 if "from" in kinds and len(kinds) >= enough else None


def _kind(line: str) -> str | None:
    found = _LABEL.match(line)
    return _KIND_OF.get(found["label"].lower().strip()) if found else None


def _continues(lines: Sequence[str], i: int) -> bool:
    """Whether line *i* is the rest of a label line above it: an address or a name on its own line."""
    return (
        i > 0
        and bool(lines[i - 1])
        and (lines[i].startswith(("<", "[")) or lines[i - 1].endswith((";", ",")))
    )


# Attributions

_VERBS = (
    r"skrev|skreiv|har skrevet|wrote|schrieb|hat geschrieben|geschrieben|kirjoitti|schreef"
    r"|het volgende geschreven|a écrit"
    r"|said the following on|writes|a scris|ezt írta|şunu yazdı|napsal(?:\(a\))?|pisze|wiadomość napisana przez"
    r"|missatge de|έγραψε|đã viết|ha scritto|escribió|escreveu|napisał(?:\(a\))?|написала?|пише|пишет|写道|skrifaði"
)
_VERB = re.compile(rf"(?<!\w)(?:{_VERBS})(?!\w)|写道", re.I)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[.:]\d{2}\b|\b\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}\b|\d{4}年"
    r"|\b\d{1,2}\.? (?:jan|feb|mar|apr|maj|may|mai|jun|jul|aug|sep|okt|oct|nov|dec|dez)\w*",
    re.I,
)
_WEEKDAYS = (
    "man|mandag|tirs?|tirsdag|ons|onsdag|tors?|torsdag|fre|fredag|lør|lørdag|søn|søndag"
    "|mån|måndag|tis|tisdag|lör|lördag|sön|söndag|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag"
    "|samstag|sonntag|mon|monday|tues?|tuesday|wed|wednesday|thurs?|thu|thursday|fri|friday|sat|saturday|sun|sunday"
)
_LEADS = re.compile(
    r"[*_\-\s]*(?:(?:den|d\.|on|at|dne|op|am|le|il|el|op|em|på|w dniu)\s(?=.{0,40}\d)"
    rf"|(?:{_WEEKDAYS})[.,]{{0,2}}\s(?=.{{0,30}}\d)|\d{{1,4}}[./\- ]\S|\d{{1,2}}:\d{{2}}\b)",
    re.I,
)
_BRACKETED = re.compile(
    r"[<(\[] ?(?:mailto:)?[^<>()\[\]@]{1,80}@[^<>()\[\]@\s]{1,80}"
    r"(?:[<\[]mailto:[^<>\[\]]{1,120}[>\]])? ?[>)\]]?"
)
# A word is taken whole and never given back, or a long line of brackets could be cut into words in a million ways.
_AFTER_ADDRESS = re.compile(r"[>)\]\"']*+(?: ?[^\s:：@\d]{1,20}+){0,4} ?[:：]$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROUPWISE = re.compile(r">>> ?[^>].{3,200}>>>$")
_END_OF_ADDRESS = frozenset({">:", "> :"})
_SOMEBODY_TALKS = re.compile(r"(?<!\w)(?:jeg|Jeg|vi|Vi|han|hun|du|you|we|We|she|he|ich|Ich|wir|I)(?!\w|\.)")
_NAME = re.compile(r"(?:[A-ZÆØÅÄÖÜÉ\"'(<][^\s]*|via|af|von|van|der|de|og)(?: |$)")
_OLD_GMAIL = re.compile(r"\d{4}[/-]\d{1,2}[/-]\d{1,2} .{1,120}<[^<>@\s]{1,80}@[^<>@\s]{1,80}>$")
_ENDS = (":", "：", "----")
_DIGIT_OR_ADDRESS = re.compile(r"[\d@]")
_SCATTERED_END = re.compile(r"(?:.*[<>])? ?(?:wrote|skrev|schrieb) ?:$", re.I)


def attributions(lines: Sequence[str]) -> dict[int, int]:
    """Return where attributions begin, each with the line behind its end.

    lines: tidied. An attribution may stand on up to four lines, and on more when a client scattered it.
    """
    found: dict[int, int] = {}
    for end, line in enumerate(lines):
        start = None
        if line.endswith(_ENDS) or line.rstrip("*_ ").endswith(_ENDS):
            start = _attribution_ending(lines, end)
            if start is None and _quote_follows(lines, end) and _names_somebody(line):
                start = end
            if start is None and _DIGIT_OR_ADDRESS.search(line) and _our_marker_follows(lines, end):
                start = end
        elif (_OLD_GMAIL.match(line) and _quote_follows(lines, end)) or (
            _GROUPWISE.match(line) and _DATE.search(line)
        ):
            start = end
        if start is not None:
            found[start] = end + 1
    return found


def _attribution_ending(lines: Sequence[str], end: int) -> int | None:
    best = None
    for start in range(end, max(end - 4, -1), -1):
        if (
            not lines[start]
            or (start < end and lines[start].endswith(_ENDS))
            or (is_quote_marked(lines[start]) and lines[end] not in _END_OF_ADDRESS)
        ):
            break
        leads = _LEADS.match(lines[start]) is not None or len(_DATE.findall(lines[start])) >= 2
        if (best is None or leads) and _is_attribution(" ".join(lines[start : end + 1])):
            best = start
    if best is None and _SCATTERED_END.match(lines[end]):
        best = _scattered(lines, end)
    return best


def _scattered(lines: Sequence[str], end: int) -> int | None:
    """Return where "On Thu at 11:16 Lone", an empty line, "<", an address and "> wrote:" begin, if so."""
    for start in range(end - 1, max(end - 8, -1), -1):
        joined = " ".join(line for line in lines[start : end + 1] if line)
        if _LEADS.match(lines[start]) and _DATE.search(lines[start]) and _is_attribution(joined):
            return start
    return None


def _is_attribution(text: str) -> bool:
    text = text.replace("&lt;", "<").replace("&gt;", ">").strip("*_-–— ")
    if len(text) > 2 * _LONGEST or _SOMEBODY_TALKS.search(_without_address(text)):
        return False
    verb = _VERB.search(text)
    address = next(reversed(list(_BRACKETED.finditer(text))), None)
    if address is None:
        if verb is None or not _DATE.search(text):
            return False
        if _LEADS.match(text):
            return True
        # "Morten skrev kl. 10.30:" is told by somebody; "Morten skrev den 3.12.2026 kl. 10.30:" by a program.
        says_when = _YEAR.search(text) is not None or verb[0].lower().startswith("said the following")
        return says_when and not _NAME.sub("", text[: verb.start()]).strip(" ,")
    if verb is not None and (_DATE.search(text) or address.end() <= verb.start() <= address.end() + 3):
        return True
    return _DATE.search(text) is not None and _AFTER_ADDRESS.match(text[address.end() :]) is not None


def _without_address(text: str) -> str:
    """Return *text* up to its first address: a name may not talk, whatever the address holds."""
    return text.split("<", 1)[0].split('"', 1)[0]


def _names_somebody(line: str) -> bool:
    """Whether "Lone skrev:" or "Quoting Lone <...>:", with a quote right below, is a heading."""
    if _SOMEBODY_TALKS.search(_without_address(line)) or is_quote_marked(line):
        return False
    address = next(reversed(list(_BRACKETED.finditer(line))), None)
    if address is not None and _AFTER_ADDRESS.match(line[address.end() :]):
        return True
    verb = _VERB.search(line)
    if verb is None or not 0 < verb.start() < 100:
        return False
    # With a whole date the name may be any words: ours reads "Fælled på vegne af Bodil fra Biblioteket".
    rest = line[verb.end() :].strip(" :：")
    return (len(rest) < 12 and verb.start() < 60) or _YEAR.search(rest) is not None


def _our_marker_follows(lines: Sequence[str], end: int) -> bool:
    return any(is_our_marker(line) for line in lines[end + 1 : end + 4])


def _quote_follows(lines: Sequence[str], end: int) -> bool:
    return any(line.startswith((">", "|")) for line in lines[end + 1 : end + 3])
