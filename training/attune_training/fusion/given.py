"""What every way of fusion is given."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor


@dataclass(frozen=True)
class Given:
    """T frames of sound, and N phones of a transcript, of each of B clips."""

    sound: Tensor
    """[B, T, 128], in the shared space."""
    phones: Tensor
    """[B, N, 128], in the shared space."""
    near: Tensor
    """[B, T, N]: how far a frame belongs to a phone, or to a gap beside it."""
    evidence: Tensor
    """[B, T, 7]: see `evidence_of`."""
    mask: Tensor
    """[B, N]: the phones that are there."""
    inside: Tensor
    """[B, T]: the frames that are there."""
    frames: Tensor
    """[B]: how many frames are there."""

    @cached_property
    def brought(self) -> Tensor:
        """[B, T, 128]: the transcript, brought to the frames by the alignment."""
        return self.near @ self.phones

    @cached_property
    def pair(self) -> Tensor:
        """[B, T, 2 * 128 + 7]: sound, text and evidence side by side."""
        return torch.cat([self.sound, self.brought, self.evidence], -1)
