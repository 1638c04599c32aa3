"""Mail in: understand it, and call the same actions as the pages do. The address it came to says what it is about."""

from faelled.meetings.inbox.asks import reply_to_ask, reply_to_news
from faelled.meetings.inbox.automatic import absence_from_ask, nothing, partnership_of, undelivered_ask
from faelled.meetings.inbox.invitations import calendar_answer, reply_to_invitation
from faelled.meetings.inbox.starting import mail_to_partnership

__all__ = [
    "absence_from_ask",
    "calendar_answer",
    "mail_to_partnership",
    "nothing",
    "partnership_of",
    "reply_to_ask",
    "reply_to_invitation",
    "reply_to_news",
    "undelivered_ask",
]
