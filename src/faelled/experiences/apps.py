"""Django's name for this part of the house."""

from django.apps import AppConfig


class ExperiencesConfig(AppConfig):
    """Tables and pages of faelled.experiences."""

    name = "faelled.experiences"
    default_auto_field = "django.db.models.BigAutoField"
