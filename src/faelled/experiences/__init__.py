"""The closed room: experiences, practices and who took them over."""
