"""Django's name for this part of the house."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """Tables and pages of faelled.post."""

    name = "faelled.post"
    default_auto_field = "django.db.models.BigAutoField"
