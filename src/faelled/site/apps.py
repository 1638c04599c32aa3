"""Django's name for this part of the house."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Tables and pages of faelled.site."""

    name = "faelled.site"
    default_auto_field = "django.db.models.BigAutoField"
