"""Episodes and trials side by side, as the judge takes them."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from .episodes import Episode
from .heard import COLUMNS, WIDTH, Heard
from .judge import Batch
from .today import logit


def batch(clips: Sequence[Heard], parts: Sequence[tuple[np.ndarray, ...]]) -> Batch:
    """`parts`: of each clip its candidates' phones, rivals, begins, ends, evidence by phone, as a whole, lengths."""
    count, candidates = len(clips), max(1, max(len(p[6]) for p in parts))
    longest = max(1, max(int(p[6].max(initial=1)) for p in parts))
    frames = [len(c.memories) for c in clips]
    log_probabilities = np.full((count, max(frames), COLUMNS), -15, np.float32)
    memories = np.zeros((count, max(frames), WIDTH), np.float32)
    places = np.zeros((4, count, candidates, longest), np.int64)
    by_phone = np.zeros((count, candidates, longest, parts[0][4].shape[-1]), np.float32)
    whole = np.zeros((count, candidates, parts[0][5].shape[-1]), np.float32)
    lengths = np.zeros((count, candidates), np.int64)
    for k, (clip, part) in enumerate(zip(clips, parts, strict=True)):
        log_probabilities[k, : frames[k]], memories[k, : frames[k]] = clip.log_probabilities, clip.memories
        rows, columns = len(part[6]), int(part[6].max(initial=1))
        for place, values in zip(places, part[:4]):
            place[k, :rows, :columns] = values[:, :columns]
        by_phone[k, :rows, :columns] = part[4][:, :columns]
        whole[k, :rows], lengths[k, :rows] = part[5], part[6]
    phones, rivals, begins, ends = torch.from_numpy(places)
    arrays = (by_phone, whole, logit(whole).astype(np.float32), lengths)
    return Batch(
        torch.from_numpy(log_probabilities), torch.from_numpy(memories), torch.tensor(frames), phones, rivals,
        begins.float(), ends.float(), *(torch.from_numpy(a) for a in arrays),
    )  # fmt: skip


def of_episodes(clips: Sequence[Heard], episodes: Sequence[Episode]) -> tuple[Batch, Tensor, Tensor]:
    """The batch, which candidate is right (the last is none), and each phone's match (-1: not known)."""
    parts = [(e.phones, e.rivals, e.begins, e.ends, e.by_phone, e.whole, e.lengths) for e in episodes]
    found = batch([clips[e.clip] for e in episodes], parts)
    candidates = found.lengths.shape[1]
    right = torch.tensor([candidates if e.right == len(e.lengths) else e.right for e in episodes])
    matches = torch.full(found.phones.shape, -1.0)
    for row, e in zip(matches, episodes):
        row[: e.matches.shape[0], : e.matches.shape[1]] = torch.from_numpy(e.matches)
    return found, right, matches
