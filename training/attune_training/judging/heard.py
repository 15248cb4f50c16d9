"""What the shipped network hears in clips, kept in files: it never changes, so it is heard once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ..network import Network
from ..whisper import log_mel
from ..room import with_room

COLUMNS, WIDTH = 40, 384
LOWEST = -15.0
"""Log-probabilities below this are all as bad."""


@dataclass(frozen=True)
class Heard:
    """A clip: log-probabilities [T, 40], memories [T, 384], and what is known of it."""

    log_probabilities: np.ndarray
    memories: np.ndarray
    name: str
    """Of the file; with a number where it was heard in several worlds."""
    words: tuple[str, ...] = ()
    """What was said, as far as it is known."""
    source: str = ""

    @property
    def speaks(self) -> bool:
        """Whether a phone is the likeliest anywhere: where none is, nothing is recognised at all."""
        return bool(self.log_probabilities.argmax(-1).any())


class Ear:
    """The shipped network for whole segments, with room at tight edges."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __call__(self, samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """[samples] at 16 kHz -> log-probabilities [T, 40] and memories [T, 384]."""
        roomy, frames = with_room(samples)
        log_probabilities, memories = self.hear(roomy)
        return log_probabilities[frames], memories[frames]

    def plainly(self, samples: np.ndarray) -> np.ndarray:
        """Log-probabilities without room: frame t is heard at t times 320 samples."""
        return self.hear(samples)[0]

    @torch.inference_mode()
    def hear(self, samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        hidden = torch.cat(self.network.encoder(log_mel(torch.from_numpy(samples))[None])[-3:], dim=-1)
        memories = self.network.head.memories(hidden, torch.tensor([hidden.shape[1]]))
        heard = self.network.head.heard(memories).clamp(min=LOWEST)
        return heard[0].half().numpy(), memories[0].half().numpy()


def save(clips: Iterable[Heard], place: Path) -> None:
    """A file of frames and one of what is known of the clips."""
    clips = list(clips)
    place.parent.mkdir(parents=True, exist_ok=True)
    frames = np.concatenate([np.hstack([c.log_probabilities, c.memories]) for c in clips])
    np.save(place.with_suffix(".npy"), frames)
    known = [[len(c.memories), c.name, " ".join(c.words), c.source] for c in clips]
    place.with_suffix(".json").write_text(json.dumps(known))


def load(place: Path) -> list[Heard]:
    """The clips of a file; their frames stay on disk until they are needed."""
    frames, begin, clips = np.load(place.with_suffix(".npy"), mmap_mode="r"), 0, []
    for count, name, words, source in json.loads(place.with_suffix(".json").read_text()):
        part = frames[begin : begin + count]
        clips.append(Heard(part[:, :COLUMNS], part[:, COLUMNS:], name, tuple(words.split()), source))
        begin += count
    return clips
