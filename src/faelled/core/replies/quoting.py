"""What a person newly wrote, apart from the history and the signature around it.

Three kinds of lines are told apart: new ones, quoted ones and signatures. Every rule looks at a handful of
lines, each cut short, so the work grows with the length of the text and not faster.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from faelled.core.replies import quoting_headings as headings
from faelled.core.replies import quoting_notices as notices
from faelled.core.replies import quoting_ours as own
from faelled.core.replies import quoting_signatures as signatures
from faelled.core.replies.quoting_ours import IsOwnLine

# A copy of our letter is at least this many of its lines on end; fewer may be proposals that somebody
# copied upwards in order to say "these two suit us".
_LINES_OF_A_LETTER = 4

# History that is ours for at least this share may hold an answer written into it; other history may hold
# anything, such as what third persons wrote.
_MOSTLY = 0.6

# Asking whether a line is ours costs a keyed hash, and no person's answer is longer than this.
_MOST_LINES_COMPARED = 3_000

_NUMBERED = re.compile(r"\d{1,2}\s?[.)]")
_POINTS_BELOW = re.compile(
    r"\b(?:nedenfor|neden for|nedenunder|herunder|med rødt|below|inline|nedan|unten)\b", re.I
)
# Clients put empty lines between what they quote and what is written there.
_NEAR = 6

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
        self.signed_off = False
        self.points_below = False

    def split(self) -> Split:
        self._give_roles()
        _take_back_wrapped(self.lines, self.roles)
        if self.is_own is not None:
            self._remove_copies_of_our_letter(self.is_own)
            if not self.wrote_something:
                self._find_answers_behind_quote_marks(self.is_own)
            self._show_what_is_answered(self.is_own)
        new, quoted, signature = (self._text(role) for role in (_Role.NEW, _Role.QUOTED, _Role.SIGNATURE))
        if not new:
            # Somebody wrote below the signature that the client put in first; or the signature is all there
            # is.
            new = signatures.without_signature_lines(signature)
        return Split(new, quoted, signature)

    def _give_roles(self) -> None:
        at = 0
        foot = notices.foot_begins(self.seen)
        while at < len(self.lines):
            if not self.seen[at] and at < foot and not signatures.is_marked(self.lines[at]):
                self.roles.append(_Role.NEW)
                at += 1
            elif at >= foot or notices.is_notice(self.seen[at]):
                self.roles.append(_Role.SIGNATURE)
                at += 1
            elif (end := self.attributions.get(at)) is not None:
                self._quote_heading(at, end)
                at = self._below_attribution(end)
            elif headings.is_quote_marked(self.seen[at]):
                self._quote_heading(at, at + 1)
                at += 1
            elif (end := headings.history_begins(self.seen, at)) is not None:
                self._quote_heading(at, end)
                at = self._history(end, otherwise=_Role.QUOTED)
            elif signatures.is_marked(self.lines[at]):
                self.roles.append(_Role.SIGNATURE)
                at += 1
            elif signatures.is_delimiter(self.seen[at]) or signatures.is_device_line(self.seen[at]):
                at = self._signature(at)
            else:
                self._new(self.seen[at])
                at += 1

    def _new(self, line: str) -> None:
        self.roles.append(_Role.NEW)
        self.signed_off = self.signed_off or signatures.is_sign_off(line)
        # A signature that the client put in first is nothing that somebody wrote, nor is what stands in it.
        empty = headings.is_rule(line) or signatures.is_greeting(line) or notices.is_notice(line)
        said = not (empty or self.signed_off)
        self.wrote_something = self.wrote_something or said
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
            ours = own.ours([self._bare(i) for i in range(at, until)], self.is_own)
            if self._mostly(ours, range(at, until)):
                self._between_our_lines(at, ours)
                otherwise = _Role.QUOTED
        elif self.is_own is None and not self.wrote_something:
            # Nobody can tell which lines are ours, but the foot of our letters is the same in all of them.
            foot = next((i for i in below if headings.is_our_foot(self.seen[i])), None)
            if foot is not None:
                below_foot = range(foot + 1, min(foot + 4, len(self.lines)))
                foot = max((i for i in below_foot if headings.is_our_foot(self.seen[i])), default=foot)
                self.roles.extend([_Role.QUOTED] * (foot + 1 - at))
                return foot + 1
        self.roles.extend([otherwise] * (len(self.lines) - len(self.roles)))
        return len(self.lines)

    def _between_our_lines(self, at: int, ours: list[bool]) -> None:
        signature = False
        for i, is_ours in enumerate(ours, start=at):
            ends = signatures.is_delimiter(self.seen[i]) or signatures.is_device_line(self.seen[i])
            signature = (signature or ends or signatures.is_marked(self.lines[i])) and not (
                is_ours and bool(self.seen[i])
            )
            if is_ours:
                self.roles.append(_Role.QUOTED)
            else:
                self.roles.append(_Role.SIGNATURE if signature else _Role.NEW)

    def _another_history_begins(self, at: int) -> bool:
        return at in self.attributions or headings.history_begins(self.seen, at) is not None

    def _older_history_begins(self, at: int) -> bool:
        # The line "Skriv dit svar over denne linje" is the top of the letter that we are in.
        return not headings.is_our_marker(self.seen[at]) and self._another_history_begins(at)

    def _mostly(self, ours: list[bool], lines: range) -> bool:
        """Whether most of the lines that say something are ours."""
        said = [is_ours for i, is_ours in zip(lines, ours, strict=True) if self._bare(i)]
        return sum(said) >= _MOSTLY * len(said)

    def _bare(self, i: int) -> str:
        return self.seen[i].lstrip("> ") if 0 <= i < len(self.seen) else ""

    def _find_answers_behind_quote_marks(self, is_own: IsOwnLine) -> None:
        """Take out what was written into our letter by a client that marks all of it as quoted."""
        bare = [self._bare(i) for i in range(len(self.seen))]
        ours = own.ours(bare, is_own)
        top = next((i for i, is_ours in enumerate(ours) if is_ours and not headings.is_rule(bare[i])), None)
        if top is None:
            return
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
            answered = self._bare(above)
            if not close or not own.is_item(answered, is_own):
                continue
            if not is_own(answered):
                answered = own.without_number(answered)  # which a client may have counted anew
            self.lines[i] = f"{answered.replace('*', '')}: {self.lines[i].strip()}"

    def _neighbour(self, i: int, step: int) -> int | None:
        """Return the nearest line above or below that is not empty, at most _NEAR lines away."""
        near = (i + step * far for far in range(1, _NEAR + 1))
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
            kept.append(line.rstrip().removeprefix(signatures.MARK))
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
