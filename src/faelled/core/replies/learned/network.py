"""Small networks over the views of a reply: how likely each answer is, slot by slot.

Two of one kind, begun differently, are asked: what one of them alone is sure of is seldom so.

Words are known by their parts (hashed), so that a word nobody wrote before still looks like its kin. Three layers of
convolution carry what stands near; four weighted means and the maximum over the words tell what matters to the slot.
The weights are small whole numbers in a file beside this one, read once. Learned by `./faelled reader train`.
"""

import json
import math
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from faelled.core.replies.learned.views import CLASSES, View, Views
from faelled.core.replies.reading import Verdict

Floats = NDArray[np.float32]
LABELS = (Verdict.YES, Verdict.NO, Verdict.MAYBE, Verdict.UNKNOWN)
FILE = "network.bin"
WORD_PLACES, TRAIT_PLACES = 1 << 14, 1 << 9
MOST_PARTS = 12
DILATIONS = (1, 2, 4)
_SHORTEST_TO_CUT, _PART_LENGTHS = 4, (3, 4, 5)
_MAGIC = b"FNW2"
_HEAD = struct.Struct("<4sI")
_LARGEST = 127
_MOST_WORDS_KEPT, _LONGEST_WORD_KEPT = 10_000, 30


class UnreadableWeights(ValueError):
    """The file of weights is not one this reader wrote."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the network makes of a slot: how likely each of LABELS is, and the number of the word it looked at most."""

    chances: Mapping[Verdict, float]
    word: int


@lru_cache(maxsize=20_000)
def parts_of(word: str) -> tuple[int, ...]:
    """Return the places of a word and of its parts among the word weights; 0 is never used."""
    out = [_place("w" + word, WORD_PLACES)]
    if word[0] != "<" and len(word) >= _SHORTEST_TO_CUT:
        edged = f"^{word}$"
        for length in _PART_LENGTHS:
            out += [_place(edged[i : i + length], WORD_PLACES) for i in range(len(edged) - length + 1)]
    if len(out) > MOST_PARTS:
        out = [out[0], *(out[1 + i * (len(out) - 1) // (MOST_PARTS - 1)] for i in range(MOST_PARTS - 1))]
    return tuple(out)


@lru_cache(maxsize=5_000)
def trait_place(name: str) -> int:
    """Return the place of a trait among the trait weights; 0 is never used."""
    return _place(name, TRAIT_PLACES)


def _place(name: str, places: int) -> int:
    return zlib.crc32(name.encode()) % (places - 1) + 1


def bits_of(classes: Sequence[int]) -> Floats:
    """Return one row a word with a one where the word has the class."""
    numbers = np.array(classes, np.int64)[:, None] >> np.arange(len(CLASSES)) & 1
    return numbers.astype(np.float32)


class Network:
    """The weights, and what is computed with them. All arrays are float32; T words, S slots, C channels."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self.weights = weights
        self._words: dict[str, Floats] = {}

    def opinions(self, views: Views) -> list[Opinion]:
        """Return the opinion on each slot, in the order of the views; there must be at least one word."""
        own = self._own(views)
        seen = self._seen(own, views)
        for n in range(len(DILATIONS)):
            seen = seen + _relu(self._near(seen, n))
        return self._weighed(seen, views.slots)

    def _own(self, views: Views) -> Floats:
        """Return (T, C): what each word is, whichever slot looks at it."""
        w = self.weights
        words = np.stack([self._word(word) for word in views.words])
        said = np.array(views.said, np.float32) @ w["said"]
        out: Floats = words + w["kind"][views.kinds] + bits_of(views.classes) @ w["classes"]
        return out + said[views.clauses]

    def _word(self, word: str) -> Floats:
        """Return (C,): what a word weighs, with the bias; the same words come in every reply."""
        known = self._words.get(word)
        if known is None:
            parts = parts_of(word)
            whole = self.weights["words"][list(parts)].sum(0) / np.float32(math.sqrt(len(parts)))
            known = whole @ self.weights["word_in"] + self.weights["bias"]
            if len(self._words) < _MOST_WORDS_KEPT and len(word) <= _LONGEST_WORD_KEPT:
                self._words[word] = known
        return known

    def _seen(self, own: Floats, views: Views) -> Floats:
        """Return (S, T, C): each word as each slot sees it."""
        w = self.weights
        fits = np.array([v.fits for v in views.slots])
        relations = np.array([v.relations for v in views.slots])[:, views.clauses]
        traits = self._traits("traits", [v.traits for v in views.slots]) @ w["traits_in"]
        out: Floats = _relu(own[None] + w["fits"][fits] + w["relations"][relations] + traits[:, None])
        return out

    def _traits(self, name: str, rows: Sequence[Sequence[str]]) -> Floats:
        table = self.weights[name]
        return np.stack([table[[trait_place(t) for t in row]].sum(0) for row in rows])

    def _near(self, seen: Floats, n: int) -> Floats:
        """Return (S, T, C): each word mixed with the ones before and after it."""
        step, weights = DILATIONS[n], self.weights[f"near{n}"]
        slots, words, channels = seen.shape
        joined = np.zeros((slots, words, 3 * channels), np.float32)
        joined[:, step:, :channels] = seen[:, : max(words - step, 0)]
        joined[:, :, channels : 2 * channels] = seen
        joined[:, : max(words - step, 0), 2 * channels :] = seen[:, step:]
        out: Floats = joined.reshape(slots * words, -1) @ weights + self.weights[f"near{n}_bias"]
        return out.reshape(seen.shape)

    def _weighed(self, seen: Floats, slots: Sequence[View]) -> list[Opinion]:
        w = self.weights
        looks = _shares(seen @ w["look"], axis=1)
        means = (looks.transpose(0, 2, 1) @ seen).reshape(len(slots), -1)
        traits = self._traits("traits", [v.traits for v in slots])
        ledger = self._traits("ledger", [v.ledger for v in slots])
        joined = np.concatenate([means, seen.max(1), traits, ledger], axis=1)
        hidden = _relu(joined @ w["hidden"] + w["hidden_bias"])
        chances = _shares(hidden @ w["out"] + w["out_bias"], axis=1)
        most = looks.max(2).argmax(1)
        return [
            Opinion(dict(zip(LABELS, map(float, row), strict=True)), int(word))
            for row, word in zip(chances, most, strict=True)
        ]


def _relu(values: Floats) -> Floats:
    return np.maximum(values, np.float32(0))


def _shares(values: Floats, *, axis: int) -> Floats:
    raised = np.exp(values - values.max(axis, keepdims=True))
    out: Floats = raised / raised.sum(axis, keepdims=True)
    return out


class Committee:
    """Networks that are all heard alike: the mean of their chances counts, and the word the first looked at."""

    def __init__(self, members: Sequence[Network]) -> None:
        self.members = members

    def opinions(self, views: Views) -> list[Opinion]:
        """Return the opinion on each slot, in the order of the views; there must be at least one word."""
        heard = zip(*(member.opinions(views) for member in self.members), strict=True)
        return [Opinion(_mean([one.chances for one in opinions]), opinions[0].word) for opinions in heard]


def _mean(chances: Sequence[Mapping[Verdict, float]]) -> Mapping[Verdict, float]:
    return {label: sum(one[label] for one in chances) / len(chances) for label in LABELS}


def packed(members: Sequence[Mapping[str, Floats]]) -> bytes:
    """Return weights as the bytes of a file: names, shapes and scales, then one small whole number a weight."""
    heads, body = [], []
    for weights in members:
        names = []
        for name, values in weights.items():
            scale = float(np.abs(values).max()) / _LARGEST or 1.0
            names.append([name, list(values.shape), scale])
            body.append(np.rint(values / scale).astype(np.int8).tobytes())
        heads.append(names)
    head = json.dumps(heads).encode()
    return _HEAD.pack(_MAGIC, len(head)) + head + zlib.compress(b"".join(body), 9)


def unpacked(data: bytes) -> Committee:
    """Return the networks in the bytes of a file. Raises UnreadableWeights on anything else."""
    try:
        magic, length = _HEAD.unpack_from(data)
        if magic != _MAGIC:
            raise UnreadableWeights("the weights of the reader belong to another version; teach it again")
        heads = json.loads(data[_HEAD.size : _HEAD.size + length])
        body = zlib.decompress(data[_HEAD.size + length :])
        members, at = [], 0
        for names in heads:
            weights = {}
            for name, shape, scale in names:
                size = math.prod(shape)
                small = np.frombuffer(body, np.int8, size, at).reshape(shape)
                weights[name], at = small.astype(np.float32) * np.float32(scale), at + size
            members.append(Network(weights))
    except (struct.error, zlib.error, ValueError, TypeError) as error:
        raise UnreadableWeights("the weights of the reader cannot be read; teach it again") from error
    return Committee(members)


@cache
def network() -> Committee:
    """Return the networks that lie beside this file."""
    return unpacked(resources.files("faelled.core.replies.learned").joinpath(FILE).read_bytes())


__all__ = [
    "LABELS",
    "Committee",
    "Network",
    "Opinion",
    "UnreadableWeights",
    "network",
    "packed",
    "parts_of",
    "unpacked",
]
