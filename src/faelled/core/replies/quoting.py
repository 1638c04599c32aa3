"""What a person newly wrote, apart from the history and the signature around it.

Three kinds of lines are told apart: new ones, quoted ones and signatures. Every rule looks at a handful of lines,
each cut short, so the work grows with the length of the text and not faster.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from faelled.core.replies import quoting_headings as headings
from faelled.core.replies import quoting_signatures as signatures

IsOwnLine = Callable[[str], bool]

# A copy of our letter is at least this many of its lines on end; fewer may be proposals that somebody
# copied upwards in order to say "these two suit us".
_LINES_THAT_ARE_A_LETTER = 4

_NUMBERED = re.compile(r"\s{0,8}\d{1,2}\s?[.)]")
_POINTS_BELOW = re.compile(r"\b(nedenfor|herunder|neden for|nedenunder|med rødt|below|inline|nedan|unten)\b", re.I)


@dataclass(frozen=True, slots=True)
class Split:
    """One text, taken apart.

    signature: what follows "-- " or a line such as "Sendt fra min iPhone". It is no answer, but it may say when
    somebody works, so whoever reads the answer may want to look at it. A plain sign-off stays in new_text.
    """

    new_text: str
    quoted: str
    signature: str


class _Role(Enum):
    NEW = auto()
    QUOTED = auto()
    SIGNATURE = auto()


def split(text: str, *, is_own_line: IsOwnLine | None = None) -> Split:
    """Take *text* apart.

    is_own_line: says whether a line, without quote marks and surrounding blanks, stood in the letter that this text
    answers. With it our letter is recognised whatever the mail client did to it, and an answer written into
    the middle of it is found.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _Splitter(lines, is_own_line).split()


class _Splitter:
    """The lines of one text and the role that each has been given so far."""

    def __init__(self, lines: list[str], is_own_line: IsOwnLine | None) -> None:
        self.lines = lines
        # Patterns see a tidied and shortened line: no heading and no signature line is longer than this.
        self.seen = [headings.tidy(line) for line in lines]
        self.is_own = is_own_line
        self.roles: list[_Role] = []

    def split(self) -> Split:
        self._give_roles()
        self._take_back_wrapped_lines()
        if self.is_own is not None:
            self._remove_copies_of_our_letter(self.is_own)
        new, quoted, signature = (self._text(role) for role in (_Role.NEW, _Role.QUOTED, _Role.SIGNATURE))
        if not new:
            # Somebody wrote below the signature that the phone puts in first; or the signature is all there is.
            new = signatures.without_device_lines(signature)
        return Split(new, quoted, signature)

    # Roles, from the top to the bottom

    def _give_roles(self) -> None:
        attributions = headings.attributions(self.seen)
        at = 0
        while at < len(self.lines):
            if headings.is_quote_marked(self.seen[at]) and at not in attributions:
                self.roles.append(_Role.QUOTED)
                at += 1
            elif (end := headings.history_begins(self.seen, at)) is not None:
                self._quote_heading(at, end)
                at = self._history(end)
            elif (end := attributions.get(at)) is not None:
                self._quote_heading(at, end)
                at = self._below_attribution(end)
            elif signatures.is_delimiter(self.lines[at]) or signatures.is_device_line(self.seen[at]):
                at = self._signature(at)
            else:
                self.roles.append(_Role.NEW)
                at += 1

    def _quote_heading(self, at: int, end: int) -> None:
        above = at - 1
        while above >= 0 and self.roles[above] is not _Role.QUOTED and headings.is_rule(self.seen[above]):
            self.roles[above] = _Role.QUOTED
            above -= 1
        self.roles.extend([_Role.QUOTED] * (end - at))

    def _below_attribution(self, at: int) -> int:
        """Give roles below "Den 24. november skrev ...:" and return where to go on."""
        following = next((i for i in range(at, len(self.lines)) if self.seen[i]), len(self.lines))
        if following == len(self.lines):
            return at
        if headings.is_quote_marked(self.seen[following]):
            return at
        if self.seen[following].startswith("|"):
            while following < len(self.lines) and self.seen[following].startswith("|"):
                following += 1
            self.roles.extend([_Role.QUOTED] * (following - at))
            return following
        # Nothing above and no quote marks below: the person wrote below a heading that their client put in.
        if not self._has_new_text() and self.is_own is None:
            return at
        return self._history(at)

    def _history(self, at: int) -> int:
        """Give roles in history without quote marks, which has no end but the end of the text."""
        rest = range(at, len(self.lines))
        if self.is_own is not None and self._answers_stand_below():
            self.roles.extend(self._answers_inside_our_letter(rest, self.is_own))
        else:
            self.roles.extend([_Role.QUOTED] * len(rest))
        return len(self.lines)

    def _signature(self, at: int) -> int:
        everything_below = signatures.is_delimiter(self.lines[at]) or self._has_new_text()
        self.roles.append(_Role.SIGNATURE)
        at += 1
        if not everything_below:
            return at
        attributions = headings.attributions(self.seen[at:])
        start = at
        while at < len(self.lines):
            if headings.is_quote_marked(self.seen[at]) or (at - start) in attributions:
                break
            if headings.history_begins(self.seen, at) is not None:
                break
            self.roles.append(_Role.SIGNATURE)
            at += 1
        return at
