"""What changes the room's tables, one transaction each.

`drafting` what its writer alone sees, `photos` its pictures, `sharing` the way into the room, `withdrawing` the way
out, `digests` what is mailed about it and how often, `letters` the words of the mails.
"""

from faelled.experiences.actions.digests import choose_rhythm, name_rooms, send_digests
from faelled.experiences.actions.drafting import (
    decide,
    drop,
    forget_drafts,
    keep,
    mend,
    open_draft,
    take_decisions,
)
from faelled.experiences.actions.photos import CannotTake, add_photo, remove_photo
from faelled.experiences.actions.sharing import Gone, Held, Lacking, Shared, share
from faelled.experiences.actions.withdrawing import forget, withdraw, withdraw_adoption, withdraw_comment

__all__ = [
    "CannotTake",
    "Gone",
    "Held",
    "Lacking",
    "Shared",
    "add_photo",
    "choose_rhythm",
    "decide",
    "drop",
    "forget",
    "forget_drafts",
    "keep",
    "mend",
    "name_rooms",
    "open_draft",
    "remove_photo",
    "send_digests",
    "share",
    "take_decisions",
    "withdraw",
    "withdraw_adoption",
    "withdraw_comment",
]
