"""The pages of the closed room: the list, one text, and the page it is written on."""

from faelled.experiences.views.reading import experience, photo, room, withdraw
from faelled.experiences.views.writing import draft, marks, new

__all__ = ["draft", "experience", "marks", "new", "photo", "room", "withdraw"]
