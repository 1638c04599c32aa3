"""The words at the top of a page. A word whose page this installation does not have yet is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One word: the page it leads to, and the beginnings of paths where it is the current one."""

    word: str | Promise
    page: str
    of_a_partnership: bool = True
    also: tuple[str, ...] = ()


MENU = (
    Entry(_("Hjem"), "home", of_a_partnership=False),
    Entry(_("Møder"), "meetings", also=("/moedetider/", "/moeder/")),
    Entry(_("Værter"), "rota"),
    Entry(_("Erfaringer"), "room", also=("/erfaringer/",)),
    Entry(_("Partnerskabet"), "partnership", also=("/organisationer/",)),
    Entry(_("Postkasser"), "mailboxes", of_a_partnership=False),  # of the demo alone
)


@dataclass(frozen=True)
class Shown:
    """A word as the page shows it."""

    word: str | Promise
    path: str
    current: bool


def entries(path: str, partnership: Any) -> list[Shown]:
    """Return the words for a page at *path* that is about *partnership* (None: about no one partnership).

    The word whose path or beginning fits *path* closest is the current one.
    """
    found = list(_leading_somewhere(partnership))
    fits = {entry.page: _fit(path, (to, *entry.also)) for entry, to in found}
    best = max(fits.values(), default=0)
    return [Shown(entry.word, to, bool(best) and fits[entry.page] == best) for entry, to in found]


def _leading_somewhere(partnership: Any) -> Iterator[tuple[Entry, str]]:
    for entry in MENU:
        if entry.of_a_partnership and partnership is None:
            continue
        try:
            yield entry, reverse(entry.page, args=[partnership.pk] if entry.of_a_partnership else [])
        except NoReverseMatch:
            continue


def _fit(path: str, starts: tuple[str, ...]) -> int:
    return max((len(start) for start in starts if path.startswith(start)), default=0)
