"""The judge: a candidate's phones look at the frames of the sound, and say whether they were said there.

A query is a phone with its rival and its evidence; keys and values are the frames' posteriors and memories, and a null
key. Attention is biased towards the frames that the alignment gives the phone. A phone sees its
neighbours' evidence, and each says how likely it is that it was said. Nothing else of a phone reaches the candidate:
whoever sees which phones follow one another learns which words are in the grammars of training, and believes these.
All candidates and "none of these" share a softmax, which begins with the logistic confidence.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..phones import COLUMNS
from .candidate_evidence import PHONE_EVIDENCE, WHOLE_EVIDENCE
from .heard import WIDTH

INNER = 96
HEADS = 4
NEIGHBOURS = 5
DIFFERENCE = 9
"""The column of `Evidence.whole` that says how far below the best candidate one is."""
RATIO = 4
"""The column of `Evidence.by_phone` that says how much higher a phone peaks than the best other one."""
ARMS = ("attention", "posteriors", "residual", "evidence", "whole")
"""The whole of it; attention to the posteriors alone; the same beside each phone's own ratio, with which it begins; no
look at the frames; no phones at all."""
POOLED = 4


@dataclass(frozen=True)
class Batch:
    """Of B clips of T frames with K candidates of N phones: `posteriors` [B, T, 40] (log), `memories` [B, T, 384],
    `frames` [B]; `phones`, `rivals`, `begins`, `ends` [B, K, N], `by_phone` [B, K, N, 16], `whole` [B, K, 12],
    `logit` [B, K] of the logistic confidence, `lengths` [B, K], 0 where there is no candidate."""

    posteriors: Tensor
    memories: Tensor
    frames: Tensor
    phones: Tensor
    rivals: Tensor
    begins: Tensor
    ends: Tensor
    by_phone: Tensor
    whole: Tensor
    logit: Tensor
    lengths: Tensor


class FrameAttention(nn.Module):
    """From each phone to the frames near its place. `remembers`: to the memories too, not to the posteriors alone."""

    def __init__(self, remembers: bool, dropout: float) -> None:
        super().__init__()
        self.remembers = remembers
        self.dropout = nn.Dropout(dropout)
        self.frame = nn.Linear(COLUMNS + WIDTH * remembers, INNER)
        self.query = nn.Linear(INNER, INNER)
        self.key = nn.Linear(INNER, INNER, bias=False)
        self.value = nn.Linear(INNER, INNER)
        self.out = nn.Linear(INNER, INNER)
        self.null = nn.Parameter(torch.zeros(1, 1, INNER))
        self.slope = nn.Parameter(torch.tensor([1.0, 0.5, 0.25, 0.1]))
        """How fast a frame counts less with its distance from the phone, in nats a frame, for each head."""

    def forward(self, x: Tensor, batch: Batch) -> Tensor:
        """[B, K N, 96] -> [B, K N, 96]."""
        count, time, _ = batch.posteriors.shape
        seen = [batch.posteriors.exp()]
        if self.remembers:
            seen.append(self.dropout(F.layer_norm(batch.memories, (WIDTH,))))
        frames = F.gelu(self.frame(torch.cat(seen, -1)))
        frames = torch.cat([self.null.expand(count, 1, INNER), frames], 1)
        at = torch.arange(time, device=x.device, dtype=x.dtype)
        begins, ends = batch.begins.flatten(1)[..., None], batch.ends.flatten(1)[..., None]
        distance = (begins - at).clamp(min=0) + (at - ends + 1).clamp(min=0)
        bias = -self.slope.abs()[None, :, None, None] * distance[:, None]
        bias = bias.masked_fill(at >= batch.frames[:, None, None, None], -1e4)
        bias = F.pad(bias, (1, 0))
        q, k, v = (
            f(y).view(count, -1, HEADS, INNER // HEADS).transpose(1, 2)
            for f, y in ((self.query, x), (self.key, frames), (self.value, frames))
        )
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        return self.out(seen.transpose(1, 2).reshape(count, -1, INNER))


class Judge(nn.Module):
    """`arm`: see `ARMS`."""

    def __init__(self, arm: str = "attention", dropout: float = 0.1, forgetting: float = 0.4) -> None:
        """`forgetting`: the dropout of the memories, by which clips could be learnt by heart."""
        super().__init__()
        self.arm = arm
        self.phone = nn.Embedding(COLUMNS, INNER)
        self.rival = nn.Embedding(COLUMNS, INNER)
        self.by_phone = nn.Conv1d(PHONE_EVIDENCE, INNER, NEIGHBOURS, padding=NEIGHBOURS // 2)
        self.enter = nn.Sequential(nn.LayerNorm(INNER), nn.Linear(INNER, INNER), nn.GELU(), nn.Linear(INNER, INNER))
        looks = arm in ("attention", "posteriors", "residual")
        self.attention = FrameAttention(arm == "attention", forgetting) if looks else None
        self.norm = nn.LayerNorm(INNER)
        self.inner = nn.Sequential(
            nn.LayerNorm(INNER), nn.Linear(INNER, 2 * INNER), nn.GELU(), nn.Linear(2 * INNER, INNER)
        )
        self.match = nn.Linear(INNER, 1)
        self.ratio = nn.Parameter(torch.ones(1)) if arm == "residual" else None
        if self.ratio is not None:
            nn.init.zeros_(self.match.weight)
        self.decide = nn.Sequential(
            nn.Linear(POOLED + WHOLE_EVIDENCE, 64), nn.GELU(), nn.Dropout(dropout), nn.Linear(64, 1)
        )
        nn.init.zeros_(self.decide[-1].weight)
        nn.init.zeros_(self.decide[-1].bias)
        self.start = nn.Parameter(torch.ones(2))
        """What the logistic confidence and the distance to the best candidate weigh."""
        self.dropout = nn.Dropout(dropout)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The logits of the candidates and of none of them, [B, K + 1], and of each phone's match, [B, K, N]."""
        there = (torch.arange(batch.phones.shape[2]) < batch.lengths[..., None]).float()
        match = self.match(self.phones(batch)).squeeze(-1)
        if self.ratio is not None:
            match = match + self.ratio * 2 * batch.by_phone[..., RATIO]
        pooled = self.pooled(match, there)
        if self.arm == "whole":
            pooled = pooled * 0
        found = self.decide(torch.cat([pooled, 0.3 * batch.whole], -1)).squeeze(-1)
        logits = self.start[0] * batch.logit + self.start[1] * batch.whole[..., DIFFERENCE] + found
        logits = logits.masked_fill(batch.lengths == 0, -1e4)
        return torch.cat([logits, torch.zeros(len(logits), 1)], -1), match

    def phones(self, batch: Batch) -> Tensor:
        """[B, K, N, 96]."""
        given = self.by_phone(batch.by_phone.flatten(0, 1).transpose(1, 2)).transpose(1, 2)
        names = self.dropout(self.phone(batch.phones) + self.rival(batch.rivals))
        x = self.enter(names + given.view(names.shape))
        if self.attention is not None:
            x = x + self.dropout(self.attention(self.norm(x).flatten(1, 2), batch).view(x.shape))
        return x + self.dropout(self.inner(x))

    @classmethod
    def of_run(cls, name: str, weights: dict[str, Tensor]) -> "Judge":
        """The judge of a run, whose name begins with its arm's."""
        judge = cls(next(arm for arm in ARMS if name.startswith(arm)))
        judge.load_state_dict({name: value.float() for name, value in weights.items()})
        return judge.eval()

    @staticmethod
    def pooled(match: Tensor, there: Tensor) -> Tensor:
        """How well the phones match: on average, the worst ones, the worst one, and all of them: [B, K, 4]."""
        match = match.float().clamp(-8, 8)
        mean = (match * there).sum(-1) / there.sum(-1).clamp(min=1)
        doubt = (-match).masked_fill(there == 0, -1e4).softmax(-1)
        worst = match.masked_fill(there == 0, 8).amin(-1)
        every = (F.logsigmoid(match) * there).sum(-1)
        return torch.stack([mean / 3, (match * doubt).sum(-1) / 3, worst / 3, every.clamp(min=-20) / 5], -1)
