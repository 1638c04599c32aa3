"""Django's name for this part of the house."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Tables and pages of faelled.home."""

    name = "faelled.home"
    default_auto_field = "django.db.models.BigAutoField"
