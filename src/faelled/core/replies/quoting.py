"""What a person newly wrote, apart from the history and the signature around it.

Three kinds of lines are told apart: new ones, quoted ones and signatures. Every rule looks at a handful of
lines, each cut short, so the work grows with the length of the text and not faster.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from faelled.core.replies import quoting_headings as headings
from faelled.core.replies import quoting_signatures as signatures

IsOwnLine = Callable[[str], bool]

# A copy of our letter is at least this many of its lines on end; fewer may be proposals that somebody
# copied upwards in order to say "these two suit us".
_LINES_OF_A_LETTER = 4

# History that is ours for at least this share may hold an answer written into it; other history may hold
# anything, such as what third persons wrote.
_MOSTLY = 0.6

# Asking whether a line is ours costs a keyed hash, and no person's answer is longer than this.
_MOST_LINES_COMPARED = 20_000

_NUMBERED = re.compile(r"\d{1,2}\s?[.)]")
_POINTS_BELOW = re.compile(
    r"\b(?:nedenfor|neden for|nedenunder|herunder|med rødt|below|inline|nedan|unten)\b", re.I
)
_STARTS_SMALL = re.compile(r"[a-zæøåäöü]")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
# Clients wrap between 72 and 80 signs, at a blank and after the quote mark.
_WRAPPING_WIDTH = 68


@dataclass(frozen=True, slots=True)
class Split:
    """One text, taken apart.

    signature: what follows "-- " or a line such as "Sendt fra min iPhone". It is no answer, but it may say
    when somebody works, so whoever reads the answer may want to look at it. A plain sign-off stays in
    new_text.
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

    is_own_line: says whether a line, without quote marks and surrounding blanks, stood in the letter that
    this text answers. With it our letter is recognised whatever the mail client did to it, and an answer
    written into the middle of it is found; the numbered line that it stands below is put before it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _Splitter(lines, is_own_line if len(lines) <= _MOST_LINES_COMPARED else None).split()


class _Splitter:
    """The lines of one text and the role that each has been given so far."""

    def __init__(self, lines: list[str], is_own_line: IsOwnLine | None) -> None:
        self.lines = lines
        # Patterns see a tidied and shortened line: no heading and no signature line is longer than that.
        self.seen = [headings.tidy(line) for line in lines]
        self.attributions = headings.attributions(self.seen)
        self.is_own = is_own_line
        self.roles: list[_Role] = []
        self.wrote_something = False
        self.points_below = False

    def split(self) -> Split:
        self._give_roles()
        _take_back_wrapped(self.lines, self.roles)
        if self.is_own is not None:
            self._remove_copies_of_our_letter(self.is_own)
            if not self.wrote_something:
                self._find_answers_behind_quote_marks()
            self._show_what_is_answered(self.is_own)
        new, quoted, signature = (self._text(role) for role in (_Role.NEW, _Role.QUOTED, _Role.SIGNATURE))
        if not new:
            # Somebody wrote below the signature that the client put in first; or the signature is all there
            # is.
            new = signatures.without_signature_lines(signature)
        return Split(new, quoted, signature)

    def _give_roles(self) -> None:
        at = 0
        while at < len(self.lines):
            if (end := self.attributions.get(at)) is not None:
                self._quote_heading(at, end)
                at = self._below_attribution(end)
            elif headings.is_quote_marked(self.seen[at]):
                self._quote_heading(at, at + 1)
                at += 1
            elif (end := headings.history_begins(self.seen, at)) is not None:
                self._quote_heading(at, end)
                at = self._history(end, otherwise=_Role.QUOTED)
            elif signatures.is_delimiter(self.seen[at]) or signatures.is_device_line(self.seen[at]):
                at = self._signature(at)
            else:
                self._new(self.seen[at])
                at += 1

    def _new(self, line: str) -> None:
        self.roles.append(_Role.NEW)
        self.wrote_something = self.wrote_something or bool(line and not signatures.is_greeting(line))
        self.points_below = self.points_below or _POINTS_BELOW.search(line) is not None

    def _quote_heading(self, at: int, end: int) -> None:
        above = at - 1
        while above >= 0 and self.roles[above] is not _Role.QUOTED and headings.is_rule(self.seen[above]):
            self.roles[above] = _Role.QUOTED
            above -= 1
        self.roles.extend([_Role.QUOTED] * (end - at))

    def _below_attribution(self, at: int) -> int:
        """Give roles below "Den 24. november skrev ...:" and return where to go on."""
        following = next((i for i in range(at, len(self.lines)) if self.seen[i]), len(self.lines))
        if following == len(self.lines) or headings.is_quote_marked(self.seen[following]):
            return at
        if self.seen[following].startswith("|"):
            while following < len(self.lines) and self.seen[following].startswith("|"):
                following += 1
            self.roles.extend([_Role.QUOTED] * (following - at))
            return following
        if self.wrote_something:
            return self._history(at, otherwise=_Role.QUOTED)
        # Nothing above, no quote marks below: the person wrote below a heading that their client put in.
        return at if self.is_own is None else self._history(at, otherwise=_Role.NEW)

    def _history(self, at: int, *, otherwise: _Role) -> int:
        """Give roles in history without quote marks, which ends where the text ends.

        An answer written into our letter is taken out of it when nothing was written above, or when what was
        written above points below. Where the history is not our letter all of it gets the role *otherwise*.
        """
        below = range(at, len(self.lines))
        if self.is_own is not None and (self.points_below or not self.wrote_something):
            until = next((i for i in below if self._older_history_begins(i)), len(self.lines))
            ours = [self._is_ours(i) for i in range(at, until) if self.seen[i]]
            if sum(ours) >= _MOSTLY * len(ours):
                self.roles.extend(_Role.QUOTED if self._is_ours(i) else _Role.NEW for i in range(at, until))
                otherwise = _Role.QUOTED
        self.roles.extend([otherwise] * (len(self.lines) - len(self.roles)))
        return len(self.lines)

    def _another_history_begins(self, at: int) -> bool:
        return at in self.attributions or headings.history_begins(self.seen, at) is not None

    def _older_history_begins(self, at: int) -> bool:
        # The line "Skriv dit svar over denne linje" is the top of the letter that we are in.
        return not headings.is_our_marker(self.seen[at]) and self._another_history_begins(at)

    def _is_ours(self, i: int) -> bool:
        """Whether line *i* stood in our letter, perhaps broken in two on the way."""
        line = self._bare(i)
        if not line or self.is_own is None or self.is_own(line) or headings.is_our_marker(line):
            return True
        return self.is_own(f"{self._bare(i - 1)} {line}") or self.is_own(f"{line} {self._bare(i + 1)}")

    def _bare(self, i: int) -> str:
        return self.seen[i].lstrip("> ") if 0 <= i < len(self.seen) else ""

    def _find_answers_behind_quote_marks(self) -> None:
        """Take out what was written into our letter by a client that marks all of it as quoted."""
        bare = [self._bare(i) for i in range(len(self.seen))]
        ours = [bool(line) and self._is_ours(i) for i, line in enumerate(bare)]
        if True not in ours:
            return
        top = ours.index(True)
        older = headings.attributions(bare)
        inside: list[int] = []
        for i in range(top, len(bare)):
            begins = i in older or headings.history_begins(bare, i) is not None
            if begins and not headings.is_our_marker(bare[i]):
                break
            if bare[i] and self.roles[i] is _Role.QUOTED:
                inside.append(i)
        if sum(ours[i] for i in inside) >= _MOSTLY * len(inside):
            for i in inside:
                if not ours[i]:
                    self.roles[i] = _Role.NEW
                    self.lines[i] = bare[i]

    def _signature(self, at: int) -> int:
        to_the_end = signatures.is_delimiter(self.seen[at]) or self.wrote_something
        self.roles.append(_Role.SIGNATURE)
        at += 1
        while to_the_end and at < len(self.lines):
            if headings.is_quote_marked(self.seen[at]) or self._another_history_begins(at):
                break
            self.roles.append(_Role.SIGNATURE)
            at += 1
        return at

    def _remove_copies_of_our_letter(self, is_own: IsOwnLine) -> None:
        """Quote what a client copied in without any heading and without quote marks."""
        run: list[int] = []
        for i, line in enumerate(self.seen):
            if self.roles[i] is not _Role.NEW or not line:
                continue
            if is_own(line):
                run.append(i)
                continue
            self._quote_if_a_letter(run)
            run = []
        self._quote_if_a_letter(run)

    def _show_what_is_answered(self, is_own: IsOwnLine) -> None:
        """Say what an answer answers that stands right below "2. torsdag kl. 13" of our letter.

        "Ja" alone says yes to everything. On the same line, because on its own line it could as well
        belong to what comes below.
        """
        for i, line in enumerate(self.seen):
            if not line or self.roles[i] is not _Role.NEW:
                continue
            above, below = self._neighbour(i, -1), self._neighbour(i, +1)
            if above is None or self.roles[above] is not _Role.QUOTED:
                continue
            # Across an empty line it could be the answer to everything, unless our letter goes on below.
            close = above == i - 1 or (below is not None and self.roles[below] is _Role.QUOTED)
            answered = self.seen[above].lstrip("> ")
            if close and _NUMBERED.match(answered) and is_own(answered):
                self.lines[i] = f"{answered}: {self.lines[i].strip()}"

    def _neighbour(self, i: int, step: int) -> int | None:
        """Return the nearest line above or below that is not empty, at most three lines away."""
        near = (i + step * far for far in (1, 2, 3))
        return next((n for n in near if 0 <= n < len(self.lines) and self.seen[n].strip("> ")), None)

    def _quote_if_a_letter(self, run: list[int]) -> None:
        if len(run) >= _LINES_OF_A_LETTER and not all(_NUMBERED.match(self.seen[i]) for i in run):
            for i in run:
                self.roles[i] = _Role.QUOTED

    def _text(self, role: _Role) -> str:
        """Return the lines of that *role*, with an empty line where others stood between them."""
        kept: list[str] = []
        gap = False
        for i, line in enumerate(self.lines):
            if self.roles[i] is not role:
                gap = bool(kept)
                continue
            if gap and not line.strip():
                continue
            if gap:
                while kept and not kept[-1]:
                    kept.pop()
                kept.append("")
                gap = False
            kept.append(line.rstrip())
        return "\n".join(kept).strip("\n \t\ufeff\u200b\xa0")


def _take_back_wrapped(lines: list[str], roles: list[_Role]) -> None:
    """Return to the quote what a client wrapped out of it: the tail of a long line, without its quote mark.

    A tail that ends no sentence proves that the client wraps; only then is a line after a full stop, which
    could be an answer, believed to be a tail as well.
    """
    sure: list[int] = []
    likely: list[int] = []
    for i in range(1, len(lines) - 1):
        if roles[i] is not _Role.NEW or roles[i - 1] is not _Role.QUOTED or roles[i + 1] is not _Role.QUOTED:
            continue
        above, line = lines[i - 1].rstrip(), lines[i].strip()
        first_word = line[:_WRAPPING_WIDTH].split(" ", 1)[0]
        if not _STARTS_SMALL.match(line) or len(above) + 1 + len(first_word) <= _WRAPPING_WIDTH:
            continue
        (likely if above.endswith(_SENTENCE_ENDS) else sure).append(i)
    for i in sure + (likely if sure else []):
        roles[i] = _Role.QUOTED
