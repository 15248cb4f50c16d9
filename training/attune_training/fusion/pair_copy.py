"""A copy of the corpus as the shipped network hears it, with its transcripts."""

import json

import numpy as np
from torch import Tensor

from ..phones import COLUMNS, pronunciations
from ..places import PAIRS
from ..stored import StoredClips
from .drawing import TranscriptDraw

BATCH_FRAMES = 5_000
LONGEST = 900
"""Frames; longer clips are left out."""


class PairCopy(StoredClips):
    """One copy, read from disk as it is needed; each item with the `phones` that are said."""

    def __init__(self, number: int) -> None:
        super().__init__(PAIRS / f"copy-{number}")
        self.whisper = PAIRS / f"whisper-{number}.json"
        for item in self.items:
            item["phones"] = [p for u in item["utterances"] for w in u["words"] for p in (pronunciations(w) or [()])[0]]
        self.items = [i for i in self.items if 0 < len(i["phones"]) <= 0.8 * i["frames"] and i["frames"] <= LONGEST]
        self.transcripts = TranscriptDraw(self.items)
        self.read_whisper()

    def read_whisper(self) -> None:
        """Whisper may still be at work on its transcripts, so they are read again now and then."""
        if self.whisper.exists():
            self.transcripts.whisper = json.loads(self.whisper.read_text())

    def batches(self, rng: np.random.Generator) -> list[list[dict]]:
        order = sorted(self.items, key=lambda i: i["frames"] * rng.uniform(0.85, 1.15))
        batches, batch, longest = [], [], 0
        for item in order:
            longest = max(longest, item["frames"])
            if batch and longest * (len(batch) + 1) > BATCH_FRAMES:
                batches.append(batch)
                batch, longest = [], item["frames"]
            batch.append(item)
        return [*batches, batch]


def apart(heard: Tensor) -> tuple[Tensor, Tensor]:
    """[B, T, 424] -> memories [B, T, 384] and log-probabilities [B, T, 40]."""
    memories, log_probabilities = heard.split([heard.shape[-1] - COLUMNS, COLUMNS], -1)
    return memories, log_probabilities.log_softmax(-1)
