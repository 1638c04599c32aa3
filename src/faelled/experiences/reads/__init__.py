"""Questions to the tables of the closed room."""

from faelled.experiences.reads.about import about, newest
from faelled.experiences.reads.drafts import draft_by_pk, look, own_draft, parts_of, photos_of, thread_of
from faelled.experiences.reads.own import kept_about
from faelled.experiences.reads.pages import exists, experience_shown, latest_adoption, photo, room_shown
from faelled.experiences.reads.rhythms import rhythm_of

__all__ = [
    "about",
    "draft_by_pk",
    "exists",
    "experience_shown",
    "kept_about",
    "latest_adoption",
    "look",
    "newest",
    "own_draft",
    "parts_of",
    "photo",
    "photos_of",
    "rhythm_of",
    "room_shown",
    "thread_of",
]
