"""Pages: a partnership and how it begins, its people, their houses, and what stands behind a mailed link."""

from faelled.partnerships.views.houses import edit_organisation, organisation, refuse_words
from faelled.partnerships.views.mailed import CHOSEN_LANGUAGE, mail_choice, welcome
from faelled.partnerships.views.people import add_members, invitation, leave, member, members, person
from faelled.partnerships.views.spaces import partnership, sign_up, start, terms

__all__ = [
    "CHOSEN_LANGUAGE",
    "add_members",
    "edit_organisation",
    "invitation",
    "leave",
    "mail_choice",
    "member",
    "members",
    "organisation",
    "partnership",
    "person",
    "refuse_words",
    "sign_up",
    "start",
    "terms",
    "welcome",
]
