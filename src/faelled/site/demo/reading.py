"""A letter's text as a page shows it: paragraphs, numbered times, links one can press. Everything else is escaped."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_NUMBERED = re.compile(r"\s{0,8}(\d{1,3})\. (.*)")
_LINK = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,)])")


def as_html(text: str) -> SafeString:
    """Return *text* as paragraphs and lists."""
    return format_html_join("\n", "{}", ((block,) for block in _blocks(text)))


def _blocks(text: str) -> Iterator[SafeString]:
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines: list[str] = []
        numbered: list[tuple[str, str]] = []
        for line in paragraph.split("\n"):
            match = _NUMBERED.fullmatch(line)
            if match:
                yield from _paragraph(lines)
                lines = []
                numbered.append((match[1], match[2]))
            else:
                yield from _list(numbered)
                numbered = []
                lines.append(line)
        yield from _paragraph(lines)
        yield from _list(numbered)


def _paragraph(lines: list[str]) -> Iterator[SafeString]:
    shown = [line for line in lines if line.strip()]
    if shown:
        yield format_html(
            "<p>{}</p>", format_html_join(SafeString("<br>\n"), "{}", ((_words(line),) for line in shown))
        )


def _list(numbered: list[tuple[str, str]]) -> Iterator[SafeString]:
    if numbered:
        items = format_html_join("", '<li value="{}">{}</li>', ((n, _words(words)) for n, words in numbered))
        yield format_html("<ol>{}</ol>", items)


def _words(line: str) -> SafeString:
    """Return a line with its links: a long address with a token in it says nothing to anybody."""
    pieces = _LINK.split(line)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', piece, _("tryk her")) if number % 2 else piece,)
            for number, piece in enumerate(pieces)
        ),
    )
