"""Signing in: the mailed code, the second factor of those who see more than their own, and the browsers one is in with.

All of it is allauth's, with our words, our pages and our rights around it.
"""

from faelled.partnerships.signin.codes import MailedCodes, ask_for_code, enter_code, log_out
from faelled.partnerships.signin.factors import (
    SealedFactors,
    add_key,
    again,
    again_with_key,
    authenticate,
    codes,
    new_codes,
    remove_app,
    remove_key,
    set_up_app,
)
from faelled.partnerships.signin.security import security

__all__ = [
    "MailedCodes",
    "SealedFactors",
    "add_key",
    "again",
    "again_with_key",
    "ask_for_code",
    "authenticate",
    "codes",
    "enter_code",
    "log_out",
    "new_codes",
    "remove_app",
    "remove_key",
    "security",
    "set_up_app",
]
