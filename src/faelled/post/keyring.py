"""The key file, outside the database: a line for each key that seals, the newest first, and the one that hashes.

    <key>          seals from now on
    <older key>    opens what it sealed, until all of it has been sealed anew
    hash:<key>     makes every keyed hash, and never changes: a hash cannot be made anew

A file from before rotation has keys alone; then the last one, which is the oldest, makes the hashes.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

_HASH = "hash:"


class KeyFileTrouble(ValueError):
    """The key file is missing or damaged; the text says which file, what is wrong and what to do."""


@dataclass(frozen=True)
class Keys:
    """The keys of an installation, as url-safe base64. sealing: the newest first."""

    sealing: tuple[str, ...]
    hashing: str


def fresh() -> Keys:
    """Return keys that nobody has used."""
    return Keys((Fernet.generate_key().decode(),), Fernet.generate_key().decode())


def read(path: Path) -> Keys:
    """Return the keys in *path*. Raises KeyFileTrouble."""
    try:
        lines = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        raise KeyFileTrouble(
            f"There is no key file {path}. Restore it from your backup; without it, sealed data cannot be read."
        ) from None
    except (OSError, UnicodeDecodeError) as trouble:
        raise KeyFileTrouble(
            f"The key file {path} cannot be read ({type(trouble).__name__}). Restore it from your backup."
        ) from None
    hashing = [line.removeprefix(_HASH) for line in lines if line.startswith(_HASH)]
    sealing = tuple(line for line in lines if not line.startswith(_HASH))
    if not sealing:
        raise KeyFileTrouble(
            f"The key file {path} is empty. Restore it from your backup; without it, sealed data cannot be read."
        )
    if len(hashing) > 1 or not all(map(_is_key, [*sealing, *hashing])):
        raise KeyFileTrouble(f"The key file {path} has a line that is no key. Restore it from your backup.")
    return Keys(sealing, hashing[0] if hashing else sealing[-1])


def _is_key(line: str) -> bool:
    try:
        Fernet(line)
    except ValueError:
        return False
    return True


def make(path: Path) -> None:
    """Make the file with fresh keys; of two processes that start at once, only one decides them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(_text(fresh()))


def replace(path: Path, keys: Keys) -> None:
    """Put *keys* in the place of what the file holds, whole or not at all, on the disk when this returns."""
    was = path.stat()
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(_text(keys))
        # Run by root, it must still be the service's own file, or the house could not read its keys any more.
        os.fchown(file.fileno(), was.st_uid, was.st_gid)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _text(keys: Keys) -> str:
    return "".join(f"{line}\n" for line in (*keys.sealing, _HASH + keys.hashing))
