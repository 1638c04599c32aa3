"""The settings of `faelled takemail`: only the parts whose tables keep a mail, since it is started for every mail."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from faelled.site import env

# The product's own settings make a key file where there is none. A mail server that runs us without our environment
# would get one that knows no address, and send every mail back to its writer.
if not env.folder("FAELLED_KEY_FILE", env.folder("FAELLED_VAR", Path.cwd() / "var") / "keys").exists():
    raise ImproperlyConfigured("There is no key file here: FAELLED_VAR must be what `faelled serve` has.")

from faelled.site.settings import *  # noqa: F403

INSTALLED_APPS = ["faelled.post", "faelled.work"]
