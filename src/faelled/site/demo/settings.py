"""The settings of the demo: the product's own, read from the environment that `main` made, and its extra pages."""

from faelled.site.settings import *  # noqa: F403

ROOT_URLCONF = "faelled.site.demo.urls"
DUTIES = "faelled.site.demo.duties"
