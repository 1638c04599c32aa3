"""HTML to text, with the history that HTML mail marks as such given quote marks.

Not `html.parser`: on unfinished comments and tags it goes back to the start again and again, so that a few
hundred kilobytes take minutes. Here every sign is looked at a fixed number of times, and depth is a number
and no recursion.
"""

import html
import re

from faelled.core.replies.quoting_signatures import MARK

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})([^<>]{0,5000})>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_ATTRIBUTE = re.compile(r"\b(class|id|type|start|value)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_UNSEEN = frozenset({"style", "script", "head", "title", "xml", "template", "noscript", "svg", "object"})
_BLOCK_NAMES = (
    "address article blockquote body center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr html"
    " li ol p pre section table tbody tr ul"
)
_BLOCKS = frozenset(re.findall(r"\w+", _BLOCK_NAMES))
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table"})

# What Outlook, Hotmail and Outlook for Mac put before the history.
_ALL_BELOW_IS_HISTORY = frozenset(
    {
        "divrplyfwdmsg",
        "appendonsend",
        "stopspelling",
        "mail-editor-reference-message-container",
        "olk_src_body_section",
    }
)
_QUOTING = (
    "gmail_attr",
    "gmail_extra",
    "yahoo_quoted",
    "protonmail_quote",
    "moz-cite-prefix",
    "tutanota_quote",
)
# Where programs keep a signature; an id may carry a prefix of another program that copied it.
_SIGNATURES = re.compile(
    r"(?:x_)*(?:signature|applemailsignature|ms-outlook-mobile-signature|composer_signature|moz-signature|gmail_signature"
    r"|protonmail_signature_block|_rc_sig|zimbra-signature)"
)
_HISTORY = "-----Original Message-----"


def text_of(markup: str) -> str:
    """Return the text of *markup*; quoted lines begin with "> ", and history without end has a line above."""
    return _Writer().write(markup)


class _Writer:
    """Walks over the tags and writes lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.zone: tuple[str, bool] | None = None
        self.depth = 0
        self.in_history = False
        self.items: list[int] = []
        self.signature = ""
        self.signature_depth = 0

    def write(self, markup: str) -> str:
        at = 0
        # What follows the last ">" holds no whole tag, and what ends nowhere is looked for once.
        last = markup.rfind(">")
        missing: set[str] = set()
        while 0 <= (begin := markup.find("<", at)) < last:
            self._text(markup[at:begin])
            at = self._markup(markup, begin, missing)
        self._text(markup[at:])
        self._break()
        return "\n".join(self.lines).strip("\n")

    def _markup(self, markup: str, begin: int, missing: set[str]) -> int:
        """Take in what begins with "<" and return where it ends."""
        if markup.startswith("<!--", begin):
            return self._skip(markup, begin, "-->", missing)
        tag = _TAG.match(markup, begin)
        if tag is None:
            if markup.startswith(("<!", "<?"), begin):
                return self._skip(markup, begin, ">", missing)
            self._text("<")
            return begin + 1
        closing, name, attributes = tag[1] == "/", tag[2].lower(), tag[3]
        if name in _UNSEEN and not closing and not attributes.endswith("/"):
            return self._skip_element(markup, tag.end(), name, missing)
        (self._close if closing else self._open)(name, attributes)
        return tag.end()

    def _skip(self, markup: str, begin: int, end: str, missing: set[str]) -> int:
        found = -1 if end in missing else markup.find(end, begin)
        if found < 0:
            missing.add(end)
            return begin + len("<!")
        return found + len(end)

    def _skip_element(self, markup: str, at: int, name: str, missing: set[str]) -> int:
        if name in missing:
            return at
        # A body that nobody closed the head before would be lost with the head.
        end = re.compile(
            rf"</{name}\b[^<>]{{0,100}}>" + ("|(?=<body)" if name == "head" else ""), re.I
        ).search(markup, at)
        if end is None:
            missing.add(name)
            return at
        return end.end()

    def _open(self, name: str, attributes: str) -> None:
        if name == "br":
            self._break()
            return
        if name in _BLOCKS:
            self._block(name)
        if name == "ol":
            self.items.append(_number(attributes, "start", 1) - 1)
        elif name == "ul":
            self.items.append(-1)
        elif name == "li":
            self._item(attributes)
        elif name in ("td", "th"):
            self._text(" ")
        self._enter(name, attributes)

    def _close(self, name: str, attributes: str) -> None:
        if name in _BLOCKS:
            self._block(name)
        if name in ("ol", "ul") and self.items:
            self.items.pop()
        if self.signature == name:
            self.signature_depth -= 1
            if self.signature_depth == 0:
                self._break(only_if_needed=True)
                self.signature = ""
        if self.zone is not None and self.zone[0] == name:
            self.depth -= 1
            if self.depth == 0:
                self._break()
                self.zone = None

    def _enter(self, name: str, attributes: str) -> None:
        """Begin a quoted zone, or a history that goes to the end, where the tag says so."""
        if not attributes:
            self.depth += self.zone is not None and self.zone[0] == name
            self.signature_depth += self.signature == name
            return
        given = {a[1].lower(): (a[2] or a[3] or a[4] or "").lower() for a in _ATTRIBUTE.finditer(attributes)}
        if (
            given.get("id", "").removeprefix("x_") in _ALL_BELOW_IS_HISTORY
            and not self.in_history
            and self.zone is None
        ):
            self._break()
            self.lines.append(_HISTORY)
            self.in_history = True
            return
        classes = given.get("class", "")
        self._enter_signature(name, [given.get("id", ""), *classes.split()])
        quotes = name == "blockquote" and (given.get("type") == "cite" or "quote" in classes)
        holds_quotes = name == "div" and "gmail_quote" in classes
        if self.zone is not None and self.zone[1] and quotes:
            # Behind the quote inside such a container somebody may have written their answer.
            self._begin(name, holds_quotes=False)
        elif self.zone is not None:
            self.depth += self.zone[0] == name
        elif quotes or holds_quotes or any(word in classes for word in _QUOTING):
            self._begin(name, holds_quotes=holds_quotes)

    def _enter_signature(self, name: str, names: list[str]) -> None:
        if self.signature:
            self.signature_depth += self.signature == name
        elif name in _BLOCKS and self.zone is None and any(_SIGNATURES.fullmatch(one) for one in names):
            self._break(only_if_needed=True)
            self.signature = name
            self.signature_depth = 1

    def _begin(self, name: str, *, holds_quotes: bool) -> None:
        self._break()
        self.zone = (name, holds_quotes)
        self.depth = 1

    def _item(self, attributes: str) -> None:
        if self.items and self.items[-1] >= 0:
            self.items[-1] = _number(attributes, "value", self.items[-1] + 1)
            self.line.append(f"{self.items[-1]}. ")

    def _text(self, text: str) -> None:
        if text:
            self.line.append(_SPACE.sub(" ", html.unescape(text)))

    def _block(self, name: str) -> None:
        self._break(only_if_needed=True)
        if name in _PARAGRAPHS and self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" if self.zone else "")

    def _break(self, *, only_if_needed: bool = False) -> None:
        line = " ".join("".join(self.line).replace("\xa0", " ").split())
        self.line.clear()
        if line or not only_if_needed:
            mark = ">" if self.zone else ""
            if line and self.signature and not self.zone:
                line = MARK + line
            # A ">" that somebody wrote at the start of a line is no quote mark.
            self.lines.append(f"{mark} {line}".rstrip() if mark else line)


def _number(attributes: str, name: str, otherwise: int) -> int:
    """Return the number that a list or its item says it begins with."""
    for found in _ATTRIBUTE.finditer(attributes):
        value = found[2] or found[3] or found[4] or ""
        if found[1].lower() == name and value.isdecimal() and 0 < len(value) < 4:
            return int(value)
    return otherwise
