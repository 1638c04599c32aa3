"""A linear model over hashed signs: how likely each label is. Small whole numbers in a file beside it, read once."""

import math
import struct
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

LABELS = ("yes", "no", "maybe", "unknown", "none")
"""What a stretch may say of its times; "none" says nothing of them."""

BITS = 16
SIZE = 1 << BITS
FILE = "weights.bin"
_HEAD = struct.Struct("<4sB")
_MAGIC = b"FWT1"
_LARGEST = 127


class UnreadableWeights(ValueError):
    """The file of weights is not one this reader wrote."""


@dataclass(frozen=True, slots=True)
class Model:
    """One row of weights a label; a row times its scale is what was learned."""

    rows: tuple[array, ...]  # type: ignore[type-arg]
    scales: tuple[float, ...]

    def chances(self, signs: Sequence[str]) -> Mapping[str, float]:
        """Return how likely each label is for a stretch with these signs; they add up to one."""
        places = places_of(signs)
        shrink = shrink_of(places)
        sums = [
            sum(map(row.__getitem__, places)) * scale * shrink
            for row, scale in zip(self.rows, self.scales, strict=True)
        ]
        return dict(zip(LABELS, shares(sums), strict=True))


def places_of(signs: Sequence[str]) -> list[int]:
    """Return the place of each sign in a row of weights, in a fixed order."""
    return sorted({zlib.crc32(s.encode()) & (SIZE - 1) for s in signs})


def shrink_of(places: Sequence[int]) -> float:
    """Return what the sum of weights is multiplied with, so that long stretches are not surer than short ones."""
    return 1 / math.sqrt(max(len(places), 1))


def shares(sums: Sequence[float]) -> list[float]:
    """Return the chances that go with the sums of weights."""
    top = max(sums)
    raised = [math.exp(s - top) for s in sums]
    whole = sum(raised)
    return [r / whole for r in raised]


def packed(rows: Sequence[Sequence[float]]) -> bytes:
    """Return rows of learned weights as the bytes of a file: a scale and small whole numbers a row."""
    out = [_HEAD.pack(_MAGIC, len(rows))]
    for row in rows:
        scale = max(max(row), -min(row)) / _LARGEST or 1.0
        small = array("b", (round(w / scale) for w in row))
        out.append(struct.pack("<d", scale) + small.tobytes())
    return out[0] + zlib.compress(b"".join(out[1:]), 9)


def unpacked(data: bytes) -> Model:
    """Return the model in the bytes of a file. Raises UnreadableWeights on anything else."""
    try:
        magic, count = _HEAD.unpack_from(data)
        body = zlib.decompress(data[_HEAD.size :])
    except (struct.error, zlib.error) as error:
        raise UnreadableWeights("the weights of the reader cannot be read; train it again") from error
    if magic != _MAGIC or count != len(LABELS) or len(body) != count * (8 + SIZE):
        raise UnreadableWeights("the weights of the reader belong to another version; train it again")
    rows, scales = [], []
    for n in range(count):
        at = n * (8 + SIZE)
        scales.append(struct.unpack_from("<d", body, at)[0])
        rows.append(array("b", body[at + 8 : at + 8 + SIZE]))
    return Model(tuple(rows), tuple(scales))


@cache
def model() -> Model:
    """Return the model that lies beside this file."""
    return unpacked(resources.files("faelled.core.replies.learned").joinpath(FILE).read_bytes())
