"""The lines of our own letters, known again in what comes back without being kept: a keyed hash of each."""

import hashlib
import hmac
from dataclasses import dataclass

from faelled.post.wording import bare_line

_LENGTH = 20  # hex digits: 80 bits are plenty to tell one letter's lines from what people write
_LONGEST = 2000  # characters of a line


def hash_of(line: str, key: bytes) -> str:
    """Return the hash of *line* under *key*, or "" for a line without words."""
    words = bare_line(line[:_LONGEST])
    return (
        hmac.digest(key, words.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()[:_LENGTH]
        if words
        else ""
    )


@dataclass(frozen=True, slots=True)
class OwnLines:
    """The hashes of the lines that stood in the letters of one thread, and the key they were made with."""

    key: bytes
    hashes: frozenset[str]

    def __call__(self, line: str) -> bool:
        """Whether *line* stood in one of those letters."""
        return hash_of(line, self.key) in self.hashes
