"""Django's name for this part of the house."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Tables and pages of faelled.partnerships."""

    name = "faelled.partnerships"
    default_auto_field = "django.db.models.BigAutoField"
