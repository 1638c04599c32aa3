"""The HTML of a letter, made from its text: paragraphs, numbered lines, and the link as an outlined box.

No pictures, no outside address, inline styles only, the device's own font and colours.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

_BODY = "margin:0;padding:16px;font:17px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_PARAGRAPH = "margin:0 0 16px"
_LIST = "margin:0 0 16px;padding:0 0 0 28px"
_BOX = (
    "display:inline-block;padding:10px 18px;border:2px solid;border-radius:6px;color:inherit;font-weight:600"
)
_FOOT = "margin:24px 0 0;padding:12px 0 0;border-top:1px solid #b9bdae;font-size:14px;opacity:.8"
_QUIET = "margin:0 0 16px;font-size:14px;opacity:.75"

_MAIL_FROM = {"da": "Mail fra Fælled", "en": "Mail from Fælled"}
_OPEN_PAGE = {"da": "Svar på siden", "en": "Answer on the page"}

_NUMBERED = re.compile(r"\s{0,8}(\d{1,3})\. (.*)")
_DAY_AND_CLOCK = re.compile(r"(\S.{0,60}?)( kl\. \d.*)")
_TAG = re.compile(r"<[^<>]*>")
_LAST_SENTENCE = re.compile(r"(.*[.?!])\s+(\S.*)", re.S)


def page(*, subject: str, body: str, foot: str, answer_line: str, link: str, lang: str) -> str:
    """Return the whole HTML page of a letter.

    The first paragraph comes first in the source, because mail programs show the beginning beside the subject;
    answer_line follows it, or is left out when empty.
    """
    blocks = list(_blocks(body, link, lang))
    if answer_line:
        blocks.insert(1, f'<p style="{_QUIET}">{escape(answer_line)}</p>')
    inside = "\n".join([*blocks, f'<p style="{_FOOT}">{_lines(foot.split(chr(10)))}</p>'])
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(subject)}</title>\n</head>\n"
        f'<body style="{_BODY}">\n'
        f'<div lang="{lang}" role="article" aria-label="{_MAIL_FROM[lang]}" style="max-width:560px;margin:0 auto">\n'
        f"{inside}\n</div>\n</body>\n</html>\n"
    )


def lines_of(html: str) -> list[str]:
    """Return the lines of words that *page* made, but not the numbered ones.

    In HTML a numbered line has lost its number, and then looks just like a time somebody typed as their answer.
    """
    shown = html[html.find("<body") :].split("\n")
    return [unescape(_TAG.sub("", line)) for line in shown if not line.startswith("<li")]


def items_of(body: str) -> list[str]:
    """Return the words of the numbered lines of *body*, without their numbers."""
    return [found[2] for line in body.split("\n") if (found := _NUMBERED.fullmatch(line))]


def _blocks(body: str, link: str, lang: str) -> Iterator[str]:
    for paragraph in body.split("\n\n"):
        lines: list[str] = []
        numbered: list[tuple[int, str]] = []
        for line in paragraph.split("\n"):
            match = _NUMBERED.fullmatch(line)
            if match:
                yield from _paragraph(lines, link, lang)
                lines = []
                numbered.append((int(match[1]), match[2]))
            else:
                yield from _list(numbered)
                numbered = []
                lines.append(line)
        yield from _paragraph(lines, link, lang)
        yield from _list(numbered)


def _list(numbered: list[tuple[int, str]]) -> Iterator[str]:
    if numbered:
        # The number is said in each item: proposals keep their numbers even when one between them was taken out.
        items = "\n".join(f'<li value="{n}" style="padding:3px 0">{_time(text)}</li>' for n, text in numbered)
        yield f'<ol style="{_LIST}">\n{items}\n</ol>'


def _time(text: str) -> str:
    match = _DAY_AND_CLOCK.fullmatch(text)
    return f"<strong>{escape(match[1])}</strong>{escape(match[2])}" if match else escape(text)


def _paragraph(lines: list[str], link: str, lang: str) -> Iterator[str]:
    text = "\n".join(lines).strip()
    if not text:
        return
    before, found, after = text.partition(link) if link else (text, "", "")
    if not found:
        yield f'<p style="{_PARAGRAPH}">{_lines(text.split(chr(10)))}</p>'
        return
    sentence = _LAST_SENTENCE.fullmatch(before.strip())
    rest, label = (sentence[1], sentence[2]) if sentence else ("", before.strip())
    if rest:
        yield f'<p style="{_PARAGRAPH}">{_lines(rest.split(chr(10)))}</p>'
    words = label.rstrip(" :\n") or _OPEN_PAGE[lang]
    yield f'<p style="{_PARAGRAPH}"><a href="{escape(link)}" style="{_BOX}">{_lines(words.split(chr(10)))}</a></p>'
    if left := after.lstrip(" .\n"):
        yield f'<p style="{_PARAGRAPH}">{_lines(left.split(chr(10)))}</p>'


def _lines(lines: list[str]) -> str:
    return "<br>\n".join(escape(line) for line in lines)
