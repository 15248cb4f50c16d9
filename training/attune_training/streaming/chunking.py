"""How a stream is cut into steps."""

from dataclasses import dataclass

import torch
from torch import Tensor

AHEAD = (8, 8, 8, 8, 8)
"""The least frames after it that a frame of each block attends to, and that the head hears after it: 160 ms each."""
LEFT = 128
"""Frames of left context: 2.56 s."""
CONTEXT = 2
"""Frames that a convolution looks back, and ahead."""


@dataclass(frozen=True)
class Chunking:
    """How a stream is heard, all in frames of 20 ms.

    A step takes a chunk of `frames` new ones. Each block then answers for as many, but `ahead[i]` frames later than its
    own input: block i is behind the sound by ahead[0] + ... + ahead[i]. So each frame attends to that many frames after
    it at least, to its whole chunk, and to the `left` frames before that, and nothing is computed twice. The head says
    frames ahead[4] later still.
    """

    frames: int
    left: int = LEFT
    ahead: tuple[int, int, int, int, int] = AHEAD

    def behind(self, block: int) -> int:
        """Frames by which a block's answers are behind the sound; of block -1, the convolutions: none."""
        return sum(self.ahead[: block + 1])

    def steps(self, time: int, behind: int) -> int:
        """How many steps it takes until `time` frames are through."""
        return -(-(time + behind) // self.frames)

    def mask(self, lengths: Tensor, time: int, block: int) -> Tensor:
        """[B, 1, T, T]: whether a frame (a row) attends to another. Frames beyond a clip's end attend to what is there,
        or to themselves: attention to nothing would be no number."""
        at = torch.arange(time)
        starts = (at + self.behind(block)) // self.frames * self.frames - self.behind(block)
        beyond = starts + self.frames + self.ahead[block]
        seen = (at[None] >= starts[:, None] - self.left) & (at[None] < beyond[:, None])
        return ((seen & (at < lengths[:, None])[:, None]) | torch.eye(time, dtype=torch.bool))[:, None]
