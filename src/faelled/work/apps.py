"""Django's name for this part of the house."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """The worker has no tables of its own."""

    name = "faelled.work"
