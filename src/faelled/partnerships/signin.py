"""Sign-in by a mailed code."""

from allauth.account.adapter import DefaultAccountAdapter


class MailedCodes(DefaultAccountAdapter):  # type: ignore[misc]
    """Only people the house already knows may sign in."""
