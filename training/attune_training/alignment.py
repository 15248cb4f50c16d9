"""Where the phones of a transcript are heard: forward-backward over the transcript, phone by phone.

Before each phone n, and after the last, there is a gap. A frame belongs to a phone or to a gap:

    phone n   p(phone n | frame)
    gap       p(blank | frame) + FOREIGN (1 - p(blank | frame))      nothing, or sound that the transcript lacks

and a phone may be left out for MISSED. The posteriors of that little hidden Markov model are the alignment. It needs
no training; the Swift module Aligner computes the same.
"""

import torch
from torch import Tensor

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
    batch, time, _ = log_probabilities.shape
    count = said.shape[1]
    probabilities = log_probabilities.exp()
    heard = probabilities.gather(2, said[:, None].expand(batch, time, count)).clamp(min=FLOOR)
    blank = probabilities[..., BLANK]
    gap = blank + FOREIGN * (1 - blank)
    places = torch.arange(count + 1)
    # Leaving out k phones costs MISSED^k, so it is one product with a triangle: skip[n, m] takes place n to place m.
    distance = (places[None] - places[:, None]).clamp(min=0)
    skip = torch.where(places[None] >= places[:, None], MISSED**distance.float(), torch.zeros(()))
    ends = torch.nn.functional.one_hot(lengths, count + 1).float()
    in_clip = torch.arange(time)[None] < frames[:, None]

    ready = skip[0].expand(batch, -1)
    phone, alphas, readies = torch.zeros(batch, count), [], []
    for t in range(time):
        readies.append(ready)
        phone = heard[:, t] * (phone + ready[:, :-1])
        rest = gap[:, t, None] * ready
        scale = phone.sum(1, keepdim=True) + rest.sum(1, keepdim=True)
        phone, rest = phone / scale, rest / scale
        alphas.append((phone, rest, scale))
        ready = (rest + torch.nn.functional.pad(phone, (1, 0))) @ skip

    # What follows a place: beta_ready before the skips, by place; beta_phone while a phone lasts.
    phones, gaps, entered = [None] * time, [None] * time, torch.zeros(batch, count)
    after = ends @ skip.T
    lasting = torch.zeros(batch, count)
    for t in reversed(range(time)):
        phone, rest, scale = alphas[t]
        # The last frame of a clip has nothing behind it.
        is_last = (frames == t + 1)[:, None]
        after = torch.where(is_last, ends @ skip.T, after)
        lasting = torch.where(is_last, torch.zeros(()), lasting)
        beta_phone, beta_rest = lasting + after[:, 1:], after
        inside = in_clip[:, t, None]
        phones[t] = phone * beta_phone * inside
        gaps[t] = rest * beta_rest * inside
        total = phones[t].sum(1, keepdim=True) + gaps[t].sum(1, keepdim=True)
        # An alignment that single precision cannot express is none.
        total = torch.where(inside, total, torch.ones(())).clamp(min=1e-30)
        phones[t], gaps[t] = phones[t] / total, gaps[t] / total
        entering = readies[t][:, :-1] * heard[:, t] * beta_phone / (scale * total)
        entered = entered + entering * inside
        # lasting: the phone goes on into frame t; entering it from a place, or the gap, needs the skips first.
        lasting = heard[:, t] * beta_phone
        after = (torch.nn.functional.pad(lasting, (0, 1)) + gap[:, t, None] * beta_rest) @ skip.T
        highest = torch.maximum(after.amax(1, keepdim=True), lasting.amax(1, keepdim=True))
        lasting, after = lasting / highest, after / highest
    return Alignment(torch.stack(phones, 1), torch.stack(gaps, 1), entered.clamp(max=1))
