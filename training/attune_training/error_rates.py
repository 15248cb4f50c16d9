"""Phone error rates on speech that is held out."""

from collections.abc import Callable

import numpy as np
import torch

from .corpus import held_out, read
from .feature_copy import FeatureCopy
from .listener import Listener
from .measure import errors, greedy

HELD_OUT = {"dev-librispeech": ("dev", "LibriSpeech"), "test-an4": ("test", "AN4")}
"""Copies of features and what is in them, by split and the beginning of the source's name."""


def of_features(listener: Listener, name: str) -> tuple[float, float]:
    """Percent: against the dictionary's first forms, and against the nearest of all its forms."""
    copy, wrong, total = FeatureCopy(name, {}), [0, 0], 0
    listener.eval()
    with torch.inference_mode():
        for item in copy.items:
            hidden, lengths = copy.tensors([item])
            heard = greedy(listener(hidden, lengths)[0].numpy())
            words = [w for u in item["utterances"] for w in u["words"]]
            for kind in (0, 1):
                edits, phones = errors(words, heard, all_forms=bool(kind))
                wrong[kind] += edits
            total += phones
    return 100 * wrong[0] / total, 100 * wrong[1] / total


def of_sounds(hear: Callable[[np.ndarray], np.ndarray], split: str, source: str, every: int, joined: int = 1) -> float:
    """Percent, against the nearest of the dictionary's forms; `joined`: so many clips make one long sound."""
    wrong = total = 0
    utterances = held_out(split, source)[::every]
    for start in range(0, len(utterances), joined):
        together = utterances[start : start + joined]
        samples = np.concatenate([read(u.path) for u in together])
        edits, phones = errors([w for u in together for w in u.words], greedy(hear(samples)), all_forms=True)
        wrong, total = wrong + edits, total + phones
    return 100 * wrong / total
