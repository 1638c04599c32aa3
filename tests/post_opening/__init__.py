"""Mails opened: what is new in them, what kind they are, and what is refused."""
