"""The values a letter is made of: to whom, about what, and the calendar object it may carry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person as a letter needs them. person_key is the random key the apps know them by; lang is da or en."""

    person_key: str
    name: str
    first_name: str
    address: str
    lang: str


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about. kind is a key of the post routes when the letter can be answered."""

    kind: str
    id: int
    partnership_id: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """An iCalendar object to send along. method as in the object; the letter's From becomes the organizer's address."""

    method: str
    content: bytes
    organizer: str
