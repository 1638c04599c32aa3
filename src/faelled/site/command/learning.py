"""Teach the reader's network: replies with known answers in, one file of weights out. It alone needs PyTorch."""

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from faelled.core.replies.items import Kind
from faelled.core.replies.learned.network import (
    DILATIONS,
    LABELS,
    MOST_PARTS,
    TRAIT_PLACES,
    WORD_PLACES,
    bits_of,
    parts_of,
    trait_place,
)
from faelled.core.replies.learned.views import CLASSES, FITS, KINDS, RELATIONS, SAID, Views
from faelled.core.replies.reading import Verdict

CHANNELS, WORD_SIZE, TRAIT_SIZE, HIDDEN, LOOKS = 96, 64, 24, 64, 4
ROUNDS, BATCH, RATE, DECAY = 8, 128, 2e-3, 0.02
SEEDS = (1, 2)
"""One network a seed."""
_MOST_TRAITS, _MOST_LEDGER = 32, 8
_SMOOTHING = 0.05
_DROP = 0.3
_DROP_PART, _DROP_TIME_WORDS, _DROP_LEDGER, _DROP_SAID = 0.1, 0.4, 0.3, 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """One slot of one reply: what it sees, and the number of the right label."""

    parts: Any
    kinds: Any
    classes: Any
    said: Any
    fits: Any
    relations: Any
    traits: tuple[int, ...]
    ledger: tuple[int, ...]
    label: int


def examples_of(views: Views, gold: Mapping[int, str], *, known: bool) -> Iterator[Example]:
    """Yield one example a slot. known: the grammar was built on this reply, so what it says is no measure of it."""
    if not views.words:
        return
    parts = np.zeros((len(views.words), MOST_PARTS), np.int32)
    for n, word in enumerate(views.words):
        places = parts_of(word)
        parts[n, : len(places)] = places
    said = np.array(views.said, np.float32)[views.clauses]
    if known:
        said = np.zeros_like(said)
    for view in views.slots:
        yield Example(
            parts,
            np.array(views.kinds, np.int32),
            bits_of(views.classes),
            said,
            np.array(view.fits, np.int32),
            np.array(view.relations, np.int32)[views.clauses],
            tuple(trait_place(t) for t in view.traits),
            () if known else tuple(trait_place(t) for t in view.ledger),
            LABELS.index(Verdict(gold[view.number])),
        )


def batch_of(examples: Sequence[Example]) -> dict[str, torch.Tensor]:
    """Return the examples as tensors, padded to the longest; real: where words are."""
    n, words = len(examples), max(len(e.kinds) for e in examples)
    shapes: dict[str, tuple[tuple[int, ...], type]] = {
        "parts": ((n, words, MOST_PARTS), np.int64),
        "kinds": ((n, words), np.int64),
        "classes": ((n, words, len(CLASSES)), np.float32),
        "said": ((n, words, SAID), np.float32),
        "fits": ((n, words), np.int64),
        "relations": ((n, words), np.int64),
    }
    out: dict[str, Any] = {name: np.zeros(shape, kind) for name, (shape, kind) in shapes.items()}
    out["real"] = np.zeros((n, words), bool)
    out["traits"] = np.zeros((n, _MOST_TRAITS), np.int64)
    out["ledger"] = np.zeros((n, _MOST_LEDGER), np.int64)
    for i, one in enumerate(examples):
        size = len(one.kinds)
        for name in shapes:
            out[name][i, :size] = getattr(one, name)
        out["real"][i, :size] = True
        out["traits"][i, : len(one.traits)] = one.traits
        out["ledger"][i, : len(one.ledger)] = one.ledger
    tensors = {name: torch.from_numpy(values) for name, values in out.items()}
    tensors["label"] = torch.tensor([e.label for e in examples])
    return tensors


class Net(nn.Module):
    """The network of faelled.core.replies.learned.network, with what is dropped while it learns."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.EmbeddingBag(WORD_PLACES, WORD_SIZE, mode="sum", padding_idx=0)
        nn.init.normal_(self.words.weight, 0, 0.1)
        self.word_in = nn.Linear(WORD_SIZE, CHANNELS)
        self.kind = nn.Embedding(len(KINDS), CHANNELS)
        self.classes = nn.Linear(len(CLASSES), CHANNELS, bias=False)
        self.said = nn.Linear(SAID, CHANNELS, bias=False)
        self.fits = nn.Embedding(FITS, CHANNELS)
        self.relations = nn.Embedding(len(RELATIONS), CHANNELS)
        for table in (self.kind, self.fits, self.relations):
            nn.init.normal_(table.weight, 0, 0.25)
        self.traits = nn.EmbeddingBag(TRAIT_PLACES, TRAIT_SIZE, mode="sum", padding_idx=0)
        self.ledger = nn.EmbeddingBag(TRAIT_PLACES, TRAIT_SIZE, mode="sum", padding_idx=0)
        for bag in (self.traits, self.ledger):
            nn.init.normal_(bag.weight, 0, 0.3)
        self.traits_in = nn.Linear(TRAIT_SIZE, CHANNELS, bias=False)
        self.near = nn.ModuleList(nn.Conv1d(CHANNELS, CHANNELS, 3, padding=d, dilation=d) for d in DILATIONS)
        self.look = nn.Linear(CHANNELS, LOOKS, bias=False)
        self.hidden = nn.Linear(CHANNELS * (LOOKS + 1) + 2 * TRAIT_SIZE, HIDDEN)
        self.out = nn.Linear(HIDDEN, len(LABELS))
        self.drop = nn.Dropout(_DROP)

    def forward(self, b: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return (N, 4): the weight of each label."""
        parts, ledger, said, real = b["parts"], b["ledger"], b["said"], b["real"].unsqueeze(-1)
        n, words = b["kinds"].shape
        if self.training:
            parts, ledger, said = self._forgotten(b)
        word = self.words(parts.reshape(n * words, -1)).reshape(n, words, -1)
        word = word / (parts > 0).sum(-1, keepdim=True).clamp(min=1).sqrt()
        traits = self.traits(b["traits"])
        seen = (
            self.word_in(self.drop(word))
            + self.kind(b["kinds"])
            + self.classes(b["classes"])
            + self.said(said)
        )
        seen = (
            seen + self.fits(b["fits"]) + self.relations(b["relations"]) + self.traits_in(traits).unsqueeze(1)
        )
        seen = self.drop(torch.relu(seen)) * real
        for layer in self.near:
            near = layer(seen.transpose(1, 2)).transpose(1, 2)
            seen = seen + self.drop(torch.relu(near)) * real
        looks = self.look(seen).masked_fill(~real, -1e9).softmax(1)
        means = torch.einsum("ntc,ntk->nkc", seen, looks).reshape(n, -1)
        most = seen.masked_fill(~real, -1e9).max(1)[0]
        joined = torch.cat([means, most, traits, self.ledger(ledger)], -1)
        out: torch.Tensor = self.out(self.drop(torch.relu(self.hidden(self.drop(joined)))))
        return out

    def _forgotten(self, b: dict[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
        """Hide some parts of words, some words of times, and now and then what the grammar thought."""
        n = len(b["label"])
        parts = b["parts"] * (torch.rand(b["parts"].shape) > _DROP_PART)
        times = (b["kinds"] == KINDS.index(Kind.TIME)) | (b["kinds"] == KINDS.index(Kind.NUMBER))
        hidden = times & (torch.rand(times.shape) < _DROP_TIME_WORDS)
        parts = parts * ~hidden.unsqueeze(-1)
        return (
            parts,
            b["ledger"] * (torch.rand(n, 1) > _DROP_LEDGER),
            b["said"] * (torch.rand(n, 1, 1) > _DROP_SAID),
        )

    def weights(self) -> dict[str, Any]:
        """Return the arrays the reader computes with, by the names it knows them under."""

        def plain(tensor: torch.Tensor) -> Any:
            return tensor.detach().numpy().astype(np.float32)

        out = {
            "words": self.words.weight,
            "word_in": self.word_in.weight.T,
            "bias": self.word_in.bias,
            "kind": self.kind.weight,
            "classes": self.classes.weight.T,
            "said": self.said.weight.T,
            "fits": self.fits.weight,
            "relations": self.relations.weight,
            "traits": self.traits.weight,
            "ledger": self.ledger.weight,
            "traits_in": self.traits_in.weight.T,
            "look": self.look.weight.T,
            "hidden": self.hidden.weight.T,
            "hidden_bias": self.hidden.bias,
            "out": self.out.weight.T,
            "out_bias": self.out.bias,
        }
        for n, layer in enumerate(self.near):
            # (out, in, 3) -> (3 * in, out): the three words side by side, the earliest first
            out[f"near{n}"] = layer.weight.permute(2, 1, 0).reshape(3 * CHANNELS, CHANNELS)
            out[f"near{n}_bias"] = layer.bias
        return {name: plain(tensor) for name, tensor in out.items()}


def learned(examples: Iterable[Example], *, rounds: int = ROUNDS, seed: int = 1, tell: bool = True) -> Net:
    """Return a network that has seen the examples *rounds* times; the same seed on the same machine gives the same."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)  # noqa: S311  the order of learning is no secret
    todo = list(examples)
    net = Net()
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    steps = rounds * math.ceil(len(todo) / BATCH) + 1
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    for turn in range(rounds):
        net.train()
        loss = sum(_step(net, chunk, optimiser, pace) for chunk in _chunks(todo, shuffle)) / len(todo)
        if tell:
            print(f"round {turn + 1} of {rounds}: loss {loss:.3f}", flush=True)
    net.eval()
    return net


def _chunks(todo: Sequence[Example], shuffle: random.Random) -> list[list[Example]]:
    """Return batches of examples of about one length, in a new order each time."""
    order = sorted(todo, key=lambda e: len(e.kinds) + shuffle.random() * 8)
    chunks = [order[k : k + BATCH] for k in range(0, len(order), BATCH)]
    shuffle.shuffle(chunks)
    return chunks


def _step(net: Net, chunk: Sequence[Example], optimiser: Any, pace: Any) -> float:
    batch = batch_of(chunk)
    loss = functional.cross_entropy(net(batch), batch["label"], label_smoothing=_SMOOTHING)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
    pace.step()
    return float(loss.item()) * len(chunk)


__all__ = ["SEEDS", "Example", "Net", "batch_of", "examples_of", "learned"]
