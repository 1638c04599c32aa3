"""Django's name for this part of the house."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Tables and pages of faelled.meetings."""

    name = "faelled.meetings"
    default_auto_field = "django.db.models.BigAutoField"
