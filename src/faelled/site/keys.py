"""The key file at the start of every process: made by the first, read by all."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from faelled.post import keyring
from faelled.post.keyring import Keys


def read_or_make(path: Path) -> Keys:
    """Return the keys in *path*; make the file with fresh ones when it is absent."""
    if not path.exists():
        keyring.make(path)
    try:
        return keyring.read(path)
    except keyring.KeyFileTrouble as trouble:
        raise ImproperlyConfigured(str(trouble)) from None
