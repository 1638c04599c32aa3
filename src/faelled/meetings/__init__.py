"""Meetings by mail: rounds, asks, answers, invitations and whose turn it is to host."""
