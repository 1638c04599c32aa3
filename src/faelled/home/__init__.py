"""Hjem, and mail set aside: what waits for me, asked of every app."""
