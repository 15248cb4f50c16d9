"""The cross-modal aligner: a text encoder, the ways to fuse it with what was heard, and the shared embedding space.

The phone head's memories and log-probabilities come in and are never changed. Every strategy ends in a correction of
the log-probabilities,

    fused = log softmax(heard + tanh(strength) correction)

whose strength starts at zero. Without tokens nothing is added at all.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..alignment import Alignment
from ..phones import BLANK, COLUMNS
from .evidence import evidence_of
from .given import Given
from .strategies import STRATEGIES
from .text import Text, TextEncoder
from .widths import DETECTORS, MEMORY, SHARED, UTTERANCE


class Aligner(nn.Module):
    """Everything that fusion learns."""

    def __init__(self) -> None:
        super().__init__()
        self.text = TextEncoder()
        self.sound = nn.Linear(MEMORY, SHARED)
        self.sound_norm = nn.LayerNorm(SHARED)
        for strategy in STRATEGIES.values():
            for name, layer in strategy.layers().items():
                if hasattr(self, name):
                    raise ValueError(f"{strategy.__name__}: there is a layer {name} already")
                setattr(self, name, layer)
        self.sound_detectors = nn.Linear(SHARED + COLUMNS, DETECTORS)
        self.text_detectors = nn.Linear(SHARED, DETECTORS)
        self.sound_utterance = nn.Linear(DETECTORS, UTTERANCE)
        self.text_utterance = nn.Linear(DETECTORS, UTTERANCE)
        self.temperature = nn.Parameter(torch.tensor([2.0, 3.0]))
        """Logarithms: of the phones' loss and of the utterances'."""

    def heard(self, memories: Tensor) -> Tensor:
        """Memories [B, T, 384] -> frames in the shared space [B, T, 128]."""
        return self.sound_norm(self.sound(memories))

    def given(
        self, memories: Tensor, log_probabilities: Tensor, frames: Tensor, text: Text, alignment: Alignment
    ) -> Given:
        """What the strategies see; `frames`: [B], of each clip."""
        inside = torch.arange(memories.shape[1])[None] < frames[:, None]
        evidence = evidence_of(log_probabilities, text, alignment)
        return Given(self.heard(memories), self.text(text), alignment.near, evidence, text.mask, inside, frames)

    def forward(
        self, memories: Tensor, log_probabilities: Tensor, frames: Tensor, text: Text, alignment: Alignment
    ) -> dict[str, Tensor]:
        """-> by strategy the fused log-probabilities [B, T, 40]."""
        given = self.given(memories, log_probabilities, frames, text, alignment)
        has_text = (text.lengths > 0)[:, None, None]
        corrections = {name: strategy.correction(self, given) for name, strategy in STRATEGIES.items()}
        return {
            name: (log_probabilities + correction * has_text).log_softmax(-1)
            for name, correction in corrections.items()
        }

    def utterance_of_sound(self, memories: Tensor, log_probabilities: Tensor, frames: Tensor) -> Tensor:
        """[B, 256], of length 1: what the frames' detectors saw, weighted by how little of a blank each frame is."""
        probabilities = log_probabilities.exp()
        inside = torch.arange(memories.shape[1])[None] < frames[:, None]
        weight = (1 - probabilities[..., BLANK]) * inside
        seen = F.gelu(self.sound_detectors(torch.cat([self.heard(memories), probabilities], -1)))
        pooled = (seen * weight[..., None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1e-3)
        return F.normalize(self.sound_utterance(pooled), dim=-1)

    def utterance_of_text(self, text: Text) -> Tensor:
        """[B, 256], of length 1."""
        seen = F.gelu(self.text_detectors(self.text(text))) * text.mask[..., None]
        pooled = seen.sum(1) / text.lengths[:, None].clamp(min=1)
        return F.normalize(self.text_utterance(pooled), dim=-1)
