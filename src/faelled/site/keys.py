"""The key file: lines of url-safe base64, the newest first; outside the database, made by the first start."""

import os
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured


def read_or_make(path: Path) -> list[str]:
    """Return the keys in *path*, newest first; make the file with one fresh key when it is absent.

    Rotation: put a new key on the first line; what older keys sealed can still be opened.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(path, Fernet.generate_key().decode())
    keys = path.read_text(encoding="ascii").split()
    if not keys:
        raise ImproperlyConfigured(
            f"The key file {path} is empty. Restore it from your backup; without it, sealed data cannot be read."
        )
    for key in keys:
        try:
            Fernet(key)
        except ValueError as trouble:
            raise ImproperlyConfigured(
                f"The key file {path} has a line that is no key. Restore it from your backup."
            ) from trouble
    return keys


def _write_once(path: Path, key: str) -> None:
    # Two processes may start at once: only one of them may decide the key.
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
