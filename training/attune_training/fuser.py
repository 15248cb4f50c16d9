"""The cross-modal aligner: a text encoder, five ways to fuse it with what was heard, and the shared embedding space.

The phone head's memories and log-probabilities come in and are never changed. Every strategy ends in a correction of the
log-probabilities,

    fused = log softmax(heard + tanh(strength) correction)

whose strength starts at zero. Without tokens nothing is added at all.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .alignment import Alignment
from .head import BiLSTM
from .phones import BLANK, COLUMNS

MEMORY = 384
SHARED = 128
"""The width of the space in which sound and text meet."""
HEADS = 4
UTTERANCE = 256
"""The width of an utterance's embedding."""
DETECTORS = 512
OLDEST = 10.0
"""Seconds; older tokens are as this old."""
STRATEGIES = ("mean", "weighted", "concat", "attention", "bilstm")


@dataclass
class Text:
    """Transcripts as phones: [B, N] each; 0 beyond the end of one."""

    phones: Tensor
    lengths: Tensor
    starts: Tensor
    """1 where a word begins."""
    confidence: Tensor
    """0...1, of the token that the phone is from."""
    age: Tensor
    """Seconds from the token's arrival to now."""

    @property
    def mask(self) -> Tensor:
        return torch.arange(self.phones.shape[1])[None] < self.lengths[:, None]


class TextEncoder(nn.Module):
    """Phones with word starts, confidence and age -> [B, N, 128] in the shared space, each seeing its neighbours."""

    def __init__(self) -> None:
        super().__init__()
        self.phone = nn.Embedding(COLUMNS, SHARED)
        self.mark = nn.Linear(3, SHARED)
        self.lstm = BiLSTM(SHARED, SHARED // 2)
        self.norm = nn.LayerNorm(SHARED)

    def forward(self, text: Text) -> Tensor:
        age = text.age.clamp(0, OLDEST) / OLDEST
        x = self.phone(text.phones) + self.mark(torch.stack([text.starts, text.confidence, age], -1))
        return self.norm(x + self.lstm(x, text.lengths))


class Correction(nn.Module):
    """[B, T, width] -> what is added to the log-probabilities, by way of the neighbouring frames."""

    def __init__(self, width: int, kernel: int = 5) -> None:
        super().__init__()
        self.input = nn.Linear(width, SHARED)
        self.conv = nn.Conv1d(SHARED, SHARED, kernel, padding=kernel // 2, groups=SHARED)
        self.norm = nn.LayerNorm(SHARED)
        self.output = nn.Linear(SHARED, COLUMNS)
        self.strength = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor, inside: Tensor) -> Tensor:
        x = F.gelu(self.input(x)) * inside[..., None]
        x = self.norm(x + self.conv(x.transpose(1, 2)).transpose(1, 2))
        return self.strength.tanh() * self.output(x)


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


class Aligner(nn.Module):
    """Everything that fusion learns."""

    def __init__(self) -> None:
        super().__init__()
        self.text = TextEncoder()
        self.sound = nn.Linear(MEMORY, SHARED)
        self.sound_norm = nn.LayerNorm(SHARED)
        self.mean = Correction(SHARED + EVIDENCE)
        self.weighted = Correction(SHARED + EVIDENCE)
        self.balance = nn.Parameter(torch.zeros(()))
        """sigmoid(balance) is the share of the sound in `weighted`."""
        self.concat = Correction(2 * SHARED + EVIDENCE)
        self.cross = CrossAttention()
        self.gate = nn.Linear(EVIDENCE + HEADS, SHARED)
        self.attention = Correction(2 * SHARED + EVIDENCE)
        self.lstm = BiLSTM(2 * SHARED + EVIDENCE, SHARED // 2)
        self.bilstm = Correction(SHARED + EVIDENCE)
        self.sound_detectors = nn.Linear(SHARED + COLUMNS, DETECTORS)
        self.text_detectors = nn.Linear(SHARED, DETECTORS)
        self.sound_utterance = nn.Linear(DETECTORS, UTTERANCE)
        self.text_utterance = nn.Linear(DETECTORS, UTTERANCE)
        self.temperature = nn.Parameter(torch.tensor([2.0, 3.0]))
        """Logarithms: of the phones' loss and of the utterances'."""

    def heard(self, memories: Tensor) -> Tensor:
        """Memories [B, T, 384] -> frames in the shared space [B, T, 128]."""
        return self.sound_norm(self.sound(memories))

    def forward(
        self, memories: Tensor, log_probabilities: Tensor, frames: Tensor, text: Text, alignment: Alignment,
        strategies: tuple[str, ...] = STRATEGIES,
    ) -> dict[str, Tensor]:  # fmt: skip
        """-> by strategy the fused log-probabilities [B, T, 40]; `attention` also gives "weights"."""
        inside = torch.arange(memories.shape[1])[None] < frames[:, None]
        sound, phones, near = self.heard(memories), self.text(text), alignment.near
        brought = near @ phones
        evidence = evidence_of(log_probabilities, text, alignment)
        found: dict[str, Tensor] = {}
        corrections: dict[str, Tensor] = {}
        if "mean" in strategies:
            corrections["mean"] = self.mean(torch.cat([(sound + brought) / 2, evidence], -1), inside)
        if "weighted" in strategies:
            share = self.balance.sigmoid()
            mix = share * sound + (1 - share) * brought
            corrections["weighted"] = self.weighted(torch.cat([mix, evidence], -1), inside)
        pair = torch.cat([sound, brought, evidence], -1)
        if "concat" in strategies:
            corrections["concat"] = self.concat(pair, inside)
        if "attention" in strategies:
            attended, weights = self.cross(sound, phones, near, text.mask)
            trusted = torch.cat([evidence, weights.sum(-1).transpose(1, 2)], -1)
            attended = attended * self.gate(trusted).sigmoid()
            corrections["attention"] = self.attention(torch.cat([sound, attended, evidence], -1), inside)
            found["weights"] = weights
        if "bilstm" in strategies:
            both = self.lstm(pair * inside[..., None], frames)
            corrections["bilstm"] = self.bilstm(torch.cat([both, evidence], -1), inside)
        has_text = (text.lengths > 0)[:, None, None]
        for name, correction in corrections.items():
            found[name] = (log_probabilities + correction * has_text).log_softmax(-1)
        return found

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


EVIDENCE = 7


def evidence_of(log_probabilities: Tensor, text: Text, alignment: Alignment) -> Tensor:
    """What a gate can see, [B, T, 7]: of each frame the share of phones and of gaps, how unsure the sound is, how far it
    agrees with the phone that the text puts there; of the text near it confidence and how much was heard; and how
    much of the whole transcript was heard."""
    near, phones = alignment.near, alignment.phones
    probabilities = log_probabilities.exp()
    count = phones.shape[-1]
    said = text.phones[:, None].expand(-1, phones.shape[1], count)
    agreement = (phones * probabilities.gather(2, said)).sum(-1)
    entropy = -(probabilities * log_probabilities).sum(-1) / math.log(COLUMNS)
    whole = alignment.entered.sum(1) / text.lengths.clamp(min=1)
    return torch.stack(
        [
            phones.sum(-1),
            near.sum(-1),
            entropy,
            agreement,
            (near * text.confidence[:, None]).sum(-1),
            (near * alignment.entered[:, None]).sum(-1),
            whole[:, None].expand(-1, phones.shape[1]),
        ],
        -1,
    )
