"""`faelled invite`: the first coordinator of an installation."""

import sys

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from faelled.site.command import serving, start_django


def invite(name: str, address: str, organisation: str) -> int:
    """Let the person sign in for the first time; prints the address of the page, and mails it."""
    start_django()
    try:
        validate_email(address)
    except ValidationError:
        print(
            f"faelled: {address!r} is not a mail address, such as bodil@biblioteket.example.", file=sys.stderr
        )
        return 2
    if not serving.prepare(migrate_too=True):
        return 1
    from faelled.partnerships import actions

    print(f"{name} can sign in here: {actions.invite_first(name, address, organisation)}")
    print("The same address is on its way by mail; it goes when `faelled serve` runs.")
    return 0
