"""Read people from pasted lines: name, mail and house in any sensible order. A bad line is kept, and says why."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from faelled.core.guard import Context, find
from faelled.core.guard.finding import Mark, Type
from faelled.partnerships.actions import Newcomer

LONGEST = 120
MOST_LINES = 200

PROTECTED = {"beskyttet", "beskyttet adresse", "hemmelig adresse", "protected", "protected address"}
HOUSE = {"fælles postkasse", "faelles postkasse", "fællespostkasse", "fælles mail", "shared mailbox", "hus"}
OBSERVER = {"observatør", "observatoer", "observer"}
NO_MAIL = {"uden mail", "ingen mail", "telefon", "har ikke mail", "no mail", "phone"}
MARKS = PROTECTED | HOUSE | OBSERVER | NO_MAIL
HEADINGS = {
    "navn",
    "name",
    "mail",
    "e-mail",
    "email",
    "mailadresse",
    "adresse",
    "organisation",
    "sted",
    "hus",
}

_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")
_ADDRESS = re.compile(r"<?(?:mailto:)?([^\s<>,;|()\"]*@[^\s<>,;|()\"]*)>?")
_HARD = re.compile(r"[;\t|()]")
_SOFT = re.compile(r"[,;\t|()]|\s[-–]\s")


@dataclass(frozen=True)
class BadLine:
    """A line that could not be read: where, what it says, and what to do about it."""

    number: int
    text: str
    why: str


@dataclass(frozen=True)
class Roster:
    """What a pasted list holds."""

    people: tuple[Newcomer, ...] = ()
    bad: tuple[BadLine, ...] = ()


class _Unreadable(ValueError):
    """The line cannot be read; the text says what to do."""


@dataclass(frozen=True)
class _Parts:
    number: int
    text: str
    fields: tuple[str, ...]
    marks: frozenset[str]
    address: str | None


def read_lines(text: str, houses: Collection[str] = (), context: Context | None = None) -> Roster:
    """Read one person a line.

    houses: organisations already named, so that it is plain which part of a line is the house.
    context: what the guard should know; personal data beside name and mail makes a bad line.
    """
    good: list[Newcomer] = []
    bad: list[BadLine] = []
    seen: dict[str, int] = {}
    parted: list[_Parts] = []
    for number, line in _lines(text):
        try:
            parted.append(_part(number, line, context or Context()))
        except _Unreadable as trouble:
            bad.append(BadLine(number, line, str(trouble)))
    known = _known_houses(parted, houses)
    domains = _houses_by_domain(parted, known)
    for parts in parted:
        try:
            person = _person(parts, known, domains)
            _once(person, parts.number, seen)
            good.append(person)
        except _Unreadable as trouble:
            bad.append(BadLine(parts.number, parts.text, str(trouble)))
    return Roster(tuple(good), tuple(sorted(bad, key=lambda b: b.number)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text.splitlines()[: MOST_LINES * 5], start=1):
        line = visible(raw)
        if line and not _is_heading(line):
            yield number, line


def visible(text: str) -> str:
    """Return *text* on one line without signs that cannot be seen: they break headers and fool the eye."""
    kept = (" " if unicodedata.category(c) in {"Zs", "Cc", "Zl", "Zp"} and c != "\t" else c for c in text)
    clean = "".join(c for c in kept if unicodedata.category(c) not in {"Cf", "Co", "Cs", "Cn"})
    return re.sub(r" {2,}", " ", clean).strip()


def _is_heading(line: str) -> bool:
    fields = [f.strip().casefold() for f in _SOFT.split(line)]
    return len(fields) > 1 and all(f in HEADINGS for f in fields)


def _part(number: int, line: str, context: Context) -> _Parts:
    if len(line) > 1000:
        raise _Unreadable(_("Linjen er længere end en person plejer at være. Skriv én person på hver linje."))
    text = _BULLET.sub("", line)
    found = _ADDRESS.findall(text)
    if len(found) > 1:
        raise _Unreadable(_("Her står to mailadresser. Skriv én person på hver linje."))
    rest = _ADDRESS.sub("\t" if _HARD.search(text) else ",", text)
    separator = _HARD if _HARD.search(rest) else _SOFT
    fields = [f.strip(" \t\"'<>:,.") for f in separator.split(rest)]
    marks = frozenset(f.casefold() for f in fields if f.casefold() in MARKS)
    words = tuple(f for f in fields if f and f.casefold() not in MARKS)
    _refuse_personal(" ".join(words), context)
    return _Parts(number, line, words, marks, _address(found[0]) if found else None)


def _refuse_personal(words: str, context: Context) -> None:
    """Names are what the line is for; numbers, addresses and refused words are not."""
    kinds = {f.type for f in find(words, context) if f.mark is not Mark.HINT} - {Type.PERSON}
    if kinds:
        raise _Unreadable(_("Her står et nummer eller en adresse. Skriv kun navn, mail og organisation."))


def _address(text: str) -> str:
    address = text.strip(".'").lower()
    try:
        validate_email(address)
        if len(address) > 254 or not address.isascii():
            raise ValidationError("")
    except ValidationError:
        raise _Unreadable(_("Mailadressen »%(address)s« ser forkert ud.") % {"address": text}) from None
    return address


def _known_houses(parted: list[_Parts], houses: Collection[str]) -> dict[str, str]:
    """Return the houses by their folded name: those named, and those that stand on more than one line."""
    known = {h.casefold(): h for h in houses}
    often = Counter(f.casefold() for p in parted for f in set(p.fields))
    for parts in parted:
        for field in parts.fields:
            if often[field.casefold()] > 1:
                known.setdefault(field.casefold(), field)
    return known


def _houses_by_domain(parted: list[_Parts], known: dict[str, str]) -> dict[str, str]:
    """Return the house that all lines with a mail domain name, where they agree."""
    found: dict[str, set[str]] = {}
    for parts in parted:
        if parts.address and len(parts.fields) == 2:
            found.setdefault(parts.address.rpartition("@")[2], set()).add(_name_and_house(parts, known)[1])
    return {domain: houses.pop() for domain, houses in found.items() if len(houses) == 1}


def _person(parts: _Parts, known: dict[str, str], domains: dict[str, str]) -> Newcomer:
    if not parts.fields:
        raise _Unreadable(_("Navnet mangler. Skriv navn, mail og organisation."))
    if len(parts.fields) > 2:
        raise _Unreadable(
            _("Jeg ser mere end et navn og en organisation: %(parts)s. Skriv kun navn, mail og organisation.")
            % {"parts": ", ".join(f"»{f}«" for f in parts.fields[:6])}
        )
    person = replace(
        _who(parts, known, domains),
        protected=bool(parts.marks & PROTECTED),
        observer=bool(parts.marks & OBSERVER),
    )
    if max(len(person.name), len(person.organisation)) > LONGEST:
        raise _Unreadable(_("Navnet er længere end %(most)s tegn.") % {"most": LONGEST})
    if person.house and person.address is None:
        raise _Unreadable(_("En fælles postkasse skal have en mailadresse."))
    return person


def _who(parts: _Parts, known: dict[str, str], domains: dict[str, str]) -> Newcomer:
    house = bool(parts.marks & HOUSE)
    if len(parts.fields) == 2:
        name, organisation = _name_and_house(parts, known)
        return Newcomer(name, parts.address, organisation, house=house)
    only = parts.fields[0]
    if house:
        return Newcomer(only, parts.address, known.get(only.casefold(), only), house=True)
    organisation = domains.get(parts.address.rpartition("@")[2], "") if parts.address else ""
    if not organisation or only.casefold() in known:
        raise _Unreadable(_("Organisationen mangler. Skriv navn, mail og organisation."))
    return Newcomer(only, parts.address, organisation)


def _name_and_house(parts: _Parts, known: dict[str, str]) -> tuple[str, str]:
    """Tell the name from the house: a house that is known, else the name that the mail address spells, else order."""
    first, second = parts.fields
    if first.casefold() in known and second.casefold() not in known:
        return second, known[first.casefold()]
    if (
        second.casefold() not in known
        and parts.address
        and _spelt_in(second, parts.address) > _spelt_in(first, parts.address)
    ):
        return second, first
    return first, known.get(second.casefold(), second)


def _spelt_in(name: str, address: str) -> int:
    local = address.partition("@")[0]
    return sum(len(word) > 2 and word.casefold() in local for word in name.split())


def _once(person: Newcomer, number: int, seen: dict[str, int]) -> None:
    key = person.address or f"{person.name}\t{person.organisation}".casefold()
    if key in seen:
        raise _Unreadable(_("Den samme person står allerede på linje %(line)s.") % {"line": seen[key]})
    if len(seen) >= MOST_LINES:
        raise _Unreadable(_("Højst %(most)s personer ad gangen.") % {"most": MOST_LINES})
    seen[key] = number
