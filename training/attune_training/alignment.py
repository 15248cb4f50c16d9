"""Where the phones of a transcript are heard: forward-backward over the transcript, phone by phone.

Before each phone n, and after the last, there is a gap. A frame belongs to a phone or to a gap:

    phone n   p(phone n | frame)
    gap       p(blank | frame) + FOREIGN (1 - p(blank | frame))      nothing, or sound that the transcript lacks

and a phone may be left out for MISSED. The posteriors of that little hidden Markov model are the alignment. It needs
no training; the Swift module Aligner computes the same.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .phones import BLANK

FOREIGN = 0.05
MISSED = 0.02
FLOOR = 1e-4
"""The least probability of a phone in a frame."""


class Alignment:
    """Of transcripts of N phones with sounds of T frames.

    phones [B, T, N]: frame t belongs to phone n; gaps [B, T, N + 1]: to the gap before it, or after the last;
    entered [B, N]: phone n was heard at all. All are probabilities.
    """

    def __init__(self, phones: Tensor, gaps: Tensor, entered: Tensor) -> None:
        self.phones, self.gaps, self.entered = phones, gaps, entered

    @property
    def near(self) -> Tensor:
        """[B, T, N]: the frame belongs to phone n or, by halves, to a gap beside it."""
        return self.phones + (self.gaps[..., :-1] + self.gaps[..., 1:]) / 2


def align(log_probabilities: Tensor, frames: Tensor, said: Tensor, lengths: Tensor) -> Alignment:
    """[B, T, 40] and the frames of each; [B, N] phones (0 beyond the end) and how many each has, perhaps none."""
    chain = Chain(log_probabilities, frames, said, lengths)
    return chain.backward(chain.forward())


@dataclass(frozen=True)
class Forward:
    """What the frames up to one make of it, scaled to a sum of one: [B, N] phones, [B, N + 1] gaps, the scale [B, 1];
    and `ready`, [B, N + 1], the places from which the frame could go on."""

    phone: Tensor
    gap: Tensor
    scale: Tensor
    ready: Tensor


class Chain:
    """The hidden Markov models of a batch."""

    def __init__(self, log_probabilities: Tensor, frames: Tensor, said: Tensor, lengths: Tensor) -> None:
        batch, self.time, _ = log_probabilities.shape
        count = said.shape[1]
        probabilities = log_probabilities.exp()
        self.heard = probabilities.gather(2, said[:, None].expand(batch, self.time, count)).clamp(min=FLOOR)
        blank = probabilities[..., BLANK]
        self.gap = blank + FOREIGN * (1 - blank)
        places = torch.arange(count + 1)
        # Leaving out k phones costs MISSED^k, so it is one product with a triangle: skip[n, m] takes n to m.
        distance = (places[None] - places[:, None]).clamp(min=0)
        self.skip = torch.where(places[None] >= places[:, None], MISSED ** distance.float(), torch.zeros(()))
        self.end = F.one_hot(lengths, count + 1).float() @ self.skip.T
        self.frames = frames

    def forward(self) -> list[Forward]:
        batch, _, count = self.heard.shape
        ready, phone, found = self.skip[0].expand(batch, -1), torch.zeros(batch, count), []
        for t in range(self.time):
            before, phone = ready, self.heard[:, t] * (phone + ready[:, :-1])
            rest = self.gap[:, t, None] * ready
            scale = phone.sum(1, keepdim=True) + rest.sum(1, keepdim=True)
            phone, rest = phone / scale, rest / scale
            found.append(Forward(phone, rest, scale, before))
            ready = (rest + F.pad(phone, (1, 0))) @ self.skip
        return found

    def backward(self, forward: list[Forward]) -> Alignment:
        """`after`: what follows a place before the skips; `lasting`: what follows a phone that goes on."""
        batch, _, count = self.heard.shape
        phones, gaps, entered = [], [], torch.zeros(batch, count)
        after, lasting = self.end, torch.zeros(batch, count)
        for t in reversed(range(self.time)):
            # The last frame of a clip has nothing behind it.
            is_last, inside = (self.frames == t + 1)[:, None], (t < self.frames)[:, None]
            after = torch.where(is_last, self.end, after)
            beta_phone = torch.where(is_last, torch.zeros(()), lasting) + after[:, 1:]
            phone, gap = forward[t].phone * beta_phone * inside, forward[t].gap * after * inside
            total = phone.sum(1, keepdim=True) + gap.sum(1, keepdim=True)
            # An alignment that single precision cannot express is none.
            total = torch.where(inside, total, torch.ones(())).clamp(min=1e-30)
            phones.append(phone / total), gaps.append(gap / total)
            entering = forward[t].ready[:, :-1] * self.heard[:, t] * beta_phone / (forward[t].scale * total)
            entered = entered + entering * inside
            # The phone goes on into frame t; entering it from a place, or the gap, needs the skips first.
            lasting = self.heard[:, t] * beta_phone
            after = (F.pad(lasting, (0, 1)) + self.gap[:, t, None] * after) @ self.skip.T
            highest = torch.maximum(after.amax(1, keepdim=True), lasting.amax(1, keepdim=True))
            lasting, after = lasting / highest, after / highest
        return Alignment(torch.stack(phones[::-1], 1), torch.stack(gaps[::-1], 1), entered.clamp(max=1))
