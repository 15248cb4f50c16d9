"""What was heard of many clips, one clip after another in one array on disk."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from .copies import Group
from .whisper import SAMPLE_RATE

BATCH_SECONDS = 60


class StoredClips:
    """FILE.npy, float16 [frames, width], and FILE.json: of each clip the utterances, and its place in the array."""

    def __init__(self, file: Path) -> None:
        self.array = np.load(file.with_suffix(".npy"), mmap_mode="r")
        self.items = json.loads(file.with_suffix(".json").read_text())

    def tensors(self, batch: list[dict]) -> tuple[Tensor, Tensor]:
        """Some of the items, [B, T, width], and the frames of each."""
        rows = [self.array[i["start"] : i["start"] + i["frames"]] for i in batch]
        clips = [torch.from_numpy(r.astype(np.float32)) for r in rows]
        return pad_sequence(clips, batch_first=True), torch.tensor([len(c) for c in clips])


def are_stored(file: Path) -> bool:
    return file.with_suffix(".json").exists()


def store(file: Path, heard: list[tuple[Group, np.ndarray]]) -> None:
    """Clips, [T, width] each, whole or not at all: the index is written last."""
    file.parent.mkdir(parents=True, exist_ok=True)
    total = sum(len(frames) for _, frames in heard)
    array = np.lib.format.open_memmap(file.with_suffix(".npy"), "w+", np.float16, (total, heard[0][1].shape[1]))
    index, at = [], 0
    for group, frames in heard:
        array[at : at + len(frames)] = frames
        utterances = [{"path": str(u.path), "words": u.words, "phones": u.phones} for u in group]
        index.append({"utterances": utterances, "source": group[0].source, "start": at, "frames": len(frames)})
        at += len(frames)
    array.flush()
    file.with_suffix(".json").write_text(json.dumps(index))


def heard_in_batches(
    sounds: Iterable[tuple[Group, np.ndarray]], hear: Callable[[list[np.ndarray]], list[np.ndarray]]
) -> Iterator[tuple[Group, np.ndarray]]:
    """Lets a minute of sound or a little more be heard at once."""
    groups, clips = [], []
    for group, samples in sounds:
        groups.append(group), clips.append(samples)
        if sum(map(len, clips)) > BATCH_SECONDS * SAMPLE_RATE:
            yield from zip(groups, hear(clips), strict=True)
            groups, clips = [], []
    if clips:
        yield from zip(groups, hear(clips), strict=True)
