"""Settings from the environment: read once, fail early, explain in the message."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """Return the environment variable *name*, or *default* when it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    """Return the environment variable *name*: 1 or 0."""
    raw = os.environ.get(name) or ("1" if default else "0")
    if raw not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, but is {raw!r}.")
    return raw == "1"


def whole_number(name: str, *, default: int, least: int = 0, most: int = 2**31) -> int:
    """Return the environment variable *name*, a whole number between *least* and *most*."""
    raw = os.environ.get(name) or str(default)
    if not raw.isdecimal() or not least <= int(raw) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, but is {raw!r}.")
    return int(raw)


def days(name: str, *, default: int) -> timedelta:
    """Return the environment variable *name*, a whole number of days."""
    return timedelta(days=whole_number(name, default=default))


def folder(name: str, default: Path) -> Path:
    """Return the environment variable *name* as a folder's path, made absolute."""
    return Path(text(name, str(default))).resolve()


def words(name: str, default: str = "") -> list[str]:
    """Return the environment variable *name* as the list of its comma-separated words."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str, *, default: Path) -> dict[str, Any]:
    """Return Django's settings for the database that the address *name* points at, or the SQLite file *default*.

    sqlite:///path or postgres://user:password@host:port/name; an empty host means the local socket.
    """
    raw = os.environ.get(name) or f"sqlite:///{default}"
    parts = urlsplit(raw)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]) or ":memory:")
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(parts.hostname, parts.port, parts.username, parts.password, parts.path, parts.query)
    raise ImproperlyConfigured(
        f"{name} must begin with sqlite:/// or postgres://, but begins with {parts.scheme!r}."
    )


def _sqlite(path: str) -> dict[str, Any]:
    # Deferred transactions that read first fail at once with "database is locked" under several writers, and
    # 250 promises that the mail is kept, so: IMMEDIATE, WAL and synchronous FULL (measured in the first spike).
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Opening and closing for each page costs a fifth of it, and whoever closes last copies the log into the file.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgres(
    host: str | None, port: int | None, user: str | None, password: str | None, path: str, query: str
) -> dict[str, Any]:
    socket_folder = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair).get("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(path.lstrip("/")),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": host or unquote(socket_folder),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
