"""Sealing and keyed hashes. What is sealed can be opened again with the key file; what is hashed can only be found."""

import hashlib
import hmac
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@cache
def _keys() -> tuple[bytes, ...]:
    if settings.TESTING:
        return (b"dGVzdC1rZXktb25seS1mb3ItdGVzdHMtMDEyMzQ1Njc=",)
    return tuple(line.encode() for line in Path(settings.KEY_FILE).read_text(encoding="ascii").split())


@cache
def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys()])


def seal(data: bytes | str) -> bytes:
    """Return *data* encrypted with the newest key."""
    return _box().encrypt(data.encode() if isinstance(data, str) else data)


def unseal(sealed: bytes | memoryview) -> bytes:
    """Return what *seal* was given. Raises cryptography.fernet.InvalidToken when no key of ours made it."""
    return _box().decrypt(bytes(sealed))


def unseal_text(sealed: bytes | memoryview) -> str:
    """Return what *seal* was given, as text; an empty field is an empty text."""
    return unseal(sealed).decode() if sealed else ""


def key_for(purpose: str) -> bytes:
    """Return a key for one purpose alone: who has it can open nothing, and cannot find the key file's keys from it."""
    return hmac.digest(_keys()[-1], f"key for {purpose}".encode(), hashlib.sha256)


def keyed_hash(value: str, purpose: str) -> str:
    """Return a hash of *value* that nobody without the key file can make, 64 hex digits.

    purpose: keeps the same value in two tables from having the same hash. The oldest key makes it, since a hash
    cannot be made anew when a key is added.
    """
    return hmac.new(
        _keys()[-1], f"{purpose}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hexdigest()
