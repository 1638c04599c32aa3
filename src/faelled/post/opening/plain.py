"""A Letter as plain data and back, so that it can cross from the child that opened it.

The child has read a stranger's mail and is not believed: only what has the shape of a Letter becomes one.
"""

import datetime as dt
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from faelled.post.opening.letter import Letter


class NoLetter(ValueError):
    """The data does not have the shape of a Letter."""


def as_plain(value: Any) -> Any:
    """Return *value*, a Letter or what is in one, as JSON knows it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [as_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def as_letter(plain: Any) -> Letter:
    """Return the Letter that *as_plain* was given. Raises NoLetter for anything else."""
    try:
        return cast(Letter, _shaped(Letter, plain))
    except (TypeError, ValueError, KeyError, OverflowError) as trouble:
        raise NoLetter from trouble


def _shaped(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), plain)
    if origin is tuple:
        return _tuple(get_args(kind), plain)
    if is_dataclass(kind):
        hints = _hints(cast(type, kind))
        if not isinstance(plain, dict) or plain.keys() != hints.keys():
            raise NoLetter
        return cast(Any, kind)(**{name: _shaped(hint, plain[name]) for name, hint in hints.items()})
    if issubclass(kind, dt.datetime):
        return dt.datetime.fromisoformat(plain)
    if issubclass(kind, dt.date):
        return dt.date.fromisoformat(plain)
    if issubclass(kind, Enum):
        return kind(plain)
    if type(plain) is not kind:
        raise NoLetter
    return plain


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _one_of(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and type(None) in kinds:
        return None
    # A day and a moment look different, so the first that fits is the one that was meant.
    for kind in sorted((k for k in kinds if k is not type(None)), key=lambda k: k is dt.datetime):
        try:
            return _shaped(kind, plain)
        except (TypeError, ValueError):
            continue
    raise NoLetter


def _tuple(kinds: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise NoLetter
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_shaped(kinds[0], one) for one in plain)
    return tuple(_shaped(kind, one) for kind, one in zip(kinds, plain, strict=True))
