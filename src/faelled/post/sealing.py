"""Sealing and keyed hashes. What is sealed can be opened again with the key file; what is hashed can only be found."""

import hashlib
import hmac
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from faelled.post import keyring
from faelled.post.keyring import Keys

_FOR_TESTS = "dGVzdC1rZXktb25seS1mb3ItdGVzdHMtMDEyMzQ1Njc="


def keys() -> Keys:
    """Return the keys as the file has them now: every process takes up a rotation by itself.

    Raises keyring.KeyFileTrouble.
    """
    if settings.TESTING:
        return Keys((_FOR_TESTS,), _FOR_TESTS)
    path = Path(settings.KEY_FILE)
    try:
        now = path.stat()
    except FileNotFoundError:
        return keyring.read(path)  # which says what is missing
    return _read(path, now.st_ino, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=2)
def _read(path: Path, *_as_it_is: int) -> Keys:
    return keyring.read(path)


@lru_cache(maxsize=4)
def _box(sealing: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in sealing])


def seal(data: bytes | str) -> bytes:
    """Return *data* encrypted with the newest key."""
    return _box(keys().sealing).encrypt(data.encode() if isinstance(data, str) else data)


def unseal(sealed: bytes | memoryview) -> bytes:
    """Return what *seal* was given. Raises cryptography.fernet.InvalidToken when no key of ours made it."""
    return _box(keys().sealing).decrypt(bytes(sealed))


def unseal_text(sealed: bytes | memoryview) -> str:
    """Return what *seal* was given, as text; an empty field is an empty text."""
    return unseal(sealed).decode() if sealed else ""


def key_for(purpose: str) -> bytes:
    """Return a key for one purpose alone: who has it can open nothing, and cannot find the key file's keys from it."""
    return hmac.digest(keys().hashing.encode(), f"key for {purpose}".encode(), hashlib.sha256)


def keyed_hash(value: str, purpose: str) -> str:
    """Return a hash of *value* that nobody without the key file can make, 64 hex digits.

    purpose: keeps the same value in two tables from having the same hash. A key of its own makes it, which no rotation
    changes, since a hash cannot be made anew.
    """
    return hmac.new(
        keys().hashing.encode(), f"{purpose}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hexdigest()
