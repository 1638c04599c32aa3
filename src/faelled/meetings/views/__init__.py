"""Pages of meetings. A click ends in the same action as the mail that says the same."""

from faelled.meetings.views.answer import answer

__all__ = ["answer"]
