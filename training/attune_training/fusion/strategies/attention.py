"""Each frame takes from the transcript what it asks for, and as much of it as a gate lets through."""

import math

import torch
from torch import Tensor, nn

from ..correction import Correction
from ..given import Given
from ..widths import EVIDENCE, HEADS, SHARED


class CrossAttention(nn.Module):
    """Frames query the transcript's phones; one more key, learned, stands for "none of these" and gives nothing.

    The alignment takes part in the weights: near [B, T, N] is added as scale_h log(near + 0.003), head by head.
    """

    FLOOR = 0.003

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(SHARED, SHARED)
        self.key = nn.Linear(SHARED, SHARED, bias=False)
        self.value = nn.Linear(SHARED, SHARED)
        self.out = nn.Linear(SHARED, SHARED)
        self.null = nn.Parameter(torch.randn(SHARED) / math.sqrt(SHARED))
        self.scale = nn.Parameter(torch.ones(HEADS))

    def forward(self, sound: Tensor, text: Tensor, near: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """-> [B, T, 128] and the weights [B, heads, T, N] of the phones; what they lack to 1 is the null key's."""
        batch, time, _ = sound.shape

        def heads(x: Tensor) -> Tensor:
            return x.view(batch, -1, HEADS, SHARED // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(sound)), heads(self.key(text)), heads(self.value(text))
        root = math.sqrt(SHARED // HEADS)
        logits = query @ key.transpose(-1, -2) / root
        logits = logits + self.scale[:, None, None] * torch.log(near + self.FLOOR)[:, None]
        logits = logits.masked_fill(~mask[:, None, None], -torch.inf)
        null = query @ self.null.view(1, HEADS, -1, 1) / root
        weights = torch.cat([logits, null], -1).softmax(-1)[..., :-1]
        found = (weights @ value).transpose(1, 2).reshape(batch, time, SHARED)
        return self.out(found), weights


def layers() -> dict[str, nn.Module]:
    return {
        "cross": CrossAttention(),
        "gate": nn.Linear(EVIDENCE + HEADS, SHARED),
        "attention": Correction(2 * SHARED + EVIDENCE),
    }


def attended(of: nn.Module, given: Given) -> tuple[Tensor, Tensor]:
    """[B, T, 128] and the weights [B, heads, T, N]."""
    return of.cross(given.sound, given.phones, given.near, given.mask)


def correction(of: nn.Module, given: Given) -> Tensor:
    found, weights = attended(of, given)
    trusted = torch.cat([given.evidence, weights.sum(-1).transpose(1, 2)], -1)
    found = found * of.gate(trusted).sigmoid()
    return of.attention(torch.cat([given.sound, found, given.evidence], -1), given.inside)
