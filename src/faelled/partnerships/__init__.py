"""Organisations, persons, seats, sign-in, who may see what, and the guard's doors."""
