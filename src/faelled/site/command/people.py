"""`faelled invite`: the first coordinator of an installation; `faelled reset-second-factor`: who has lost it."""

import sys

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from faelled.site.command import serving, start_django


def invite(name: str, address: str, organisation: str) -> int:
    """Let the person sign in for the first time; prints the address of the page, and mails it."""
    try:
        validate_email(address)
    except ValidationError:
        print(
            f"faelled: {address!r} is not a mail address, such as bodil@biblioteket.example.", file=sys.stderr
        )
        return 2
    start_django()
    if not serving.prepare(migrate_too=True):
        return 1
    from faelled.partnerships import actions

    print(f"{name} can sign in here: {actions.invite_first(name, address, organisation)}")
    print("The same address is on its way by mail; it goes when `faelled serve` runs.")
    return 0


def reset_factor(address: str) -> int:
    """Take away a second factor that was lost, so that a new one is set up; returns 1 where there is none."""
    start_django()
    from faelled.partnerships import actions, reads

    person = reads.person_by_address(address.strip().lower())
    if person is None or not actions.reset_second_factor(person, actor=None):
        print("faelled: nobody signs in with that address and a second factor.", file=sys.stderr)
        return 1
    print("The second factor is gone, every session is ended, and the person is told by mail.")
    return 0
