"""The streaming network: one set of weights that hears a segment whole or chunk by chunk.

What differs from the network it is distilled from:

- The floor of the log-mel frames is fixed (`FLOOR`), where Whisper's follows the segment's maximum.
- Positions come round: frame t stands at t modulo 1500, so that a stream may go on for ever. Training hears the seam.
- In chunks of C frames, a frame of an encoder block attends to its own chunk and to the `left` frames before that chunk.
  The convolutions are as they were: they look 12.5 ms beyond a chunk's end.
- The head hears `AHEAD` frames more than it says: with a chunk that ends at frame N it looks at the window
  [N - C - AHEAD, N) and says the frames [N - C - AHEAD, N - AHEAD). Its forward LSTMs carry their state from window to
  window; its backward LSTMs begin at the window's end.

`StreamingNetwork.forward` computes a batch of segments at once, with masks; `stream.py` computes the same step by step.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .head import CELLS, LAYERS, BiLSTM, PhoneHead
from .network import shipped
from .places import WORK
from .whisper import FFT, HEADS, HOP, MEL_BANK, POSITIONS, WIDTH, WINDOW, Block, Encoder

FLOOR = -6.5
"""The least log10 of a band's power: 8 below the loudest band of ordinary speech, as Whisper has it."""
AHEAD = 4
"""Frames that the head hears beyond those it says: 80 ms."""


def streaming_log_mel(samples: Tensor, floor: float = FLOOR) -> Tensor:
    """[samples] at 16 kHz -> [samples / 160, 80]: Whisper's features, above a fixed floor."""
    spectrum = torch.stft(samples, FFT, HOP, window=WINDOW, center=True, pad_mode="reflect", return_complex=True)
    bands = (MEL_BANK @ spectrum[:, :-1].abs() ** 2).clamp(min=10**floor).log10()
    return ((bands + 4.0) / 4.0).T.contiguous()


@dataclass(frozen=True)
class Chunking:
    """How much is heard at once, in frames of 20 ms: the chunk, and the frames before it that its own frames attend to."""

    frames: int
    left: int

    def windows(self, x: Tensor) -> Tensor:
        """[B, H, T, width] -> [B, K, H, left + chunk, width]: what the frames of each chunk attend to, zeros where nothing is."""
        padded = F.pad(x, (0, 0, self.left, -x.shape[2] % self.frames))
        return padded.unfold(2, self.left + self.frames, self.frames).permute(0, 2, 1, 4, 3)

    def heard(self, lengths: Tensor, time: int) -> Tensor:
        """[B, K, 1, 1, left + chunk]: whether a window has a frame there. The first of each window counts as one where
        there is none at all, beyond a clip's end: attention to nothing would be no number."""
        count = -(-time // self.frames)
        at = torch.arange(count)[:, None] * self.frames + torch.arange(-self.left, self.frames)[None]
        found = (at[None] >= 0) & (at[None] < lengths[:, None, None])
        found[..., 0] |= ~found.any(-1)
        return found[:, :, None, None]


@dataclass(frozen=True)
class Heard:
    """What the network makes of a batch: the outputs of the four blocks [B, T, 384], and log-probabilities [B, T, 40]."""

    blocks: list[Tensor]
    log_probabilities: Tensor


class StreamingNetwork(nn.Module):
    def __init__(self, encoder: Encoder, head: PhoneHead) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = head

    def forward(
        self, mel: Tensor, lengths: Tensor, chunking: Chunking | None = None, first: int = 0, ahead: int = AHEAD
    ) -> Heard:
        """[B, frames, 80] and the mel frames of each -> what is heard, whole or, with `chunking`, in chunks.

        `first`: the position of the first frame.
        """
        x = self.encoder.convolved(mel, lengths)
        time, lengths = x.shape[1], (lengths + 1) // 2
        x = x + self.encoder.positions[(first + torch.arange(time)) % POSITIONS]
        if chunking is None:
            mask = (torch.arange(time)[None] < lengths[:, None])[:, None, None]
        else:
            mask = chunking.heard(lengths, time)
        blocks = []
        for block in self.encoder.blocks:
            x = block(x, mask) if chunking is None else in_chunks(block, x, chunking, mask)
            blocks.append(x)
        hidden = torch.cat([block.float() for block in blocks[-LAYERS:]], dim=-1)
        if chunking is None:
            return Heard(blocks, self.head(hidden, lengths))
        return Heard(blocks, WindowedHead(self.head, chunking.frames, ahead)(hidden, lengths))


def run_file(run: str) -> Path:
    return WORK / "streaming" / "runs" / run / "last.pt"


def load(run: str) -> StreamingNetwork:
    """The moving average of a run's weights; of the run "shipped", the committed weights."""
    network = shipped()
    student = StreamingNetwork(network.encoder, network.head)
    if run != "shipped":
        student.load_state_dict(torch.load(run_file(run), weights_only=True)["average"])
    return student.eval()


def in_chunks(block: Block, x: Tensor, chunking: Chunking, mask: Tensor) -> Tensor:
    """A block whose frames attend to their chunk and what lies before it, [B, T, 384]; `mask` by `Chunking.heard`."""
    batch, time, _ = x.shape
    attention, y = block.attn, block.attn_ln(x)
    q, k, v = (f(y).view(batch, time, HEADS, -1).transpose(1, 2) for f in (attention.query, attention.key, attention.value))
    own = Chunking(chunking.frames, 0).windows(q)
    y = F.scaled_dot_product_attention(own, chunking.windows(k), chunking.windows(v), attn_mask=mask)
    y = y.transpose(2, 3).reshape(batch, -1, WIDTH)[:, :time]
    x = x + attention.out(y)
    return x + block.mlp(block.mlp_ln(x))


def normalised(hidden: Tensor) -> Tensor:
    """Each block's output by itself, as the head hears it: [B, T, 3 * 384] -> the same."""
    return F.layer_norm(hidden.unflatten(-1, (LAYERS, WIDTH)), (WIDTH,)).flatten(-2)


class WindowedHead:
    """The head in windows, all windows of a batch at once where time allows it."""

    def __init__(self, head: PhoneHead, chunk: int, ahead: int) -> None:
        if not 2 <= ahead < chunk:
            raise ValueError(f"the head cannot look {ahead} frames ahead in chunks of {chunk}: at least 2, less than a chunk")
        self.head, self.chunk, self.ahead = head, chunk, ahead

    def __call__(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """[B, T, 3 * 384] and the frames of each -> log-probabilities [B, T, 40]."""
        batch, time, _ = hidden.shape
        x = F.gelu(self.head.input(normalised(hidden))).float()
        x = x * (torch.arange(time)[None] < lengths[:, None])[..., None]
        windows, counts = self.windows(x, lengths)
        y = self.lstm(self.head.lstm1, self.convolved(windows), counts)
        y = self.lstm(self.head.lstm2, y, counts)
        said = self.head.heard(y)
        return self.joined(said, lengths, time)

    def windows(self, x: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """[B, K, 2 + ahead + chunk, 256]: the windows, each with two frames before it for the convolution; and the
        frames of each clip in each window, [B, K]."""
        count = -(-x.shape[1] // self.chunk)
        padded = F.pad(x, (0, 0, 2 + self.ahead, count * self.chunk - x.shape[1]))
        windows = padded.unfold(1, 2 + self.ahead + self.chunk, self.chunk).transpose(2, 3)
        starts = torch.arange(count) * self.chunk - self.ahead
        counts = (lengths[:, None] - starts[None]).clamp(0, self.ahead + self.chunk)
        return windows, counts

    def convolved(self, windows: Tensor) -> Tensor:
        """[B, K, 2 + W, 256] -> [B, K, W, 256]; beyond a window's end there is silence."""
        flat = windows.flatten(0, 1)
        y = F.conv1d(F.pad(flat.transpose(1, 2), (0, 2)), self.head.conv.weight, self.head.conv.bias, groups=flat.shape[2])
        return self.head.norm(flat[:, 2:] + y.transpose(1, 2)).unflatten(0, windows.shape[:2])

    def lstm(self, layer: BiLSTM, x: Tensor, counts: Tensor) -> Tensor:
        """[B, K, W, width] -> [B, K, W, 2 * 192]."""
        flat, ends = x.flatten(0, 1), counts.flatten()
        time = torch.arange(flat.shape[1])[None]
        order = torch.where(time < ends[:, None], ends[:, None] - 1 - time, time)[..., None]
        back, _ = layer.back(flat.gather(1, order.expand_as(flat)))
        back = back.gather(1, order.expand_as(back)).unflatten(0, x.shape[:2])
        return torch.cat([self.forward_half(layer.ahead, x), back.to(x.dtype)], dim=-1)

    def forward_half(self, lstm: nn.LSTM, x: Tensor) -> Tensor:
        """The carried frames window after window; then the frames ahead of all windows at once, from their states."""
        batch, count = x.shape[:2]
        # The first window has no frames before the clip's beginning; the rows there are never read.
        said, state = lstm(x[:, 0, self.ahead : self.chunk])
        rows, states = [F.pad(said, (0, 0, self.ahead, 0))], [state]
        for number in range(1, count):
            said, state = lstm(x[:, number, : self.chunk], state)
            rows.append(said)
            states.append(state)
        h, c = (torch.stack([s[i][0] for s in states], 1).flatten(0, 1)[None] for i in (0, 1))
        further, _ = lstm(x[:, :, self.chunk :].flatten(0, 1).contiguous(), (h.contiguous(), c.contiguous()))
        return torch.cat([torch.stack(rows, 1), further.view(batch, count, self.ahead, CELLS)], dim=2).to(x.dtype)

    def joined(self, said: Tensor, lengths: Tensor, time: int) -> Tensor:
        """[B, K, W, 40] -> [B, T, 40]: each frame from the window that says it; the last window says all it has."""
        at = torch.arange(time)[None]
        last = (lengths[:, None] - 1) // self.chunk
        window = torch.minimum((at + self.ahead) // self.chunk, last)
        place = (at + self.ahead - window * self.chunk).clamp(max=said.shape[2] - 1)
        return said[torch.arange(len(said))[:, None], window, place]
