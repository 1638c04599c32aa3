"""Answers to our letters in the forms of many mail programs. Written by us; no program was driven.

A form quotes a letter, with the answer above it, below it, or between its lines, and says what it would look like in
the text part and in the HTML part. What differs between them is what makes reading hard: the heading and its language,
whether quoted lines carry marks, how lists, links, bold and long lines are written, what is put in by itself.
"""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape, unescape

FROM = "faelled@faelled.example"
NAME = "Fælled på vegne af Bodil"
LONE = "lone@familiehuset.example"
PLACES = ("above", "below", "inline")
_LI = re.compile(r'<li value="(\d+)"[^>]*>(.*)</li>')
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')


@dataclass(frozen=True)
class Sent:
    """One of our letters, as the client got it."""

    subject: str
    text: str
    html: str

    @property
    def inside(self) -> str:
        """The HTML within the body, as clients copy it."""
        return re.search(r"<body[^>]*>\n(.*)</body>", self.html, re.S)[1]

    @property
    def numbered(self) -> list[str]:
        return [line for line in self.text.split("\n") if re.match(r"\d+\. ", line)]


@dataclass(frozen=True)
class Written:
    """What the person wrote: as one answer, or one for each numbered line when it is written between them."""

    words: str
    place: str
    by_number: dict[int, str]


# How a client turns our HTML into the lines of its text part


def as_lines(html: str, *, item: str, link: str, bold: str = "") -> list[str]:
    """Return the lines of *html*; item and link are patterns with {n}, {words} and {url}."""
    html = re.sub(r"</?strong>", bold, html).replace("<br>\n", "<br>")
    html = _LINK.sub(lambda a: link.format(words=a[2], url=a[1]), html)
    lines: list[str] = []
    for line in html.split("\n"):
        if found := _LI.fullmatch(line):
            lines.append(item.format(n=found[1], words=found[2]))
        elif line.startswith("<p"):
            lines += ["", *re.sub(r"^<p[^>]*>|</p>$", "", line).split("<br>")]
    return [unescape(line) for line in lines]


def wrapped(lines: list[str], width: int) -> list[str]:
    return [piece for line in lines for piece in (textwrap.wrap(line, width, break_long_words=False) or [""])]


def between(lines: list[str], written: Written, mark: str, own: Callable[[str], list[str]]) -> list[str]:
    """Return *lines* with *mark* before each, and the answers below the numbered lines they answer."""
    out: list[str] = []
    number = 0
    for line in lines:
        out.append(f"{mark}{line}".rstrip() if mark else line)
        if re.match(r"\s*(?:\d+\.|\*)?\s*\**\w+day \d|\s*(?:\d+\.|\*)?\s*\**\w+dag \d", line):
            number += 1
            keys = list(written.by_number)
            if written.place == "inline" and number <= len(keys):
                out += own(written.by_number[keys[number - 1]])
    return out


def laid_out(written: Written, heading: list[str], quoted: list[str], signature: list[str]) -> str:
    """Return a text part: the answer above or below what is quoted, or inside it already."""
    words = written.words.split("\n")
    match written.place:
        case "above":
            lines = [*words, *signature, "", *heading, *quoted]
        case "below":
            lines = [*heading, *quoted, "", *words, *signature]
        case _:
            lines = [*signature, "", *heading, *quoted]
    return "\n".join(lines) + "\n"


# The headings


DAYS = {"da": "mandag den 23. november 2026", "en": "Monday, November 23, 2026"}


def gmail_heading(lang: str) -> str:
    if lang == "da":
        return f"Den man. 23. nov. 2026 kl. 10.14 skrev {NAME} <{FROM}>:"
    return f"On Mon, Nov 23, 2026 at 10:14 AM {NAME} <{FROM}> wrote:"


def apple_heading(lang: str) -> str:
    if lang == "da":
        return f"Den 23. nov. 2026 kl. 10.14 skrev {NAME} <{FROM}>:"
    return f"On 23 Nov 2026, at 10.14, {NAME} <{FROM}> wrote:"


def thunderbird_heading(lang: str) -> str:
    return (
        f"Den 23.11.2026 kl. 10.14 skrev {NAME}:" if lang == "da" else f"On 23/11/2026 10:14, {NAME} wrote:"
    )


def roundcube_heading(lang: str) -> str:
    return f"Den 2026-11-23 10:14, skrev {NAME}:" if lang == "da" else f"On 2026-11-23 10:14, {NAME} wrote:"


def proton_heading(lang: str) -> str:
    if lang == "da":
        return f"mandag den 23. november 2026 kl. 10.14 skrev {NAME} <{FROM}>:"
    return f"On Monday, November 23rd, 2026 at 10:14 AM, {NAME} <{FROM}> wrote:"


def outlook_labels(lang: str, subject: str) -> list[tuple[str, str]]:
    if lang == "da":
        labels, day = ("Fra", "Sendt", "Til", "Emne"), "23. november 2026 10:14"
    else:
        labels, day = ("From", "Sent", "To", "Subject"), "Monday, November 23, 2026 10:14 AM"
    return list(zip(labels, (f"{NAME} <{FROM}>", day, f"Lone Holm <{LONE}>", subject), strict=True))


def outlook_heading(lang: str, subject: str) -> list[str]:
    return [f"{label}: {value}" for label, value in outlook_labels(lang, subject)]


def samsung_heading(lang: str, subject: str) -> list[str]:
    if lang == "da":
        words = ("Oprindelig besked", "Fra", "Dato", "Til", "Emne", "23.11.2026 10.14 (GMT+01:00)")
    else:
        words = ("Original message", "From", "Date", "To", "Subject", "23/11/2026 10:14 (GMT+01:00)")
    title, sender, date, to, about, day = words
    return [
        f"-------- {title} --------",
        f"{sender}: {NAME} <{FROM}> ",
        f"{date}: {day} ",
        f"{to}: Lone Holm <{LONE}> ",
        f"{about}: {subject} ",
        "",
    ]


# Text parts


def _between_empty_lines(words: str) -> list[str]:
    return ["", words, ""]


def _close(words: str) -> list[str]:
    return [words]


def gmail_text(sent: Sent, written: Written, lang: str) -> str:
    lines = as_lines(sent.inside, item="   {n}. {words}", link="{words} <{url}>", bold="*")
    quoted = between(wrapped(lines, 76), written, "> ", _between_empty_lines)
    heading = gmail_heading(lang)
    return laid_out(written, [*textwrap.wrap(heading, 78), ""], [q or ">" for q in quoted], [])


def apple_text(sent: Sent, written: Written, lang: str) -> str:
    lines = as_lines(sent.inside, item="{n}. {words}", link="{words} <{url}>")
    quoted = between(lines, written, "> ", _between_empty_lines)
    return laid_out(written, [f"> {apple_heading(lang)}", "> "], quoted, [])


def iphone_text(sent: Sent, written: Written, lang: str) -> str:
    lines = as_lines(sent.inside, item="{words}", link="{words}")
    quoted = between(lines, written, "> ", _between_empty_lines)
    sent_from = "Sendt fra min iPhone" if lang == "da" else "Sent from my iPhone"
    return laid_out(written, [f"> {apple_heading(lang)}", "> "], ["> \ufeff", *quoted], ["", sent_from])


def thunderbird_text(sent: Sent, written: Written, lang: str) -> str:
    lines = wrapped(sent.text.rstrip("\n").split("\n"), 72)
    return laid_out(
        written, [thunderbird_heading(lang)], between(lines, written, "> ", _between_empty_lines), []
    )


def thunderbird_flowed(sent: Sent, written: Written, lang: str) -> str:
    lines = as_lines(sent.inside, item="  {n}. {words}", link="{words} <{url}>", bold="*")
    quoted = between(lines, written, "> ", _between_empty_lines)
    signature = ["", "-- ", "Lone Holm", "Familiehuset, telefon 12 34 56 78", "Arbejder ikke fredag"]
    return laid_out(
        written, [thunderbird_heading(lang)], quoted, signature if written.place != "inline" else []
    )


def roundcube_text(sent: Sent, written: Written, lang: str) -> str:
    lines = wrapped(sent.text.rstrip("\n").split("\n"), 72)
    return laid_out(
        written, [roundcube_heading(lang)], between(lines, written, "> ", _between_empty_lines), []
    )


def proton_text(sent: Sent, written: Written, lang: str) -> str:
    sent_with = (
        "Sendt med Proton Mail sikker e-mail." if lang == "da" else "Sent with Proton Mail secure email."
    )
    lines = sent.text.rstrip("\n").split("\n")
    quoted = between(lines, written, "> ", _between_empty_lines)
    return laid_out(written, [proton_heading(lang), ""], quoted, ["", sent_with])


def outlook_classic_text(sent: Sent, written: Written, lang: str) -> str:
    lines = as_lines(sent.inside, item="  {n}.  {words}", link="{words}<{url}>")
    quoted = between(lines, written, "", _close)
    return laid_out(written, outlook_heading(lang, sent.subject), quoted, [])


def outlook_classic_plain(sent: Sent, written: Written, lang: str) -> str:
    title = "Oprindelig meddelelse" if lang == "da" else "Original Message"
    heading = [f"-----{title}-----", *outlook_heading(lang, sent.subject), ""]
    return laid_out(written, heading, between(sent.text.rstrip("\n").split("\n"), written, "", _close), [])


def outlook_new_text(sent: Sent, written: Written, lang: str) -> str:
    lines = as_lines(sent.inside, item="  {n}.\n{words}", link="{words}<{url}>")
    lines = [piece for line in lines for piece in line.split("\n")]
    quoted = between(lines, written, "", _between_empty_lines)
    return laid_out(written, ["_" * 32, *outlook_heading(lang, sent.subject)], quoted, [])


def outlook_mobile_text(sent: Sent, written: Written, lang: str) -> str:
    lines = as_lines(sent.inside, item="  *   {words}", link="{words}<{url}>")
    get = (
        "Hent Outlook til iOS<https://aka.example/o>"
        if lang == "da"
        else "Get Outlook for iOS<https://aka.example/o>"
    )
    quoted = between(lines, written, "", _between_empty_lines)
    return laid_out(written, ["_" * 32, *outlook_heading(lang, sent.subject)], quoted, ["", get])


def samsung_text(sent: Sent, written: Written, lang: str) -> str:
    lines = as_lines(sent.inside, item="{words}", link="{words}")
    sent_from = "Sendt fra min Galaxy" if lang == "da" else "Sent from my Galaxy"
    quoted = between(lines, written, "", _close)
    return laid_out(written, ["", *samsung_heading(lang, sent.subject)], quoted, ["", "", sent_from])


# HTML parts


def _html_words(words: str, tag: str = "div") -> str:
    rows = [f"<{tag}>{escape(line) or '<br>'}</{tag}>" for line in words.split("\n")]
    return "".join(rows)


def _split_at_items(sent: Sent, written: Written, begin: str, end: str, tag: str = "div") -> str:
    """Return our HTML quoted between *begin* and *end*; an answer inside ends the quote and begins another."""
    rows = sent.inside.split("\n")
    if written.place != "inline":
        return begin + "\n".join(rows) + end
    out: list[str] = [begin]
    answers = list(written.by_number.values())
    for row in rows:
        out.append(row)
        if _LI.fullmatch(row) and answers:
            out.append(f"</ol></div>{end}{_html_words(answers.pop(0), tag)}{begin}<div><ol>")
    return "".join([*out, end])


def _inside_items(sent: Sent, written: Written, tag: str, style: str = "") -> str:
    """Return our HTML with the answers as further lines of the same document, as programs do that mark nothing."""
    rows = sent.inside.split("\n")
    answers = list(written.by_number.values()) if written.place == "inline" else []
    out: list[str] = []
    for row in rows:
        if _LI.fullmatch(row) and answers:
            row = row.replace("</li>", f"<{tag}{style}>{escape(answers.pop(0))}</{tag}></li>")
        out.append(row)
    return "\n".join(out)


def _html(written: Written, before: str, quoted: str, *, tag: str = "div", signature: str = "") -> str:
    words = _html_words(written.words, tag)
    match written.place:
        case "above":
            body = words + signature + before + quoted
        case "below":
            body = before + quoted + words + signature
        case _:
            body = signature + before + quoted
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>"


def gmail_html(sent: Sent, written: Written, lang: str) -> str:
    heading = f'<div dir="ltr" class="gmail_attr">{escape(gmail_heading(lang))}<br></div>'
    begin = '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;padding-left:1ex">'
    quoted = _split_at_items(sent, written, begin, "</blockquote>")
    if written.place == "below":
        return (
            f'<div dir="ltr"><div class="gmail_quote">{heading}{quoted}<div><br></div>'
            f"{_html_words(written.words)}</div></div>"
        )
    words = _html_words(written.words) if written.place == "above" else ""
    return f'<div dir="ltr">{words}</div><br><div class="gmail_quote gmail_quote_container">{heading}{quoted}</div>'


def apple_html(sent: Sent, written: Written, lang: str) -> str:
    heading = (
        f'<div><br><blockquote type="cite"><div>{escape(apple_heading(lang))}</div><br></blockquote></div>'
    )
    quoted = _split_at_items(sent, written, '<blockquote type="cite"><div>', "</blockquote>")
    return _html(written, heading, quoted)


def iphone_html(sent: Sent, written: Written, lang: str) -> str:
    sent_from = "Sendt fra min iPhone" if lang == "da" else "Sent from my iPhone"
    heading = (
        f'<div dir="ltr"><br><blockquote type="cite">{escape(apple_heading(lang))}<br><br></blockquote></div>'
    )
    quoted = _split_at_items(sent, written, '<blockquote type="cite"><div dir="ltr">\ufeff', "</blockquote>")
    signature = f'<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{sent_from}</div>'
    return _html(written, heading, quoted, signature=signature)


def thunderbird_html(sent: Sent, written: Written, lang: str) -> str:
    heading = f'<div class="moz-cite-prefix">{escape(thunderbird_heading(lang))}<br></div>'
    quoted = _split_at_items(sent, written, '<blockquote type="cite" cite="mid:1@x">', "</blockquote>", "p")
    signature = '<pre class="moz-signature" cols="72">-- <br>Lone Holm<br>Telefon 12 34 56 78</pre>'
    return _html(written, heading, quoted, tag="p", signature="" if written.place == "inline" else signature)


def roundcube_html(sent: Sent, written: Written, lang: str) -> str:
    heading = f'<p id="reply-intro">{escape(roundcube_heading(lang))}</p>'
    begin = '<blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">'
    return _html(written, heading, _split_at_items(sent, written, begin, "</blockquote>", "p"), tag="p")


def proton_html(sent: Sent, written: Written, lang: str) -> str:
    heading = f"{escape(proton_heading(lang))}<br>"
    quoted = _split_at_items(
        sent, written, '<blockquote class="protonmail_quote" type="cite">', "</blockquote><br>"
    )
    words = _html_words(written.words)
    quote = f'<div class="protonmail_quote">{heading}{quoted}</div>'
    if written.place == "inline":
        # The quote is broken up, and what is between its pieces stands outside of any of them.
        quote = f'<div class="protonmail_quote">{heading}</div>{quoted}'
    return quote + words if written.place == "below" else (words if written.place == "above" else "") + quote


def outlook_classic_html(sent: Sent, written: Written, lang: str) -> str:
    labels = "<br>".join(f"<b>{a}:</b> {escape(b)}" for a, b in outlook_labels(lang, sent.subject))
    heading = (
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{labels}<o:p></o:p></p></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
    )
    quoted = _inside_items(sent, written, "p", ' class="MsoNormal" style="color:#C00000"')
    return _html(written, heading, quoted, tag="p")


def outlook_new_html(sent: Sent, written: Written, lang: str) -> str:
    labels = "<br>".join(f"<b>{a}:</b> {escape(b)}" for a, b in outlook_labels(lang, sent.subject))
    heading = (
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{labels}</font><div>&nbsp;</div></div>'
    )
    quoted = _inside_items(sent, written, "div", ' class="elementToProof"')
    return _html(written, heading, quoted)


def outlook_mobile_html(sent: Sent, written: Written, lang: str) -> str:
    get = "Hent <a href='https://aka.example/o'>Outlook til iOS</a>"
    if lang == "en":
        get = "Get <a href='https://aka.example/o'>Outlook for iOS</a>"
    labels = "<br>".join(f"<b>{a}:</b> {escape(b)}" for a, b in outlook_labels(lang, sent.subject))
    heading = (
        '<div id="mail-editor-reference-message-container"><hr style="display:inline-block;width:98%">'
        f'<div id="divRplyFwdMsg" dir="ltr">{labels}</div>'
    )
    signature = f'<div id="ms-outlook-mobile-signature"><div>{get}</div></div>'
    quoted = _inside_items(sent, written, "div") + "</div>"
    return _html(written, heading, quoted, signature=signature)


def samsung_html(sent: Sent, written: Written, lang: str) -> str:
    sent_from = "Sendt fra min Galaxy" if lang == "da" else "Sent from my Galaxy"
    rows = "".join(f"<div>{escape(line)}</div>" for line in samsung_heading(lang, sent.subject))
    signature = f'<div><br></div><div id="composer_signature"><div>{sent_from}</div></div><div><br></div>'
    heading = f'<div align="left"><!-- originalMessage -->{rows}</div>'
    return _html(written, heading, _inside_items(sent, written, "div"), signature=signature)


Form = Callable[[Sent, Written, str], str]
TEXT: dict[str, Form] = {
    "Gmail": gmail_text,
    "Apple Mail": apple_text,
    "iPhone": iphone_text,
    "Thunderbird, plain": thunderbird_text,
    "Thunderbird, from HTML": thunderbird_flowed,
    "Roundcube": roundcube_text,
    "Proton": proton_text,
    "Outlook classic": outlook_classic_text,
    "Outlook classic, plain": outlook_classic_plain,
    "Outlook new": outlook_new_text,
    "Outlook mobile": outlook_mobile_text,
    "Samsung": samsung_text,
}
HTML: dict[str, Form] = {
    "Gmail": gmail_html,
    "Apple Mail": apple_html,
    "iPhone": iphone_html,
    "Thunderbird": thunderbird_html,
    "Roundcube": roundcube_html,
    "Proton": proton_html,
    "Outlook classic": outlook_classic_html,
    "Outlook new": outlook_new_html,
    "Outlook mobile": outlook_mobile_html,
    "Samsung": samsung_html,
}


def as_mail(sent: Sent, body: str, subtype: str) -> bytes:
    """Return the answer as a mail with one part, encoded as base64 so that no line is broken on the way."""
    message = EmailMessage()
    message["From"] = f"Lone Holm <{LONE}>"
    message["To"] = FROM
    message["Subject"] = f"SV: {sent.subject}"
    message["Date"] = "Mon, 23 Nov 2026 11:00:00 +0100"
    message["Message-ID"] = "<svar@familiehuset.example>"
    message.set_content(body, subtype=subtype, cte="base64")
    return message.as_bytes()
